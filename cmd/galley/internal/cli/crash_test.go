package cli_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// soak is the long form of these tests: make soak.
func soak() bool { return os.Getenv("GALLEY_SOAK") != "" }

// seeded returns a source of chance whose seed is printed, and taken from
// GALLEY_SEED to see a run again.
func seeded(t *testing.T) *rand.Rand {
	seed := rand.Uint64()
	if text := os.Getenv("GALLEY_SEED"); text != "" {
		seed, _ = strconv.ParseUint(text, 10, 64)
	}
	t.Logf("GALLEY_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// everyNetwork are the services that the tests publish to.
var everyNetwork = []string{"listing", "keyed", "mastodon", "mastodon 4.6", "gotosocial", "bluesky"}

// theNetworks are one without keys and the two real ones.
var theNetworks = []string{"listing", "mastodon", "bluesky"}

// on runs a test on several services, side by side.
func on(t *testing.T, services []string, f func(t *testing.T, service string)) {
	t.Helper()
	for _, name := range services {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f(t, name)
		})
	}
}

func TestEveryPostGoesOutOnce(t *testing.T) {
	t.Parallel()
	for _, powers := range withPDS(t, everyNetwork) {
		t.Run(powers, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, powers)
			w.exactlyOnce(w.untilDone())
		})
	}
}

// TestKilledAtEveryEventPublishesOnce kills a run before and after each durable
// write and each request: the first run at its first event, the next at its
// second, and so on, in as many worlds as it takes until a run has no such
// event any more. Where there are no keys, that is so in every run of the tests;
// elsewhere every eighth event is tried, beginning with one of the first eight by
// chance, and all of them in the long form.
func TestKilledAtEveryEventPublishesOnce(t *testing.T) {
	t.Parallel()
	networks := withPDS(t, theNetworks)
	if soak() {
		networks = withPDS(t, everyNetwork)
	}
	for _, powers := range networks {
		t.Run(powers, func(t *testing.T) {
			t.Parallel()
			at, stride := 1, 1
			if powers != "listing" && !soak() {
				stride = 8
				at += seeded(t).IntN(stride)
			}
			for {
				w := newWorld(t, powers)
				var log strings.Builder
				first := true
				for {
					w.strike(func(n int, _ string) action {
						if n == at {
							return kill
						}
						return goOn
					})
					code, out := w.galley("a", "apply")
					fmt.Fprintf(&log, "killed at event %d: exit %d\n%s\n", at, code, out)
					w.pass(11 * time.Minute)
					if code >= 0 {
						break // it ended before that event
					}
					at, first = at+stride, false
				}
				w.strike(nil)
				w.exactlyOnce(log.String() + w.untilDone())
				if first || t.Failed() {
					t.Logf("%s: killed at one in %d of %d events", powers, stride, at-1)
					return
				}
			}
		})
	}
}

func TestKilledAtRandomPublishesOnce(t *testing.T) {
	t.Parallel()
	kills := 50
	if soak() {
		kills = 200
	}
	r := seeded(t)
	w := newWorld(t, "listing")
	begun := time.Now()
	log := w.untilDone()
	whole := time.Since(begun) / 2 // of a run that does it all
	w.exactlyOnce(log)
	for kills > 0 && !t.Failed() {
		w, log := newWorld(t, everyNetwork[r.IntN(len(everyNetwork))]), ""
		for done := false; !done && kills > 0; {
			after := time.Duration(r.Int64N(int64(whole)))
			code, out := w.killedAfter("a", after, "apply")
			log += fmt.Sprintf("killed after %s: exit %d\n%s\n", after, code, out)
			if code < 0 {
				kills--
			}
			done = strings.Contains(out, "No changes.")
			w.pass(time.Duration(r.IntN(12)) * time.Minute)
		}
		w.exactlyOnce(log + w.untilDone())
	}
}

// TestManyProcessesPublishOnce lets two and five clones apply at once, each
// killed now and then.
func TestManyProcessesPublishOnce(t *testing.T) {
	t.Parallel()
	for _, n := range []int{2, 5} {
		on(t, withPDS(t, theNetworks), func(t *testing.T, service string) {
			r := seeded(t)
			w := newWorld(t, service)
			clones := []string{"a"}
			for i := 1; i < n; i++ {
				clone := string(rune('a' + i))
				w.git("", "clone", "-q", "remote.git", clone)
				clones = append(clones, clone)
			}
			var log strings.Builder
			for range 3 {
				var wg sync.WaitGroup
				var mu sync.Mutex
				for _, clone := range clones {
					after := time.Duration(r.Int64N(int64(3 * time.Second)))
					wg.Go(func() {
						code, out := w.killedAfter(clone, after, "apply")
						mu.Lock()
						defer mu.Unlock()
						fmt.Fprintf(&log, "%s: exit %d\n%s\n", clone, code, out)
					})
				}
				wg.Wait()
				w.pass(7 * time.Minute)
			}
			w.exactlyOnce(log.String() + w.untilDone())
		})
	}
}

