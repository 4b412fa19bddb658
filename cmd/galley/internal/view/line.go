package view

import (
	"fmt"
	"io"
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
