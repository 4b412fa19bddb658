package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/cmd/galley/internal/cli"
	"galley/engine"
	"galley/engine/apply"
	"galley/providers"
)

// A sleeper is a newsroom with a remote, and a clock that moves only while a run
// waits.
type sleeper struct {
	t      *testing.T
	dir    string
	now    time.Time
	naps   []time.Duration
	during func(nap int) // what happens while the run sleeps; may be nil
	ctx    context.Context
}

// newSleeper has a post due at each of these times of noon's day, in Paris.
func newSleeper(t *testing.T, times ...string) *sleeper {
	t.Helper()
	s := &sleeper{t: t, dir: filepath.Join(t.TempDir(), "n"), now: noon, ctx: t.Context()}
	calendar := "kind: Calendar\nid: posts\nposts:\n"
	for i, at := range times {
		calendar += fmt.Sprintf("  - {id: p%d, channels: [blog], at: \"2026-12-09 %s\", title: Post %d, text: Number %d.}\n", i, at, i, i)
	}
	for name, text := range map[string]string{
		"galley.yaml": "kind: Project\nid: gazette\nname: Gazette\nzone: Europe/Paris\nlanguages: [en]\nschema: v1\n" +
			"record: {id: 0123456789abcdef, branch: galley/record, remote: origin}\n",
		"blog.yaml":     "kind: Channel\nid: blog\nnetwork: site\nhandle: gazette\nurl: https://gazette.example/\ntarget: {branch: pages}\n",
		"calendar.yaml": calendar,
	} {
		s.write(name, text)
	}
	git(t, s.dir, "init", "-q", "-b", "main")
	commitTree(t, s.dir)
	git(t, s.dir, "init", "-q", "--bare", "-b", "main", "../hub.git")
	git(t, s.dir, "remote", "add", "origin", "../hub.git")
	git(t, s.dir, "push", "-q", "origin", "main")
	return s
}

func (s *sleeper) write(name, text string) {
	s.t.Helper()
	if err := os.MkdirAll(s.dir, 0o777); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o666); err != nil {
		s.t.Fatal(err)
	}
}

// galley runs a command; the clock moves by what it waits.
func (s *sleeper) galley(args ...string) (code int, stdout, stderr string) {
	s.t.Helper()
	var out, said bytes.Buffer
	env := cli.OS()
	env.Args, env.Dir, env.Stdout, env.Stderr, env.Signals, env.CacheDir = args, s.dir, &out, &said, nil, ""
	env.Getenv = func(string) string { return "" }
	env.Providers = providers.All()
	env.Now = func() time.Time { return s.now }
	env.Wait = func(ctx context.Context, d time.Duration) error {
		if len(s.naps) > 1000 {
			return errors.New("it sleeps and sleeps")
		}
		s.naps = append(s.naps, d)
		if s.during != nil {
			s.during(len(s.naps))
		}
		s.now = s.now.Add(d)
		return ctx.Err()
	}
	return cli.Main(s.ctx, env), out.String(), said.String()
}

func wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("it does not say %q:\n%s", part, text)
		}
	}
}

func TestWaitSendsEachPostAtItsMinute(t *testing.T) {
	t.Parallel()
	s := newSleeper(t, "11:59", "12:05", "12:05", "12:09", "12:11")
	code, out, said := s.galley("apply", "--first", "--wait", "10m")
	if code != 0 {
		t.Fatalf("exit %d\n%s%s", code, out, said)
	}
	wants(t, out, "blog/p0  published", "blog/p1  published", "blog/p2  published", "blog/p3  published",
		"Applied: 4 published, 0 updated, 0 deleted, 1 scheduled.")
	if strings.Contains(out, "blog/p4") {
		t.Errorf("a post beyond the ten minutes went out:\n%s", out)
	}
	wants(t, said, "waiting for 3 posts (blog/p1, blog/p2, blog/p3), the next one due Wed 9 Dec 12:05 Paris",
		"waiting for 1 post (blog/p3), the next one due Wed 9 Dec 12:09 Paris")
	if got, want := s.now, noon.Add(9*time.Minute); !got.Equal(want) {
		t.Errorf("it left at %s, want %s", got, want)
	}
	if longest := slices.Max(s.naps); longest > 30*time.Second {
		t.Errorf("it slept %s without asking for the branch's head", longest)
	}
	if code, _, _ := s.galley("ledger", "verify"); code != 0 {
		t.Error("the ledger does not hold")
	}
}

func TestWithoutPostsSoonNobodyWaits(t *testing.T) {
	t.Parallel()
	s := newSleeper(t, "11:59", "12:30")
	if code, out, said := s.galley("apply", "--first", "--wait", "10m"); code != 0 || len(s.naps) != 0 {
		t.Errorf("exit %d after %d naps\n%s%s", code, len(s.naps), out, said)
	}
}

