package providertest

import (
	"context"
	"errors"
	"testing"
	"time"

	"galley/engine"
)

// Narrative: somebody presses Ctrl-C, or a request outlives its time.
func contextChecks() []check {
	return []check{
		{group: "context", title: "CancelledBeforeSend", needs: needs(creates, automatic), run: cancelledBeforeSend},
		{group: "context", title: "CancelledBeforeReading", needs: needs(automatic, readable), run: cancelledBeforeReading},
		{group: "context", title: "CancelledMidFlight", needs: needs(creates, automatic, overHTTP), run: cancelledMidFlight},
		{group: "context", title: "CancelledDuringBody", needs: needs(creates, automatic, overHTTP), run: cancelledDuringBody},
		{group: "context", title: "CancelledWhileReading", needs: needs(creates, automatic, overHTTP, reader), run: cancelledWhileReading},
		{group: "context", title: "CancelledWhileListing", needs: needs(creates, automatic, lister, many), run: cancelledWhileListing},
		{group: "context", title: "DeadlineIsKept", needs: needs(creates, automatic, overHTTP), run: deadlineIsKept},
	}
}

func cancelled(t testing.TB) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

func cancelledBeforeSend(s *stage) {
	d := s.plain(1)
	p := s.open()
	s.prepare(p, d)
	var err error
	writes := s.writesOf(func() { _, err = p.Create(cancelled(s), d, s.intent(engine.Create, d)) })
	s.wantCancelled("Create under a cancelled context", err)
	if s.wire != nil && writes > 0 {
		s.Errorf("Create under a cancelled context made %d writes", writes)
	}
	s.wantNothing("Create under a cancelled context")
}

func cancelledBeforeReading(s *stage) {
	p := s.open()
	if reader, ok := p.(engine.Reader); ok {
		_, err := reader.Read(cancelled(s), s.kind, "1")
		s.wantCancelled("Read under a cancelled context", err)
	}
	if lister, ok := p.(engine.Lister); ok {
		var last error
		for _, err := range lister.List(cancelled(s), engine.Window{}) {
			last = err
		}
		s.wantCancelled("List under a cancelled context", last)
	}
	if s.wire != nil && len(s.wire.requests()) > 0 {
		s.Errorf("reading under a cancelled context sent %s", s.wire.requests()[0].URL)
	}
}

// cancelledMidFlight cancels once the network has acted and before it answers.
func cancelledMidFlight(s *stage) {
	s.cancelCreate("Create cancelled in flight", silence())
}

func cancelledDuringBody(s *stage) {
	s.cancelCreate("Create cancelled while its answer came in", stall())
}

func (s *stage) cancelCreate(what string, hit strike) {
	s.Helper()
	writes := s.writesOfCreate()
	d := s.plain(1)
	p := s.open()
	s.prepare(p, d)
	s.wire.obey(onWrite(writes, hit))
	ctx, cancel := context.WithCancel(s.Context())
	defer cancel()
	time.AfterFunc(time.Second, cancel)
	_, err := p.Create(ctx, d, s.intent(engine.Create, d))
	s.calm()
	s.wantKind(what, err, engine.Uncertain)
	s.wantCancelled(what, err)
	s.wantAtMostOne(what)
}

func cancelledWhileReading(s *stage) {
	made := s.create(s.open(), s.plain(1))
	s.wire.obey(onAll(stall()))
	ctx, cancel := context.WithCancel(s.Context())
	defer cancel()
	time.AfterFunc(time.Second, cancel)
	_, err := s.open().(engine.Reader).Read(ctx, s.kind, made.Remote)
	s.wantCancelled("Read cancelled while its answer came in", err)
	if engine.KindOf(err) == engine.NotFound {
		s.Errorf("Read cancelled while its answer came in: kind not found")
	}
}

// cancelledWhileListing cancels at the first of several pages. The listing has
// to say so, unless it had everything already.
func cancelledWhileListing(s *stage) {
	n := s.network.page() + 1
	s.fill(n)
	s.settle()
	ctx, cancel := context.WithCancel(s.Context())
	defer cancel()
	count := 0
	var last error
	for _, err := range s.open().(engine.Lister).List(ctx, engine.Window{}) {
		cancel()
		if last = err; err == nil {
			count++
		}
	}
	if last == nil && count < n {
		s.Errorf("a listing that was cancelled ended after %d of %d without an error", count, n)
	}
	if last != nil {
		s.wantCancelled("List cancelled at its first", last)
	}
}

// deadlineIsKept gives a create half a minute, and the network never answers.
func deadlineIsKept(s *stage) {
	writes := s.writesOfCreate()
	d := s.plain(1)
	p := s.open()
	s.prepare(p, d)
	s.wire.obey(onWrite(writes, silence()))
	const limit = 30 * time.Second
	ctx, cancel := context.WithTimeout(s.Context(), limit)
	defer cancel()
	began := time.Now()
	_, err := p.Create(ctx, d, s.intent(engine.Create, d))
	if took := time.Since(began); took != limit {
		s.Errorf("Create with %v to go came back after %v", limit, took)
	}
	s.wantKind("Create that outlived its time", err, engine.Uncertain)
	if !errors.Is(err, context.DeadlineExceeded) {
		s.Errorf("Create that outlived its time: %v, want an error that is context.DeadlineExceeded", err)
	}
}
