package charter

import "galley/engine"

func volumetryRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleTooMany,
			Title: words("Too many posts", "Trop de publications"),
			Text: words("A channel has more posts in a day, a week (from Monday) or a month than the charter wants, those that are out among them. A thread is one post. It is told at the first one too many that can still be moved.",
				"Un canal a plus de publications dans un jour, une semaine (dès lundi) ou un mois que la charte ne veut, celles déjà parues comprises. Un fil est une publication. C'est la première de trop qui peut encore bouger qui est signalée."),
			Bad:  "id: second\nat: 2026-12-07 14:00\ntext: The second one of the day.\n",
			Good: "id: second\nat: 2026-12-08 14:00\ntext: The one of the next day.\n",
		},
		{
			ID:    ruleTooFew,
			Title: words("Too few posts", "Trop peu de publications"),
			Text: words("A channel has fewer posts in a day, a week or a month than the charter wants. Only whole periods to come are looked at, and only those before the last post that is planned: the current one is half over, the last one is still being filled. Days on which nothing may go out ask for nothing. A period without any post is told at the rule.",
				"Un canal a moins de publications dans un jour, une semaine ou un mois que la charte ne veut. Seules comptent les périodes entières à venir, et seulement avant la dernière publication prévue : la période en cours est entamée, la dernière se remplit encore. Les jours où rien ne paraît ne demandent rien. Une période vide est signalée à la règle."),
			Bad:  "volumetry: [{per: week, min: 2}]   # and one post in the second week of December\n",
			Good: "volumetry: [{per: week, min: 2}]   # and two posts in every week\n",
		},
		{
			ID:    ruleSpacing,
			Title: words("Two posts too close in time", "Deux publications trop rapprochées"),
			Text: words("Between two posts of a channel the charter wants more time. It is told at the later one. Parts of a thread follow each other at once.",
				"Entre deux publications d'un canal, la charte veut plus de temps. C'est la plus tardive qui est signalée. Les parties d'un fil se suivent aussitôt."),
			Bad:  "id: first\nat: 2026-12-07 09:00\ntext: The rink is open.\n---\nkind: Post\nid: second\nat: 2026-12-07 09:30\ntext: The market is open.\n",
			Good: "id: first\nat: 2026-12-07 09:00\ntext: The rink is open.\n---\nkind: Post\nid: second\nat: 2026-12-07 11:30\ntext: The market is open.\n",
		},
		{
			ID:    ruleHours,
			Title: words("A post outside the hours", "Une publication hors des heures"),
			Text: words("The charter says at what time of day posts go out, as clocks of the Project's zone show it; 22:00-06:00 goes on after midnight.",
				"La charte dit à quelles heures paraissent les publications, selon les horloges du fuseau du projet ; 22:00-06:00 se poursuit après minuit."),
			Bad: "at: 2026-12-07 23:30\ntext: Good night.\n", Good: "at: 2026-12-07 19:30\ntext: Good evening.\n",
		},
		{
			ID:    ruleDays,
			Title: words("A post on another day of the week", "Une publication un autre jour de la semaine"),
			Text: words("The charter says on which days posts go out, in the Project's zone.",
				"La charte dit quels jours paraissent les publications, dans le fuseau du projet."),
			Bad: "at: 2026-12-06 10:00  # a Sunday\ntext: The rink is open.\n", Good: "at: 2026-12-07 10:00\ntext: The rink is open.\n",
		},
	}
}
