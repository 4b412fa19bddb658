package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestWithoutApprovalNothingIsEverSent kills runs before and after each durable
// write while every post lacks an approval, and again once a senior has signed:
// nothing goes out before, everything once after.
func TestWithoutApprovalNothingIsEverSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "listing")
	sign := w.team(t)
	log := w.killedAtEveryEvent(t)
	if n := w.net.created(); n != 0 {
		t.Fatalf("%d posts went out without an approval\n%s", n, log)
	}
	sign()
	log = w.killedAtEveryEvent(t)
	w.exactlyOnce(log + w.untilDone())
}

// team gives the newsroom one whose senior has to approve everything. The
// function signs for all that the plan holds.
func (w *world) team(t *testing.T) (sign func()) {
	t.Helper()
	if _, err := exec.LookPath("ssh-keygen"); err != nil && os.Getenv("CI") == "" {
		t.Skip("there is no ssh-keygen here")
	}
	key := filepath.Join(w.dir, "sam")
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key).CombinedOutput(); err != nil {
		t.Fatalf("ssh-keygen: %v\n%s", err, out)
	}
	public, err := os.ReadFile(key + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	w.write("a/team.yaml", fmt.Sprintf("kind: Team\nid: team\nmembers:\n  - {name: Ines, profile: intern}\n  - {name: Sam, profile: senior, signingKeys: [%s]}\n",
		strings.TrimSpace(string(public))))
	w.git("a", "add", ".")
	w.commit("our team")
	return func() {
		w.git("a", "-c", "gpg.format=ssh", "-c", "user.signingkey="+key, "commit", "-q", "-S", "--allow-empty", "-m",
			"All of them\n\nApproves: "+strings.Join(w.digests(), ", "))
		w.git("a", "push", "-q", "origin", "HEAD:main")
	}
}

// TestARepostIsApprovedLikeANewPost is of a post that went out before there were
// rules, and of which nobody was ever asked.
func TestARepostIsApprovedLikeANewPost(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "listing")
	w.untilDone()
	sign := w.team(t)
	w.wants(0, "bootstrap", "apply")
	gone := ""
	for i := range posts {
		if w.net.texts()[3] == text(i) {
			gone = fmt.Sprintf("net/p%02d", i)
		}
	}
	w.net.remove(3)
	w.pass(time.Hour)
	for range 2 { // found gone by the first of them, known to be by the second
		w.wants(5, gone+"  lacks ", "apply", "--repost", gone)
		w.pass(11 * time.Minute)
	}
	if n := len(w.net.texts()); n != posts-1 {
		t.Fatalf("the network shows %d posts, want %d", n, posts-1)
	}
	sign()
	w.wants(0, gone+"  published", "apply", "--repost", gone)
}

// wants runs galley and wants an exit code and a text.
func (w *world) wants(code int, text string, args ...string) {
	w.t.Helper()
	if got, out := w.galley("a", args...); got != code || !strings.Contains(out, text) {
		w.t.Errorf("galley %s: exit %d, want %d and %q:\n%s", strings.Join(args, " "), got, code, text, out)
	}
}

// killedAtEveryEvent kills a run at its first event, the next at its second, and
// so on, until one ends before that.
func (w *world) killedAtEveryEvent(t *testing.T) string {
	var log strings.Builder
	for at := 1; ; at++ {
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
			w.strike(nil)
			t.Logf("killed at each of %d events", at-1)
			return log.String()
		}
	}
}

// digests are those of all changes of the plan.
func (w *world) digests() []string {
	w.t.Helper()
	code, out := w.galley("a", "--format", "json", "plan")
	var plan struct{ Changes []struct{ Digest string } }
	if at := strings.Index(out, "{"); code != 0 || at < 0 || json.NewDecoder(strings.NewReader(out[at:])).Decode(&plan) != nil {
		w.t.Fatalf("plan: exit %d\n%s", code, out)
	}
	var list []string
	for _, c := range plan.Changes {
		list = append(list, c.Digest[:12])
	}
	return list
}
