package cli_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"galley/cmd/galley/internal/view"
)

// A busyService is a Mastodon that answers so many requests for posts, and then
// asks to wait for two minutes, or holds its tongue.
type busyService struct {
	mastodonService
	left   *atomic.Int32
	silent *atomic.Pointer[func()] // called instead of an answer, which then never comes
}

func (s busyService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet && r.URL.Path == "/api/v1/statuses" && s.left.Add(-1) < 0 {
		if instead := s.silent.Load(); instead != nil {
			(*instead)()
			<-r.Context().Done() // the client gives up
			return
		}
		w.Header().Set("Retry-After", "120")
		http.Error(w, `{"error":"Too many requests"}`, http.StatusTooManyRequests)
		return
	}
	s.mastodonService.ServeHTTP(w, r)
}

// snapshotLines are the lines of all files of counts on the record branch of the
// remote, sorted.
func (w *world) snapshotLines() []string {
	w.t.Helper()
	var lines []string
	for name := range strings.FieldsSeq(w.git("remote.git", "ls-tree", "-r", "--name-only", "galley/record", "metrics/")) {
		lines = append(lines, strings.Split(w.git("remote.git", "show", "galley/record:"+name), "\n")...)
	}
	slices.Sort(lines)
	return lines
}

// slots says what was counted how often: posts by ID and age, the account by
// day.
func (w *world) slots() map[string]int {
	w.t.Helper()
	slots := map[string]int{}
	for _, line := range w.snapshotLines() {
		var s struct{ At, ID, Age, Channel string }
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			w.t.Fatalf("%q: %v", line, err)
		}
		if s.ID == "" {
			s.ID, s.Age = s.Channel, s.At[:len("2026-12-09")]
		}
		slots[s.ID+" "+s.Age]++
	}
	return slots
}

// countedOnce fails unless all posts were counted once at the age, and the
// account on some day.
func (w *world) countedOnce(age string) {
	w.t.Helper()
	slots := w.slots()
	accounts := 0
	for slot, n := range slots {
		if n != 1 {
			w.t.Errorf("%s is there %d times", slot, n)
		}
		if strings.HasPrefix(slot, "net 2") {
			accounts++
		}
	}
	for i := range posts {
		if slots[fmt.Sprintf("net/p%02d %s", i, age)] != 1 {
			w.t.Errorf("p%02d was not counted at %s: %v", i, age, slices.Sorted(maps.Keys(slots)))
		}
	}
	if accounts == 0 {
		w.t.Errorf("the account was not counted: %v", slices.Sorted(maps.Keys(slots)))
	}
}

// published is a world in which all went out an hour ago.
func published(t *testing.T, service string) *world {
	w := newWorld(t, service)
	w.exactlyOnce(w.untilDone())
	w.pass(time.Hour)
	return w
}

func (w *world) collected() (view.CollectedJSON, int) {
	w.t.Helper()
	var c view.CollectedJSON
	code, out := w.galley("a", "--format", "json", "report", "--collect")
	if err := json.Unmarshal([]byte(out), &c); err != nil {
		w.t.Fatalf("exit %d: %v\n%s", code, err, out)
	}
	return c, code
}

func TestCountsAreAskedInFewRequestsAndKeptOnce(t *testing.T) {
	t.Parallel()
	for name, requests := range map[string]int{"mastodon": 3, "bluesky": 4, "gotosocial": 2 + 2 + posts} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := published(t, name)
			c, code := w.collected()
			got := c.Channels[0]
			if code != 0 || got.Posts != posts || !got.Account || got.Failure != "" || c.Kept != posts+1 || c.Next == nil {
				t.Fatalf("exit %d: %+v", code, c)
			}
			if got.Requests > requests {
				t.Errorf("%d requests, want at most %d", got.Requests, requests)
			}
			w.countedOnce("1h")
			head := w.git("remote.git", "rev-parse", "galley/record")
			if c, code := w.collected(); code != 0 || c.Kept != 0 || c.Channels[0].Requests != 0 {
				t.Errorf("again: exit %d: %+v", code, c)
			}
			if w.git("remote.git", "rev-parse", "galley/record") != head {
				t.Error("a run with nothing to do wrote something")
			}
			w.pass(5 * time.Hour)
			if c, code := w.collected(); code != 0 || c.Kept < posts {
				t.Errorf("after six hours: exit %d: %+v", code, c)
			}
			w.countedOnce("6h")
			if code, out := w.galley("a", "ledger", "verify"); code != 0 {
				t.Errorf("ledger verify: exit %d\n%s", code, out)
			}
		})
	}
}

