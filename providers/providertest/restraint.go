package providertest

import (
	"bytes"
	"log"
	"log/slog"
	"net/http"
	"time"

	"galley/engine"
)

// Narrative: retrying, waiting and talking are the engine's business. It can
// only do them well if nobody below does them too.
func restraintChecks() []check {
	return []check{
		{group: "restraint", title: "OneEffectPerWrite", needs: needs(creates, automatic), run: oneEffectPerWrite},
		{group: "restraint", title: "PrepareIsInvisible", needs: needs(creates, automatic, lister, prepares), run: prepareIsInvisible},
		{group: "restraint", title: "DoesNotRetry", needs: needs(creates, automatic, overHTTP), run: doesNotRetry},
		{group: "restraint", title: "DoesNotSleep", needs: needs(creates, automatic), run: doesNotSleep},
		{group: "restraint", title: "DoesNotLog", needs: needs(creates, automatic), run: doesNotLog},
	}
}

func prepares(s subject) string { return unless(s.caps.Prepare, "the provider is no Preparer") }

// oneEffectPerWrite counts the writes of a provider that has worked before, so
// that a login is not among them.
func oneEffectPerWrite(s *stage) {
	p := s.open()
	s.create(p, s.plain(1))
	d := s.full(2)
	s.prepare(p, d)
	var made engine.Observed
	var err error
	s.wantOne("Create", s.writesOf(func() { made, err = p.Create(s.Context(), d, s.intent(engine.Create, d)) }), err)
	if updater, ok := p.(engine.Updater); ok && s.limits.Permits(engine.Update) {
		changed := s.edited(d, "The paper of the evening.")
		s.prepare(p, changed)
		before := made
		s.wantOne("Update", s.writesOf(func() {
			made, err = updater.Update(s.Context(), before, changed, s.intentOn(engine.Update, before, changed))
		}), err)
	}
	if deleter, ok := p.(engine.Deleter); ok && s.limits.Permits(engine.Delete) {
		s.wantOne("Delete", s.writesOf(func() { err = deleter.Delete(s.Context(), made, s.intentOn(engine.Delete, made, d)) }), err)
	}
}

func (s *stage) wantOne(what string, writes int, err error) {
	s.Helper()
	if err != nil {
		s.Fatalf("%s: %v", what, err)
	}
	if writes != 1 {
		s.Errorf("%s made %d writes, want 1: what may be repeated belongs into Prepare", what, writes)
	}
}

// prepareIsInvisible prepares twice and publishes nothing.
func prepareIsInvisible(s *stage) {
	d := s.full(1)
	s.prepare(s.open(), d)
	s.prepare(s.open(), d)
	s.wantNothing("Prepare")
}

// doesNotRetry counts what leaves after a write or a read has failed.
func doesNotRetry(s *stage) {
	writes := s.writesOfCreate()
	for _, hit := range []strike{
		answerWith(500, "application/json", `{"error":"no"}`),
		answerWith(503, "application/json", `{"error":"no"}`, "Retry-After", "1"),
		answerWith(429, "application/json", `{"error":"no"}`, "Retry-After", "1"),
		{instead: func(*http.Request) (*http.Response, error) { return nil, errLost }},
		{instead: func(*http.Request) (*http.Response, error) { return nil, refusedDial() }},
	} {
		one := s.again()
		d := one.plain(1)
		p := one.open()
		one.prepare(p, d)
		failed := false
		one.wire.obey(func(r request) strike {
			if failed {
				s.Errorf("%s %s after the request had failed", r.Method, r.URL)
			}
			if r.Write && r.N == writes {
				failed = true
				return hit
			}
			return strike{}
		})
		_, err := p.Create(one.Context(), d, one.intent(engine.Create, d))
		one.calm()
		if err == nil {
			s.Error("Create that failed returned no error")
		}
		one.wantNothing("Create that failed")
	}
}

// doesNotSleep looks at the clock around every call, also one that was told to
// come back later.
func doesNotSleep(s *stage) {
	p := s.open()
	d := s.full(1)
	s.prepare(p, d)
	began := time.Now()
	made, err := p.Create(s.Context(), d, s.intent(engine.Create, d))
	if err != nil {
		s.Fatalf("Create: %v", err)
	}
	s.wantUnmoved("Create", began)
	if reader, ok := p.(engine.Reader); ok {
		if _, err := reader.Read(s.Context(), s.kind, made.Remote); err != nil {
			s.Fatalf("Read: %v", err)
		}
		s.wantUnmoved("Read", began)
	}
	if s.wire == nil {
		return
	}
	s.wire.obey(onAll(answerWith(429, "application/json", `{"error":"slow down"}`, "Retry-After", "30")))
	_, err = p.Create(s.Context(), s.plain(2), s.intent(engine.Create, s.plain(2)))
	if err == nil {
		s.Error("Create that came too often returned no error")
	}
	s.wantUnmoved("Create that came too often", began)
}

func (s *stage) wantUnmoved(what string, since time.Time) {
	s.Helper()
	if took := time.Since(since); took != 0 {
		s.Errorf("%s waited for %v", what, took)
	}
}

// doesNotLog listens to the two loggers that a package can reach by itself.
func doesNotLog(s *stage) {
	var heard bytes.Buffer
	restore := eavesdrop(&heard)
	p := s.open()
	d := s.full(1)
	s.prepare(p, d)
	made, err := p.Create(s.Context(), d, s.intent(engine.Create, d))
	if reader, ok := p.(engine.Reader); ok && err == nil {
		_, err = reader.Read(s.Context(), s.kind, made.Remote)
	}
	if s.wire != nil {
		s.wire.obey(onAll(answerWith(500, "application/json", `{"error":"no"}`)))
		_, _ = p.Create(s.Context(), s.plain(2), s.intent(engine.Create, s.plain(2)))
	}
	restore()
	if err != nil {
		s.Fatalf("Create and Read: %v", err)
	}
	if heard.Len() > 0 {
		s.Errorf("the provider logged: %s", heard.String())
	}
}

func eavesdrop(into *bytes.Buffer) (restore func()) {
	was, out, flags, prefix := slog.Default(), log.Writer(), log.Flags(), log.Prefix()
	slog.SetDefault(slog.New(slog.NewTextHandler(into, &slog.HandlerOptions{Level: slog.LevelDebug})))
	log.SetOutput(into)
	return func() {
		slog.SetDefault(was)
		log.SetOutput(out)
		log.SetFlags(flags)
		log.SetPrefix(prefix)
	}
}
