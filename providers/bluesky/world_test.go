package bluesky_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/transport"
	"galley/providers/bluesky"
	"galley/providers/bluesky/blueskytest"
	"galley/providers/bluesky/testserver"
)

// A world is a server with two accounts on it, ours and somebody else's, and a
// wire to it that can break. The cases of this package run in two of them: the
// fake, and the reference server.
type world struct {
	testing.TB
	url      string
	did      string
	handle   string
	other    string // somebody else's handle
	otherDID string
	password string
	otherPW  string
	wire     *wire
	blobs    map[string][]byte
	fake     *blueskytest.Server // nil on the reference server
	kept     *bluesky.Provider
	start    time.Time // from which the times of a case are counted
}

// A wire carries requests, and loses the answer to some.
type wire struct {
	base http.RoundTripper
	mu   sync.Mutex
	lose bool // the answer to the next write of records
	sent []string
}

var errLost = errors.New("connection lost")

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := w.base.RoundTrip(r)
	w.mu.Lock()
	defer w.mu.Unlock()
	if !blueskytest.IsWrite(r) {
		return resp, err
	}
	w.sent = append(w.sent, filepath.Base(r.URL.Path))
	if err == nil && w.lose {
		w.lose = false
		_ = resp.Body.Close()
		return nil, errLost
	}
	return resp, err
}

// writes returns the writes of records since the last call.
func (w *wire) writes() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	sent := w.sent
	w.sent = nil
	return sent
}

func (w *wire) loseNext() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lose = true
}

func fakeWorld(t *testing.T) *world {
	t.Helper()
	fake := newServer(time.Now, "secret-password")
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	return &world{TB: t, url: server.URL, did: blueskytest.DID(handle), handle: handle, other: stranger,
		otherDID: blueskytest.DID(stranger), password: "secret-password", otherPW: "another",
		wire: &wire{base: http.DefaultTransport}, blobs: map[string][]byte{}, fake: fake, start: aDay}
}

var aDay = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)

// reference is the one reference server of this test process.
var reference = sync.OnceValues(func() (*testserver.Server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 8*time.Minute)
	defer cancel()
	referenceUsed = true
	return testserver.Start(ctx, testserver.Options{Cache: cache()})
})

// referenceUsed is set once a test has asked for it.
var referenceUsed = false

func TestMain(m *testing.M) {
	code := m.Run()
	if referenceUsed {
		if server, err := reference(); err == nil {
			if err := server.Stop(); err != nil {
				fmt.Fprintln(os.Stderr, "stop the reference server:", err)
				code = max(code, 1)
			}
		}
	}
	os.Exit(code)
}

// cache is where installs are kept: they outlive the work tree.
func cache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "galley")
}

func inCI() bool { return os.Getenv("CI") == "true" }

// mayLack skips where the servers cannot be had; CI never skips.
func mayLack(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if inCI() || !errors.Is(err, testserver.ErrUnavailable) {
		t.Fatal(err)
	}
	fmt.Fprintf(os.Stderr, "SKIPPED %s: %v\n", t.Name(), err)
	t.Skip(err)
}

func referenceWorld(t *testing.T) *world {
	t.Helper()
	if testing.Short() && !inCI() {
		t.Skip("the reference server is left out of short tests")
	}
	server, err := reference()
	mayLack(t, err)
	return worldOf(t, server)
}

func worldOf(t *testing.T, server *testserver.Server) *world {
	return &world{TB: t, url: server.URL, did: server.Account.DID, handle: server.Account.Handle,
		other: server.Other.Handle, otherDID: server.Other.DID, password: server.Account.AppPassword,
		otherPW: server.Other.AppPassword, wire: &wire{base: http.DefaultTransport}, blobs: map[string][]byte{}, start: aDay}
}

// as is the world seen by one case; each has a day of its own.
func (w *world) as(t *testing.T, n int) *world {
	c := *w
	c.TB, c.start = t, w.start.AddDate(0, 0, 2*n)
	c.wire = &wire{base: w.wire.base}
	return &c
}

func (w *world) config(handle, password string) engine.Config {
	client := transport.Client(transport.Options{Now: time.Now, Base: w.wire})
	return engine.Config{
		Channel: "trial", Account: engine.Account{Network: "bluesky", Handle: handle}, URL: w.url, HTTP: client,
		Secret: engine.NewSecret(password), Now: time.Now, Blobs: w.open,
	}
}

// account is one process for the whole case: every login counts.
func (w *world) account() *bluesky.Provider {
	if w.kept == nil {
		w.kept = w.provider()
	}
	return w.kept
}

// provider is a new process.
func (w *world) provider() *bluesky.Provider {
	w.Helper()
	return w.providerOf(w.handle, w.password)
}

func (w *world) providerOf(handle, password string) *bluesky.Provider {
	w.Helper()
	p, err := bluesky.New(w.config(handle, password))
	if err != nil {
		w.Fatal(err)
	}
	return p
}

