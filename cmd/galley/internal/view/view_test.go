package view_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"galley/cmd/galley/internal/view"
	"galley/engine"
)

// evil is what somebody may write into a post, or a network into an answer: it
// sets a terminal's title, clears it, turns the direction of text and goes back.
const evil = "x\x1b]0;owned\x07\x1b[2J\u202eevil\u2066\r\x9b31m\u200fy"

var (
	style = view.Style{Now: time.Date(2026, 12, 9, 11, 0, 0, 0, time.UTC)}
	id    = engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: "launch"}
)

func evilPlan() engine.Plan {
	desired := engine.Desired{ID: id, Class: engine.Publish, Account: engine.Account{Network: "site", Handle: evil},
		Spec: &engine.Post{Text: evil}, Source: engine.Pos{File: evil, Line: 1, Col: 1}}
	return engine.Plan{AsOf: style.Now, Changes: []engine.Change{
		{ID: id, Verb: engine.Create, After: &desired, Due: style.Now},
		{ID: id, Verb: engine.Update, After: &desired, Hold: engine.HoldBlocked, Reason: evil, Hint: evil,
			Diff: []engine.FieldDiff{{Field: "text", Was: "a " + evil, Now: "b " + evil}, {Field: "text", Now: evil, Recorded: true}}},
	}, Problems: []engine.Problem{{Channel: "blog", Text: evil, Hint: evil}}}
}

func TestNothingOfAStrangerReachesTheTerminalAsCommand(t *testing.T) {
	outcome := engine.Outcome{ID: id, Result: engine.ResultRefused, Verb: engine.Create, Reason: evil, URL: evil, By: evil}
	confirmed := engine.Outcome{ID: id, Result: engine.ResultConfirmed, Verb: engine.Create, URL: evil}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"plan": func(b *bytes.Buffer) error { return view.Plan(b, style, evilPlan()) },
		"applied": func(b *bytes.Buffer) error {
			steps := []view.Step{{Change: evilPlan().Changes[0], Outcome: outcome}, {Change: evilPlan().Changes[0], Outcome: confirmed}}
			return view.Applied(b, style, []engine.Outcome{outcome}, steps, evilPlan())
		},
		"findings": func(b *bytes.Buffer) error {
			return view.Findings(b, style, []engine.Finding{{Pos: engine.Pos{File: evil, Line: 1, Col: 3}, Rule: "r", Text: evil, Hint: evil, Excerpt: evil}})
		},
		"github": func(b *bytes.Buffer) error {
			return view.GitHub(b, []engine.Finding{{Pos: engine.Pos{File: evil, Line: 1, Col: 3}, Rule: "r", Text: evil, Hint: evil, Excerpt: evil}})
		},
		"rule": func(b *bytes.Buffer) error {
			return view.Findings(b, style, []engine.Finding{{Rule: evil, Text: evil}})
		},
		"status": func(b *bytes.Buffer) error {
			return view.Status(b, style, view.StatusJSON{
				Channels:  []view.ChannelStatus{{Channel: "blog", Network: "site", Handle: evil, Failure: evil}},
				Posts:     []view.PostStatus{{ID: id, State: "blocked", Reason: evil, Hint: evil, URL: evil}, {ID: id, State: "live", URL: evil}},
				Unmanaged: []view.Unmanaged{view.NewUnmanaged("blog", engine.Observed{URL: evil, Spec: &engine.Post{Text: evil}})}})
		},
		"line": func(b *bytes.Buffer) error { return view.Line(b, style, style.Now, "outcome", nil, &outcome) },
		"safe": func(b *bytes.Buffer) error { _, err := b.WriteString(view.Safe(evil)); return err },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if at := strings.IndexFunc(b.String(), obeyed); at >= 0 {
			t.Errorf("%s writes %q", name, b.String()[max(0, at-20):min(b.Len(), at+20)])
		}
		if strings.Contains(b.String(), "\n::") || strings.Contains(b.String(), "##[") {
			t.Errorf("%s writes a command of a job's log:\n%s", name, b.String())
		}
		if !strings.Contains(b.String(), "evil") {
			t.Errorf("%s leaves the text out:\n%s", name, b.String())
		}
	}
}

// obeyed reports whether a terminal does something other than show r.
func obeyed(r rune) bool {
	return r < 0x20 && r != '\n' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200f
}

func TestColourIsNeverTheOnlySign(t *testing.T) {
	plain, coloured := new(bytes.Buffer), new(bytes.Buffer)
	painted := style
	painted.Color = true
	if err := view.Plan(plain, style, evilPlan()); err != nil {
		t.Fatal(err)
	}
	if err := view.Plan(coloured, painted, evilPlan()); err != nil {
		t.Fatal(err)
	}
	text := coloured.String()
	for _, code := range []string{"0", "1", "2", "31", "32", "33", "34", "36"} {
		text = strings.ReplaceAll(text, "\x1b["+code+"m", "")
	}
	if text != plain.String() {
		t.Errorf("without its colours a plan reads\n%q\nwant\n%q", text, plain.String())
	}
	if !strings.Contains(coloured.String(), "\x1b[32m") {
		t.Error("a coloured plan has no colour")
	}
}

// TestLinesFitTheTerminal breaks lines where words end, not where the terminal does.
func TestLinesFitTheTerminal(t *testing.T) {
	id := engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: "a-post-with-a-name-as-long-as-people-write"}
	due := time.Date(2026, 12, 16, 18, 0, 0, 0, time.UTC)
	after := &engine.Desired{ID: id, Spec: &engine.Post{Text: strings.Repeat("many words ", 20)}, Source: engine.Pos{File: "calendar/2026-12.yaml", Line: 199, Col: 5}}
	narrow := view.Style{Now: style.Now, Width: 80}
	var out bytes.Buffer
	if err := view.Plan(&out, narrow, engine.Plan{Changes: []engine.Change{{ID: id, Verb: engine.Create, After: after, Due: due}}}); err != nil {
		t.Fatal(err)
	}
	status := view.StatusJSON{Freezes: []view.FreezeJSON{{ID: "copie-attendue", Campaigns: []string{"muet-et-piano"}, From: due, Until: due, Reason: "late"}}, Posts: []view.PostStatus{{ID: id, State: "live", Due: &due, URL: "https://gazette.example/2026/12/a-post/"}}}
	if err := view.Status(&out, narrow, status); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if n := len([]rune(strings.TrimRight(line, "\n"))); n > narrow.Width {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	for _, want := range []string{"\n        calendar/2026-12.yaml:199:5\n", "\n        https://gazette.example/2026/12/a-post/\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no line %q in:\n%s", want, &out)
		}
	}
}
