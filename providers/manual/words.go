package manual

import (
	"fmt"
	"time"
)

// words are what a task says, in one language.
type words struct {
	title, text, warning, media, alt, noAlt, credit, after, record string
	when                                                           func(time.Time, *time.Location) string
}

func english() *words {
	return &words{
		title:   "Publish by hand on %s: %s",
		text:    "Text to paste",
		warning: "Content warning",
		media:   "Media, in this order",
		alt:     "Alternative text: ",
		noAlt:   "Alternative text: none; describe the picture if the network lets you.",
		credit:  "Credit: ",
		after:   "Afterwards",
		record:  "Record the address of what you published; until then it is listed as “to do by hand”. On GitHub the workflow resolve does it (Actions, resolve); in a terminal:",
		when: func(due time.Time, zone *time.Location) string {
			if due.IsZero() {
				return "When: as soon as possible."
			}
			return "When: " + due.In(zone).Format("Monday 2 January 2006, 15:04") + " (" + place(due, zone) + "), not earlier."
		},
	}
}

func french() *words {
	return &words{
		title:   "À publier à la main sur %s : %s",
		text:    "Texte à coller",
		warning: "Avertissement de contenu",
		media:   "Médias, dans cet ordre",
		alt:     "Texte de remplacement : ",
		noAlt:   "Texte de remplacement : aucun ; décrivez l’image si le réseau le permet.",
		credit:  "Crédit : ",
		after:   "Ensuite",
		record:  "Enregistrez l’adresse de ce que vous avez publié ; d’ici là, c’est listé « à faire à la main ». Sur GitHub, le workflow resolve s’en charge (Actions, resolve) ; dans un terminal :",
		when: func(due time.Time, zone *time.Location) string {
			if due.IsZero() {
				return "Quand : dès que possible."
			}
			t := due.In(zone)
			day := fmt.Sprint(t.Day())
			if t.Day() == 1 {
				day = "1er"
			}
			return fmt.Sprintf("Quand : %s %s %s %d à %s (%s), pas avant.", frenchDays[t.Weekday()], day,
				frenchMonths[t.Month()-1], t.Year(), t.Format("15 h 04"), place(due, zone))
		},
	}
}

// place names the zone and its distance to UTC at that time.
func place(due time.Time, zone *time.Location) string {
	if zone == time.UTC {
		return "UTC"
	}
	return zone.String() + ", UTC" + due.In(zone).Format("-07:00")
}

var frenchDays = [...]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}

var frenchMonths = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
	"septembre", "octobre", "novembre", "décembre"}