func TestANetworkThatAsksToWaitIsGoneOnWith(t *testing.T) {
	t.Parallel()
	w := published(t, "mastodon, busy")
	w.net.(busyService).left.Store(1)
	code, out := w.galley("a", "report", "--collect")
	if code != 0 || !strings.Contains(out, "20 of 30 posts and the account, in 3 requests; the network asks to wait until") || !strings.Contains(out, "Collected: 21 counts") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	w.net.(busyService).left.Store(1000)
	w.pass(3 * time.Minute)
	if c, code := w.collected(); code != 0 || c.Kept != 10 || c.Channels[0].Due != 10 {
		t.Errorf("the next run: exit %d: %+v", code, c)
	}
	w.countedOnce("1h")
}

func TestAnInterruptedRunKeepsWhatItHas(t *testing.T) {
	t.Parallel()
	w := published(t, "mastodon, busy")
	net := w.net.(busyService)
	net.left.Store(1)
	interrupt := func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		_ = w.victim.Process.Signal(os.Interrupt)
	}
	net.silent.Store(&interrupt)
	code, out := w.galley("a", "report", "--collect")
	if code != 130 || !strings.Contains(out, "Collected: 21 counts") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	net.left.Store(1000)
	if c, code := w.collected(); code != 0 || c.Kept != 10 {
		t.Errorf("the next run: exit %d: %+v", code, c)
	}
	w.countedOnce("1h")
}

func TestAMonthThatIsOverIsCompacted(t *testing.T) {
	t.Parallel()
	w := published(t, "mastodon")
	if c, code := w.collected(); code != 0 {
		t.Fatalf("exit %d: %+v", code, c)
	}
	before := w.snapshotLines()
	month := w.now().UTC().Format("2006-01")
	w.pass(40 * 24 * time.Hour)
	if c, code := w.collected(); code != 0 || c.Kept != posts+1 {
		t.Errorf("exit %d: %+v", code, c)
	}
	names := strings.Fields(w.git("remote.git", "ls-tree", "-r", "--name-only", "galley/record", "metrics/"))
	want := []string{"metrics/" + month + "/net.jsonl", "metrics/" + w.now().UTC().Format("2006-01") + "/net.0001.jsonl"}
	if !slices.Equal(names, want) {
		t.Errorf("the record holds %q, want %q", names, want)
	}
	after := w.snapshotLines()
	for _, line := range before {
		if !slices.Contains(after, line) {
			t.Errorf("lost %s", line)
		}
	}
	w.countedOnce("1h")
	w.countedOnce("30d")
}

func TestWhatIsGoneIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	w := published(t, "mastodon")
	if code, out := w.galley("a", "report", "--collect", "--dry-run"); code != 0 || !strings.Contains(out, "30 posts and the account") || len(w.slots()) > 0 {
		t.Errorf("dry run: exit %d, kept %v\n%s", code, w.slots(), out)
	}
	w.net.remove(3)
	c, code := w.collected()
	if got := c.Channels[0]; code != 0 || got.Posts != posts-1 || got.Unknown != 1 {
		t.Errorf("exit %d: %+v", code, c)
	}
	if c, code := w.collected(); code != 0 || c.Kept != 0 {
		t.Errorf("again: exit %d: %+v", code, c)
	}
	w.countedOnce("1h")
}

