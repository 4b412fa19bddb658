package testserver

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
)

// server holds the scripts and the exact versions of what they run.
//
//go:embed all:server
var server embed.FS

// ErrUnavailable means that the servers cannot be had on this machine: there is
// no npm, or it reaches no registry.
var ErrUnavailable = errors.New("the reference servers cannot be installed")

// ready marks a folder in which an install came to its end.
const ready = ".ready"

// Install puts the servers into a folder of cache that is named after their
// exact versions, unless they are there, and returns it. It takes two minutes
// and 600 MB the first time. Installs may run side by side.
func Install(ctx context.Context, cache string) (string, error) {
	name, err := installName()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, name)
	if _, err := os.Stat(filepath.Join(dir, ready)); err != nil {
		if err := install(ctx, cache, dir); err != nil {
			return "", err
		}
	}
	return dir, scripts(dir)
}

// installName depends on all that decides what npm installs.
func installName() (string, error) {
	sum := sha256.New()
	for _, name := range []string{".npmrc", "package.json", "package-lock.json", "sqlite/package.json", "sqlite/index.js"} {
		data, err := server.ReadFile("server/" + name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(sum, "%s %d\n%s", name, len(data), data)
	}
	return "bluesky-testserver-" + hex.EncodeToString(sum.Sum(nil))[:16], nil
}

// install works beside dir, which appears only when it is whole.
func install(ctx context.Context, cache, dir string) error {
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
	files, err := fs.Sub(server, "server")
	if err != nil {
		return err
	}
	if err := os.CopyFS(work, files); err != nil {
		return err
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, npm, "ci")
	cmd.Dir, cmd.Stdout, cmd.Stderr = work, &said, &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%w: npm ci: %w\n%s", ErrUnavailable, err, tail(said.String()))
	}
	if err := os.WriteFile(filepath.Join(work, ready), nil, 0o644); err != nil {
		return err
	}
	if err := os.Rename(work, dir); err != nil {
		if _, there := os.Stat(filepath.Join(dir, ready)); there != nil {
			return err
		}
	}
	return nil
}

// scripts puts today's scripts into an install, each at once.
func scripts(dir string) error {
	for _, name := range []string{"start.mjs", "appview.mjs"} {
		want, err := server.ReadFile("server/" + name)
		if err != nil {
			return err
		}
		path := filepath.Join(dir, name)
		if have, err := os.ReadFile(path); err == nil && bytes.Equal(have, want) {
			continue
		}
		next, err := os.CreateTemp(dir, name)
		if err != nil {
			return err
		}
		_, err = next.Write(want)
		if err = errors.Join(err, next.Close()); err != nil {
			return err
		}
		if err := os.Rename(next.Name(), path); err != nil {
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
