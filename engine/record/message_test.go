package record

import (
	"testing"

	"galley/engine"
)

func TestTheLogNamesWhatWasDone(t *testing.T) {
	post := func(slug string) engine.ID { return engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: slug} }
	intend := func(slug string) Line {
		return Line{Type: TypeIntent, Intent: &engine.Intent{ID: post(slug), Verb: engine.Create}}
	}
	live := Line{Type: TypeOutcome, Outcome: &engine.Outcome{ID: post("z"), Result: engine.ResultConfirmed}}
	for want, c := range map[string]struct {
		lines []Line
		lease string
	}{
		"intend create blog/a":                               {lines: []Line{intend("a")}},
		"intend create blog/a, create blog/b, create blog/c": {lines: []Line{intend("a"), intend("b"), intend("c")}},
		"intend create blog/a, create blog/b, create blog/c, 2 more": {
			lines: []Line{intend("a"), intend("b"), intend("c"), intend("d"), intend("e")}},
		"record confirmed blog/z; intend create blog/a": {lines: []Line{intend("a"), live}},
		"record confirmed blog/z; give the lease back":  {lines: []Line{live}, lease: "give the lease back"},
		"give the lease back":                           {lease: "give the lease back"},
	} {
		if got := message(c.lines, c.lease); got != want {
			t.Errorf("message = %q, want %q", got, want)
		}
	}
}

func TestAProcessIsKnownByWhenItBegan(t *testing.T) {
	const rest = " 1 42 42 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 987654 1000"
	for name, c := range map[string]struct{ stat, want string }{
		"running":                    {"42 (galley) S" + rest, "987654"},
		"a name with a parenthesis":  {"42 (a) S 1 (b) R" + rest, "987654"},
		"dead, not yet waited for":   {"42 (galley) Z" + rest, ""},
		"dead":                       {"42 (galley) X" + rest, ""},
		"the start is the last word": {"42 (galley) S 1 42 42 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 987654", "987654"},
		"cut off before it":          {"42 (galley) S 1 42 42 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0", ""},
		"empty":                      {"", ""},
	} {
		if got := start(c.stat); got != c.want {
			t.Errorf("%s: began %q, want %q", name, got, c.want)
		}
	}
}
