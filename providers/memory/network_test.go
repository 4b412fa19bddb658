package memory_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/transport"
	"galley/providers/memory"
)

// A stage is a network at noon, whose clock moves by hand.
type stage struct {
	*memory.Network
	now time.Time
	cfg engine.Config
}

func newStage(options memory.Options) *stage {
	s := &stage{now: time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)}
	s.Network = memory.NewNetwork(func() time.Time { return s.now }, options)
	s.cfg = engine.Config{Channel: "c", Account: engine.Account{Network: "memory", Handle: "ana"}}
	return s
}

func (s *stage) open(t *testing.T, powers memory.Powers) engine.Provider {
	t.Helper()
	p, err := memory.New(s.Network, s.cfg, powers)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func desire(text string) (engine.Desired, engine.Intent) {
	d := engine.Desired{ID: engine.ID{Kind: engine.KindPost, Channel: "c", Slug: "launch"}, Class: engine.Publish,
		Spec: &engine.Post{Text: text}, Fields: []string{"text"}}
	return d, engine.Intent{ID: d.ID, Verb: engine.Create, Key: "k-" + text}
}

func texts(seen []engine.Observed) []string {
	var list []string
	for _, o := range seen {
		list = append(list, fmt.Sprintf("%s %v %q", o.Remote, o.Phase, o.Spec.Plain()))
	}
	return list
}

func wantShown(t *testing.T, s *stage, want ...string) {
	t.Helper()
	if got := texts(s.Shown("ana")); !slices.Equal(got, want) {
		t.Errorf("shown %v, want %v", got, want)
	}
}

func TestEveryCombinationOfCapabilities(t *testing.T) {
	s := newStage(memory.Options{})
	for i := range 32 {
		has := func(bit int) bool { return i&(1<<bit) != 0 }
		caps := engine.Caps{Read: has(0), List: has(1), Find: has(2), Update: has(3), Delete: has(4)}
		p := s.open(t, memory.Powers{Caps: caps})
		if got := engine.CapsOf(p); got != caps {
			t.Errorf("asked for %+v, got %+v", caps, got)
		}
	}
	if got := engine.CapsOf(s.open(t, memory.All())); got != memory.All().Caps {
		t.Errorf("all powers have %+v", got)
	}
	if _, err := memory.New(s.Network, s.cfg, memory.Powers{Caps: engine.Caps{Probe: true}}); err == nil {
		t.Error("a provider that only probes was made")
	}
}

func TestAScheduledPostGetsANewIDWhenItGoesLive(t *testing.T) {
	s := newStage(memory.Options{})
	p := s.open(t, memory.All())
	d, in := desire("later")
	d.Due, in.Native = s.now.Add(time.Hour), true
	made, err := p.Create(t.Context(), d, in)
	if err != nil {
		t.Fatal(err)
	}
	wantShown(t, s, `s1 scheduled "later"`)
	s.now = s.now.Add(time.Hour)
	wantShown(t, s, `p3 live "later"`)
	if _, err := p.(engine.Reader).Read(t.Context(), engine.KindPost, made.Remote); engine.KindOf(err) != engine.NotFound {
		t.Errorf("the old id: %v, want not found", err)
	}
	found, err := p.(engine.Finder).Find(t.Context(), in)
	if err != nil || found.Remote != "p3" || !found.Created.Equal(d.Due) {
		t.Errorf("found %+v, %v; want p3, live since %v", found, err, d.Due)
	}
}

func TestAFreshPostIsNotListedYet(t *testing.T) {
	s := newStage(memory.Options{Settle: time.Minute})
	p := s.open(t, memory.All())
	d, in := desire("fresh")
	made, err := p.Create(t.Context(), d, in)
	if err != nil {
		t.Fatal(err)
	}
	count := func() (n int) {
		for _, err := range p.(engine.Lister).List(t.Context(), engine.Window{}) {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		return n
	}
	if n := count(); n != 0 {
		t.Errorf("listed %d at once, want 0", n)
	}
	if _, err := p.(engine.Reader).Read(t.Context(), engine.KindPost, made.Remote); err != nil {
		t.Errorf("read by its id: %v", err)
	}
	s.now = s.now.Add(time.Minute)
	if n := count(); n != 1 {
		t.Errorf("listed %d after the settle time, want 1", n)
	}
}

func TestAKeyDoesNotBringBackWhatWasTakenDown(t *testing.T) {
	s := newStage(memory.Options{})
	p := s.open(t, memory.All())
	d, in := desire("once")
	made, err := p.Create(t.Context(), d, in)
	if err != nil {
		t.Fatal(err)
	}
	s.DeleteByHand("ana", made.Remote)
	if _, err := p.Create(t.Context(), d, in); engine.KindOf(err) != engine.Conflict {
		t.Errorf("%v, want a conflict", err)
	}
	wantShown(t, s)
}

func TestPeopleActByHand(t *testing.T) {
	s := newStage(memory.Options{})
	id, err := s.PublishByHand("ana", &engine.Post{Text: "mine"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.EditByHand("ana", id, &engine.Post{Text: "mine, corrected"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Count("ana", id, "likes", 3); err != nil {
		t.Fatal(err)
	}
	wantShown(t, s, `p1 live "mine, corrected"`)
	p := s.open(t, memory.All())
	for m, err := range p.(engine.Measurer).Measure(t.Context(), []engine.RemoteID{id, "gone"}) {
		if err != nil || m.Remote != id || m.Counts["likes"] != 3 {
			t.Errorf("measured %+v, %v", m, err)
		}
	}
	s.DeleteByHand("ana", id)
	var what []string
	for _, e := range s.Events() {
		what = append(what, e.What)
	}
	if want := []string{"create", "update", "delete"}; !slices.Equal(what, want) {
		t.Errorf("events %v, want %v", what, want)
	}
}

func TestFaultsStrikeBeforeAndAfter(t *testing.T) {
	broken := errors.New("broken")
	strike := func(hit error) func(memory.Op) error {
		return func(op memory.Op) error {
			if op.Name == "create" {
				return hit
			}
			return nil
		}
	}
	for _, tc := range []struct {
		name          string
		before, after error
		want          engine.ErrKind
		shown         int
	}{
		{"LostOnItsWay", broken, nil, engine.Uncertain, 0},
		{"LostAnswer", nil, broken, engine.Uncertain, 1},
		{"Refused", engine.Errorf(engine.Invalid, "", engine.ID{}, "no"), nil, engine.Invalid, 0},
		{"Throttled", engine.Errorf(engine.Throttled, "", engine.ID{}, "slow"), nil, engine.Throttled, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newStage(memory.Options{})
			s.Strike(strike(tc.before), strike(tc.after))
			d, in := desire("text")
			_, err := s.open(t, memory.All()).Create(t.Context(), d, in)
			if engine.KindOf(err) != tc.want || err == nil {
				t.Errorf("%v (%v), want %v", err, engine.KindOf(err), tc.want)
			}
			if got := len(s.Shown("ana")); got != tc.shown {
				t.Errorf("%d shown, want %d", got, tc.shown)
			}
		})
	}
}

// Several processes share a network over loopback.
func TestTheHandlerServesAndBreaksConnections(t *testing.T) {
	s := newStage(memory.Options{Token: "t0ken"})
	var mu sync.Mutex
	var lose error
	points := memory.Points{After: func(r *http.Request) error {
		mu.Lock()
		defer mu.Unlock()
		if r.Method == http.MethodPost {
			return lose
		}
		return nil
	}}
	server := httptest.NewServer(memory.Handler(s.Network, points))
	defer server.Close()
	s.cfg.URL, s.cfg.Secret = server.URL, engine.NewSecret("t0ken")
	s.cfg.HTTP = transport.Client(transport.Options{Now: time.Now, Timeout: 20 * time.Second, Secrets: []engine.Secret{s.cfg.Secret}})
	defer s.cfg.HTTP.CloseIdleConnections()
	p, err := memory.Constructor(memory.All()).New(s.cfg)
	if err != nil {
		t.Fatal(err)
	}
	d, in := desire("first")
	if seen, err := p.Create(t.Context(), d, in); err != nil || seen.URL != server.URL+"/p1" {
		t.Fatalf("created %+v, %v", seen, err)
	}
	mu.Lock()
	lose = io.ErrUnexpectedEOF
	mu.Unlock()
	d, in = desire("second")
	if _, err := p.Create(t.Context(), d, in); err == nil || engine.KindOf(err) != engine.Uncertain {
		t.Errorf("lost answer: %v (%v), want uncertain", err, engine.KindOf(err))
	}
	mu.Lock()
	lose = engine.Errorf(engine.Throttled, "", engine.ID{}, "slow down")
	mu.Unlock()
	d, in = desire("third")
	if _, err := p.Create(t.Context(), d, in); err == nil || engine.KindOf(err) != engine.Throttled {
		t.Errorf("refused: %v (%v), want throttled", err, engine.KindOf(err))
	}
	wantShown(t, s, `p1 live "first"`, `p3 live "second"`, `p5 live "third"`)

	s.cfg.Secret = engine.NewSecret("wr0ng")
	p, err = memory.Constructor(memory.All()).New(s.cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.(engine.Prober).Probe(t.Context()); engine.KindOf(err) != engine.Unauthorized || strings.Contains(err.Error(), "wr0ng") {
		t.Errorf("wrong credential: %v (%v), want unauthorized", err, engine.KindOf(err))
	}
	server.Close()
	if _, err := p.Create(t.Context(), d, in); err == nil || engine.KindOf(err) != engine.Transient {
		t.Errorf("nobody there: %v (%v), want transient", err, engine.KindOf(err))
	}
}

func TestConfigurationsThatLackSomethingAreRefused(t *testing.T) {
	for _, cfg := range []engine.Config{{}, {URL: "/x", HTTP: http.DefaultClient}, {URL: "http://a.example"}} {
		if _, err := memory.Constructor(memory.All()).New(cfg); err == nil {
			t.Errorf("made a provider of %+v", cfg)
		}
	}
}

func TestManyMayUseANetworkAtOnce(t *testing.T) {
	s := newStage(memory.Options{})
	p := s.open(t, memory.All())
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 20 {
				d, in := desire(fmt.Sprintf("%d-%d", i, j%10)) // each key twice
				if _, err := p.Create(t.Context(), d, in); err != nil {
					t.Error(err)
				}
				for _, err := range p.(engine.Lister).List(t.Context(), engine.Window{}) {
					if err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	all.Wait()
	if got := len(s.Shown("ana")); got != 80 {
		t.Errorf("%d shown, want 80", got)
	}
}
