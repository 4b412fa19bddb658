package view

import (
	"fmt"
	"io"
	"time"
)

// WatchdogJSON is what should have happened long ago and did not.
type WatchdogJSON struct {
	FormatVersion string     `json:"format_version"`
	ToolVersion   string     `json:"tool_version"`
	AsOf          time.Time  `json:"as_of"`
	Limit         string     `json:"limit"`                   // how much is let pass
	LastRecorded  *time.Time `json:"last_recorded,omitempty"` // when the record was written last; absent if never
	Overdue       []Overdue  `json:"overdue"`
}

// Overdue is a post without an outcome. Since is when it was to go out, or to be
// withdrawn.
type Overdue struct {
	PostStatus
	Since time.Time `json:"since"`
	By    string    `json:"by"` // how long ago that was, in words
}

// Watchdog writes what is overdue for people.
func Watchdog(w io.Writer, s Style, dog WatchdogJSON) error {
	out := &printer{w: w}
	last := "nothing was ever recorded"
	if dog.LastRecorded != nil {
		last = "the record was written last on " + s.Time(*dog.LastRecorded)
	}
	if len(dog.Overdue) == 0 {
		out.f("Nothing is overdue: all that was due more than %s ago has its outcome.\n", dog.Limit)
		return out.err
	}
	for _, o := range dog.Overdue {
		out.f("  %s  %s  %s, %s ago\n", s.paint(red, o.State), s.paint(bold, o.ID.String()), s.Time(o.Since), o.By)
		if o.Source.File != "" {
			out.f("        %s\n", clean(o.Source.String()))
		}
		if o.State == "due" && o.Reason == "" {
			o.Reason = "no run has taken it up; " + last
		}
		for _, note := range notesOf(o.PostStatus) {
			out.f("        %s\n", note)
		}
	}
	out.f("%s\n", s.paint(bold, fmt.Sprintf("Overdue by more than %s: %s.", dog.Limit, Count(len(dog.Overdue), "post", "posts"))))
	return out.err
}
