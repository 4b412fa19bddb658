package engine

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestAnIntentArrivedWhenAllItDeclaresIsThere(t *testing.T) {
	info := Info{Normalize: func(s Spec) Spec { return s.Map(strings.TrimSpace) }}
	sent := &Post{Text: "a", Media: []Media{{SHA256: "m"}}}
	in := Intent{Print: PrintOf(info, sent), Fields: FieldPrints(info, sent, []string{"media", "text"}), Dropped: []string{"contentWarning"}}
	for name, c := range map[string]struct {
		live *Post
		want bool
	}{
		"as declared":              {&Post{Text: " a ", Media: []Media{{}}, Link: "https://x.example"}, true},
		"another text":             {&Post{Text: "b", Media: []Media{{}}}, false},
		"another picture":          {&Post{Text: "a", Media: []Media{{SHA256: "n"}}}, false},
		"what it dropped is there": {&Post{Text: "a", Media: []Media{{}}, ContentWarning: "careful"}, false},
	} {
		if got := in.Arrived(info, c.live); got != c.want {
			t.Errorf("%s: arrived %t", name, got)
		}
	}
}

func TestSecondsAreWrittenAsANumber(t *testing.T) {
	for written, d := range map[string]time.Duration{"0": 0, "60": time.Minute, "1.5": 1500 * time.Millisecond} {
		data, err := json.Marshal(Seconds(d))
		if err != nil || string(data) != written {
			t.Errorf("%v is written %s (%v), want %s", d, data, err, written)
		}
		var back Seconds
		if err := json.Unmarshal([]byte(written), &back); err != nil || time.Duration(back) != d {
			t.Errorf("%s is read as %v (%v), want %v", written, time.Duration(back), err, d)
		}
	}
	s := Seconds(time.Minute)
	if err := json.Unmarshal([]byte(`"1m"`), &s); err == nil || s != Seconds(time.Minute) {
		t.Errorf("a text is read as %v (%v)", time.Duration(s), err)
	}
}

// TestAbsenceIsToldWhenNothingCanArriveAnyMore: the last instant to leave, the
// request's timeout, what the network needs to show it, and two minutes for the
// clocks.
func TestAbsenceIsToldWhenNothingCanArriveAnyMore(t *testing.T) {
	in := Intent{SendBy: day(1), Timeout: Seconds(30 * time.Second)}
	if got, want := in.AbsentFrom(time.Minute), day(1).Add(3*time.Minute+30*time.Second); !got.Equal(want) {
		t.Errorf("from %v, want %v", got, want)
	}
}

// TestAKeyIsThatOfOneGeneration of one resource of one account in one ledger,
// for all its attempts.
func TestAKeyIsThatOfOneGeneration(t *testing.T) {
	other := post
	other.Part = "2"
	keys := map[string]string{}
	for name, key := range map[string]string{
		"itself": Key("l", account, post, 0), "ledger": Key("m", account, post, 0), "network": Key("l", Account{"blog", "town"}, post, 0),
		"handle": Key("l", Account{"site", "city"}, post, 0), "resource": Key("l", account, other, 0), "generation": Key("l", account, post, 1),
	} {
		if twin, taken := keys[key]; taken {
			t.Errorf("%s and %s share a key", name, twin)
		}
		keys[key] = name
	}
	if keys[Key("l", account, post, 0)] != "itself" {
		t.Error("a second attempt has another key")
	}
}
