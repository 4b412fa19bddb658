package forgetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// packages names what GitHub publishes of its API, in exact versions.
//
//go:embed all:npm
var packages embed.FS

// ErrUnavailable means that GitHub's references cannot be had on this machine:
// there is no npm, or it reaches no registry.
var ErrUnavailable = errors.New("the references of GitHub's API cannot be installed")

// The files of an install.
const (
	descriptionFile = "openapi.json"  // OpenAPI 3.0 description of the REST API
	examplesFile    = "webhooks.json" // an example or more of every event
)

// kept says where npm puts them.
var kept = [...]struct{ from, to string }{
	{"node_modules/@octokit/openapi/generated/api.github.com.json", descriptionFile},
	{"node_modules/@octokit/webhooks-examples/api.github.com/index.json", examplesFile},
}

// installWithin bounds an install. It takes seconds, 20 MB of disk and for a
// moment 400 MB.
const installWithin = 5 * time.Minute

// Examples returns GitHub's examples of events: a JSON list of {name, examples}.
// A machine on which they cannot be had says that the test is left out; CI
// never leaves it out.
func Examples(t testing.TB) []byte {
	t.Helper()
	data, err := reference(t.Context(), examplesFile)
	switch {
	case errors.Is(err, ErrUnavailable) && os.Getenv("CI") == "":
		fmt.Println("SKIPPED: GitHub's examples of events, because they cannot be installed here")
		t.Skip(err)
	case err != nil:
		t.Fatal(err)
	}
	return data
}

// reference reads a file of the install in the user's cache folder.
func reference(ctx context.Context, name string) ([]byte, error) {
	user, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, installWithin)
	defer cancel()
	dir, err := Install(ctx, filepath.Join(user, "galley"))
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, name))
}

// Install puts the references into a folder of cache that is named after their
// exact versions, unless they are there, and returns it. Installs may run side
// by side.
func Install(ctx context.Context, cache string) (string, error) {
	files, err := fs.Sub(packages, "npm")
	if err != nil {
		return "", err
	}
	lock, err := fs.ReadFile(files, "package-lock.json")
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(lock)
	dir := filepath.Join(cache, "github-references-"+hex.EncodeToString(sum[:8]))
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	return dir, install(ctx, files, cache, dir)
}

// install works beside dir, which appears only when it is whole.
func install(ctx context.Context, files fs.FS, cache, dir string) error {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return err
	}
	work, err := os.MkdirTemp(cache, "installing-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.CopyFS(work, files); err != nil {
		return err
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, npm, "ci")
	cmd.Dir, cmd.Stdout, cmd.Stderr = work, &said, &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%w: npm ci: %w\n%s", ErrUnavailable, err, tail(said.String()))
	}
	for _, k := range kept {
		if err := os.Rename(filepath.Join(work, filepath.FromSlash(k.from)), filepath.Join(work, k.to)); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(filepath.Join(work, "node_modules")); err != nil {
		return err
	}
	if err := os.Rename(work, dir); err != nil {
		if _, there := os.Stat(dir); there != nil {
			return err
		}
	}
	return nil
}

// tail is the end of what a program said.
func tail(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-12):], "\n")
}
