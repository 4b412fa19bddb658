package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// words are what a report says in one language, with verbs of fmt where values
// go.
type words struct {
	months        [12]string // short, in the heading of a week
	longMonths    [12]string
	thousands     string // separator
	percent       string
	day           string // unit of a duration
	colon         string
	states        [stateCount]string // for a count: "one|many" where they differ
	sections      [stateCount]string // headings
	advice        [stateCount]string
	causes        map[Cause]string // %s is the detail, if there is one
	bare          map[Cause]string // without a detail
	due           string
	nothing       string
	channel       string
	week          string
	total         string
	post          string
	what          string
	source        string
	open          string
	openAdvice    string
	drafts        string
	late          string
	on            string
	until         string
	more          string
	notes         string
	notesHint     string
	firstOfMonth  string
	listSeparator string
}

func wordsFor(language string) words {
	if language == "fr" || strings.HasPrefix(language, "fr-") {
		return french()
	}
	return english()
}

func english() words {
	return words{
		months:     [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		longMonths: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		thousands:  ",", percent: "%", day: "d", colon: ":",
		states: [stateCount]string{Uncertain: "uncertain", Gone: "gone", Blocked: "blocked", Held: "held",
			Skipped: "skipped", ToDo: "by hand", Pending: "due", Late: "late", OnTime: "on time",
			Scheduled: "scheduled", Retracted: "withdrawn", Draft: "draft"},
		sections: [stateCount]string{Uncertain: "Uncertain", Gone: "Gone from the network", Blocked: "Blocked",
			Held: "Held by a freeze", Skipped: "Skipped", ToDo: "To publish by hand", Pending: "Due, not out yet",
			Late: "Published late", OnTime: "Published on time", Scheduled: "Scheduled", Retracted: "Withdrawn"},
		advice: [stateCount]string{
			Uncertain: "These may have gone out. Look on the network, then say what you found: `galley ledger resolve ID --published URL` or `galley ledger resolve ID --absent`. Nothing is sent again until then.",
			Gone:      "Somebody took these down on the network. Write `status: retracted` to agree, or run `galley apply --repost ID`.",
			Blocked:   "Each needs a person. For a late post: a new `at`, or `galley apply --only ID --now`.",
			Held:      "The end of a freeze publishes nothing by itself. Give each a new `at`, or run `galley apply --only ID --now`.",
			Skipped:   "Too late by their own rule. A new `at` plans them again.",
			ToDo:      "Publish, then record the address: `galley ledger resolve ID --published URL`.",
			Pending:   "The next run publishes these.",
		},
		causes: map[Cause]string{UnderFreeze: "freeze: %s", RefusedByNetwork: "refused by the network: %s",
			HeldByPlan: "%s", Withdrawn: "%s"},
		bare: map[Cause]string{UnderFreeze: "came due under a freeze", TooLate: "too late", Expired: "its until passed before it went out", RefusedByNetwork: "refused by the network",
			HeldByPlan: "held by the plan", NoAnswer: "no answer", LostByNetwork: "lost by the network's scheduler",
			HandedOver: "with the network's scheduler", WaitsForSlot: "waits for a slot", WaitsForRun: "goes out at the next run",
			FileGone: "no longer in the content", TakenDown: "taken down on the network"},
		due:     "Due",
		nothing: "Nothing was planned.",
		channel: "Channel", week: "W%d · %s", total: "Total",
		post: "Post", what: "What happened", source: "Source",
		open: "Open from before", openAdvice: "Due before this period and still waiting for a person.",
		drafts: "Without a time", late: "%s late", on: "out %s", until: "until %s", more: "… and %s more, listed in the JSON report.",
		notes: "Notes", notesHint: "What is written between these two marks is kept when the report is written again.",

		firstOfMonth: "1", listSeparator: ", ",
	}
}

func french() words {
	return words{
		months:     [12]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
		longMonths: [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		thousands:  "\u202f", percent: "\u00a0%", day: "j", colon: "\u00a0:",
		states: [stateCount]string{Uncertain: "en doute", Gone: "disparue|disparues", Blocked: "bloquée|bloquées",
			Held: "suspendue|suspendues", Skipped: "sautée|sautées", ToDo: "à la main", Pending: "échue|échues", Late: "en retard",
			OnTime: "à l’heure", Scheduled: "programmée|programmées", Retracted: "retirée|retirées", Draft: "brouillon|brouillons"},
		sections: [stateCount]string{Uncertain: "En doute", Gone: "Disparues du réseau", Blocked: "Bloquées",
			Held: "Suspendues par un gel", Skipped: "Sautées", ToDo: "À publier à la main", Pending: "Échues, pas encore parues",
			Late: "Parues en retard", OnTime: "Parues à l’heure", Scheduled: "Programmées", Retracted: "Retirées"},
		advice: [stateCount]string{
			Uncertain: "Ces publications sont peut-être parues. Regardez sur le réseau, puis dites ce que vous avez vu : `galley ledger resolve ID --published URL` ou `galley ledger resolve ID --absent`. Rien n’est renvoyé d’ici là.",
			Gone:      "Quelqu’un les a supprimés sur le réseau. Écrivez `status: retracted` si c’est voulu, sinon lancez `galley apply --repost ID`.",
			Blocked:   "Chacune attend une décision. Pour une publication en retard : un nouvel `at`, ou `galley apply --only ID --now`.",
			Held:      "La fin d’un gel ne publie rien d’elle-même. Donnez à chacune un nouvel `at`, ou lancez `galley apply --only ID --now`.",
			Skipped:   "Trop tard selon leur propre règle. Un nouvel `at` les remet au calendrier.",
			ToDo:      "Publiez, puis notez l’adresse : `galley ledger resolve ID --published URL`.",
			Pending:   "La prochaine exécution les publie.",
		},
		causes: map[Cause]string{UnderFreeze: "gel : %s", RefusedByNetwork: "refusée par le réseau : %s",
			HeldByPlan: "%s", Withdrawn: "%s"},
		bare: map[Cause]string{UnderFreeze: "échue pendant un gel", TooLate: "trop tard", Expired: "son until est passé avant qu’elle ne paraisse", RefusedByNetwork: "refusée par le réseau",
			HeldByPlan: "retenue par le plan", NoAnswer: "pas de réponse", LostByNetwork: "perdue par le programmateur du réseau",
			HandedOver: "confiée au programmateur du réseau", WaitsForSlot: "attend un créneau", WaitsForRun: "paraît à la prochaine exécution",
			FileGone: "n’est plus dans les fichiers", TakenDown: "supprimée sur le réseau"},
		due:     "Échéance",
		nothing: "Rien n’était prévu.",
		channel: "Canal", week: "S%d · %s", total: "Total",
		post: "Publication", what: "Ce qui s’est passé", source: "Source",
		open: "Encore ouvertes", openAdvice: "Échues avant cette période, elles attendent toujours une décision.",
		drafts: "Sans échéance", late: "%s de retard", on: "parue %s", until: "jusqu’au %s", more: "… et %s autres, listées dans le rapport JSON.",
		notes: "Notes", notesHint: "Ce qui est écrit entre ces deux marques est gardé quand le rapport est réécrit.",

		firstOfMonth: "1er", listSeparator: ", ",
	}
}

// reason says why, empty if there is nothing to say.
func (w words) reason(e Entry) string {
	if e.Detail != "" && w.causes[e.Cause] != "" {
		return fmt.Sprintf(w.causes[e.Cause], e.Detail)
	}
	return w.bare[e.Cause]
}

// choose picks of "one|many" what goes with n; a text without a bar goes with any.
func choose(text string, n int) string {
	one, many, differ := strings.Cut(text, "|")
	if !differ || n <= 1 {
		return one
	}
	return many
}

// number groups digits by three.
func (w words) number(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + w.thousands + digits[i:]
	}
	return digits
}

// longDate is "1 December 2026", "1er décembre 2026".
func (w words) longDate(t time.Time) string {
	return fmt.Sprintf("%s %s %d", w.dayOfMonth(t), w.longMonths[t.Month()-1], t.Year())
}

func (w words) shortDate(t time.Time) string { return w.dayOfMonth(t) + " " + w.months[t.Month()-1] }

func (w words) dayOfMonth(t time.Time) string {
	if t.Day() == 1 {
		return w.firstOfMonth
	}
	return strconv.Itoa(t.Day())
}

// duration is "2 d 4 h", "3 h 20 min", "5 min": the two largest units, the rest cut off.
func (w words) duration(d time.Duration) string {
	units := []struct {
		name string
		size time.Duration
	}{{w.day, 24 * time.Hour}, {"h", time.Hour}, {"min", time.Minute}}
	var parts []string
	for _, u := range units {
		n := d / u.size
		if n > 0 && len(parts) < 2 {
			parts = append(parts, fmt.Sprintf("%d\u00a0%s", n, u.name))
		} else if len(parts) > 0 {
			break
		}
		d -= n * u.size
	}
	if parts == nil {
		return "<\u00a01\u00a0min"
	}
	return strings.Join(parts, " ")
}
