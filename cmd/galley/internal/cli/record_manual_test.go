package cli_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestThePagesOnTheRecordDoWhatTheySay does what the pages say of proof and of
// signatures in the worked example: what somebody without Galley runs has to
// come out as they say.
func TestThePagesOnTheRecordDoWhatTheySay(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"sh", "sed", "sha256sum", "ssh-keygen"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(err)
		}
	}
	if ranWithoutRaceDetector(t) {
		return
	}
	for _, page := range []string{"record.md", "fr/registre.md"} {
		t.Run(page, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(filepath.Join("../../../../docs", filepath.FromSlash(page)))
			if err != nil {
				t.Fatal(err)
			}
			a := auditor{t: t, dir: filepath.Join(t.TempDir(), "newsroom")}
			a.galley("demo", a.dir)
			for _, block := range pageBlock.FindAllStringSubmatch(string(text), -1) {
				switch {
				case block[1] == "yaml":
					a.asksForSignatures(block[2])
				case strings.Contains(block[2], "galley ledger resolve"): // of a post in doubt: the example has none
				default:
					a.runs(block[2])
				}
			}
			if a.hashed != 1 || a.verified != 1 {
				t.Errorf("%d hashes and %d signatures were looked at, want one of each", a.hashed, a.verified)
			}
		})
	}
}

// An auditor does what a page on the record says.
type auditor struct {
	t                *testing.T
	dir              string
	key              string // once there is one
	hashed, verified int
}

func (a *auditor) galley(args ...string) {
	a.t.Helper()
	dir := a.dir
	if args[0] == "demo" {
		dir = filepath.Dir(dir)
	}
	if code, out := inProcess(a.t, dir, map[string]string{"GALLEY_SIGNING_KEY": a.key}, args...); code != 0 {
		a.t.Fatalf("galley %s: exit %d\n%s", strings.Join(args, " "), code, out)
	}
}

// asksForSignatures puts the fields of a block into the project, with a key and a
// commit that there are, and writes the record once with it.
func (a *auditor) asksForSignatures(block string) {
	a.t.Helper()
	public, private := a.read("galley-signing.pub"), a.read("galley-signing")
	head := strings.TrimSpace(git(a.t, a.dir, "rev-parse", "galley/record"))
	_, signing, found := strings.Cut(block, "  signing:\n")
	before, after, ours := strings.Cut(a.read("galley.yaml"), "  branch: galley/record\n")
	if !found || !ours {
		a.t.Fatalf("the page or the example does not say where it signs:\n%s", block)
	}
	for line := range strings.Lines(signing) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch indent := line[:strings.Index(line, name)]; name {
		case "keys":
			signing = strings.Replace(signing, line, indent+"keys: ["+strings.TrimSpace(public)+"]\n", 1)
		case "since":
			signing = strings.Replace(signing, line, indent+"since: "+head+"\n", 1)
		}
	}
	project := before + "  branch: galley/record\n  signing:\n" + signing + after
	if err := os.WriteFile(filepath.Join(a.dir, "galley.yaml"), []byte(project), 0o666); err != nil {
		a.t.Fatal(err)
	}
	git(a.t, a.dir, "add", "galley.yaml")
	git(a.t, a.dir, "commit", "-q", "-m", "sign the record")
	if code, out := inProcess(a.t, a.dir, nil, "freeze", "wrong price"); code != 1 || !strings.Contains(out, "there is no key to sign with") {
		a.t.Errorf("without a key: exit %d\n%s", code, out)
	}
	a.key = private
	a.galley("freeze", "wrong price")
}

// runs runs a block and compares what it says with what the page says of it.
func (a *auditor) runs(block string) {
	a.t.Helper()
	cmd := exec.Command("sh", "-ec", block)
	cmd.Dir, cmd.Env = a.dir, gitEnv()
	out, err := cmd.CombinedOutput()
	if err != nil {
		a.t.Fatalf("%s: %v\n%s", block, err, out)
	}
	switch {
	case strings.Contains(block, "sha256sum"):
		a.hashed++
		var third struct{ Prev, Revision, Charter string }
		lines := strings.Split(git(a.t, a.dir, "show", "galley/record:ledger/2026-12.jsonl"), "\n")
		if err := json.Unmarshal([]byte(lines[2]), &third); err != nil {
			a.t.Fatal(err)
		}
		if sum, _, _ := strings.Cut(string(out), " "); sum != third.Prev {
			a.t.Errorf("the hash of the second line is %q, the third says %q", sum, third.Prev)
		}
		if len(third.Revision) != 40 || len(third.Charter) != 64 {
			a.t.Errorf("the third line says revision %q and charter %q", third.Revision, third.Charter)
		}
	case strings.Contains(block, "verify-commit"):
		a.verified++
		wants(a.t, string(out), `Good "git" signature`)
	}
}

func (a *auditor) read(name string) string {
	a.t.Helper()
	data, err := os.ReadFile(filepath.Join(a.dir, name))
	if err != nil {
		a.t.Fatal(err)
	}
	return string(data)
}