func TestAFailedChannelStopsNoOther(t *testing.T) {
	t.Parallel()
	w := published(t, "mastodon")
	w.write("a/adrift.yaml", "kind: Channel\nid: adrift\nnetwork: mastodon\nhandle: somebody\ncredentials: GALLEY_TEST_NOTHING\nurl: "+w.server.URL+"\n")
	w.write("a/other.yaml", "kind: Channel\nid: other\nnetwork: mastodon\nhandle: somebody-else\ncredentials: "+credential+"\nurl: "+w.server.URL+"\n")
	w.git("a", "add", ".")
	w.commit("two more")
	code, out := w.galley("a", "report", "--collect")
	if code != 1 || !strings.Contains(out, "30 posts and the account") || !strings.Contains(out, "GALLEY_TEST_NOTHING") || !strings.Contains(out, "the token belongs to @gazette") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	w.countedOnce("1h")
}

// TestKilledWhileCollectingNothingIsLostOrDoubled kills a run before and after
// each request and each durable write, the next at the event after.
func TestKilledWhileCollectingNothingIsLostOrDoubled(t *testing.T) {
	t.Parallel()
	w := published(t, "mastodon")
	killed := 0
	for at := 1; ; at++ {
		w.pass(24 * time.Hour) // the account is due, and posts at some of their ages
		before := w.snapshotLines()
		w.strike(func(n int, _ string) action {
			if n == at {
				return kill
			}
			return goOn
		})
		code, out := w.galley("a", "report", "--collect")
		w.strike(nil)
		log := fmt.Sprintf("killed at event %d: exit %d\n%s", at, code, out)
		code2, out := w.galley("a", "report", "--collect")
		if code2 != 0 {
			t.Fatalf("%s\nthen exit %d\n%s", log, code2, out)
		}
		after := w.snapshotLines()
		for _, line := range before {
			if !slices.Contains(after, line) {
				t.Fatalf("%s\nlost %s", log, line)
			}
		}
		for slot, n := range w.slots() {
			if n != 1 {
				t.Errorf("%s\n%s is there %d times", log, slot, n)
			}
		}
		if len(after) == len(before) {
			t.Errorf("%s\nnothing was counted", log)
		}
		if code >= 0 {
			break // it ended before that event
		}
		killed++
	}
	if killed < 4 {
		t.Errorf("killed at %d events only", killed)
	}
	w.countedOnce("1d")
	if code, out := w.galley("a", "ledger", "verify"); code != 0 {
		t.Errorf("ledger verify: exit %d\n%s", code, out)
	}
}

func TestManyCollectorsCountOnce(t *testing.T) {
	t.Parallel()
	w := published(t, "mastodon")
	clones := []string{"a", "b", "c"}
	w.git("", "clone", "-q", "remote.git", "b")
	w.git("", "clone", "-q", "remote.git", "c")
	var wg sync.WaitGroup
	for _, clone := range clones {
		wg.Go(func() {
			if code, out := w.galley(clone, "report", "--collect"); code != 0 {
				t.Errorf("%s: exit %d\n%s", clone, code, out)
			}
		})
	}
	wg.Wait()
	w.countedOnce("1h")
}

// TestAReportTellsWhatWasCollected goes the whole way: from what people did on a
// network to the figures.
func TestAReportTellsWhatWasCollected(t *testing.T) {
	t.Parallel()
	w := published(t, "mastodon")
	server := w.net.(mastodonService).Server
	liked := server.Shown(handle)[0].Remote
	if err := server.Count(liked, "favourites", 12); err != nil {
		t.Fatal(err)
	}
	if c, code := w.collected(); code != 0 {
		t.Fatalf("exit %d: %+v", code, c)
	}
	day := func(n int) string { return w.now().UTC().AddDate(0, 0, n).Format(time.DateOnly) }
	code, out := w.galley("a", "--format", "json", "report", "--dry-run", "--since", day(-1), "--until", day(1))
	var report struct {
		Facts []struct {
			About   string
			Numbers map[string]float64
		}
	}
	if err := json.Unmarshal([]byte(out), &report); code != 0 || err != nil {
		t.Fatalf("exit %d: %v\n%s", code, err, out)
	}
	told := map[string]float64{}
	for _, f := range report.Facts {
		told[f.About] = f.Numbers["now"]
	}
	if told["followers"] != 3 || told["engagement"] != 12 {
		t.Errorf("the report tells %v, want 3 followers and an engagement of 12", told)
	}
}
