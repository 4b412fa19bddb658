package mastodon

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"time"

	"galley/engine"
	"galley/providers/internal/rest"
)

// A place is where a file belongs. An attachment can be used by one post only,
// so that two posts with one picture upload it twice.
type place struct {
	id    engine.ID
	index int
	file  string // hash, alternative text and focal point: what was uploaded with it
}

// An upload is a file that waits for its post. The server throws it away after
// a day.
type upload struct {
	id    string
	ready bool
	asked int // how often it was not
}

func placeOf(id engine.ID, index int, m engine.Media) place {
	return place{id, index, m.SHA256 + "\n" + normalMedia(m).Alt + "\n" + m.Focus}
}

// Prepare uploads the media of d, once in this process, and looks up the posts
// that it answers and quotes. A video that the server still works on is an error of kind
// Transient with a time to wait.
func (p *provider) Prepare(ctx context.Context, d engine.Desired) error {
	return p.prepare(ctx, nil, d)
}

// PrepareEdit implements engine.EditPreparer: files that before shows keep their
// attachments, and are not sent again. The server takes thirty in half an hour.
func (p *provider) PrepareEdit(ctx context.Context, before engine.Observed, d engine.Desired) error {
	var there []shownFile
	if was, ok := before.Spec.(*engine.Post); ok {
		for _, m := range was.Media {
			there = append(there, shownFile{sum: m.SHA256})
		}
	}
	return p.prepare(ctx, there, d)
}

func (p *provider) prepare(ctx context.Context, there []shownFile, d engine.Desired) error {
	const op = "prepare"
	if err := supports(op, d); err != nil {
		return err
	}
	if _, err := p.me(ctx); err != nil {
		return attempt(op, d.ID, err)
	}
	spec, ok := d.Spec.(*engine.Post)
	if !ok {
		return nil
	}
	if _, err := p.mayQuote(ctx, op, d); err != nil {
		return err
	}
	if address := normalPost(*spec).Quote; address != "" {
		if _, err := p.resolve(ctx, op, d.ID, address); err != nil {
			return err
		}
	}
	if address := normalPost(*spec).ReplyTo; address != "" && d.ParentRemote == "" {
		if _, err := p.resolve(ctx, op, d.ID, address); err != nil {
			return err
		}
	}
	for i, m := range spec.Media {
		if _, kept := keep(there, m); kept {
			continue
		}
		if err := p.ensure(ctx, op, d.ID, i, m); err != nil {
			return err
		}
	}
	return nil
}

// ensure uploads a file unless it is there, and asks for it unless it is ready.
func (p *provider) ensure(ctx context.Context, op string, id engine.ID, index int, m engine.Media) error {
	where := placeOf(id, index, m)
	p.mu.Lock()
	known := p.uploads[where]
	p.mu.Unlock()
	var at upload
	var err error
	switch {
	case known == nil:
		at, err = p.send(ctx, op, id, m)
	case !known.ready:
		at, err = p.processed(ctx, op, id, *known)
	default:
		return nil
	}
	if err != nil {
		return err
	}
	p.mu.Lock()
	p.uploads[where] = &at
	p.mu.Unlock()
	if at.ready {
		return nil
	}
	return &engine.Error{Op: op, ID: id, Kind: engine.Transient, RetryAfter: patience(at.asked),
		Err: fmt.Errorf("the server is still working on %s", m.File)}
}

// patience is how long to wait for a server that was asked so often. Four
// tries, which is what the engine makes, cover a minute and a half.
func patience(asked int) time.Duration {
	return min(5*time.Second<<(2*min(asked, 4)), time.Minute)
}

// send uploads a file. 202 means that the server has it and works on it.
func (p *provider) send(ctx context.Context, op string, id engine.ID, m engine.Media) (upload, error) {
	var made attachment
	answer, err := p.sendFile(ctx, rest.Call{Op: op, ID: id, Method: http.MethodPost, Path: "api/v2/media"}, "file", m,
		[][2]string{{"description", normalMedia(m).Alt}, {"focus", mark(m)}}, &made)
	if err == nil && made.ID == "" {
		err = engine.Errorf(engine.Uncertain, op, id, "the answer names no attachment")
	}
	return upload{id: made.ID, ready: answer.Status != http.StatusAccepted}, err
}

