package repo_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/repo"
)

// signingKey reads the private key in a file.
func signingKey(t *testing.T, file string) *repo.SigningKey {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	key, err := repo.ReadSigningKey(engine.NewSecret(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestGitAcceptsWhatASigningKeySigned(t *testing.T) {
	d := newsroom(t)
	file, print := d.key("ed25519")
	key := signingKey(t, file)
	if key.Fingerprint() != print {
		t.Errorf("the key is %s, ssh-keygen says %s", key, print)
	}
	r := open(t, d.path)
	by := repo.Signature{Name: "Galley", Email: "galley@localhost", Time: time.Unix(1796115600, 0), Key: key}
	files := []repo.File{{Path: "a/b.md", Data: []byte("b\n")}}
	for name, make := range map[string]func() (string, error){
		"a first commit": func() (string, error) { return r.Commit(context.Background(), "", files, by, "begin") },
		"a commit": func() (string, error) {
			return r.Commit(context.Background(), d.git("rev-parse", "HEAD"), files, by, "two\n\nlines: é\n")
		},
	} {
		commit, err := make()
		if err != nil {
			t.Fatal(err)
		}
		if again, err := make(); again != commit || err != nil {
			t.Errorf("%s, made again: %s, %v, want %s", name, again, err, commit)
		}
		if got, err := r.Signer(commit); got != print || err != nil {
			t.Errorf("%s: Signer = %q, %v, want %q", name, got, err, print)
		}
		d.verified(file, commit, true)
		other, _ := d.key("ed25519")
		d.verified(other, commit, false)
	}
	d.git("fsck", "--strict", "--no-dangling")
}

// verified asks git whether it accepts a commit where one key may sign.
func (d dir) verified(key, commit string, want bool) {
	d.t.Helper()
	public, err := os.ReadFile(key + ".pub")
	if err != nil {
		d.t.Fatal(err)
	}
	allowed := filepath.Join(d.t.TempDir(), "allowed_signers")
	if err := os.WriteFile(allowed, []byte("galley@localhost namespaces=\"git\" "+string(public)), 0o600); err != nil {
		d.t.Fatal(err)
	}
	out, err := exec.Command("git", "-C", d.path, "-c", "gpg.ssh.allowedSignersFile="+allowed, "verify-commit", "-v", commit).CombinedOutput()
	good := err == nil && strings.Contains(string(out), `Good "git" signature for galley@localhost`)
	if good != want {
		d.t.Errorf("git verify-commit %.7s: %v, want accepted %t\n%s", commit, err, want, out)
	}
}

func TestOnlyAPrivateKeyThatAnybodyMayUseSigns(t *testing.T) {
	d := newsroom(t)
	text := func(file string) string {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	good, _ := d.key("ed25519")
	rsa, _ := d.key("rsa")
	locked := filepath.Join(t.TempDir(), "key")
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "correct horse", "-f", locked).CombinedOutput(); err != nil {
		t.Fatalf("ssh-keygen: %v\n%s", err, out)
	}
	for name, tt := range map[string]struct {
		text string
		want error
	}{
		"as it is":                  {text(good), nil},
		"without its last line end": {strings.TrimSpace(text(good)), nil},
		"with line ends of Windows": {strings.ReplaceAll(text(good), "\n", "\r\n"), nil},
		"protected":                 {text(locked), repo.ErrProtectedKey},
		"of another type":           {text(rsa), repo.ErrNoSigningKey},
		"public":                    {text(good + ".pub"), repo.ErrNoSigningKey},
		"cut off":                   {text(good)[:200], repo.ErrNoSigningKey},
		"a path":                    {good, repo.ErrNoSigningKey},
		"empty":                     {"", repo.ErrNoSigningKey},
	} {
		key, err := repo.ReadSigningKey(engine.NewSecret(tt.text))
		if !errors.Is(err, tt.want) || (key == nil) == (tt.want == nil) {
			t.Errorf("a key %s: %v, want %v", name, err, tt.want)
		}
		if key != nil && fmt.Sprintf("%v %+v %#v %s", key, key, key, key) != strings.TrimSpace(strings.Repeat(key.Fingerprint()+" ", 4)) {
			t.Errorf("a key %s prints as %#v", name, key)
		}
	}
}
