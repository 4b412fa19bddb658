package validate

import (
	"galley/engine"
	"galley/engine/calendar"
)

// calendarRules explain what a Calendar may list.
func calendarRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    string(calendar.UnknownCountry),
			Title: words("A country whose holidays are not known", "Un pays dont les jours fériés ne sont pas connus"),
			Text: words("Public holidays are known by country, and where a part of it has days of its own, by that part: FR, FR-57, DE-BY, GB-SCT. For any other place list the days with their names.",
				"Les jours fériés sont connus par pays et, là où une région a les siens, par région : FR, FR-57, DE-BY, GB-SCT. Ailleurs, énumérez les jours avec leur nom."),
			Bad:  "kind: Calendar\nid: days\nholidays: [{country: UK}]\n",
			Good: "kind: Calendar\nid: days\nholidays: [{country: GB}, {on: 2026-12-08, name: Festival of lights}]\n",
		},
		{
			ID:    string(calendar.BadDay),
			Title: words("Days that are none", "Des jours qui n'en sont pas"),
			Text: words("A holiday is a country's, one day (on), or a span from its first day to its last, of 366 days at most. One entry is one of these.",
				"Un jour férié vient d'un pays, ou c'est un jour (on), ou une période du premier au dernier jour, de 366 jours au plus. Une entrée est l'un des trois."),
			Bad:  "kind: Calendar\nid: days\nholidays: [{from: 2027-01-02, to: 2026-12-24, name: Works closed}]\n",
			Good: "kind: Calendar\nid: days\nholidays: [{from: 2026-12-24, to: 2027-01-02, name: Works closed}]\n",
		},
	}
}
