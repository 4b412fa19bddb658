package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// newSiteWorld is a world whose posts go to a site in a folder, and whose
// record is a local branch: no remote at all.
func newSiteWorld(t testing.TB) *world {
	w := newWorld(t, "listing")
	w.git("a", "remote", "remove", "origin")
	w.git("a", "update-ref", "-d", "refs/heads/galley/record")
	for _, ref := range strings.Fields(w.git("a", "for-each-ref", "--format=%(refname)", "refs/heads/galley", "refs/galley")) {
		w.git("a", "update-ref", "-d", ref)
	}
	w.write("a/net.yaml", "kind: Channel\nid: net\nnetwork: site\nhandle: gazette\nurl: https://gazette.example\nlanguage: en\ntarget: {dir: public}\n")
	w.write("a/.gitignore", "/public/\n")
	w.git("a", "add", ".")
	w.git("a", "commit", "-qm", "a site")
	if code, out := w.galley("a", "import", "net", "--adopt"); code != 0 {
		t.Fatalf("begin the record: exit %d\n%s", code, out)
	}
	return w
}

// onePageEach fails unless the feed and the pages hold every post once.
func (w *world) onePageEach(log string) {
	w.t.Helper()
	var feed struct{ Items []struct{ ID, URL string } }
	if err := json.Unmarshal([]byte(w.read("a/public/feed.json")), &feed); err != nil {
		w.t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, item := range feed.Items {
		if listed[item.ID] {
			w.t.Errorf("the feed lists %s twice", item.ID)
		}
		listed[item.ID] = true
	}
	pages := map[string]int{}
	err := filepath.WalkDir(filepath.Join(w.dir, "a/public"), func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if strings.Contains(filepath.Base(path), ".tmp") || strings.HasPrefix(entry.Name(), ".galley-") {
			return nil // what a kill leaves of a file that was not yet put in its place
		}
		if entry.Name() != "index.html" || !strings.Contains(filepath.ToSlash(path), "/p") {
			return nil
		}
		data, err := os.ReadFile(path)
		for i := range posts {
			if strings.Contains(string(data), "/p"+fmt.Sprintf("%02d", i)+"/\"") && strings.Contains(string(data), "<link rel=\"canonical\"") {
				if strings.HasSuffix(filepath.ToSlash(path), fmt.Sprintf("/p%02d/index.html", i)) {
					pages[text(i)]++
				}
			}
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	for i := range posts {
		if pages[text(i)] != 1 {
			w.t.Errorf("%d pages of %q", pages[text(i)], text(i))
		}
	}
	if code, out := w.galley("a", "ledger", "verify"); code != 0 {
		w.t.Errorf("ledger verify: exit %d\n%s", code, out)
	}
	if out := w.git("a", "status", "--porcelain"); out != "" {
		w.t.Errorf("the working tree was touched:\n%s", out)
	}
	w.git("a", "fsck", "--strict")
	if w.t.Failed() {
		w.t.Logf("what the runs said:\n%s", log)
	}
}

func TestASiteKilledAnywhereHasEveryPageOnce(t *testing.T) {
	t.Parallel()
	r := seeded(t)
	kills := 20
	if soak() {
		kills = 200
	}
	for kills > 0 && !t.Failed() {
		w, log := newSiteWorld(t), ""
		for at := 1; kills > 0; kills-- {
			var code int
			var out string
			if r.IntN(2) == 0 {
				w.strike(func(n int, _ string) action {
					if n == at {
						return kill
					}
					return goOn
				})
				code, out = w.galley("a", "apply")
				w.strike(nil)
				at++
			} else {
				code, out = w.killedAfter("a", time.Duration(r.Int64N(int64(time.Second))), "apply")
			}
			log += fmt.Sprintf("exit %d\n%s\n", code, out)
			if code >= 0 {
				break
			}
			w.pass(time.Duration(r.IntN(5)) * time.Minute)
		}
		w.onePageEach(log + w.untilDone())
	}
}

// TestADamagedLocalRecordStopsEverything: where the local branch is the ledger,
// a reference that a kill or a disk cut short reads as damaged, never as absent.
func TestADamagedLocalRecordStopsEverything(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(w *world){
		"truncated": func(w *world) { w.write("a/.git/refs/heads/galley/record", "0123") },
		"emptied":   func(w *world) { w.write("a/.git/refs/heads/galley/record", "") },
		"deleted":   func(w *world) { w.git("a", "update-ref", "-d", "refs/heads/galley/record") },
		"rewound": func(w *world) {
			w.git("a", "update-ref", "refs/heads/galley/record", w.git("a", "rev-list", "--max-parents=0", "galley/record"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newSiteWorld(t)
			w.untilDone()
			w.write("a/posts.yaml", w.read("a/posts.yaml")+"  - {id: one-more, channels: [net], at: merge, text: One more.}\n")
			w.git("a", "commit", "-qam", "one more")
			damage(w)
			code, out := w.galley("a", "apply")
			if code != 1 || !strings.Contains(out, "hint:") {
				t.Errorf("exit %d, want 1 and the ways on:\n%s", code, out)
			}
			if _, err := os.Stat(filepath.Join(w.dir, "a/public", time.Now().UTC().Format("2006/01"), "one-more")); err == nil {
				t.Error("a post went out")
			}
		})
	}
}
