package view

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"galley/engine"
)

// manyScheduled is from how many scheduled posts on a channel the later ones
// are only counted.
const manyScheduled = 12

// Plan writes a plan for people: the freezes in force, one change a line by
// channel, what it changes below it, and a stable last line.
func Plan(w io.Writer, s Style, p engine.Plan) error {
	out := &printer{w: w}
	out.freezes(s, NewFreezes(p.Freezes))
	shown := visible(p)
	for start := 0; start < len(shown); {
		end := start
		for end < len(shown) && shown[end].ID.Channel == shown[start].ID.Channel {
			end++
		}
		out.channel(s, shown[start:end])
		start = end
	}
	for _, problem := range p.Problems {
		out.problem(s, problem)
	}
	out.f("%s\n", s.paint(bold, Summary(p)))
	return out.err
}

// visible leaves out what nobody needs to read: where nothing is to be done,
// posts whose time has not come and that lack no approval.
func visible(p engine.Plan) []engine.Change {
	if acts(p) {
		return p.Changes
	}
	return slices.DeleteFunc(slices.Clone(p.Changes), func(c engine.Change) bool {
		return c.Hold == engine.HoldScheduled && (c.Consent == nil || c.Consent.Reason == "")
	})
}

// acts reports whether a plan has something to send or to take over.
func acts(p engine.Plan) bool {
	return slices.ContainsFunc(p.Changes, func(c engine.Change) bool {
		return c.Hold == engine.HoldNone && (c.Verb != engine.Nothing || c.Note != nil)
	})
}

func (out *printer) channel(s Style, changes []engine.Change) {
	out.f("%s\n", s.paint(bold, heading(changes)))
	scheduled, hidden := 0, 0
	for _, c := range changes {
		if c.Hold == engine.HoldScheduled {
			if scheduled++; scheduled > manyScheduled {
				hidden++
				continue
			}
		}
		out.change(s, c)
	}
	if hidden > 0 {
		out.f("  %s   and %s later, the last on %s\n", s.paint(blue, signScheduled), Count(hidden, "post", "posts"),
			s.Time(lastScheduled(changes)))
	}
	out.f("\n")
}

func heading(changes []engine.Change) string {
	for _, c := range changes {
		if c.After != nil && c.After.Account.Network != "" {
			return fmt.Sprintf("%s (%s)", changes[0].ID.Channel, clean(c.After.Account.String()))
		}
	}
	return string(changes[0].ID.Channel)
}

func (out *printer) change(s Style, c engine.Change) {
	sign, color := Sign(c)
	line := fmt.Sprintf("  %s %s", s.paint(color, fmt.Sprintf("%-3s", sign)), s.paint(bold, name(c.ID)))
	used := len("  +   ") + width(name(c.ID))
	if what := occasion(s, c); what != "" {
		line += "  " + what
		used += len("  ") + width(what)
	}
	if c.After != nil && c.After.Source.File != "" {
		source, gap := clean(c.After.Source.String()), "  "
		if s.Width > 0 && used+len(gap)+width(source) > s.Width {
			gap = "\n        "
		}
		line += gap + s.paint(dim, source)
	}
	out.f("%s\n", line)
	if c.Verb == engine.Create && c.After != nil && c.After.Spec != nil && c.Hold != engine.HoldScheduled {
		out.f("        %s\n", s.paint(dim, "“"+short(opening(c.After.Spec), s.room(84, 10))+"”"))
	}
	for _, d := range c.Diff {
		out.field(s, d)
	}
	if c.After != nil && c.Verb != engine.Nothing {
		for _, note := range c.After.Notes {
			out.f("        %s\n", clean(note))
		}
	}
	if c.Reason != "" {
		out.f("        %s\n", clean(c.Reason))
	}
	out.consent(c)
	if c.Hint != "" {
		out.f("        %s %s\n", s.paint(dim, "hint:"), clean(c.Hint))
	}
}

// consent tells who approved a change and who has to, unless that is the very
// reason why it is held.
func (out *printer) consent(c engine.Change) {
	switch v := c.Consent; {
	case v == nil:
	case v.Reason == "":
		out.f("        approved by %s\n", clean(strings.Join(v.Approvers(), ", ")))
	case v.Reason != c.Reason:
		out.f("        %s\n", clean(v.Reason))
	}
}

// opening is the title of what has one, else its text.
func opening(spec engine.Spec) string {
	if title := spec.Fields()["title"]; title != "" {
		return title
	}
	return spec.Plain()
}

// name leaves out the channel, which stands in the heading.
func name(id engine.ID) string {
	return strings.Replace(id.String(), string(id.Channel)+"/", "", 1)
}

