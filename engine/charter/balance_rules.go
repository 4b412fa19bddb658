package charter

import "galley/engine"

func balanceRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleBalance,
			Title: words("The pillars are out of balance", "Les piliers sont déséquilibrés"),
			Text: words("Each pillar has its share of the posts of some days, those that are out among them. The days that end with each post are counted; a post on several channels is one. Posts without a pillar are counted among all posts. It is told once, at the first post after which a share is off by more than the tolerance, and by a whole post; again only when the balance was found in between.",
				"Chaque pilier a sa part des publications d'un nombre de jours, celles déjà parues comprises. Les jours qui finissent à chaque publication sont comptés ; une publication sur plusieurs canaux en est une. Celles sans pilier comptent dans le total. C'est signalé une fois, à la première publication après laquelle une part s'écarte de plus que la tolérance, et d'une publication entière ; de nouveau seulement si l'équilibre a été retrouvé entre-temps."),
			Bad:  "pillars: [{id: useful, share: 0.8}, {id: festive, share: 0.2}]\nbalance: [{over: 28d}]   # and half of the posts are festive\n",
			Good: "pillars: [{id: useful, share: 0.8}, {id: festive, share: 0.2}]\nbalance: [{over: 28d}]   # and one post in five is festive\n",
		},
	}
}
