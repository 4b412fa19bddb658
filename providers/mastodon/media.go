package mastodon

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
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

// Prepare uploads the media of d, once in this process, and looks up the post
// that it answers. A video that the server still works on is an error of kind
// Transient with a time to wait.
func (p *provider) Prepare(ctx context.Context, d engine.Desired) error {
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
	if address := normalPost(*spec).ReplyTo; address != "" && d.ParentRemote == "" {
		if _, err := p.resolve(ctx, op, d.ID, address); err != nil {
			return err
		}
	}
	for i, m := range spec.Media {
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
	file, err := p.cfg.Blobs(ctx, m.SHA256)
	if err != nil {
		kind := engine.Invalid
		if ctx.Err() != nil {
			kind = engine.Transient
		}
		return upload{}, &engine.Error{Op: op, ID: id, Kind: kind, Err: fmt.Errorf("open %s: %w", m.File, err)}
	}
	defer file.Close()
	head, tail, contentType, err := form(m)
	if err != nil {
		return upload{}, &engine.Error{Op: op, ID: id, Kind: engine.Invalid, Err: err}
	}
	var made attachment
	answer, err := p.rest.Do(ctx, rest.Call{Op: op, ID: id, Method: http.MethodPost, Path: "api/v2/media",
		Header:  http.Header{"Content-Type": {contentType}},
		Raw:     io.MultiReader(bytes.NewReader(head), file, bytes.NewReader(tail)),
		RawSize: int64(len(head)+len(tail)) + m.Size}, &made)
	if err == nil && made.ID == "" {
		err = engine.Errorf(engine.Uncertain, op, id, "the answer names no attachment")
	}
	return upload{id: made.ID, ready: answer.Status != http.StatusAccepted}, err
}

// processed asks for a file that was not ready: 206 as long as it is not.
func (p *provider) processed(ctx context.Context, op string, id engine.ID, at upload) (upload, error) {
	answer, err := p.get(ctx, op, id, "api/v1/media/"+url.PathEscape(at.id), nil, nil)
	at.ready, at.asked = answer.Status == http.StatusOK, at.asked+1
	return at, err
}

// form is what surrounds a file in a multipart form.
func form(m engine.Media) (head, tail []byte, contentType string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	fields := errors.Join(w.WriteField("description", normalMedia(m).Alt), w.WriteField("focus", mark(m)))
	_, part := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="file"; filename="` + fileName(m) + `"`},
		"Content-Type":        {m.Type},
	})
	end := b.Len()
	closing := w.Close()
	return b.Bytes()[:end], b.Bytes()[end:], w.FormDataContentType(), errors.Join(fields, part, closing)
}

// fileName tells nobody how the file is called at home.
func fileName(m engine.Media) string {
	name := "file"
	if endings, err := mime.ExtensionsByType(m.Type); err == nil && len(endings) > 0 {
		name += endings[0]
	}
	return name
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
