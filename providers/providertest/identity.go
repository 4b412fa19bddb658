package providertest

import (
	"net/http"
	"slices"

	"galley/engine"
)

// Narrative: an answer is lost, a process dies, somebody runs the same thing
// again. There must never be two posts.
func identityChecks() []check {
	return []check{
		{group: "identity", title: "SameKeyPublishesOnce", needs: needs(creates, automatic, repeatable), run: sameKeyPublishesOnce},
		{group: "identity", title: "LostReplyIsUncertain", needs: needs(creates, automatic), run: lostReplyIsUncertain},
		{group: "identity", title: "LostRequestIsUncertain", needs: needs(creates, automatic), run: lostRequestIsUncertain},
		{group: "identity", title: "DialErrorIsTransient", needs: needs(creates, automatic, overHTTP), run: dialErrorIsTransient},
		{group: "identity", title: "FindAfterLostReply", needs: needs(creates, automatic, finder), run: findAfterLostReply},
		{group: "identity", title: "FindNothing", needs: needs(creates, automatic, finder), run: findNothing},
		{group: "identity", title: "CutListingIsNotNothing", needs: needs(creates, automatic, finder, overHTTP), run: cutListingIsNotNothing},
	}
}

func sameKeyPublishesOnce(s *stage) {
	d := s.plain(1)
	in := s.intent(engine.Create, d)
	var made []engine.RemoteID
	for range 2 {
		p := s.open()
		s.prepare(p, d)
		seen, err := p.Create(s.Context(), d, in)
		if err != nil {
			s.Fatalf("Create number %d with one key: %v", len(made)+1, err)
		}
		made = append(made, seen.Remote)
	}
	if made[0] != made[1] {
		s.Errorf("one key made %q and %q", made[0], made[1])
	}
	s.wantAtMostOne("one key, sent twice")
}

// wantAtMostOne fails if the account shows more than one of the stage's kind.
func (s *stage) wantAtMostOne(what string) {
	s.Helper()
	if !s.caps.List {
		return
	}
	if list := s.list(); len(list) > 1 {
		s.Errorf("%s: %d on the account, want at most 1: %v", what, len(list), remotes(list))
	}
}

// writesOfCreate rehearses a create on another stage of the same network.
func (s *stage) writesOfCreate() int {
	s.Helper()
	one := s.again()
	d := one.plain(1)
	p := one.open()
	one.prepare(p, d)
	n := one.writesOf(func() {
		if _, err := p.Create(one.Context(), d, one.intent(engine.Create, d)); err != nil {
			s.Fatalf("Create: %v", err)
		}
	})
	if n == 0 {
		s.Fatal("Create writes nothing that the suite could see: does it use Config.HTTP, or tell Faults?")
	}
	return n
}

// lostReplyIsUncertain loses the answer of each write of a create in turn. If
// the network has acted, the provider must not say anything else than
// Uncertain, and must not have tried again.
func lostReplyIsUncertain(s *stage) {
	writes := s.writesOfCreate()
	for n := 1; n <= writes; n++ {
		one := s.again()
		d := one.plain(1)
		p := one.open()
		one.prepare(p, d)
		one.loseAnswer(n, nil)
		_, err := p.Create(one.Context(), d, one.intent(engine.Create, d))
		one.calm()
		if n == writes || one.caps.List && len(one.list()) > 0 {
			s.wantKind("Create whose answer was lost", err, engine.Uncertain)
		}
		one.wantAtMostOne("Create whose answer was lost")
	}
}

// lostRequestIsUncertain breaks the connection before the network saw the
// write. The provider cannot know that.
func lostRequestIsUncertain(s *stage) {
	writes := s.writesOfCreate()
	one := s.again()
	d := one.plain(1)
	p := one.open()
	one.prepare(p, d)
	one.dropRequest(writes)
	_, err := p.Create(one.Context(), d, one.intent(engine.Create, d))
	one.calm()
	s.wantKind("Create whose connection broke", err, engine.Uncertain)
	one.wantNothing("Create whose connection broke")
}