// TestWaitHoldsNothing publishes from elsewhere while a run waits.
func TestWaitHoldsNothing(t *testing.T) {
	t.Parallel()
	s := newSleeper(t, "11:59", "12:05")
	git(t, s.dir, "clone", "-q", "../hub.git", "../other")
	s.during = func(nap int) {
		if nap != 2 {
			return
		}
		other := &sleeper{t: t, dir: filepath.Join(s.dir, "../other"), now: s.now.Add(6 * time.Minute), ctx: s.ctx}
		if code, out, said := other.galley("apply"); code != 0 || !strings.Contains(out, "blog/p1  published") || len(other.naps) > 0 {
			t.Errorf("the other run: exit %d, waited %v\n%s%s", code, other.naps, out, said)
		}
	}
	code, out, said := s.galley("apply", "--first", "--wait", "10m")
	if code != 0 || strings.Contains(out, "blog/p1  published") {
		t.Errorf("exit %d, and p1 is the other run's\n%s%s", code, out, said)
	}
}

func TestWaitLeavesWhenTheBranchMoved(t *testing.T) {
	t.Parallel()
	s := newSleeper(t, "11:59", "12:05")
	s.during = func(nap int) {
		if nap != 3 {
			return
		}
		s.write("new.yaml", "kind: Calendar\nid: more\nposts: []\n")
		git(t, s.dir, "add", "-A")
		git(t, s.dir, "commit", "-qm", "newer")
		git(t, s.dir, "push", "-q", "origin", "main")
	}
	code, out, said := s.galley("apply", "--first", "--wait", "10m")
	if code != 0 || len(s.naps) != 3 {
		t.Errorf("exit %d after %d naps, want 0 after 3\n%s%s", code, len(s.naps), out, said)
	}
	wants(t, out, "blog/p0  published", "Applied: 1 published")
	wants(t, said, "the newer run will do it")
}

func TestWaitHearsOfAFreeze(t *testing.T) {
	t.Parallel()
	s := newSleeper(t, "11:59", "12:05")
	s.during = func(nap int) {
		if nap == 3 {
			other := &sleeper{t: t, dir: s.dir, now: s.now, ctx: s.ctx}
			if code, out, said := other.galley("freeze", "a crisis"); code != 0 {
				t.Errorf("freeze: exit %d\n%s%s", code, out, said)
			}
		}
	}
	code, out, said := s.galley("apply", "--first", "--wait", "10m")
	if code != 0 {
		t.Errorf("exit %d\n%s%s", code, out, said)
	}
	wants(t, out, "blog/p0  published", "!   blog/p1  freeze", "a crisis", "Applied: 1 published, 0 updated, 0 deleted, 1 blocked.")
}

func TestWaitEndsCleanlyWhenCancelled(t *testing.T) {
	t.Parallel()
	s := newSleeper(t, "11:59", "12:05")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s.ctx = ctx
	s.during = func(nap int) {
		if nap == 2 {
			cancel()
		}
	}
	code, out, said := s.galley("apply", "--first", "--wait", "10m")
	if code != 130 {
		t.Errorf("exit %d, want 130\n%s%s", code, out, said)
	}
	wants(t, out, "blog/p0  published", "Applied: 1 published")
	s.ctx, s.during = t.Context(), nil
	if code, out, _ := s.galley("apply"); code != 0 || !strings.Contains(out, "No changes.") {
		t.Errorf("the next run: exit %d, and it should have nothing to do\n%s", code, out)
	}
}

// TestWaitOutlivesARemoteThatIsAway loses the remote for a while; nothing is
// sent until it is back.
func TestWaitOutlivesARemoteThatIsAway(t *testing.T) {
	t.Parallel()
	s := newSleeper(t, "11:59", "12:05")
	hub := filepath.Join(s.dir, "../hub.git")
	move := func(from, to string) {
		if err := os.Rename(from, to); err != nil {
			t.Error(err)
		}
	}
	s.during = func(nap int) {
		switch nap {
		case 2:
			move(hub, hub+".away")
		case 5:
			move(hub+".away", hub)
		}
	}
	code, out, said := s.galley("apply", "--first", "--wait", "10m")
	if code != 0 {
		t.Errorf("exit %d\n%s%s", code, out, said)
	}
	wants(t, out, "blog/p1  published")
	if n := strings.Count(said, "still waiting, but: "); n != 1 {
		t.Errorf("it said %d times that the remote is away, want once:\n%s", n, said)
	}
}

// TestALaterRoundKnowsBetter fails a post in the first round, which the second
// sends; another stays as it was.
func TestALaterRoundKnowsBetter(t *testing.T) {
	t.Parallel()
	done := func(slug string, err error) apply.Done {
		return apply.Done{Change: engine.Change{ID: engine.ID{Kind: engine.KindPost, Channel: "net", Slug: slug}}, Err: err}
	}
	failure := errors.New("no answer")
	first := apply.Result{Plan: engine.Plan{AsOf: noon}, Done: []apply.Done{done("again", failure), done("lost", failure), done("out", nil)}}
	second := apply.Result{Plan: engine.Plan{AsOf: noon.Add(time.Minute)}, Done: []apply.Done{done("again", nil)}, Recorded: true}
	got := cli.Joined(first, second)
	want := []apply.Done{done("lost", failure), done("out", nil), done("again", nil)}
	if !reflect.DeepEqual(got.Done, want) || !got.Recorded || !got.Plan.AsOf.Equal(second.Plan.AsOf) {
		t.Errorf("got  %+v\nwant %+v", got.Done, want)
	}
	if got := cli.Joined(first, apply.Result{}); !got.Plan.AsOf.Equal(noon) {
		t.Error("a round without a plan took that of the one before")
	}
}
