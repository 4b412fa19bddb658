package providertest

import (
	"fmt"
	"slices"
	"time"

	"galley/engine"
)

// Narrative: an account is read to plan. What the listing forgets gets
// published again; what it invents gets deleted.
func listingChecks() []check {
	lists := needs(creates, automatic, lister, many)
	return []check{
		{group: "listing", title: "PagesAllOnceInOrder", needs: lists, run: pagesAllOnceInOrder},
		{group: "listing", title: "StopsEarly", needs: needs(lists, overHTTP), run: stopsEarly},
		{group: "listing", title: "BreakEndsIt", needs: lists, run: breakEndsIt},
		{group: "listing", title: "WindowKeepsWhatIsRecent", needs: lists, run: windowKeepsWhatIsRecent},
		{group: "listing", title: "ForeignPostsAreListed", needs: lists, run: foreignPostsAreListed},
		{group: "listing", title: "CutListingEndsWithAnError", needs: needs(lists, overHTTP), run: cutListingEndsWithAnError},
	}
}

// fill creates n resources a minute apart and returns their remote ids, oldest
// first.
func (s *stage) fill(n int) []engine.RemoteID {
	s.Helper()
	p := s.open()
	var made []engine.RemoteID
	for i := range n {
		made = append(made, s.create(p, s.plain(i)).Remote)
		time.Sleep(time.Minute)
	}
	return made
}

func pagesAllOnceInOrder(s *stage) {
	for _, n := range []int{0, 1, s.network.page(), s.network.page() + 1} {
		one := s.again()
		made := one.fill(n)
		list := one.list()
		if got, want := sorted(remotes(list)), sorted(made); !slices.Equal(got, want) {
			s.Errorf("of %d, listed %d: %v, want %v", n, len(got), got, want)
		}
		if !slices.IsSortedFunc(list, func(a, b engine.Observed) int { return b.Created.Compare(a.Created) }) {
			s.Errorf("of %d: not newest first: %s", n, times(list))
		}
	}
}

func times(list []engine.Observed) string {
	var b []byte
	for _, seen := range list {
		b = fmt.Appendf(b, "%s %s; ", seen.Remote, seen.Created.Format(time.DateTime))
	}
	return string(b)
}

// stopsEarly breaks off after the first, on an account of more than a page: the
// other pages must not have been asked for.
func stopsEarly(s *stage) {
	s.fill(2*s.network.page() + 1)
	s.settle()
	p := s.open()
	s.wire.obey(nil)
	s.listWith(p, engine.Window{})
	whole, _ := s.wire.count()
	s.wire.obey(nil)
	for _, err := range p.(engine.Lister).List(s.Context(), engine.Window{}) {
		if err != nil {
			s.Fatalf("List: %v", err)
		}
		break
	}
	if early, _ := s.wire.count(); early >= whole {
		s.Errorf("the first of a listing took %d requests, all of it %d", early, whole)
	}
}

// breakEndsIt ranges with a break at each place; Go itself panics if the
// listing goes on.
func breakEndsIt(s *stage) {
	s.fill(3)
	s.settle()
	p := s.open()
	for stop := range 3 {
		n := 0
		for _, err := range p.(engine.Lister).List(s.Context(), engine.Window{}) {
			if err != nil {
				s.Fatalf("List: %v", err)
			}
			if n++; n > stop {
				break
			}
		}
	}
}

// windowKeepsWhatIsRecent lists back to the middle. Older ones may be shown;
// none of the others may be missing.
func windowKeepsWhatIsRecent(s *stage) {
	n := s.network.page() + 3
	var made []engine.RemoteID
	var since time.Time
	p := s.open()
	for i := range n {
		if i == n/2 {
			since = time.Now().UTC().Truncate(time.Second)
		}
		made = append(made, s.create(p, s.plain(i)).Remote)
		time.Sleep(time.Minute)
	}
	s.settle()
	got := remotes(s.listWith(s.open(), engine.Window{Since: since}))
	for _, id := range made[n/2:] {
		if !slices.Contains(got, id) {
			s.Errorf("listing since %v lacks %s", since, id)
		}
	}
}

func foreignPostsAreListed(s *stage) {
	ours, theirs := s.plain(1), s.plain(2)
	made := s.create(s.open(), ours)
	time.Sleep(time.Minute)
	foreign := s.create(s.openOther(), theirs)
	got := sorted(remotes(s.list()))
	if want := sorted([]engine.RemoteID{made.Remote, foreign.Remote}); !slices.Equal(got, want) {
		s.Errorf("listed %v, want ours and somebody else's: %v", got, want)
	}
}

// cutListingEndsWithAnError breaks the last request of a listing: a listing
// that just ends would be taken for a whole one.
func cutListingEndsWithAnError(s *stage) {
	s.fill(s.network.page() + 1)
	s.settle()
	p := s.open()
	s.wire.obey(nil)
	s.listWith(p, engine.Window{})
	reads, _ := s.wire.count()
	for _, hit := range []strike{
		answerWith(503, "application/json", `{"error":"down"}`),
		answerWith(404, "text/html", "<h1>Not found</h1>"),
		answerWith(200, "text/html", "<!doctype html><title>log in</title>"),
		rewrite(func(b []byte) []byte { return b[:len(b)/2] }),
		rewrite(func([]byte) []byte { return nil }),
	} {
		s.wire.obey(onRead(reads, hit))
		var last error
		for _, err := range s.open().(engine.Lister).List(s.Context(), engine.Window{}) {
			last = err
		}
		if last == nil {
			s.Errorf("a listing whose last page was cut ended without an error")
		}
	}
}
