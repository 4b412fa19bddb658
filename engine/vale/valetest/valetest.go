// Package valetest builds the real Vale for tests, in one exact version and from
// its module, which is no part of ours. It is kept in the user's cache folder.
package valetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// Version is the newest one that installs as a module.
const Version = "3.21.0"

const module = "github.com/vale-cli/vale/v3/cmd/vale@v" + Version

// ErrUnavailable means that Vale cannot be had on this machine: there is no go
// or no C compiler, or no registry is reached.
var ErrUnavailable = errors.New("vale cannot be built")

// buildWithin bounds a build. With two cores it takes 40 seconds, and 55 MB of
// disk, the first time.
const buildWithin = 10 * time.Minute

// Path returns a Vale that can be run. A machine on which it cannot be built
// says that the test is left out; CI never leaves it out.
func Path(t testing.TB) string {
	t.Helper()
	user, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), buildWithin)
	defer cancel()
	path, err := Install(ctx, filepath.Join(user, "galley"))
	switch {
	case errors.Is(err, ErrUnavailable) && os.Getenv("CI") == "":
		fmt.Println("SKIPPED: the real Vale, because it cannot be built here")
		t.Skip(err)
	case err != nil:
		t.Fatal(err)
	}
	return path
}

// Install builds Vale into a folder of cache that is named after its version,
// unless it is there, and returns the program. Installs may run side by side.
func Install(ctx context.Context, cache string) (string, error) {
	name := "vale"
	if runtime.GOOS == "windows" {
		name = "vale.exe"
	}
	dir := filepath.Join(cache, "vale-"+Version+"-"+runtime.GOOS+"-"+runtime.GOARCH)
	file := filepath.Join(dir, name)
	if _, err := os.Stat(file); err == nil {
		return file, nil
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return "", err
	}
	work, err := os.MkdirTemp(cache, "building-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(work)
	if err := build(ctx, work); err != nil {
		return "", err
	}
	if err := os.Rename(work, dir); err != nil {
		if _, there := os.Stat(file); there != nil {
			return "", err
		}
	}
	return file, nil
}

// build asks go for the program. That it is a module of its own keeps it out of
// ours; GOFLAGS of this build would not fit.
func build(ctx context.Context, dir string) error {
	tool, err := exec.LookPath("go")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	cmd := exec.CommandContext(ctx, tool, "install", module)
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "GOBIN="+dir, "GOFLAGS=", "GOWORK=off", "CGO_ENABLED=1")
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: go install %s: %w\n%s", ErrUnavailable, module, err, tail(string(said)))
	}
	return nil
}

// tail is the end of what a program said.
func tail(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-12):], "\n")
}