func dialErrorIsTransient(s *stage) {
	d := s.plain(1)
	p := s.open()
	s.wire.obey(onAll(strike{instead: func(*http.Request) (*http.Response, error) { return nil, refusedDial() }}))
	_, err := p.Create(s.Context(), d, s.intent(engine.Create, d))
	s.wantKind("Create when nobody answers the phone", err, engine.Transient)
}

func findAfterLostReply(s *stage) {
	writes := s.writesOfCreate()
	other := s.plain(7)
	s.create(s.openOther(), other)
	d := s.plain(1)
	in := s.intent(engine.Create, d)
	p := s.open()
	s.prepare(p, d)
	s.loseAnswer(writes, nil)
	_, err := p.Create(s.Context(), d, in)
	s.calm()
	s.wantKind("Create whose answer was lost", err, engine.Uncertain)
	s.settle()
	found, err := s.open().(engine.Finder).Find(s.Context(), in)
	if err != nil {
		s.Fatalf("Find of what was created: %v (%v)", err, engine.KindOf(err))
	}
	if found.Remote == "" || found.Phase != engine.Live {
		s.Errorf("Find returned %q, %v; want a remote id, live", found.Remote, found.Phase)
	}
	s.wantShown("what Find returned", d, found)
	if s.caps.List && s.kind != engine.KindProfile {
		ids := remotes(s.list())
		if len(ids) != 2 || !slices.Contains(ids, found.Remote) {
			s.Errorf("Find returned %q; the account shows %q", found.Remote, ids)
		}
	}
}

func findNothing(s *stage) {
	finder := s.open().(engine.Finder)
	d := s.plain(1)
	_, err := finder.Find(s.Context(), s.intent(engine.Create, d))
	s.wantKind("Find on an empty account", err, engine.NotFound)
	if s.kind == engine.KindProfile {
		return
	}
	s.create(s.openOther(), s.plain(7))
	s.settle()
	_, err = finder.Find(s.Context(), s.intent(engine.Create, d))
	s.wantKind("Find of what was never sent", err, engine.NotFound)
}

// cutListingIsNotNothing breaks the reads of a Find in turn. Only a whole look
// may say that there is nothing: the caller would publish again.
func cutListingIsNotNothing(s *stage) {
	d := s.plain(1)
	s.create(s.openOther(), s.plain(7))
	s.settle()
	p := s.open()
	whole := true // the network answers with content that can be cut
	s.wire.obey(onAll(strike{after: func(_ *http.Request, resp *http.Response) (*http.Response, error) {
		whole = resp.StatusCode == http.StatusOK
		return resp, nil
	}}))
	_, _ = p.(engine.Finder).Find(s.Context(), s.intent(engine.Create, d))
	reads, _ := s.wire.count()
	if reads == 0 {
		s.Fatal("Find asked the network nothing")
	}
	cuts := []struct {
		name string
		hit  strike
	}{
		{"503", answerWith(503, "application/json", `{"error":"down"}`)},
		{"500 as a web page", answerWith(500, "text/html", "<h1>Oops</h1>")},
		{"a web page", answerWith(200, "text/html", "<!doctype html><title>log in</title>")},
		{"a broken connection", strike{instead: func(*http.Request) (*http.Response, error) { return nil, errLost }}},
		{"half an answer", rewrite(func(b []byte) []byte { return b[:len(b)/2] })},
		{"an empty answer", rewrite(func([]byte) []byte { return nil })},
	}
	if !whole {
		cuts = cuts[:4]
	}
	for _, cut := range cuts {
		s.wire.obey(onRead(reads, cut.hit))
		_, err := s.open().(engine.Finder).Find(s.Context(), s.intent(engine.Create, d))
		s.wantKind("Find answered with "+cut.name, err, engine.Uncertain, engine.Transient, engine.Throttled)
	}
}