func TestALostAnswerIsLookedUp(t *testing.T) {
	t.Parallel()
	for _, powers := range withPDS(t, everyNetwork) {
		t.Run(powers, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, powers)
			w.strike(func(n int, point string) action {
				if point == "after post" && n%3 == 0 {
					return drop
				}
				return goOn
			})
			w.exactlyOnce(w.untilDone())
		})
	}
}

// TestWithoutAFinderAPersonDecides: what cannot be looked up ends in a
// question, never in a second post.
func TestWithoutAFinderAPersonDecides(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "nofinder")
	lost := false
	w.strike(func(_ int, point string) action {
		if point == "after post" && !lost {
			lost = true
			return drop
		}
		return goOn
	})
	var code int
	var out string
	for range 5 {
		code, out = w.galley("a", "apply")
		w.pass(11 * time.Minute)
	}
	if code != 6 || !strings.Contains(out, "?   net/p00") {
		t.Errorf("exit %d, want 6 and a question about p00:\n%s", code, out)
	}
	if shown := len(w.net.texts()); shown != posts {
		t.Errorf("the network shows %d posts, want %d", shown, posts)
	}
	url := w.net.url(0)
	if url == "" {
		url = "https://gazette.example/p1"
	}
	if code, out := w.galley("a", "ledger", "resolve", "net/p00", "--published", url); code != 0 {
		t.Fatalf("resolve: exit %d\n%s", code, out)
	}
	w.exactlyOnce(w.untilDone())
}

func TestEditedBeforeRecoveryIsNotPostedAgain(t *testing.T) {
	t.Parallel()
	on(t, withPDS(t, theNetworks), func(t *testing.T, service string) {
		w := newWorld(t, service)
		w.strike(func(_ int, point string) action {
			if point == "after post" {
				return kill
			}
			return goOn
		})
		_, log := w.galley("a", "apply")
		w.strike(nil)
		w.write("a/posts.yaml", strings.ReplaceAll(w.read("a/posts.yaml"), text(0), "Quite another text."))
		w.commit("a better text")
		log += w.untilDone()
		w.write("a/posts.yaml", strings.ReplaceAll(w.read("a/posts.yaml"), "Quite another text.", text(0)))
		w.commit("back again")
		w.exactlyOnce(log + w.untilDone())
	})
}

func TestDeletedByHandStaysDeleted(t *testing.T) {
	t.Parallel()
	on(t, withPDS(t, theNetworks), func(t *testing.T, service string) {
		w := newWorld(t, service)
		log := w.untilDone()
		gone := ""
		for i := range posts {
			if w.net.texts()[3] == text(i) {
				gone = fmt.Sprintf("net/p%02d", i)
			}
		}
		w.net.remove(3)
		w.pass(time.Hour)
		for range 3 {
			code, out := w.galley("a", "apply")
			if code != 0 || !strings.Contains(out, "somebody took it down") {
				t.Errorf("exit %d:\n%s", code, out)
			}
			log += out
			w.pass(11 * time.Minute)
		}
		if n := len(w.net.texts()); n != posts-1 {
			t.Errorf("the network shows %d posts, want %d\n%s", n, posts-1, log)
		}
		if code, out := w.galley("a", "apply", "--repost", gone); code != 0 || len(w.net.texts()) != posts {
			t.Errorf("repost: exit %d\n%s", code, out)
		}
	})
}

func TestAnOldCommitIsNotApplied(t *testing.T) {
	t.Parallel()
	on(t, withPDS(t, theNetworks), func(t *testing.T, service string) {
		w := newWorld(t, service)
		log := w.untilDone()
		old := w.git("a", "rev-parse", "HEAD")
		w.write("a/posts.yaml", strings.ReplaceAll(w.read("a/posts.yaml"), "{id: p05,", "{id: p05, status: retracted, reason: wrong,"))
		w.commit("take one back")
		log += w.untilDone()
		w.git("a", "checkout", "-q", old)
		code, out := w.galley("a", "apply")
		if code != 5 || !strings.Contains(out, "the newer run will do it") {
			t.Errorf("exit %d, want 5:\n%s", code, out)
		}
		if n := len(w.net.texts()); n != posts-1 {
			t.Errorf("the network shows %d posts, want %d\n%s", n, posts-1, log+out)
		}
	})
}

