package providertest

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"

	"galley/engine"
)

// A stage is a new network with nothing on it, for one case.
type stage struct {
	testing.TB
	network Network
	kind    engine.Kind
	limits  engine.Limits
	info    engine.Info
	caps    engine.Caps
	cfg     engine.Config
	opener  Opener
	wire    *wire   // of a network behind HTTP; nil otherwise
	faults  *Faults // of a local one; nil otherwise
	blobs   blobs
}

func newStage(t testing.TB, n Network, kind engine.Kind) *stage {
	t.Helper()
	s := &stage{TB: t, network: n, kind: kind, blobs: newBlobs()}
	s.cfg = engine.Config{
		Channel:  "trial",
		URL:      n.url(),
		Language: "en",
		Zone:     time.UTC,
		Secret:   n.secret(),
		Now:      time.Now,
		Blobs:    s.blobs.open,
	}
	s.cfg.Account.Handle = n.handle()
	if n.Local != nil {
		s.faults = &Faults{}
		s.opener = n.Local(t, s.faults)
	} else {
		s.opener = n.New
		s.cfg.Account.Network = s.peekNetwork()
		s.wire = &wire{host: hostOf(t, n.url()), handler: n.Fake(t, s.cfg)}
		s.cfg.HTTP = s.wire.client()
	}
	p := s.open()
	s.info, s.caps = p.Info(), engine.CapsOf(p)
	s.cfg.Account.Network = s.info.Network
	s.limits = s.info.Kinds[kind]
	return s
}

// peekNetwork asks a provider without a network for the name of its own.
func (s *stage) peekNetwork() engine.Network {
	s.Helper()
	cfg := s.cfg
	cfg.HTTP = (&wire{}).client()
	p, err := s.opener(cfg)
	if err != nil {
		s.Fatalf("New: %v", err)
	}
	return p.Info().Network
}

func hostOf(t testing.TB, raw string) string {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		t.Fatalf("Network.URL %q has no host", raw)
	}
	return u.Host
}

// open makes a provider as a new process would.
func (s *stage) open() engine.Provider {
	s.Helper()
	p, err := s.opener(s.cfg)
	if err != nil {
		s.Fatalf("New: %v", err)
	}
	return p
}

// openOther makes the provider of another channel of the same account: what it
// publishes is somebody else's.
func (s *stage) openOther() engine.Provider {
	s.Helper()
	cfg := s.cfg
	cfg.Channel = "other"
	p, err := s.opener(cfg)
	if err != nil {
		s.Fatalf("New: %v", err)
	}
	return p
}

// again is a new stage of the same network.
func (s *stage) again() *stage {
	s.Helper()
	return newStage(s.TB, s.network, s.kind)
}

// settle waits until listings show what was written.
func (s *stage) settle() { time.Sleep(s.info.Settled()) }

// create prepares and creates d as a first attempt and fails the case if that
// fails.
func (s *stage) create(p engine.Provider, d engine.Desired) engine.Observed {
	s.Helper()
	s.prepare(p, d)
	seen, err := p.Create(s.Context(), d, s.intent(engine.Create, d))
	if err != nil {
		s.Fatalf("Create of %s: %v (%v)", d.ID, err, engine.KindOf(err))
	}
	if seen.Remote == "" && !s.info.Manual {
		s.Fatalf("Create of %s returned no remote id: nobody could find it again", d.ID)
	}
	return seen
}

func (s *stage) prepare(p engine.Provider, d engine.Desired) {
	s.Helper()
	if preparer, ok := p.(engine.Preparer); ok {
		if err := preparer.Prepare(s.Context(), d); err != nil {
			s.Fatalf("Prepare of %s: %v", d.ID, err)
		}
	}
}

// list returns what a new process sees on the account after the settle time, of
// the stage's kind.
func (s *stage) list() []engine.Observed {
	s.Helper()
	s.settle()
	return s.listWith(s.open(), engine.Window{})
}

func (s *stage) listWith(p engine.Provider, w engine.Window) []engine.Observed {
	s.Helper()
	var all []engine.Observed
	for seen, err := range p.(engine.Lister).List(s.Context(), w) {
		if err != nil {
			s.Fatalf("List: %v", err)
		}
		if seen.Spec != nil && seen.Spec.Kind() == s.kind {
			all = append(all, seen)
		}
	}
	return all
}

// writesOf returns how many writes f makes.
func (s *stage) writesOf(f func()) int {
	if s.wire == nil {
		before := s.faults.written()
		f()
		return s.faults.written() - before
	}
	s.wire.obey(nil)
	f()
	_, writes := s.wire.count()
	return writes
}

// loseAnswer makes the network act on the n-th write from now on, and the
// answer vanish.
func (s *stage) loseAnswer(n int, onLoss func()) {
	if s.wire == nil {
		s.faults.set(0, n, onLoss)
		return
	}
	s.wire.obey(onWrite(n, strike{after: func(*http.Request, *http.Response) (*http.Response, error) {
		if onLoss != nil {
			onLoss()
		}
		return nil, errLost
	}}))
}

// dropRequest makes the n-th write from now on break before the network sees
// it, in a way that the caller cannot tell from a lost answer.
func (s *stage) dropRequest(n int) {
	if s.wire == nil {
		s.faults.set(n, 0, nil)
		return
	}
	s.wire.obey(onWrite(n, strike{instead: func(*http.Request) (*http.Response, error) { return nil, errLost }}))
}

// calm ends all faults.
func (s *stage) calm() {
	if s.wire == nil {
		s.faults.set(0, 0, nil)
		return
	}
	s.wire.obey(nil)
}

func (f *Faults) written() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.writes
}

// set counts from the writes made so far.
func (f *Faults) set(block, lose int, onLoss func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.block, f.lose, f.onLoss = 0, 0, onLoss
	if block > 0 {
		f.block = f.writes + block
	}
	if lose > 0 {
		f.lose = f.writes + lose
	}
}

// wantKind fails unless err is of one of the kinds.
func (s *stage) wantKind(what string, err error, kinds ...engine.ErrKind) {
	s.Helper()
	if err == nil {
		s.Errorf("%s: no error, want %v", what, kinds)
		return
	}
	got := engine.KindOf(err)
	for _, k := range kinds {
		if got == k {
			return
		}
	}
	s.Errorf("%s: kind %v, want %v (%v)", what, got, kinds, err)
}

// wantCancelled fails unless err came of the caller's cancellation.
func (s *stage) wantCancelled(what string, err error) {
	s.Helper()
	if !errors.Is(err, context.Canceled) {
		s.Errorf("%s: %v, want an error that is context.Canceled", what, err)
	}
}
