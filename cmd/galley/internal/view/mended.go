package view

import (
	"io"

	"galley/engine"
)

// A Mended is one thing that a command mended in a file.
type Mended struct {
	Pos  engine.Pos `json:"pos"`
	Rule string     `json:"rule"`
	Was  string     `json:"was"`
	Now  string     `json:"now"`
}

// Mendings writes what was mended, one line each.
func Mendings(w io.Writer, s Style, list []Mended) error {
	out := &printer{w: w}
	for _, m := range list {
		out.f("%s: %s → %s %s\n", clean(m.Pos.String()), s.paint(red, clean(m.Was)), s.paint(green, clean(m.Now)), s.paint(dim, "["+m.Rule+"]"))
	}
	if len(list) > 0 {
		out.f("%s mended.\n\n", Count(len(list), "place", "places"))
	}
	return out.err
}
