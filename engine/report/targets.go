package report

import (
	"slices"
	"time"

	"galley/engine/metrics"
)

// raiseEarly is how long before its day a target must be reached for a higher one
// to be worth a thought.
const raiseEarly = 14 * 24 * time.Hour

// targets asks about objectives that will not be reached, were not, are reached
// long before their day, or cannot be measured.
func (d *Document) targets() []candidate {
	var list []candidate
	for _, o := range d.Objectives {
		t := target{o, d.Delivery.AsOf}
		switch {
		case o.Light == metrics.LightAtRisk && o.Now.Known:
			list = append(list, candidate{keepTarget{t}, 0.8 + t.short(), "objective"})
		case o.Light == metrics.LightMissed && o.Now.Known:
			list = append(list, candidate{newTarget{t}, 0.7 + t.short(), "objective"})
		case o.Light == metrics.LightMet && o.Due.Sub(t.asOf) >= raiseEarly:
			list = append(list, candidate{raiseTarget{t}, 0.4, "objective"})
		case o.Light == metrics.LightUnknown && !o.Now.Known && o.From.Before(t.asOf) && !d.measured(o.KPI):
			list = append(list, candidate{measureTarget{t}, 0.35, "objective"})
		}
	}
	return list
}

// measured reports whether anything is known of a KPI anywhere: what is missing
// is then told by the caveats.
func (d *Document) measured(kpi string) bool {
	return slices.ContainsFunc(d.Figures.All, func(f metrics.Figure) bool {
		return f.KPI == kpi && (f.Now.Known || f.Before.Known)
	})
}

// A target is an objective at a moment.
type target struct {
	metrics.Judged
	asOf time.Time
}

// short is which part of the way to the target is missing.
func (t target) short() float64 {
	return min(abs(t.Target-t.Now.N)/max(abs(t.Target), 1), 1)
}

// About is the KPI of the objective.
func (t target) About() string { return t.KPI }

// Numbers are those that are known of the objective.
func (t target) Numbers() map[string]float64 {
	n := map[string]float64{"target": t.Target}
	for name, v := range map[string]metrics.Value{"now": t.Now, "baseline": t.Baseline, "expected": t.Expected, "projected": t.Projected} {
		if v.Known {
			n[name] = v.N
		}
	}
	if needed, kept, known := t.pace(); known {
		n["needed_weekly"], n["kept_weekly"] = needed, kept
	}
	return n
}

// pace is by how much the number has to change each week to arrive in time, and by
// how much it has; false where that cannot be told, or a week is all that is left.
func (t target) pace() (needed, kept float64, known bool) {
	left, gone := weeks(t.asOf, t.Due), weeks(t.From, t.asOf)
	if !t.Now.Known || !t.Baseline.Known || t.From.IsZero() || left < 1 || gone < 1 {
		return 0, 0, false
	}
	return (t.Target - t.Now.N) / left, (t.Now.N - t.Baseline.N) / gone, true
}

// day is the last one to reach the target.
func (s speaker) due(o metrics.Objective) Run { return plain(s.longDate(s.last(o.Due))) }

// question begins a decision: the objective, then what is asked.
func (s speaker) question(o metrics.Objective, en, fr string, runs ...Run) Text {
	text := s.weave(en, fr, runs...)
	for i := range text {
		text[i].Style = Strong
	}
	return append(Text{strong(s.objective(o) + s.colon + " ")}, text...)
}

// keepTarget asks whether a target that is out of reach is kept.
type keepTarget struct{ target }

func (keepTarget) Kind() string { return "keep_target" }

func (t keepTarget) say(s speaker) Text {
	unit := s.unit(t.KPI)
	text := s.question(t.Objective, "keep {0} by {1}?", "maintenir {0} au {1} ?", plain(s.amount(t.Target, unit)), s.due(t.Objective))
	return append(text, t.details(s)...)
}

// details say where the objective is, where it should be and what it would take.
func (t target) details(s speaker) Text {
	unit := s.unit(t.KPI)
	text := s.weave(" Now {0}", " Aujourd’hui {0}", plain(s.amount(t.Now.N, unit)))
	if t.Expected.Known {
		text = append(text, s.weave(", where {0} were to be reached by now", ", quand {0} étaient attendus à ce jour", plain(s.amount(t.Expected.N, unit)))...)
	}
	text = append(text, plain("."))
	if t.Projected.Known {
		text = append(text, s.weave(" At the pace kept so far it will be {0}.", " À l’allure tenue jusqu’ici, ce sera {0}.", plain(s.amount(t.Projected.N, unit)))...)
	}
	if needed, kept, known := t.pace(); known && unit == "count" {
		text = append(text, s.weave(" To arrive in time takes {0} a week; so far it was {1}.", " Pour y arriver, il faut {0} par semaine ; c’était {1} jusqu’ici.",
			plain(s.signedWhole(needed)), plain(s.signedWhole(kept)))...)
	}
	return text
}

// signedWhole writes a whole difference, with its sign.
func (s speaker) signedWhole(n float64) string {
	switch text := s.fixed(abs(n), 0); {
	case text == "0":
		return text
	case n < 0:
		return "−" + text
	default:
		return "+" + text
	}
}

// newTarget asks what comes after a target that was missed.
type newTarget struct{ target }

func (newTarget) Kind() string { return "new_target" }

func (t newTarget) say(s speaker) Text {
	unit := s.unit(t.KPI)
	text := s.question(t.Objective, "set another target?", "fixer une autre cible ?")
	return append(text, s.weave(" It came to {0}; {1} were to be reached by {2}.", " Résultat : {0}, pour {1} visés au {2}.",
		plain(s.amount(t.Now.N, unit)), plain(s.amount(t.Target, unit)), s.due(t.Objective))...)
}

// raiseTarget asks whether a target that was reached early is raised.
type raiseTarget struct{ target }

func (raiseTarget) Kind() string { return "raise_target" }

func (t raiseTarget) say(s speaker) Text {
	unit := s.unit(t.KPI)
	text := s.question(t.Objective, "raise the target?", "relever la cible ?")
	text = append(text, s.weave(" {0} is reached with {1}, {2} weeks ahead of {3}.", " {0} : c’est fait avec {1}, {2} semaines avant le {3}.",
		plain(s.amount(t.Target, unit)), plain(s.amount(t.Now.N, unit)), plain(s.fixed(weeks(t.asOf, t.Due), 0)), s.due(t.Objective))...)
	if unit == "count" && t.Projected.Known && t.Projected.N > t.Now.N {
		text = append(text, s.weave(" At this pace it will be {0} by then.", " À cette allure, ce sera {0} à cette date.", plain(s.amount(t.Projected.N, unit)))...)
	}
	return text
}

// measureTarget asks what to do about an objective of which no number is known.
type measureTarget struct{ target }

func (measureTarget) Kind() string { return "measure_target" }

func (t measureTarget) say(s speaker) Text {
	text := s.question(t.Objective, "measure it, or drop the objective?", "mesurer, ou renoncer à l’objectif ?")
	return append(text, s.weave(" {0} are to be reached by {1}, and no number is known.", " {0} sont visés au {1}, et aucun chiffre n’est connu.",
		plain(s.amount(t.Target, s.unit(t.KPI))), s.due(t.Objective))...)
}
