package validate

import "galley/engine"

// timeRules explain times: that they exist, and when they matter.
func timeRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    "bad-date",
			Title: words("A date in another form", "Une date dans une autre forme"),
			Text: words("Dates are written year-month-day, times hour:minute with two digits each: 2026-12-24 09:00. Day and month cannot be mixed up that way. Seconds, an offset (+01:00) or a zone (America/Montreal) may follow.",
				"Une date s'écrit année-mois-jour, une heure heure:minute avec deux chiffres : 2026-12-24 09:00. Ainsi le jour et le mois ne se confondent pas. Des secondes, un décalage (+01:00) ou un fuseau (America/Montreal) peuvent suivre."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 24/12/2026 9h\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2026-12-24 09:00\n",
		},
		{
			ID:    "dst-gap",
			Title: words("A time the clocks jump over", "Une heure que l'horloge saute"),
			Text: words("When clocks go forward, an hour does not exist that day. Choose a time before or after it.",
				"Au passage à l'heure d'été, une heure n'existe pas ce jour-là. Choisissez une heure avant ou après."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2027-03-28 02:30\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2027-03-28 03:30\n",
		},
		{
			ID:    "dst-fold",
			Title: words("A time that happens twice", "Une heure qui passe deux fois"),
			Text: words("When clocks go back, an hour happens twice that day. Say which one is meant.",
				"Au passage à l'heure d'hiver, une heure passe deux fois ce jour-là. Dites laquelle vous voulez."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2027-10-31 02:30\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2027-10-31 02:30\nfold: first\n",
		},
		{
			ID:    "unknown-zone",
			Title: words("A time zone nobody knows", "Un fuseau horaire inconnu"),
			Text: words("Zones have the names of the IANA: a region and a city, such as Europe/Paris. Galley carries the data itself; galley --version names its release.",
				"Les fuseaux portent les noms de l'IANA : une région et une ville, comme Europe/Paris. Galley embarque ces données ; galley --version en donne l'édition."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2026-12-24 09:00 Europe/Pari\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2026-12-24 09:00 Europe/Paris\n",
		},
		{
			ID:    "bad-duration",
			Title: words("A duration that cannot be read", "Une durée illisible"),
			Text: words("A duration counts hours, minutes and seconds: 4h, 1h30m. It is bounded by some 290 years.",
				"Une durée compte des heures, des minutes et des secondes : 4h, 1h30m. Elle est bornée à quelque 290 ans."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\nlate: {max: 99999999999h}\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\nlate: {max: 2h}\n",
		},
		{
			ID:    ruleUntilBeforeAt,
			Title: words("Taken down before it goes out", "Dépublié avant de paraître"),
			Text: words("until: is when a post is taken down again. It comes after at:.",
				"until: est le moment où un message est dépublié. Il vient après at:."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2026-12-24 09:00\nuntil: 2026-12-23 09:00\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2026-12-24 09:00\nuntil: 2026-12-26 09:00\n",
		},
		{
			ID:       ruleTimePast,
			Severity: engine.SeverityWarning,
			Title:    words("A time that has passed", "Une heure déjà passée"),
			Text: words("The time of a post that has not gone out yet lies in the past. It is late when it is merged, and a person is asked.",
				"L'heure d'un message qui n'est pas encore paru est passée. Il sera en retard dès la fusion, et une personne sera consultée."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2026-11-01 09:00\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2026-12-24 09:00\n",
		},
		{
			ID:       ruleTimeNear,
			Severity: engine.SeverityWarning,
			Title:    words("Less than an hour away", "Dans moins d'une heure"),
			Text: words("Review takes time, and the timers of CI services are late at times. A post this near may miss its time.",
				"La relecture prend du temps, et les minuteries des services d'intégration ont parfois du retard. Un message aussi proche peut manquer son heure."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2026-11-23 12:30\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2026-12-24 09:00\n",
		},
		{
			ID:       ruleForgottenDraft,
			Severity: engine.SeverityWarning,
			Title:    words("A draft whose time has passed", "Un brouillon dont l'heure est passée"),
			Text: words("A draft is never published. When its time passes, somebody may believe that it went out.",
				"Un brouillon n'est jamais publié. Quand son heure passe, quelqu'un peut croire qu'il est paru."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nstatus: draft\nat: 2026-11-01 09:00\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nstatus: draft\nat: 2026-12-24 09:00\n",
		},
		{
			ID:       "outside-campaign",
			Severity: engine.SeverityWarning,
			Title:    words("Outside its campaign", "Hors de sa campagne"),
			Text: words("A campaign has a first and a last day. A post of the campaign goes out before or after them: one of the dates is probably wrong.",
				"Une campagne a un premier et un dernier jour. Un de ses messages paraît avant ou après : l'une des dates est sans doute fausse."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2027-02-01 09:00\ncampaign: winter\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2026-12-24 09:00\ncampaign: winter\n",
		},
	}
}
