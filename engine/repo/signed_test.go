package repo_test

import (
	"context"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"galley/engine/repo"
)

// key makes an SSH key with ssh-keygen and returns its file and fingerprint.
func (d dir) key(kind string) (file, fingerprint string) {
	d.t.Helper()
	if _, err := exec.LookPath("ssh-keygen"); err != nil && os.Getenv("CI") == "" {
		d.t.Skip("there is no ssh-keygen here")
	}
	file = filepath.Join(d.t.TempDir(), "key")
	args := []string{"-q", "-t", kind, "-N", "", "-f", file}
	if kind == "rsa" {
		args = append(args, "-b", "2048")
	}
	if out, err := exec.Command("ssh-keygen", args...).CombinedOutput(); err != nil {
		d.t.Fatalf("ssh-keygen: %v\n%s", err, out)
	}
	out, err := exec.Command("ssh-keygen", "-l", "-f", file+".pub").Output()
	if err != nil {
		d.t.Fatal(err)
	}
	return file, strings.Fields(string(out))[1]
}

func (d dir) signed(key string, args ...string) string {
	d.t.Helper()
	d.git(append([]string{"-c", "gpg.format=ssh", "-c", "user.signingkey=" + key}, args...)...)
	return d.git("rev-parse", "HEAD")
}

func TestSignersAreThoseWhoSignedWithGit(t *testing.T) {
	for _, kind := range []string{"ed25519", "rsa", "ecdsa"} {
		t.Run(kind, func(t *testing.T) {
			d := newsroom(t)
			key, want := d.key(kind)
			d.write("calendar/b.md", "signed\n")
			d.git("add", ".")
			commit := d.signed(key, "commit", "-q", "-S", "-m", "sign it\n\nwith a body\n")
			if got, err := open(t, d.path).Signer(commit); err != nil || got != want {
				t.Errorf("got %q, %v, want %q", got, err, want)
			}
		})
	}
}

func TestASignedMergeHasASigner(t *testing.T) {
	d := newsroom(t)
	key, want := d.key("ed25519")
	d.git("checkout", "-q", "-b", "work")
	d.commit("calendar/b.md", "b\n")
	d.git("checkout", "-q", "main")
	d.git("tag", "-a", "-m", "Release\n\nwith a body", "v1", "work")
	for _, what := range []string{"work", "v1"} { // of a tag, the merge holds all the lines
		d.git("checkout", "-q", "--detach", "main")
		commit := d.signed(key, "merge", "-q", "--no-ff", "-S", "-m", "merge it", what)
		if got, err := open(t, d.path).Signer(commit); err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", what, got, err, want)
		}
	}
}

// A repository that is on its way to SHA-256 has two signatures in a commit:
// neither is part of what the other one signs.
func TestASecondSignatureForSHA256IsLeftOut(t *testing.T) {
	d := newsroom(t)
	key, want := d.key("ed25519")
	commit := d.signed(key, "commit", "-q", "-S", "--allow-empty", "-m", "signed twice")
	const second = "gpgsig-sha256 -----BEGIN SSH SIGNATURE-----\n AAAA\n -----END SSH SIGNATURE-----\n"
	for name, change := range map[string]func(string) string{
		"before": func(s string) string { return strings.Replace(s, "gpgsig ", second+"gpgsig ", 1) },
		"after":  func(s string) string { return strings.Replace(s, "\n\n", "\n"+second+"\n", 1) },
	} {
		forged := d.forged(commit, change)
		if got, err := open(t, d.path).Signer(forged); err != nil || got != want || forged == commit {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, want)
		}
	}
}

func TestASignatureOfAnotherFormIsNone(t *testing.T) {
	d := newsroom(t)
	key, _ := d.key("ed25519")
	commit := d.signed(key, "commit", "-q", "-S", "--allow-empty", "-m", "signed")
	for name, change := range map[string]func([]byte) []byte{
		"without its magic":  func(b []byte) []byte { return b[10:] },
		"of another version": func(b []byte) []byte { b[9] = 2; return b },
		"with more behind":   func(b []byte) []byte { return append(b, 0) },
		"cut off":            func(b []byte) []byte { return b[:len(b)-1] },
		"much too long":      func(b []byte) []byte { return append(b, make([]byte, 64<<10)...) },
	} {
		forged := d.forged(commit, func(s string) string {
			from, to := strings.Index(s, "gpgsig "), strings.Index(s, "\n\n")
			block, _ := pem.Decode([]byte(strings.ReplaceAll(s[from+len("gpgsig "):to+1], "\n ", "\n")))
			block.Bytes = change(block.Bytes)
			armoured := strings.TrimSpace(string(pem.EncodeToMemory(block)))
			return s[:from] + "gpgsig " + strings.ReplaceAll(armoured, "\n", "\n ") + s[to:]
		})
		if got, err := open(t, d.path).Signer(forged); got != "" || !errors.Is(err, repo.ErrSignature) {
			t.Errorf("%s: got %q, %v, want ErrSignature", name, got, err)
		}
	}
}

