package view

import (
	"io"
	"time"

	"galley/engine"
)

// TasksJSON is what is left to do by hand.
type TasksJSON struct {
	FormatVersion string `json:"format_version"`
	ToolVersion   string `json:"tool_version"`
	Tasks         []Task `json:"tasks"`
}

// A Task is something that a person has to do.
type Task struct {
	ID     string    `json:"id"`
	Due    time.Time `json:"due"`
	Reason string    `json:"reason"`
	Hint   string    `json:"hint"`
	Text   string    `json:"text,omitempty"` // Markdown; empty where the reason and the hint say it all
}

// NewTask returns what a change that waits for a person says of itself.
func NewTask(c engine.Change) Task {
	return Task{ID: c.ID.String(), Due: c.Due.UTC(), Reason: c.Reason, Hint: c.Hint}
}

// Tasks writes tasks one after the other, as Markdown.
func Tasks(w io.Writer, list []Task) error {
	out := &printer{w: w}
	for i, t := range list {
		if i > 0 {
			out.f("\n---\n\n")
		}
		if t.Text != "" {
			out.f("%s", t.Text)
			continue
		}
		out.f("# %s\n\n%s\n\n%s\n", clean(t.ID), clean(t.Reason), clean(t.Hint))
	}
	return out.err
}
