package record_test

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"galley/engine/record"
	"galley/engine/repo"
)

// forge serves a bare repository by git's own http backend. Before it tells its
// references it calls asked with git's name of the service: an answer that is not
// 0 is the status.
func forge(t *testing.T, bare dir, asked func(service string) (status int)) string {
	t.Helper()
	backend := &cgi.Handler{
		Path: filepath.Join(bare.git("--exec-path"), "git-http-backend"),
		Env:  []string{"GIT_PROJECT_ROOT=" + filepath.Dir(bare.path), "GIT_HTTP_EXPORT_ALL=1", "REMOTE_USER=ann"},
	}
	if _, err := os.Stat(backend.Path); err != nil && os.Getenv("CI") == "" {
		t.Skip("git has no http backend here")
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/info/refs") {
			if status := asked(r.URL.Query().Get("service")); status != 0 {
				w.WriteHeader(status)
				return
			}
		}
		backend.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/" + filepath.Base(bare.path)
}

// TestAPushThatIsSeenHalfwayIsLookedAtAgain: a remote tells its references one
// by one, and a push may land between two of them.
func TestAPushThatIsSeenHalfwayIsLookedAtAgain(t *testing.T) {
	for name, late := range map[string]string{"the head is behind": branch, "the anchor is behind": branch + "-anchor"} {
		t.Run(name, func(t *testing.T) {
			d, c := newsroom(t), newClock()
			bare := withRemote(d)
			var shows []string // what the late reference is at, for each look
			looks := 0
			url := forge(t, bare, func(string) int {
				if looks < len(shows) {
					bare.git("update-ref", "refs/heads/"+late, shows[looks])
					looks++
				}
				return 0
			})
			d.git("remote", "set-url", "origin", url)
			s := founded(t, d, c, "one")
			l := read(t, s)
			done := confirmAll(begin(t, l, creates("a", 1), nil), c.now)
			before := read(t, s).Head()
			finish(t, l, done)
			head := bare.git("rev-parse", branch)
			reader := store(t, cloneAt(t, d, url), c, "two")
			shows = []string{before, head}
			if got := read(t, reader).Head(); got != head || looks != 2 {
				t.Errorf("after %d looks it is at %s, want %s after 2", looks, got, head)
			}
		})
	}
}

func TestWhoMayReadAndNotWriteIsToldWhatIsMissing(t *testing.T) {
	d, c := newsroom(t), newClock()
	bare := withRemote(d)
	expired := false
	d.git("remote", "set-url", "origin", forge(t, bare, func(service string) int {
		if expired && service == "git-receive-pack" {
			return http.StatusUnauthorized
		}
		return 0
	}))
	l := read(t, founded(t, d, c, "one"))
	expired = true
	if _, err := l.Begin(t.Context(), creates("a", 1), nil); !strings.Contains(hintOf(err), "token") {
		t.Errorf("Begin = %v, hint %q, want one about the token", err, hintOf(err))
	}
}

// cloneAt is another disk whose remote is at url.
func cloneAt(t *testing.T, of dir, url string) dir {
	d := dir{t, filepath.Join(t.TempDir(), "clone")}
	of.git("clone", "-q", of.path, d.path)
	d.git("remote", "set-url", "origin", url)
	return d
}

func TestWhatTheDiskLostIsNotTheEndOfTheLedger(t *testing.T) {
	for _, object := range []string{"^{tree}", ":ledger", ":ledger/2026-12.jsonl", ":lease.json"} {
		t.Run(object, func(t *testing.T) {
			d, c := newsroom(t), newClock()
			founded(t, d, c, "zero")
			begin(t, read(t, store(t, d, c, "one")), creates("a", 1), nil)
			c.pass(time.Hour)
			hash := d.git("rev-parse", branch+object)
			if err := os.Remove(filepath.Join(d.path, ".git", "objects", hash[:2], hash[2:])); err != nil {
				t.Fatal(err)
			}
			refusal(t, store(t, d, c, "two"), record.ErrUnreadable, "restore")
		})
	}
}

// A lease that this program cannot read may be somebody's who is at work.
func TestALeaseThatCannotBeReadIsNotNone(t *testing.T) {
	for name, c := range map[string]struct {
		lease string
		want  error
		hint  string
	}{
		"of a later Galley": {`{"v":2,"run":"next"}`, record.ErrFormat, "version"},
		"garbled":           {`{"v":1,"run":`, record.ErrUnreadable, "restore"},
		"emptied":           {"", record.ErrUnreadable, "restore"},
	} {
		t.Run(name, func(t *testing.T) {
			d, clk := newsroom(t), newClock()
			s := founded(t, d, clk, "one")
			r := config(t, d, clk, "one").Repo
			commit, err := r.Commit(t.Context(), read(t, s).Head(), []repo.File{{Path: "lease.json", Data: []byte(c.lease)}},
				repo.Signature{Name: "Ann", Email: "ann@example.org", Time: clk.now}, "by hand")
			if err != nil {
				t.Fatal(err)
			}
			d.git("update-ref", "refs/heads/"+branch, commit)
			refusal(t, s, c.want, c.hint)
		})
	}
}

func TestAReadThatIsCancelledBlamesNobody(t *testing.T) {
	d, c := newsroom(t), newClock()
	s := founded(t, d, c, "one")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Read(ctx); !errors.Is(err, context.Canceled) || errors.Is(err, record.ErrUnreadable) {
		t.Errorf("Read = %v, want that it was cancelled", err)
	}
}

func TestWhoOpensTheBranchIsToldWhatItIs(t *testing.T) {
	s := founded(t, newsroom(t), newClock(), "one")
	data, err := fs.ReadFile(read(t, s).Files(), "README.md")
	if err != nil || !strings.Contains(string(data), "Do not edit") {
		t.Errorf("README.md = %q, %v", data, err)
	}
}

// LastSeen asks nobody, so that it is behind where others write.
func TestWhatWasLastSeenIsReadWithoutTheRemote(t *testing.T) {
	for _, kind := range []string{"local", "remote"} {
		t.Run(kind, func(t *testing.T) {
			d, c := newsroom(t), newClock()
			var bare dir
			if kind == "remote" {
				bare = withRemote(d)
			}
			s := store(t, d, c, "one")
			if l, err := s.LastSeen(t.Context()); !errors.Is(err, record.ErrAbsent) {
				t.Errorf("LastSeen of nothing = %v, %v", l, err)
			}
			s, head, _ := written(t, d, c)
			if kind == "remote" {
				if err := os.Rename(bare.path, bare.path+".away"); err != nil {
					t.Fatal(err)
				}
			}
			l, err := s.LastSeen(t.Context())
			if err != nil || l.Head() != head || !l.Record().IDs[id("a-0")].Managed() {
				t.Errorf("LastSeen = %+v, %v", l, err)
			}
		})
	}
}
