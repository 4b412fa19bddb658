package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"
)

func TestASettleTimeThatIsNotSaidIsTheUsualOne(t *testing.T) {
	for settle, want := range map[time.Duration]time.Duration{0: DefaultSettle, time.Second: time.Second, -1: 0} {
		if got := (Info{Settle: settle}).Settled(); got != want {
			t.Errorf("%v settles after %v, want %v", settle, got, want)
		}
	}
}

func TestTextIsAsLongAsTheNetworkCounts(t *testing.T) {
	if got := (Info{}).Length("né 🎄"); got != 4 {
		t.Errorf("%d characters, want 4", got)
	}
	if got := (Info{Count: func(text string) int { return len(text) }}).Length("né"); got != 3 {
		t.Errorf("%d bytes, want 3", got)
	}
}

func TestWhatIsNotThereIsNotNormalized(t *testing.T) {
	info := Info{Normalize: func(s Spec) Spec { return s.Map(strings.ToUpper) }}
	if got := info.Normalized(&Post{Text: "a"}).Plain(); got != "A" {
		t.Errorf("got %q", got)
	}
	if got := info.Normalized(nil); got != nil {
		t.Errorf("got %v", got)
	}
	if got := (Info{}).Normalized(&Post{Text: "a"}).Plain(); got != "a" {
		t.Errorf("got %q", got)
	}
}

type bare struct{}

func (bare) Info() Info { return Info{} }
func (bare) Create(context.Context, Desired, Intent) (Observed, error) {
	return Observed{}, nil
}

type able struct {
	bare
	Preparer
	Reader
	Lister
	Finder
	Updater
	Deleter
	Measurer
	Fetcher
	Prober
}

type onlyLists struct{ bare }

func (onlyLists) List(context.Context, Window) iter.Seq2[Observed, error] { return nil }

func TestCapabilitiesAreWhatTheCodeHas(t *testing.T) {
	all := Caps{Prepare: true, Read: true, List: true, Find: true, Update: true, Delete: true, Measure: true, Fetch: true, Probe: true}
	for p, want := range map[Provider]Caps{bare{}: {}, onlyLists{}: {List: true}, able{}: all} {
		if got := CapsOf(p); got != want {
			t.Errorf("%T: %+v, want %+v", p, got, want)
		}
	}
}

func TestASecretShowsNowhere(t *testing.T) {
	const token = "a b+c/d?"
	s := NewSecret(token)
	data, err := json.Marshal(map[string]Secret{"token": s})
	if err != nil {
		t.Fatal(err)
	}
	shown := fmt.Sprintf("%v %+v %#v %s %q %s", s, struct{ S Secret }{s}, s, s, s, data)
	if strings.Contains(shown, token) || !strings.Contains(shown, "***") {
		t.Errorf("shown as %s", shown)
	}
	hidden := s.Hide("plain a b+c/d? query a+b%2Bc%2Fd%3F path a%20b+c%2Fd%3F basic YSBiK2MvZD8= url YSBiK2MvZD8=")
	if want := "plain *** query *** path *** basic *** url ***"; hidden != want {
		t.Errorf("got  %s\nwant %s", hidden, want)
	}
	if raw := NewSecret("a?>").Hide("YT8-"); raw != "***" {
		t.Errorf("without padding: %s", raw)
	}
	if s.Reveal() != token || s.Empty() {
		t.Error("the one place that sends it does not get it")
	}
	for name, none := range map[string]Secret{"zero": {}, "empty": NewSecret("")} {
		if !none.Empty() || none.Reveal() != "" || none.Hide("a text") != "a text" {
			t.Errorf("%s: %q, empty %t, hides %q", name, none.Reveal(), none.Empty(), none.Hide("a text"))
		}
	}
}