func (w *world) open(_ context.Context, sum string) (io.ReadCloser, error) {
	data, ok := w.blobs[sum]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

// picture makes a picture that no other case uses.
func (w *world) picture(alt string) engine.Media {
	w.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 16, 9))
	seed := sha256.Sum256([]byte(w.Name() + alt))
	for i := range 16 * 9 {
		img.Set(i%16, i/16, color.RGBA{seed[i%32], seed[(i+1)%32], uint8(i), 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		w.Fatal(err)
	}
	sum := sha256.Sum256(b.Bytes())
	m := engine.Media{SHA256: hex.EncodeToString(sum[:]), Type: "image/png", Size: int64(b.Len()),
		Width: 16, Height: 9, Alt: alt, File: "media/picture.png"}
	w.blobs[m.SHA256] = b.Bytes()
	return m
}

// desire is the n-th resource of a case.
func (w *world) desire(n int, spec engine.Spec) engine.Desired {
	d := engine.Desired{
		ID:      engine.ID{Kind: spec.Kind(), Channel: "trial", Slug: fmt.Sprintf("%s-%d", engine.HashText(w.Name())[:8], n)},
		Class:   engine.Publish,
		Account: engine.Account{Network: "bluesky", Handle: w.handle},
		Spec:    spec, Fields: engine.FieldNames(spec), Due: w.start.Add(time.Duration(n) * time.Hour), Zone: "UTC",
	}
	d.Digest = d.ComputeDigest()
	return d
}

// intent is what the engine would write, with the key that it would choose.
func (w *world) intent(verb engine.Verb, d engine.Desired) engine.Intent {
	info := bluesky.Constructor().Info
	in := engine.Intent{ID: d.ID, Verb: verb, Account: d.Account, Key: engine.Key("ledger of "+w.Name(), d.Account, d.ID, 0),
		Print: engine.PrintOf(info, d.Spec), Fields: engine.FieldPrints(info, d.Spec, d.Fields), Due: d.Due, Digest: d.Digest}
	in.Remote = w.provider().Choose(d, in.Key, d.Due)
	return in
}

func (w *world) publish(d engine.Desired) engine.Observed {
	w.Helper()
	p := w.provider()
	if err := p.Prepare(w.Context(), d); err != nil {
		w.Fatalf("Prepare: %v", err)
	}
	seen, err := p.Create(w.Context(), d, w.intent(engine.Create, d))
	if err != nil {
		w.Fatalf("Create: %v (%v)", err, engine.KindOf(err))
	}
	w.wantShown("what Create returned", d, seen)
	return seen
}

func (w *world) update(before engine.Observed, d engine.Desired) (engine.Observed, error) {
	w.Helper()
	p := w.provider()
	if err := p.Prepare(w.Context(), d); err != nil {
		w.Fatalf("Prepare: %v", err)
	}
	in := w.intent(engine.Update, d)
	in.Remote = before.Remote
	return p.Update(w.Context(), before, d, in)
}

func (w *world) read(remote engine.RemoteID) engine.Observed {
	w.Helper()
	seen, err := w.provider().Read(w.Context(), engine.KindPost, remote)
	if err != nil {
		w.Fatalf("Read: %v", err)
	}
	return seen
}

func (w *world) remove(seen engine.Observed) {
	w.Helper()
	if err := w.provider().Delete(w.Context(), seen, engine.Intent{Verb: engine.Delete, Remote: seen.Remote}); err != nil {
		w.Fatalf("Delete: %v", err)
	}
}

// listed returns what the listing shows of a case's days, newest first.
func (w *world) listed() []engine.Observed {
	w.Helper()
	var all []engine.Observed
	for seen, err := range w.provider().List(w.Context(), engine.Window{Since: w.start}) {
		if err != nil {
			w.Fatalf("List: %v", err)
		}
		if seen.Created.Before(w.start.AddDate(0, 0, 2)) && !seen.Created.Before(w.start) {
			all = append(all, seen)
		}
	}
	return all
}

// wantShown fails unless seen shows the declared fields of d.
func (w *world) wantShown(what string, d engine.Desired, seen engine.Observed) {
	w.Helper()
	info := bluesky.Constructor().Info
	want, got := info.Normalized(d.Spec).Fields(), info.Normalized(seen.Spec).Fields()
	for _, name := range d.Fields {
		if want[name] != got[name] {
			w.Errorf("%s: %s is %q, want %q", what, name, got[name], want[name])
		}
	}
}

func (w *world) wantKind(what string, err error, kind engine.ErrKind) {
	w.Helper()
	if err == nil || engine.KindOf(err) != kind {
		w.Errorf("%s: %v, want kind %v", what, err, kind)
	}
}

// ask asks the server itself.
func (w *world) ask(method string, query url.Values, out any) {
	w.Helper()
	resp, err := http.Get(w.url + "/xrpc/" + method + "?" + query.Encode())
	if err != nil {
		w.Fatal(err)
	}
	defer resp.Body.Close()
	dec := json.NewDecoder(resp.Body)
	dec.UseNumber()
	if err := dec.Decode(out); err != nil {
		w.Fatal(err)
	}
}

// A row is a record as the server lists it.
type row struct {
	URI   string         `json:"uri"`
	CID   string         `json:"cid"`
	Value map[string]any `json:"value"`
}

// rows returns all records of a collection.
func (w *world) rows(collection string) []row {
	w.Helper()
	var all []row
	query := url.Values{"repo": {w.did}, "collection": {collection}, "limit": {"100"}}
	for {
		var page struct {
			Cursor  string `json:"cursor"`
			Records []row  `json:"records"`
		}
		w.ask("com.atproto.repo.listRecords", query, &page)
		all = append(all, page.Records...)
		if page.Cursor == "" || len(page.Records) == 0 {
			return all
		}
		query.Set("cursor", page.Cursor)
	}
}

// row returns one record, false if there is none.
func (w *world) row(collection string, key engine.RemoteID) (row, bool) {
	w.Helper()
	var r row
	w.ask("com.atproto.repo.getRecord", url.Values{"repo": {w.did}, "collection": {collection}, "rkey": {string(key)}}, &r)
	return r, r.CID != ""
}
