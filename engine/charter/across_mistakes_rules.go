package charter

import "galley/engine"

// acrossMistakeRules are what is wrong with the rules across posts.
func acrossMistakeRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    mistakeCount,
			Title: words("A rule of volumetry that cannot be kept", "Une règle de volumétrie intenable"),
			Text: words("Posts are counted per day, week or month: min and max say nothing without per, nor per without one of them. Hours are two times of day, such as 08:00-20:00.",
				"Les publications se comptent par jour, semaine ou mois : min et max ne disent rien sans per, ni per sans l'un d'eux. Les heures sont deux moments du jour, comme 08:00-20:00."),
			Bad: "kind: Charter\nid: charter\nvolumetry: [{max: 5}]\n", Good: "kind: Charter\nid: charter\nvolumetry: [{per: week, max: 5}]\n",
		},
		{
			ID:    mistakeBlackout,
			Title: words("A blackout without a time", "Un silence sans date"),
			Text: words("A blackout is one of three: a day (on), a span (from, with or without to), or all holidays of the calendars (holidays: true). The end comes after the beginning. Without to it has no end.",
				"Un silence est de trois sortes : un jour (on), une période (from, avec ou sans to), ou tous les jours fériés des calendriers (holidays: true). La fin vient après le début. Sans to, il n'a pas de fin."),
			Bad:  "kind: Charter\nid: charter\nblackouts: [{from: 2026-12-26, to: 2026-12-24}]\n",
			Good: "kind: Charter\nid: charter\nblackouts: [{from: 2026-12-24, to: 2026-12-26}]\n",
		},
		{
			ID:    mistakeBalance,
			Title: words("Shares of pillars that cannot be kept", "Des parts de piliers intenables"),
			Text: words("The shares of all pillars add up to at most 1; what is missing to it is for posts of other pillars and of none. To keep a balance, one pillar has a share at least.",
				"Les parts de tous les piliers font 1 au plus ; ce qui y manque est pour les publications d'autres piliers ou d'aucun. Pour tenir un équilibre, un pilier au moins a une part."),
			Bad:  "kind: Charter\nid: charter\npillars: [{id: useful, share: 0.8}, {id: festive, share: 0.4}]\n",
			Good: "kind: Charter\nid: charter\npillars: [{id: useful, share: 0.8}, {id: festive, share: 0.2}]\n",
		},
	}
}
