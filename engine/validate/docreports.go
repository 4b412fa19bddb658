package validate

import "galley/engine"

// reportRules explain objectives and reports.
func reportRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleObjectiveDates,
			Title: words("An objective that ends before it begins", "Un objectif qui finit avant de commencer"),
			Text: words("An objective begins on the day of its baseline and is not due before. Its pace lies between the two.",
				"Un objectif commence le jour de sa valeur de départ (baseline) et son échéance (due) ne la précède pas. Son rythme se lit entre les deux."),
			Bad:  "kind: Charter\nid: charter\nobjectives: [{kpi: followers, baseline: 1200, target: 2000, from: 2027-01-01, due: 2026-12-31}]\n",
			Good: "kind: Charter\nid: charter\nobjectives: [{kpi: followers, baseline: 1200, target: 2000, from: 2026-09-01, due: 2026-12-31}]\n",
		},
		{
			ID:    ruleReportDays,
			Title: words("A report of no days", "Un rapport sans jours"),
			Text: words("A report covers a period, again and again, or the days from one date to another, once. That of a campaign needs a campaign that says when it begins and ends.",
				"Un rapport couvre une période, à chaque fois, ou les jours d'une date à une autre, une seule fois. Celui d'une campagne a besoin d'une campagne qui dit quand elle commence et finit."),
			Bad:  "kind: Report\nid: monthly\naudience: management\n",
			Good: "kind: Report\nid: monthly\nperiod: month\naudience: management\n",
		},
		{
			ID:       ruleUntoldKPI,
			Severity: engine.SeverityWarning,
			Title:    words("A KPI that the networks do not tell", "Un indicateur que les réseaux ne donnent pas"),
			Text: words("Not every network counts everything: Mastodon and Bluesky, for instance, tell neither reach nor impressions. The figure would stay unknown. The page on metrics lists what each network tells.",
				"Tous les réseaux ne comptent pas tout : Mastodon et Bluesky, par exemple, ne donnent ni portée ni impressions. Le chiffre resterait inconnu. La page sur les mesures dit ce que donne chaque réseau."),
			Bad:  "kind: Charter\nid: charter\nobjectives: [{kpi: reach, channels: [toots], target: 5000, due: 2026-12-31}]\n",
			Good: "kind: Charter\nid: charter\nobjectives: [{kpi: engagement, channels: [toots], target: 500, due: 2026-12-31}]\n",
		},
	}
}
