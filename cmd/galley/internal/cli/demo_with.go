package cli

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"galley/examples"
	"galley/providers/bluesky/testserver"
)

// demoCredential is the variable that the example's channel on Bluesky names.
const demoCredential = "LANTERNEAU_BLUESKY"

// withBluesky starts a private Bluesky on this machine for a demo, and returns
// an app that knows its credential. The server ends with stop.
func (a *app) withBluesky(ctx context.Context) (with *app, server *testserver.Server, err error) {
	cache, err := a.cacheDir()
	if err != nil {
		return nil, nil, err
	}
	a.say("starting a private Bluesky on this machine; the first time, npm installs it in about two minutes")
	server, err = testserver.Start(ctx, testserver.Options{Cache: cache})
	if err != nil {
		return nil, nil, fmt.Errorf("start a private Bluesky: %w", err)
	}
	b := *a
	b.Getenv = func(name string) string {
		if name == demoCredential {
			return server.Account.AppPassword
		}
		return a.Getenv(name)
	}
	return &b, server, nil
}

// cacheDir is where a user's programs keep what can be made again.
func (a *app) cacheDir() (string, error) {
	if dir := a.Getenv("XDG_CACHE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "galley"), nil
	}
	if home := a.Getenv("HOME"); home != "" {
		return filepath.Join(home, ".cache", "galley"), nil
	}
	return "", failed("set HOME or XDG_CACHE_HOME", "there is no folder to keep the server in")
}

// addBluesky puts the channel and its posts into the example, where the server
// is now: its port changes from run to run.
func addBluesky(root string, server *testserver.Server, weeks int) error {
	files, err := fs.Sub(examples.Bluesky, "bluesky")
	if err != nil {
		return err
	}
	return fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		text := strings.NewReplacer("http://127.0.0.1:2583", server.URL, "alice.test", server.Account.Handle).Replace(string(data))
		return os.WriteFile(filepath.Join(root, filepath.FromSlash(name)), moveDates(name, []byte(text), weeks), 0o666)
	})
}
