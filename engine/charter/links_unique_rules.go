package charter

import "galley/engine"

func uniqueLinkRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleLinkRepeated,
			Title: words("Two posts that lead to one address", "Deux publications qui mènent à une même adresse"),
			Text: words("Where two posts lead to one address with the same parameters, statistics cannot tell by which of them somebody came. The order of parameters makes no difference. One post on several channels is not meant, nor are the dates of a repeat. It is told at the later one.",
				"Quand deux publications mènent à une adresse avec les mêmes paramètres, les statistiques ne disent pas par laquelle on est venu. L'ordre des paramètres ne compte pas. Une publication sur plusieurs canaux n'est pas visée, ni les dates d'une répétition. C'est la plus tardive qui est signalée."),
			Bad:  "id: second\ntext: Skate tonight. https://town.example/rink?utm_content=rink\n",
			Good: "id: second\ntext: Skate tonight. https://town.example/rink?utm_content=tonight\n",
		},
	}
}
