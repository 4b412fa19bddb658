package mastodon

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/providers/mastodon/mastodontest"
)

// A scene is a server at noon, whose clock moves by hand, and a provider that
// reaches it inside the process.
type scene struct {
	*testing.T
	*mastodontest.Server
	now   time.Time
	cfg   engine.Config
	p     *provider
	asked []string          // requests since the last call of forgetAsked
	blobs map[string][]byte // by SHA-256
}

func newScene(t *testing.T, o mastodontest.Options) *scene {
	t.Helper()
	s := &scene{T: t, now: time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC), blobs: map[string][]byte{}}
	o.Token = "t0ken"
	s.Server = mastodontest.New(func() time.Time { return s.now }, o)
	s.cfg = engine.Config{Channel: "toots", Account: engine.Account{Network: network, Handle: "galley"},
		URL: "https://network.example", Language: "en", Secret: engine.NewSecret("t0ken"),
		HTTP: &http.Client{Transport: s}, Blobs: s.blob}
	s.reopen()
	return s
}

// reopen is another process: what the provider remembered is gone.
func (s *scene) reopen() {
	s.Helper()
	p, err := Constructor().New(s.cfg)
	if err != nil {
		s.Fatal(err)
	}
	s.p = p.(*provider)
}

// RoundTrip implements http.RoundTripper.
func (s *scene) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	defer func() {
		if recover() != nil {
			resp, err = nil, io.ErrUnexpectedEOF // the server hung up
		}
	}()
	s.asked = append(s.asked, r.Method+" "+r.URL.Path)
	in := r.Clone(context.WithoutCancel(r.Context()))
	in.Host = r.URL.Host
	if in.Body == nil {
		in.Body = http.NoBody
	}
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, in)
	resp = rec.Result()
	resp.Request = r
	return resp, nil
}

func (s *scene) blob(_ context.Context, sum string) (io.ReadCloser, error) {
	data, found := s.blobs[sum]
	if !found {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

func (s *scene) picture(content, alt string) engine.Media {
	sum := sha256.Sum256([]byte(content))
	m := engine.Media{SHA256: hex.EncodeToString(sum[:]), Type: "image/png", Size: int64(len(content)), Alt: alt, File: content + ".png"}
	s.blobs[m.SHA256] = []byte(content)
	return m
}

// desire is what the engine would hand over for a spec, and its intent.
func (s *scene) desire(slug string, spec engine.Spec) (engine.Desired, engine.Intent) {
	d := engine.Desired{ID: engine.ID{Kind: spec.Kind(), Channel: "toots", Slug: slug}, Class: engine.Publish,
		Account: s.cfg.Account, Spec: spec, Fields: engine.FieldNames(spec), Due: s.now}
	return d, engine.Intent{ID: d.ID, Verb: engine.Create, Key: "key of " + slug, Print: engine.PrintOf(info(), spec), Fields: engine.FieldPrints(info(), spec, d.Fields),
		Due: s.now, SendBy: s.now.Add(10 * time.Minute)}
}

func (s *scene) create(slug string, spec engine.Spec) engine.Observed {
	s.Helper()
	d, in := s.desire(slug, spec)
	seen, err := s.send(d, in)
	if err != nil {
		s.Fatalf("create %s: %v (%v)", slug, err, engine.KindOf(err))
	}
	return seen
}

func (s *scene) send(d engine.Desired, in engine.Intent) (engine.Observed, error) {
	s.Helper()
	if err := s.p.Prepare(s.Context(), d); err != nil {
		s.Fatalf("prepare %s: %v", d.ID, err)
	}
	return s.p.Create(s.Context(), d, in)
}

func (s *scene) update(before engine.Observed, slug string, spec engine.Spec) (engine.Observed, error) {
	s.Helper()
	d, in := s.desire(slug, spec)
	in.Verb, in.Remote = engine.Update, before.Remote
	for _, name := range engine.FieldNames(before.Spec) { // all that is there was declared
		if !slices.Contains(d.Fields, name) {
			in.Dropped = append(in.Dropped, name)
		}
	}
	if err := s.p.Prepare(s.Context(), d); err != nil {
		s.Fatalf("prepare %s: %v", d.ID, err)
	}
	return s.p.Update(s.Context(), before, d, in)
}

func (s *scene) mustUpdate(before engine.Observed, slug string, spec engine.Spec) engine.Observed {
	s.Helper()
	seen, err := s.update(before, slug, spec)
	if err != nil {
		s.Fatalf("update %s: %v (%v)", slug, err, engine.KindOf(err))
	}
	return seen
}

func (s *scene) list() []engine.Observed {
	s.Helper()
	var all []engine.Observed
	for seen, err := range s.p.List(s.Context(), engine.Window{}) {
		if err != nil {
			s.Fatalf("list: %v", err)
		}
		all = append(all, seen)
	}
	return all
}

func (s *scene) read(remote engine.RemoteID) *engine.Post {
	s.Helper()
	seen, err := s.p.Read(s.Context(), engine.KindPost, remote)
	if err != nil {
		s.Fatalf("read %s: %v", remote, err)
	}
	return seen.Spec.(*engine.Post)
}

// requests returns how many requests were sent whose "METHOD path" begins so.
func (s *scene) requests(prefix string) int {
	n := 0
	for _, r := range s.asked {
		if strings.HasPrefix(r, prefix) {
			n++
		}
	}
	return n
}

func (s *scene) wantKind(what string, err error, want engine.ErrKind) {
	s.Helper()
	if err == nil || engine.KindOf(err) != want {
		s.Errorf("%s: %v (%v), want %v", what, err, engine.KindOf(err), want)
	}
}

func (s *scene) wantTexts(want ...string) {
	s.Helper()
	var got []string
	for _, o := range s.Shown("galley") {
		got = append(got, fmt.Sprintf("%v %s", o.Phase, o.Spec.Plain()))
	}
	if !slices.Equal(got, want) {
		s.Errorf("shown %q, want %q", got, want)
	}
}

// onCreate strikes at requests that create a status.
func onCreate(f mastodontest.Fault) func(*http.Request) *mastodontest.Fault {
	return func(r *http.Request) *mastodontest.Fault {
		if r.Method == http.MethodPost && r.URL.Path == "/api/v1/statuses" {
			return &f
		}
		return nil
	}
}
