package view

import (
	"fmt"
	"io"
	"strings"

	"galley/engine"
)

// A Step is one change of a run with what came of it.
type Step struct {
	Change  engine.Change
	Outcome engine.Outcome
	Hint    string // what a person can do, if there is something
}

// Applied writes what a run did: what an earlier run had left open, each step,
// and what waits for a person.
func Applied(w io.Writer, s Style, recovered []engine.Outcome, steps []Step, p engine.Plan) error {
	out := &printer{w: w}
	for _, o := range recovered {
		out.f("  %s %s  %s: %s\n", s.paint(cyan, "<= "), s.paint(bold, o.ID.String()), found(o.Result), clean(o.Reason))
	}
	for _, st := range steps {
		out.step(s, st)
	}
	for _, c := range p.Changes {
		if c.Hold == engine.HoldBlocked || c.Hold == engine.HoldUncertain || c.Hold == engine.HoldManual {
			out.held(s, c)
		}
	}
	for _, problem := range p.Problems {
		out.problem(s, problem)
	}
	out.freezes(s, NewFreezes(p.Freezes))
	out.f("%s\n", s.paint(bold, AppliedSummary(recovered, steps, p)))
	return out.err
}

func (out *printer) held(s Style, c engine.Change) {
	sign, color := Sign(c)
	out.f("  %s %s  %s\n", s.paint(color, fmt.Sprintf("%-3s", sign)), s.paint(bold, c.ID.String()), clean(c.Reason))
	for _, d := range c.Diff {
		out.field(s, d)
	}
	if c.Hint != "" {
		out.f("        %s %s\n", s.paint(dim, "hint:"), clean(c.Hint))
	}
}

func found(r engine.Result) string {
	if r == engine.ResultUncertain {
		return "looked up, still uncertain"
	}
	return "looked up, " + r.String()
}

func (out *printer) step(s Style, st Step) {
	sign, color := Sign(st.Change)
	text, ok := done(st.Outcome)
	if strings.HasPrefix(st.Outcome.Reason, text) {
		text = clean(st.Outcome.Reason)
	}
	if !ok {
		sign, color = "x", red
		if st.Outcome.Result == engine.ResultUncertain {
			sign, color = signUncertain, yellow
		}
	}
	line := fmt.Sprintf("  %s %s  %s", s.paint(color, fmt.Sprintf("%-3s", sign)), s.paint(bold, st.Change.ID.String()), text)
	if st.Outcome.URL != "" && ok {
		line += "  " + clean(st.Outcome.URL)
	}
	out.f("%s\n", line)
	if st.Outcome.Reason != "" && !strings.HasPrefix(st.Outcome.Reason, text) {
		out.f("        %s\n", clean(st.Outcome.Reason))
	}
	if st.Hint != "" {
		out.f("        %s %s\n", s.paint(dim, "hint:"), clean(st.Hint))
	}
}

// done says what came of a step, and whether it is what was wanted.
func done(o engine.Outcome) (text string, ok bool) {
	switch o.Result {
	case engine.ResultConfirmed:
		switch {
		case o.Verb == engine.Delete:
			return "withdrawn", true
		case o.Verb == engine.Update:
			return "edited", true
		case o.Phase == engine.Scheduled:
			return "handed to the network's scheduler", true
		case o.Phase == engine.Draft:
			return "handed to a person", true
		}
		return "published", true
	case engine.ResultAdopted:
		return "taken over", true
	case engine.ResultReleased:
		return "no longer managed; it stays online", true
	case engine.ResultSkipped:
		return "skipped", true
	case engine.ResultWentLive:
		return "published by the network's scheduler", true
	case engine.ResultGone:
		return "already gone", true
	case engine.ResultUncertain:
		return "uncertain: it may have gone out; the next run looks", false
	case engine.ResultRefused:
		return "refused by the network", false
	}
	return "not sent", false
}

// Tally counts what came of the steps of a run.
type Tally struct {
	Published int `json:"published"`
	Handed    int `json:"handed_over"` // to a person, or to the network's scheduler
	Updated   int `json:"updated"`
	Deleted   int `json:"deleted"`
	Skipped   int `json:"skipped"`
	Other     int `json:"noted"` // taken over, released, gone, gone live by itself
	Failed    int `json:"failed"`
	Uncertain int `json:"uncertain"`
}

// TallyOf counts steps.
func TallyOf(steps []Step) Tally {
	var t Tally
	for _, st := range steps {
		_, ok := done(st.Outcome)
		switch {
		case st.Outcome.Result == engine.ResultUncertain:
			t.Uncertain++
		case !ok:
			t.Failed++
		case st.Outcome.Result == engine.ResultSkipped:
			t.Skipped++
		case st.Outcome.Result != engine.ResultConfirmed:
			t.Other++
		case st.Outcome.Verb == engine.Create && st.Outcome.Phase != engine.Live:
			t.Handed++
		case st.Outcome.Verb == engine.Create:
			t.Published++
		case st.Outcome.Verb == engine.Update:
			t.Updated++
		case st.Outcome.Verb == engine.Delete:
			t.Deleted++
		}
	}
	return t
}

// AppliedSummary is the last line of a run.
func AppliedSummary(recovered []engine.Outcome, steps []Step, p engine.Plan) string {
	if len(steps) == 0 && len(recovered) == 0 && !acts(p) {
		return Summary(p)
	}
	t := TallyOf(steps)
	parts := []string{fmt.Sprintf("%d published", t.Published), fmt.Sprintf("%d updated", t.Updated), fmt.Sprintf("%d deleted", t.Deleted)}
	for _, extra := range []struct {
		n    int
		text string
	}{{t.Handed, "handed over"}, {t.Skipped, "skipped"}, {t.Other, "noted"}, {t.Failed, "failed"}, {t.Uncertain, "uncertain"}} {
		if extra.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", extra.n, extra.text))
		}
	}
	n := CountOf(p)
	return "Applied: " + strings.Join(n.waiting(parts), ", ") + "."
}
