// Package view turns results into what people and programs read: plans,
// outcomes, findings and the state of posts, as text and as JSON. It is pure:
// values travel in, lines come out, and no colour is ever the only sign.
package view

import (
	"fmt"
	"io"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/zone"
)

// A Style says how text is written for one reader.
type Style struct {
	Color bool
	Zone  *time.Location // times are said in it; nil is UTC
	Now   time.Time      // dates far from it get their year
	Width int            // columns of the terminal; zero breaks no lines
}

// The colours of signs. Bold and dim need no colour support of their own.
const (
	red    = "31"
	green  = "32"
	yellow = "33"
	blue   = "34"
	cyan   = "36"
	bold   = "1"
	dim    = "2"
)

func (s Style) paint(code, text string) string {
	if !s.Color || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// Time says t back with its weekday and zone: wrong weekdays are how people
// find wrong dates.
func (s Style) Time(t time.Time) string {
	if t.IsZero() {
		return "no date"
	}
	loc := s.Zone
	if loc == nil {
		loc = time.UTC
	}
	return zone.Say(t, loc, s.Now)
}

// clean makes text of a stranger safe for a terminal: no control characters, no
// invisible changes of direction, one line.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return safe(r)
	}, text)
}

// Safe makes text of a stranger safe for a terminal, and keeps its lines.
func Safe(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		return safe(r)
	}, text)
}

// safe drops what a terminal would obey.
func safe(r rune) rune {
	switch {
	case r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0,
		r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e || r == 0x200f || r == 0x061c:
		return -1
	}
	return r
}

// short cuts text to n characters at most, on one line.
func short(text string, n int) string {
	runes := []rune(strings.Join(strings.Fields(clean(text)), " "))
	if len(runes) <= n {
		return string(runes)
	}
	cut := string(runes[:n-1])
	if i := strings.LastIndexByte(cut, ' '); i > n/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ") + "…"
}

// Signs of a change.
const (
	signCreate    = "+"
	signUpdate    = "~"
	signDelete    = "-"
	signReplace   = "-/+"
	signScheduled = "@"
	signBlocked   = "!"
	signUncertain = "?"
	signRelease   = "."
	signAdopt     = "="
)

// Sign returns the sign of a change and its colour.
func Sign(c engine.Change) (sign, color string) {
	switch c.Hold {
	case engine.HoldScheduled:
		return signScheduled, blue
	case engine.HoldBlocked, engine.HoldManual:
		return signBlocked, yellow
	case engine.HoldUncertain:
		return signUncertain, yellow
	}
	switch c.Verb {
	case engine.Create:
		if c.Native {
			return signScheduled, blue
		}
		return signCreate, green
	case engine.Update:
		return signUpdate, yellow
	case engine.Delete:
		return signDelete, red
	case engine.Replace:
		return signReplace, red
	case engine.ReleaseOwned:
		return signRelease, cyan
	case engine.Adopt:
		return signAdopt, cyan
	}
	if c.Note != nil {
		return signBlocked, yellow // it is not going out, and somebody should know
	}
	return " ", dim
}

// room is how many characters of a line with that many others are there for a
// text, up to most; of what is no terminal, all.
func (s Style) room(most, others int) int {
	const least = 20
	if s.Width == 0 {
		return most
	}
	return max(least, min(most, s.Width-others))
}

// Count says "1 post", "2 posts".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// printer keeps the first error of a row of writes.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) f(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}