// sendFile makes a call whose body is a form with fields and one file, which is
// read as it is sent.
func (p *provider) sendFile(ctx context.Context, call rest.Call, name string, m engine.Media, fields [][2]string, out any) (rest.Answer, error) {
	file, err := p.cfg.Blobs(ctx, m.SHA256)
	if err != nil {
		kind := engine.Invalid
		if ctx.Err() != nil {
			kind = engine.Transient
		}
		return rest.Answer{}, &engine.Error{Op: call.Op, ID: call.ID, Kind: kind, Err: fmt.Errorf("open %s: %w", m.File, err)}
	}
	defer file.Close()
	head, tail, contentType, err := form(name, m, fields)
	if err != nil {
		return rest.Answer{}, &engine.Error{Op: call.Op, ID: call.ID, Kind: engine.Invalid, Err: err}
	}
	call.Header = http.Header{"Content-Type": {contentType}}
	call.Raw = io.MultiReader(bytes.NewReader(head), file, bytes.NewReader(tail))
	call.RawSize = int64(len(head)+len(tail)) + m.Size
	return p.rest.Do(ctx, call, out)
}

// processed asks for a file that was not ready: 206 as long as it is not.
func (p *provider) processed(ctx context.Context, op string, id engine.ID, at upload) (upload, error) {
	answer, err := p.get(ctx, op, id, "api/v1/media/"+url.PathEscape(at.id), nil, nil)
	at.ready, at.asked = answer.Status == http.StatusOK, at.asked+1
	return at, err
}

// form is what surrounds a file in a multipart form.
func form(name string, m engine.Media, fields [][2]string) (head, tail []byte, contentType string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, f := range fields {
		err = errors.Join(err, w.WriteField(f[0], f[1]))
	}
	_, part := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="` + name + `"; filename="` + fileName(m) + `"`},
		"Content-Type":        {m.Type},
	})
	end := b.Len()
	closing := w.Close()
	return b.Bytes()[:end], b.Bytes()[end:], w.FormDataContentType(), errors.Join(err, part, closing)
}

// Fetch opens a medium that a listing showed. It lies on a host of its own, and
// anybody may have it: the token stays here.
func (p *provider) Fetch(ctx context.Context, m engine.Media) (io.ReadCloser, error) {
	const op = "fetch"
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, m.URL, nil)
	if err != nil || m.URL == "" {
		return nil, engine.Errorf(engine.NotFound, op, engine.ID{}, "the picture has no address")
	}
	resp, err := p.cfg.HTTP.Do(r)
	if err != nil {
		return nil, &engine.Error{Op: op, Kind: engine.Transient, Err: err}
	}
	if resp.StatusCode != http.StatusOK {
		return nil, errors.Join(engine.Errorf(engine.NotFound, op, engine.ID{}, "%s answered %d", m.URL, resp.StatusCode), resp.Body.Close())
	}
	return resp.Body, nil
}

// endings of the media types. The server compares a file's ending with its
// content and refuses one that it takes for a disguise.
var endings = [...]struct{ mediaType, ending string }{
	{"audio/mpeg", ".mp3"},
	{"audio/ogg", ".ogg"},
	{"image/avif", ".avif"},
	{"image/gif", ".gif"},
	{"image/jpeg", ".jpg"},
	{"image/png", ".png"},
	{"image/webp", ".webp"},
	{"video/mp4", ".mp4"},
	{"video/webm", ".webm"},
}

func mediaTypes() []string {
	var types []string
	for _, e := range endings {
		types = append(types, e.mediaType)
	}
	return types
}

// fileName tells nobody how the file is called at home.
func fileName(m engine.Media) string {
	for _, e := range endings {
		if e.mediaType == m.Type {
			return "file" + e.ending
		}
	}
	return "file"
}

// uploaded returns the ids of d's media, in order.
func (p *provider) uploaded(op string, d engine.Desired) ([]string, error) {
	ids := []string{}
	for i, m := range d.Spec.Files() {
		id, ok := p.waiting(d.ID, i, m)
		if !ok {
			return nil, engine.Errorf(engine.Conflict, op, d.ID, "%s was not uploaded before", m.File)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func (p *provider) waiting(id engine.ID, index int, m engine.Media) (string, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.uploads[placeOf(id, index, m)]
	if at == nil || !at.ready {
		return "", false
	}
	return at.id, true
}

// forget drops uploads that a post has, or may have, taken.
func (p *provider) forget(d engine.Desired) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, m := range d.Spec.Files() {
		delete(p.uploads, placeOf(d.ID, i, m))
	}
}
