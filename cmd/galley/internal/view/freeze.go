package view

import (
	"slices"
	"strings"
	"time"

	"galley/engine"
)

// FreezeJSON is a freeze that is in force.
type FreezeJSON struct {
	ID        string           `json:"id"`
	All       bool             `json:"all,omitempty"`
	Channels  []engine.Channel `json:"channels,omitempty"`
	Campaigns []string         `json:"campaigns,omitempty"`
	Tags      []string         `json:"tags,omitempty"`
	Allow     []string         `json:"allow,omitempty"` // posts that go out all the same
	Reason    string           `json:"reason"`
	By        string           `json:"by,omitempty"`
	From      time.Time        `json:"from,omitzero"`
	Until     time.Time        `json:"until,omitzero"` // absent where nothing but a thaw ends it
}

// NewFreezes returns freezes as data.
func NewFreezes(freezes []engine.Freeze) []FreezeJSON {
	var out []FreezeJSON
	for _, f := range freezes {
		out = append(out, FreezeJSON{f.Slug, f.All, f.Channels, f.Campaigns, f.Tags, f.Allow, f.Reason, f.By, f.From.UTC(), f.Until.UTC()})
	}
	return out
}

// freezes writes what is stopped, by whom and why: a brake that is on is the
// first thing to know, also while nothing is due.
func (out *printer) freezes(s Style, freezes []FreezeJSON) {
	for _, f := range freezes {
		scope, id := clean(scopeOf(f)), clean(f.ID)
		var times []string
		if !f.From.IsZero() {
			times = append(times, "since "+s.Time(f.From))
		}
		if !f.Until.IsZero() {
			times = append(times, "until "+s.Time(f.Until))
		}
		when := strings.Join(times, " ")
		if when == "" {
			when = "now"
		}
		line := s.paint(yellow, "Frozen:") + " " + s.paint(bold, scope)
		if fits := s.Width == 0 || width("Frozen: "+scope+" "+when+"  "+id) <= s.Width; fits {
			out.f("%s %s  %s\n", line, when, s.paint(dim, id))
		} else {
			out.f("%s  %s\n        %s\n", line, s.paint(dim, id), when)
		}
		why := f.Reason
		if f.By != "" {
			why += " (" + f.By + ")"
		}
		out.f("        %s\n", clean(why))
	}
	if len(freezes) > 0 {
		out.f("\n")
	}
}

// scopeOf says what a freeze stops.
func scopeOf(f FreezeJSON) string {
	var parts []string
	for _, c := range f.Channels {
		parts = append(parts, string(c))
	}
	for _, name := range f.Campaigns {
		parts = append(parts, "campaign "+name)
	}
	for _, name := range f.Tags {
		parts = append(parts, "tag "+name)
	}
	if f.All {
		parts = []string{"everything"}
	}
	scope := strings.Join(parts, ", ")
	if len(f.Allow) > 0 {
		scope += " but " + strings.Join(slices.Sorted(slices.Values(f.Allow)), ", ")
	}
	return scope
}