func TestWithoutSignatureThereIsNoSigner(t *testing.T) {
	d := newsroom(t)
	if got, err := open(t, d.path).Signer(d.git("rev-parse", "HEAD")); err != nil || got != "" {
		t.Errorf("got %q, %v", got, err)
	}
}

// forged writes a commit object with its bytes changed.
func (d dir) forged(commit string, change func(string) string) string {
	d.t.Helper()
	raw, err := exec.Command("git", "-C", d.path, "cat-file", "commit", commit).Output()
	if err != nil {
		d.t.Fatal(err)
	}
	cmd := exec.Command("git", "-C", d.path, "hash-object", "-t", "commit", "-w", "--stdin", "--literally")
	cmd.Stdin = strings.NewReader(change(string(raw)))
	out, err := cmd.Output()
	if err != nil {
		d.t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func TestAChangedCommitIsNotSigned(t *testing.T) {
	d := newsroom(t)
	key, _ := d.key("ed25519")
	commit := d.signed(key, "commit", "-q", "-S", "--allow-empty", "-m", "as signed")
	for name, change := range map[string]func(string) string{
		"message":             func(s string) string { return strings.Replace(s, "as signed", "as forged", 1) },
		"author":              func(s string) string { return strings.Replace(s, "author Ann", "author Eve", 1) },
		"tree":                func(s string) string { return "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904" + s[45:] },
		"header":              func(s string) string { return strings.Replace(s, "gpgsig ", "encoding UTF-8\ngpgsig ", 1) },
		"header behind":       func(s string) string { return strings.Replace(s, "\n\n", "\nencoding UTF-16\n\n", 1) },
		"lines behind":        func(s string) string { return strings.Replace(s, "\n\n", "\nmore of\n it\n\n", 1) },
		"header of two lines": func(s string) string { return strings.Replace(s, "gpgsig ", "more of\n it\ngpgsig ", 1) },
		"cut":                 func(s string) string { return strings.Replace(s, "-----END", "AAAA\n -----END", 1) },
		"twice": func(s string) string {
			from, to := strings.Index(s, "gpgsig "), strings.Index(s, "\n\n")
			return s[:to+1] + s[from:to] + s[to:]
		},
		// What readers of a commit take for its parents ends with the first other
		// header, and no signature covers the headers of signatures.
		"without its parents": func(s string) string { return strings.Replace(s, "parent ", "gpgsig-sha256 x\nparent ", 1) },
		"signed before its parents": func(s string) string {
			from, to := strings.Index(s, "gpgsig "), strings.Index(s, "\n\n")
			return strings.Replace(s[:from]+s[to+1:], "parent ", s[from:to]+"\nparent ", 1)
		},
		"without its author": func(s string) string { return strings.Replace(s, "author ", "gpgsig-sha256 x\nauthor ", 1) },
	} {
		forged := d.forged(commit, change)
		if forged == commit {
			t.Errorf("%s: nothing was changed", name)
		}
		if got, err := open(t, d.path).Signer(forged); got != "" && name != "twice" || err != nil && !errors.Is(err, repo.ErrSignature) {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

func TestASignatureForAnythingElseIsNoneOfACommit(t *testing.T) {
	d := newsroom(t)
	key, _ := d.key("ed25519")
	commit := d.git("rev-parse", "HEAD")
	raw, err := exec.Command("git", "-C", d.path, "cat-file", "commit", commit).Output()
	if err != nil {
		t.Fatal(err)
	}
	for namespace, want := range map[string]bool{"git": true, "file": false} {
		file := filepath.Join(t.TempDir(), "commit")
		if err := os.WriteFile(file, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("ssh-keygen", "-Y", "sign", "-n", namespace, "-f", key, file).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		sig, err := os.ReadFile(file + ".sig")
		if err != nil {
			t.Fatal(err)
		}
		header := "gpgsig " + strings.ReplaceAll(strings.TrimSpace(string(sig)), "\n", "\n ") + "\n"
		made := d.forged(commit, func(s string) string { return strings.Replace(s, "\n\n", "\n"+header+"\n", 1) })
		got, err := open(t, d.path).Signer(made)
		if (got != "") != want || !want && !errors.Is(err, repo.ErrSignature) {
			t.Errorf("%s: got %q, %v", namespace, got, err)
		}
	}
}

func TestSinceListsWhatABranchBrought(t *testing.T) {
	d := newsroom(t)
	base := d.git("rev-parse", "HEAD")
	d.git("checkout", "-q", "-b", "work")
	one := d.commit("calendar/b.md", "b\n")
	two := d.commit("calendar/b.md", "b2\n")
	d.git("checkout", "-q", "main")
	three := d.commit("calendar/c.md", "c\n")
	d.git("merge", "-q", "--no-ff", "-m", "merge", "work")
	merge := d.git("rev-parse", "HEAD")
	r := open(t, d.path)
	hashes := func(base, head string) []string {
		t.Helper()
		list, err := r.Since(context.Background(), base, head)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, c := range list {
			all = append(all, c.Hash)
		}
		slices.Sort(all)
		return all
	}
	sorted := func(list ...string) []string { slices.Sort(list); return list }
	if got, want := hashes(base, merge), sorted(one, two, three, merge); !slices.Equal(got, want) {
		t.Errorf("since the base: %v, want %v", got, want)
	}
	if got, want := hashes(three, merge), sorted(one, two, merge); !slices.Equal(got, want) {
		t.Errorf("since the first parent: %v, want %v", got, want)
	}
	if got := hashes(merge, base); len(got) != 0 {
		t.Errorf("since a later one: %v", got)
	}
	if got := hashes("", merge); len(got) != 6 {
		t.Errorf("all: %v", got)
	}
	list, err := r.Since(context.Background(), base, merge)
	if err != nil || list[0].Hash != merge || list[0].AuthorEmail != "ann@example.org" || list[0].Message != "merge\n" {
		t.Errorf("the first is %+v, %v", list[0], err)
	}
}

func TestSinceDoesNotGuessPastAShallowEdge(t *testing.T) {
	d := newsroom(t)
	base := d.git("rev-parse", "HEAD")
	d.commit("calendar/b.md", "b\n")
	head := d.commit("calendar/b.md", "b2\n")
	shallow := dir{t, filepath.Join(t.TempDir(), "shallow")}
	d.git("clone", "-q", "--depth", "1", "file://"+d.path, shallow.path)
	r := open(t, shallow.path)
	for _, from := range []string{"", base} {
		if _, err := r.Since(context.Background(), from, head); !errors.Is(err, repo.ErrShallow) && !errors.Is(err, repo.ErrNotFound) {
			t.Errorf("since %q: %v", from, err)
		}
	}
}

func TestChangedIsWhatACommitSaysItself(t *testing.T) {
	d := newsroom(t)
	base := d.git("rev-parse", "HEAD")
	d.git("checkout", "-q", "-b", "work")
	d.write("calendar/deep/b.md", "b\n")
	d.write("calendar/a.md", "bye\n")
	d.git("add", "-A")
	d.git("commit", "-q", "-m", "b")
	work := d.git("rev-parse", "HEAD")
	d.git("checkout", "-q", "main")
	d.commit("calendar/c.md", "c\n")
	d.git("merge", "-q", "--no-ff", "-m", "merge", "work")
	clean := d.git("rev-parse", "HEAD")
	d.write("calendar/c.md", "slipped in\n")
	d.git("add", "-A")
	d.git("commit", "-q", "--amend", "-m", "merge")
	evil := d.git("rev-parse", "HEAD")
	d.git("rm", "-q", "-r", "calendar/deep")
	d.git("commit", "-q", "-m", "take it away")
	r := open(t, d.path)
	for commit, want := range map[string][]string{
		base: {"calendar/a.md"}, d.git("rev-parse", base+"~1"): {"galley.yaml"}, work: {"calendar/a.md", "calendar/deep/b.md"},
		clean: nil, evil: {"calendar/c.md"}, d.git("rev-parse", "HEAD"): {"calendar/deep/b.md"},
	} {
		c, err := r.Resolve(commit)
		if err != nil {
			t.Fatal(err)
		}
		changed, err := r.Changed(context.Background(), c)
		var got []string
		for path := range changed {
			got = append(got, path)
		}
		slices.Sort(got)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%.7s %s: got %v, %v, want %v", commit, c.Subject, got, err, want)
		}
	}
}