// occasion says when, or what sort of step it is.
func occasion(s Style, c engine.Change) string {
	var parts []string
	switch {
	case c.Hold == engine.HoldNone && c.Verb == engine.ReleaseOwned:
		parts = append(parts, "stop managing")
	case c.Hold == engine.HoldNone && c.Verb == engine.Adopt:
		parts = append(parts, "take over")
	case c.Hold == engine.HoldNone && c.Verb == engine.Delete:
		parts = append(parts, "withdraw")
	case c.Verb == engine.Update:
		parts = append(parts, "edit")
	case c.Verb == engine.Replace:
		parts = append(parts, "repost")
	case !c.Due.IsZero():
		parts = append(parts, s.Time(c.Due))
	}
	if c.Native && c.Verb == engine.Create {
		parts = append(parts, "by the network's scheduler")
	}
	if c.Origin == engine.FromDrift {
		parts = append(parts, "(drift)")
	}
	if c.Blind {
		parts = append(parts, "(blind: from the record, the network was not read)")
	}
	return strings.Join(parts, " ")
}

func (out *printer) field(s Style, d engine.FieldDiff) {
	switch {
	case d.Recorded && d.Now == "":
		out.f("        %s: taken off\n", d.Field)
	case d.Recorded:
		out.f("        %s: now “%s”\n", d.Field, short(d.Now, 160))
	default:
		out.f("        %s: %s\n", d.Field, words(s, d.Was, d.Now))
	}
}

func (out *printer) problem(s Style, p engine.Problem) {
	out.f("  %s %s: %s\n", s.paint(red, "!  "), s.paint(bold, string(p.Channel)), clean(p.Text))
	if p.Hint != "" {
		out.f("        %s %s\n", s.paint(dim, "hint:"), clean(p.Hint))
	}
}

// Counts are the numbers of a plan's last line.
type Counts struct {
	Publish, Update, Repost, Delete, TakeOver, Release int
	Skip, Scheduled, Blocked, Uncertain, Manual        int
	Failed                                             int // channels that could not be planned
}

// CountOf counts the changes of a plan.
func CountOf(p engine.Plan) Counts {
	var n Counts
	for _, problem := range p.Problems {
		if !problem.Refused {
			n.Failed++
		}
	}
	for _, c := range p.Changes {
		switch c.Hold {
		case engine.HoldScheduled:
			n.Scheduled++
			continue
		case engine.HoldBlocked:
			n.Blocked++
			continue
		case engine.HoldUncertain:
			n.Uncertain++
			continue
		case engine.HoldManual:
			n.Manual++
			continue
		}
		switch c.Verb {
		case engine.Nothing:
			if c.Note != nil && c.Note.Result == engine.ResultSkipped {
				n.Skip++
			}
		case engine.Create:
			if c.Native {
				n.Scheduled++
			} else {
				n.Publish++
			}
		case engine.Update:
			n.Update++
		case engine.Replace:
			n.Repost++
		case engine.Delete:
			n.Delete++
		case engine.Adopt:
			n.TakeOver++
		case engine.ReleaseOwned:
			n.Release++
		}
	}
	return n
}

// Summary is the last line of a plan. Its first words are stable.
func Summary(p engine.Plan) string {
	n := CountOf(p)
	if !acts(p) {
		parts := []string{Count(p.Matches, "post matches", "posts match")}
		parts = n.waiting(parts)
		return "No changes. " + strings.Join(parts, ", ") + "."
	}
	parts := []string{fmt.Sprintf("%d to publish", n.Publish), fmt.Sprintf("%d to update", n.Update),
		fmt.Sprintf("%d to delete", n.Delete)}
	for _, extra := range []struct {
		n    int
		text string
	}{{n.Repost, "to repost"}, {n.TakeOver, "to take over"}, {n.Release, "to stop managing"}, {n.Skip, "to skip"}} {
		if extra.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", extra.n, extra.text))
		}
	}
	return "Plan: " + strings.Join(n.waiting(parts), ", ") + "."
}

func (n Counts) waiting(parts []string) []string {
	for _, w := range []struct {
		n    int
		text string
	}{{n.Scheduled, "scheduled"}, {n.Blocked, "blocked"}, {n.Uncertain, "uncertain"}, {n.Manual, "by hand"}} {
		if w.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", w.n, w.text))
		}
	}
	if n.Failed > 0 {
		parts = append(parts, Count(n.Failed, "channel failed", "channels failed"))
	}
	return parts
}

func lastScheduled(changes []engine.Change) time.Time {
	var last time.Time
	for _, c := range changes {
		if c.Hold == engine.HoldScheduled && c.Due.After(last) {
			last = c.Due
		}
	}
	return last
}
