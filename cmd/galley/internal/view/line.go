package view

import (
	"fmt"
	"io"
	"strings"
	"time"

	"galley/engine"
)

// Line writes one line of the ledger for people.
func Line(w io.Writer, s Style, at time.Time, kind string, in *engine.Intent, o *engine.Outcome) error {
	out := &printer{w: w}
	out.f("%s  ", s.paint(dim, at.UTC().Format("2006-01-02 15:04:05")))
	switch {
	case in != nil:
		out.f("%-9s %s %s  digest %s", "intent", in.Verb, s.paint(bold, in.ID.String()), brief(in.Digest))
		if !in.Due.IsZero() {
			out.f("  due %s", s.Time(in.Due))
		}
	case o != nil:
		out.f("%-9s %s", o.Result, s.paint(bold, o.ID.String()))
		if o.URL != "" {
			out.f("  %s", clean(o.URL))
		}
		if o.By != "" {
			out.f("  by %s", clean(o.By))
		}
		if o.Reason != "" {
			out.f("  %s", clean(o.Reason))
		}
	default:
		out.f("%s", kind)
	}
	out.f("\n")
	return out.err
}

// ConsentLine writes a line of the ledger about approvals: the one of the three
// that is not nil.
func ConsentLine(w io.Writer, s Style, at time.Time, d *engine.Demand, a *engine.Approval, j *engine.Judged) error {
	out := &printer{w: w}
	out.f("%s  ", s.paint(dim, at.UTC().Format("2006-01-02 15:04:05")))
	about := func(id engine.ID, object, digest string) string {
		if !id.IsZero() {
			object = id.String()
		}
		return s.paint(bold, clean(object)) + "  digest " + brief(digest)
	}
	switch {
	case d != nil:
		var steps []string
		for _, step := range d.Steps {
			steps = append(steps, step.String())
		}
		out.f("%-9s %s  %s", "asked", about(d.ID, d.Object, d.Digest), clean(strings.Join(steps, ", then ")))
	case a != nil:
		out.f("%-9s %s  by %s  %s", "approved", about(a.ID, a.Object, a.Digest), clean(a.String()), source(*a))
		if !a.Expires.IsZero() {
			out.f("  until %s", s.Time(a.Expires))
		}
	case j != nil:
		out.f("%-9s up to %.7s", "judged", j.Revision)
		if j.Bootstrap {
			out.f(" (bootstrap)")
		}
	}
	out.f("\n")
	return out.err
}

// source is where a person finds what somebody did to approve.
func source(a engine.Approval) string {
	switch {
	case a.Kind == engine.FromReview:
		return fmt.Sprintf("pull request %d, review %d", a.Pull, a.Review)
	case a.Commit != "":
		return fmt.Sprintf("signed %.7s", a.Commit)
	}
	return "run started by " + clean(a.Login)
}

func brief(digest string) string {
	if len(digest) > 12 {
		return digest[:12]
	}
	return digest
}

// Stage writes the heading of one step of a tour.
func Stage(w io.Writer, s Style, n int, title, command string) error {
	out := &printer{w: w}
	out.f("\n%s\n%s\n\n", s.paint(bold, fmt.Sprintf("%d. %s", n, title)), s.paint(dim, "$ "+command))
	return out.err
}
