package charter

import "galley/engine"

func capacityRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleCapacity,
			Title: words("More posts than one person can write", "Plus de publications qu'une personne ne peut en écrire"),
			Text: words("The posts of each author are counted per day or week, upper and lower case alike. A post on several channels is written once, and so is one that repeats. Posts without an author are nobody's.",
				"Les publications de chaque auteur sont comptées par jour ou par semaine, sans égard à la casse. Une publication sur plusieurs canaux s'écrit une fois, de même celle qui se répète. Les publications sans auteur ne sont à personne."),
			Bad: "author: Ada Martin\ntext: The sixth one of the week.\n", Good: "author: Bo Petit\ntext: The first one of the week.\n",
		},
	}
}
