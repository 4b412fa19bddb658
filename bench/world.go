package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"galley/engine"
	"galley/engine/render"
	"galley/engine/repo"
	"galley/providers/memory"
	"galley/providers/site"
)

// A world is a newsroom in which everything that is due is published and
// recorded: a plan has nothing to do.
type world struct {
	newsroom
	dir      string // the repository
	requests atomic.Int64
	network  *memory.Network
	server   *httptest.Server // nil for a site

	mu  sync.Mutex
	now time.Time // on the network's clock
}

// newWorld makes the folder, the network and the record.
func newWorld(ctx context.Context, dir string, n newsroom) (*world, error) {
	w := &world{newsroom: n, dir: dir, now: n.AsOf}
	w.URL = "https://town.example"
	if n.Network != "site" {
		w.network = memory.NewNetwork(w.clock, memory.Options{Page: pageSize})
		handler := memory.Handler(w.network, memory.Points{})
		w.server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			w.requests.Add(1)
			handler.ServeHTTP(rw, r)
		}))
		w.URL = w.server.URL
	}
	if err := w.furnish(ctx); err != nil {
		w.close()
		return nil, fmt.Errorf("prepare %d posts on %s: %w", n.Posts, n.Network, err)
	}
	return w, nil
}

// siteOf is where the site of a repository is published: beside it, for what is
// kept of it has not the file by which a site is known, and would pass for
// content.
func siteOf(dir string) string { return dir + "-site" }

// pageSize is how many posts a page of the network holds, as on Mastodon.
const pageSize = 40

// pages is how many pages the window of a plan has.
func (w *world) pages() int {
	since := w.AsOf.Add(-14 * 24 * time.Hour)
	inside := 0
	for i := range w.Posts {
		if !w.due(i).Before(since) {
			inside++
		}
	}
	return max(1, (inside+pageSize-1)/pageSize)
}

func (w *world) close() {
	if w.server != nil {
		w.server.Close()
	}
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) setClock(t time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = t
}

func (w *world) furnish(ctx context.Context) error {
	if err := beginRepo(w.dir); err != nil {
		return err
	}
	if err := w.write(w.dir); err != nil {
		return err
	}
	rendered, err := render.Content(ctx, render.Input{Content: w.objects(), Infos: infos()})
	if err != nil {
		return err
	}
	made, err := w.publish(ctx, rendered.Desired)
	if err != nil {
		return err
	}
	return w.enter(ctx, rendered.Desired, made)
}

// beginRepo makes a repository with one commit.
func beginRepo(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "README"), []byte("A newsroom to measure.\n"), 0o666); err != nil {
		return err
	}
	_, err := repo.Create(dir, repo.Signature{Name: "Bench", Email: "bench@example.org", Time: time.Unix(0, 0)}, "begin")
	return err
}

// publish puts every post where it was published when it was due, and returns
// what the network shows of each.
func (w *world) publish(ctx context.Context, desired []engine.Desired) ([]engine.Observed, error) {
	if w.Network == "site" {
		return w.build(ctx, desired)
	}
	p, err := memory.New(w.network, engine.Config{Channel: channelName, Account: w.newsroom.account(), URL: w.URL}, powers())
	if err != nil {
		return nil, err
	}
	made := make([]engine.Observed, len(desired))
	for i, d := range desired {
		w.setClock(d.Due)
		if made[i], err = p.Create(ctx, d, w.intent(d)); err != nil {
			return nil, err
		}
	}
	w.setClock(w.AsOf)
	return made, nil
}

// build writes the pages of a site, each as a site of its own, and keeps of it
// what speaks for the page: the last two files of the write. Feeds and indexes
// are left out; a plan reads none of them.
func (w *world) build(ctx context.Context, desired []engine.Desired) ([]engine.Observed, error) {
	made := make([]engine.Observed, len(desired))
	failed := make(chan error, runtime.GOMAXPROCS(0))
	var next atomic.Int64
	for range cap(failed) {
		go func() {
			var err error
			for i := int(next.Add(1)) - 1; i < len(desired) && err == nil; i = int(next.Add(1)) - 1 {
				made[i], err = w.page(ctx, desired[i])
			}
			failed <- err
		}()
	}
	var err error
	for range cap(failed) {
		err = errors.Join(err, <-failed)
	}
	return made, err
}

func (w *world) page(ctx context.Context, d engine.Desired) (engine.Observed, error) {
	p, err := site.Constructor().New(engine.Config{Channel: channelName, Account: w.newsroom.account(), URL: w.URL, Language: "en",
		Zone: time.UTC, Target: lastTwo(siteOf(w.dir))})
	if err != nil {
		return engine.Observed{}, err
	}
	return p.Create(ctx, d, w.intent(d))
}

// lastTwo is a folder that always looks empty, and takes of each write the last
// two files.
type lastTwo string

func (lastTwo) FS(context.Context) (fs.FS, error) { return nothing{}, nil }

func (dir lastTwo) Write(_ context.Context, files []engine.TargetFile) error {
	for _, f := range files[max(0, len(files)-2):] {
		name := filepath.Join(string(dir), filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

type nothing struct{}

// Open implements fs.FS.
func (nothing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// intent is what a run wrote before it published d.
func (w *world) intent(d engine.Desired) engine.Intent {
	info := infos()[w.Network]
	return engine.Intent{ID: d.ID, Verb: engine.Create, Account: d.Account, Due: d.Due, Digest: d.Digest,
		Key: engine.Key(ledgerID, d.Account, d.ID, 0), Print: engine.PrintOf(info, d.Spec),
		Fields: engine.FieldPrints(info, d.Spec, d.Fields), Revision: revision, Author: d.Labels.Author}
}

const revision = "0123456789abcdef0123456789abcdef01234567"

// perWrite is how many posts one commit of a ledger made for a plan holds. Its
// lines are those that the runs wrote, in fewer commits.
const perWrite = 500

// enter writes the ledger: for each post an intent and its outcome.
func (w *world) enter(ctx context.Context, desired []engine.Desired, made []engine.Observed) error {
	store, close, err := w.store(w.dir, w.clock, "past")
	if err != nil {
		return err
	}
	defer close()
	if err := store.First(ctx, ""); err != nil {
		return err
	}
	ledger, err := store.Read(ctx)
	if err != nil {
		return err
	}
	var done []engine.Outcome
	for begin := 0; begin < len(desired); begin += perWrite {
		end := min(begin+perWrite, len(desired))
		intents := make([]engine.Intent, 0, end-begin)
		for _, d := range desired[begin:end] {
			intents = append(intents, w.intent(d))
		}
		if intents, err = ledger.Begin(ctx, intents, done); err != nil {
			return err
		}
		done = done[:0:0]
		for i, in := range intents {
			done = append(done, confirmed(in, made[begin+i]))
		}
	}
	return ledger.Close(ctx, done)
}

func confirmed(in engine.Intent, seen engine.Observed) engine.Outcome {
	return engine.Outcome{Run: in.Run, Seq: in.Seq, ID: in.ID, Account: in.Account, Result: engine.ResultConfirmed, Verb: in.Verb,
		Phase: engine.Live, Remote: seen.Remote, URL: seen.URL, Version: seen.Version, Print: in.Print, Fields: in.Fields,
		Due: in.Due, Digest: in.Digest, Revision: in.Revision, Author: in.Author, At: in.Due}
}
