package charter

import "galley/engine"

func blackoutRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleBlackout,
			Title: words("A post when nothing is published", "Une publication quand rien ne paraît"),
			Text: words("The charter keeps days, hours or all holidays of the calendars free of posts. Of a post that repeats, the dates to leave out are told, for except. Slots on such days are not given to posts that wait for one.",
				"La charte tient des jours, des heures ou tous les jours fériés des calendriers libres de publications. D'une publication qui se répète, les dates à omettre sont dites, pour except. Les créneaux de ces jours ne sont pas donnés aux publications qui en attendent un."),
			Bad: "at: 2026-12-25 10:00\ntext: The rink is open.\n", Good: "at: 2026-12-28 10:00\ntext: The rink is open.\n",
		},
	}
}