// TestADamagedRecordStopsEverything: a missing ledger is not an empty one.
func TestADamagedRecordStopsEverything(t *testing.T) {
	t.Parallel()
	cases := map[string]func(w *world){
		"deleted": func(w *world) { w.git("remote.git", "update-ref", "-d", "refs/heads/galley/record") },
		"rewound": func(w *world) {
			w.git("remote.git", "update-ref", "refs/heads/galley/record", w.git("remote.git", "rev-list", "--max-parents=0", "galley/record"))
		},
		"replaced": func(w *world) { w.git("remote.git", "update-ref", "refs/heads/galley/record", "refs/heads/main") },
		"another's": func(w *world) {
			other := newWorld(w.t, "listing")
			w.git("remote.git", "fetch", "-q", filepath.Join(other.dir, "remote.git"), "+galley/record:galley/record", "+galley/record-anchor:galley/record-anchor")
		},
		"truncated": func(w *world) { w.write("remote.git/refs/heads/galley/record", "0123") },
		"emptied":   func(w *world) { w.write("remote.git/refs/heads/galley/record", "") },
	}
	for name, damage := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "listing")
			log := w.untilDone()
			w.write("a/posts.yaml", w.read("a/posts.yaml")+
				"  - {id: one-more, channels: [net], at: merge, text: One more.}\n")
			w.commit("one more")
			damage(w)
			for range 2 {
				code, out := w.galley("a", "apply")
				if code != 1 || !strings.Contains(out, "hint:") {
					t.Errorf("exit %d, want 1 and the ways on:\n%s", code, out)
				}
				w.pass(11 * time.Minute)
			}
			if n := len(w.net.texts()); n != posts {
				t.Errorf("the network shows %d posts, want %d\n%s", n, posts, log)
			}
		})
	}
}

// TestAStoppedHolderSendsNothingAfterItsLease stops a run just before a post,
// lets another take over, and wakes it.
func TestAStoppedHolderSendsNothingAfterItsLease(t *testing.T) {
	t.Parallel()
	on(t, withPDS(t, theNetworks), func(t *testing.T, service string) {
		w := newWorld(t, service)
		w.git("", "clone", "-q", "remote.git", "b")
		stopped := make(chan time.Time, 1)
		seen := 0
		w.strike(func(_ int, point string) action {
			if point != "hook journal:before" {
				return goOn
			}
			if seen++; seen != 5 {
				return goOn
			}
			stopped <- time.Now()
			return stop
		})
		w.lease = 8 * time.Second
		first := make(chan string, 1)
		go func() {
			code, out := w.galley("a", "apply")
			first <- fmt.Sprintf("stopped and continued: exit %d\n%s\n", code, out)
		}()
		var since time.Time
		select {
		case since = <-stopped:
		case out := <-first:
			t.Fatalf("the run was not stopped:\n%s", out)
		}
		// The other run finds a holder of this boot whose process still is there, so
		// only the clock ends its lease: ten minutes pass for everybody but the one
		// that is stopped, for which the whole of its short lease does.
		w.lease = 0
		w.pass(10 * time.Minute)
		code, out := w.galley("b", "apply")
		log := fmt.Sprintf("the other: exit %d\n%s\n", code, out)
		<-time.After(time.Until(since.Add(9 * time.Second)))
		w.resume()
		log += <-first
		w.exactlyOnce(log + w.untilDone())
	})
}

// TestInterruptedProcessRecordsWhatItSent: Ctrl-C ends a run after the write
// that is under way.
func TestInterruptedProcessRecordsWhatItSent(t *testing.T) {
	t.Parallel()
	on(t, withPDS(t, theNetworks), func(t *testing.T, service string) {
		w := newWorld(t, service)
		seen := 0
		w.strike(func(_ int, point string) action {
			if point == "before post" {
				if seen++; seen == 4 {
					return interrupt
				}
			}
			return goOn
		})
		code, out := w.galley("a", "apply")
		sent := len(w.net.texts())
		if code != 130 || sent == posts || !strings.Contains(out, fmt.Sprintf("%d published", sent)) {
			t.Errorf("exit %d with %d posts sent, want 130 and what was sent:\n%s", code, sent, out)
		}
		w.strike(nil)
		if _, plan := w.galley("a", "plan"); !strings.Contains(plan, fmt.Sprintf("%d to publish", posts-sent)) || strings.Contains(plan, "uncertain") {
			t.Errorf("after an interruption:\n%s", plan)
		}
		w.exactlyOnce(out + w.untilDone())
	})
}

func TestAClockAnHourOffSendsNothing(t *testing.T) {
	t.Parallel()
	on(t, withPDS(t, theNetworks), func(t *testing.T, service string) {
		for _, off := range []time.Duration{time.Hour, -time.Hour, 2 * time.Minute} {
			w := newWorld(t, service)
			w.ahead = off
			code, out := w.galley("a", "apply")
			if code != 1 || !strings.Contains(out, "clock is wrong") {
				t.Errorf("%s off: exit %d, want 1:\n%s", off, code, out)
			}
			if n := len(w.net.texts()); n != 0 {
				t.Errorf("%s off: %d posts went out", off, n)
			}
			w.ahead = 0
			w.exactlyOnce(w.untilDone())
		}
	})
}

func TestAPostMadeByHandIsNotPostedBeside(t *testing.T) {
	t.Parallel()
	on(t, withPDS(t, theNetworks), func(t *testing.T, service string) {
		w := newWorld(t, service)
		if err := w.net.publish(text(7)); err != nil {
			t.Fatal(err)
		}
		code, out := w.galley("a", "apply")
		if code != 6 || !strings.Contains(out, "already there") {
			t.Errorf("exit %d, want 6 and a question:\n%s", code, out)
		}
		if n := len(w.net.texts()); n != posts {
			t.Errorf("the network shows %d posts, want %d", n, posts)
		}
	})
}
