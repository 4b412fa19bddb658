package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"galley/engine/forge/forgetest"
)

// pageBlock is a block of a page of the manual.
var pageBlock = regexp.MustCompile("(?ms)^```(sh|yaml)\n(.*?)^```$")

// TestThePageOnGitHubLeadsToAnApprovedPost does what the page says, in its order:
// runs its commands, writes its files, and has GitHub do the rest.
func TestThePageOnGitHubLeadsToAnApprovedPost(t *testing.T) {
	t.Parallel()
	for page, tt := range map[string]struct{ folder, remote, branch, text string }{
		"github.md":    {"our-newsroom", "https://github.com/OUR-TEAM/our-newsroom.git", "opening", "The doors open at six."},
		"fr/github.md": {"notre-redaction", "https://github.com/NOTRE-EQUIPE/notre-redaction.git", "ouverture", "Les portes ouvrent"},
	} {
		t.Run(page, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(filepath.Join("../../../../docs", filepath.FromSlash(page)))
			if err != nil {
				t.Fatal(err)
			}
			s := &scene{t: t, dir: t.TempDir(), now: noon}
			s.hub = forgetest.New(t, forgetest.Options{Now: noon.Add(-time.Hour), Clock: func() time.Time { return s.now }})
			s.hub.Grant(forgetest.Token{Value: "ghs_job", Login: "github-actions[bot]"})
			git(t, s.dir, "init", "-q", "--bare", "-b", "main", "hub.git")
			config := filepath.Join(s.dir, "gitconfig")
			if err := os.WriteFile(config, fmt.Appendf(nil, "[user]\nname = Ines Roy\nemail = ines@example.org\n[url %q]\ninsteadOf = %s\n",
				filepath.Join(s.dir, "hub.git"), tt.remote), 0o666); err != nil {
				t.Fatal(err)
			}
			r := reader{s, s.dir, map[string]string{"GIT_CONFIG_GLOBAL": config}}
			for _, block := range pageBlock.FindAllStringSubmatch(string(text), -1) {
				if block[1] == "yaml" {
					r.writes(block[2])
					continue
				}
				for line := range strings.Lines(block[2]) {
					r.runs(strings.TrimSpace(strings.Replace(line, "OWNER/NAME@COMMIT", "some/galley@0123456789abcdef0123456789abcdef01234567", 1)))
				}
			}
			if err := os.Symlink(filepath.Join(s.dir, tt.folder), s.desk()); err != nil || len(r.dir) <= len(s.dir) {
				t.Fatalf("the page makes no %s: %v", tt.folder, err)
			}
			git(t, s.desk(), "remote", "set-url", "origin", filepath.Join(s.dir, "hub.git"))
			s.wants(0, s.push("ada", "apply"), "bootstrap: this is the first revision with rules on approvals")

			head := forgetest.Commit{SHA: s.as("ines", "rev-parse", tt.branch), Login: "ines", Name: "Ines Roy", Email: "ines@example.org"}
			number := s.hub.Open(forgetest.Pull{Author: "ines", Head: tt.branch, BaseSHA: s.as("ines", "rev-parse", "main"), Commits: []forgetest.Commit{head}})
			s.pushPull(number)
			s.wants(0, s.job("pull_request", s.hub.PullEvent(number, "opened"), head.SHA, "ci"), "lacks the approval of a senior (Ada Martin, Sam Okafor)")
			s.hub.Review(number, forgetest.Review{Login: "ada"})
			s.merge(number, "ada", "squash")
			s.wants(0, s.push("ada", "apply", "--wait", "10m"), "blog/"+tt.branch+" is approved by Ada Martin (senior)", "blog/"+tt.branch+"  published")
			found, err := exec.Command("grep", "-rl", tt.text, filepath.Join(s.last, "public")).CombinedOutput()
			if err != nil {
				t.Errorf("nothing of it is on the site: %s", found)
			}
		})
	}
}

// A reader does what a page of the manual says.
type reader struct {
	*scene
	dir string
	env map[string]string
}

// writes writes the file that a block shows, if its first line names one.
func (r *reader) writes(text string) {
	r.t.Helper()
	first, rest, _ := strings.Cut(text, "\n")
	name, named := strings.CutPrefix(first, "# ")
	if !named {
		return
	}
	file := filepath.Join(r.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(rest), 0o666); err != nil {
		r.t.Fatal(err)
	}
}

func (r *reader) runs(line string) {
	r.t.Helper()
	if folder, is := strings.CutPrefix(line, "cd "); is {
		r.dir = filepath.Join(r.dir, folder)
		return
	}
	if args, is := strings.CutPrefix(line, "galley "); is {
		if code, out := inProcess(r.t, r.dir, r.env, strings.Fields(args)...); code != 0 {
			r.t.Fatalf("%s: exit %d\n%s", line, code, out)
		}
		return
	}
	cmd := exec.Command("sh", "-ec", line)
	stamp := r.now.Format(time.RFC3339)
	cmd.Dir, cmd.Env = r.dir, append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+r.env["GIT_CONFIG_GLOBAL"],
		"GIT_AUTHOR_DATE="+stamp, "GIT_COMMITTER_DATE="+stamp)
	if out, err := cmd.CombinedOutput(); err != nil {
		r.t.Fatalf("%s: %v\n%s", line, err, out)
	}
}
