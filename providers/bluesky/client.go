package bluesky

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"galley/engine"
	"galley/providers/internal/atproto"
	"galley/providers/internal/rest"
)

// xrpc is the path of a method.
func xrpc(method string) string { return "xrpc/" + method }

// get asks for what is public.
func (p *Provider) get(ctx context.Context, method string, query url.Values, out any) error {
	_, err := send(ctx, p.open, rest.Call{Method: http.MethodGet, Path: xrpc(method), Query: query}, out)
	return err
}

// getRecord returns a record of any repository, and false if there is none.
func (p *Provider) getRecord(ctx context.Context, did, collection, key string) (stored, bool, error) {
	var answer struct {
		URI   string `json:"uri"`
		CID   string `json:"cid"`
		Value record `json:"value"`
	}
	err := p.get(ctx, "com.atproto.repo.getRecord", url.Values{"repo": {did}, "collection": {collection}, "rkey": {key}}, &answer)
	switch {
	case isNamed(err, "RecordNotFound"):
		return stored{}, false, nil
	case err != nil:
		return stored{}, false, err
	case answer.CID == "" || answer.Value == nil:
		return stored{}, false, unreadable("the answer holds no record")
	}
	return stored{Key: key, CID: answer.CID, Value: answer.Value}, true, nil
}

// optional is getRecord for a record beside a post: that the server cannot be
// asked must not pass for the absence of the post itself.
func (p *Provider) optional(ctx context.Context, did, collection, key string) (*stored, error) {
	r, found, err := p.getRecord(ctx, did, collection, key)
	if err != nil || !found {
		return nil, unlessNotFound(err)
	}
	return &r, nil
}

func unlessNotFound(err error) error {
	if err != nil && engine.KindOf(err) == engine.NotFound {
		return &engine.Error{Kind: engine.Uncertain, Err: err}
	}
	return err
}

// latestCommit names the state of a repository; a write that names it happens
// only if nothing has changed since.
func (p *Provider) latestCommit(ctx context.Context, did string) (string, error) {
	var answer struct {
		CID string `json:"cid"`
	}
	if err := p.get(ctx, "com.atproto.sync.getLatestCommit", url.Values{"did": {did}}, &answer); err != nil {
		return "", unlessNotFound(err)
	}
	if answer.CID == "" {
		return "", unreadable("the answer names no commit")
	}
	return answer.CID, nil
}

// resolve returns the DID of a handle; kind Invalid if nobody has it.
func (p *Provider) resolve(ctx context.Context, handle string) (string, error) {
	var answer struct {
		DID string `json:"did"`
	}
	err := p.get(ctx, "com.atproto.identity.resolveHandle", url.Values{"handle": {handle}}, &answer)
	switch {
	case err != nil && engine.KindOf(err) == engine.Invalid:
		return "", engine.Errorf(engine.Invalid, "", engine.ID{}, "nobody is found as @%s: %w", handle, err)
	case err != nil:
		return "", unlessNotFound(err)
	case !isDID(answer.DID):
		return "", unreadable("the answer names no account")
	}
	return answer.DID, nil
}

// reader returns the DID of the account without its credential.
func (p *Provider) reader(ctx context.Context) (string, error) {
	p.mu.Lock()
	own := p.own
	p.mu.Unlock()
	if own != "" {
		return own, nil
	}
	own = p.handle
	if !isDID(own) {
		var err error
		if own, err = p.resolve(ctx, p.handle); err != nil {
			return "", err
		}
	}
	p.keepOwn(own)
	return own, nil
}

// writer returns the DID of the account for which the credential stands.
func (p *Provider) writer(ctx context.Context) (string, error) {
	did, err := p.session.account(ctx)
	if err != nil {
		return "", err
	}
	p.keepOwn(did)
	return did, nil
}

func (p *Provider) keepOwn(did string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.own = did
}

// upload sends a picture. The server names it by its SHA-256, so that a second
// upload changes nothing.
func (p *Provider) upload(ctx context.Context, m engine.Media) error {
	want, err := blobCID(m)
	if err != nil {
		return err
	}
	file, err := p.cfg.Blobs(ctx, m.SHA256)
	if err != nil {
		return engine.Errorf(engine.Invalid, "", engine.ID{}, "open %s: %w", m.File, err)
	}
	defer file.Close()
	var answer struct {
		Blob struct {
			Ref struct {
				Link string `json:"$link"`
			} `json:"ref"`
			MimeType string `json:"mimeType"`
		} `json:"blob"`
	}
	err = p.session.do(ctx, rest.Call{
		Op: "upload " + m.File, Method: http.MethodPost, Path: xrpc("com.atproto.repo.uploadBlob"),
		Header: http.Header{"Content-Type": {m.Type}}, Raw: io.LimitReader(file, m.Size), RawSize: m.Size,
	}, &answer)
	switch {
	case err != nil:
		return err
	case answer.Blob.Ref.Link != want:
		return engine.Errorf(engine.Invalid, "", engine.ID{}, "%s arrived as another file than was announced", m.File)
	case answer.Blob.MimeType != m.Type:
		return engine.Errorf(engine.Invalid, "", engine.ID{}, "%s is %s to the server, not %s", m.File, answer.Blob.MimeType, m.Type)
	}
	return nil
}

// blob returns a file of an account.
func (p *Provider) blob(ctx context.Context, did, cid string) ([]byte, error) {
	answer, err := send(ctx, p.open, rest.Call{
		Method: http.MethodGet, Path: xrpc("com.atproto.sync.getBlob"),
		Query: url.Values{"did": {did}, "cid": {cid}}, Header: http.Header{"Accept": {"*/*"}},
	}, nil)
	return answer.Body, err
}

// blobCID is the name under which the server will know a file.
func blobCID(m engine.Media) (string, error) {
	sum, err := hex.DecodeString(m.SHA256)
	if err != nil || len(sum) != 32 {
		return "", engine.Errorf(engine.Invalid, "", engine.ID{}, "%s has no SHA-256", m.File)
	}
	return atproto.BlobCID([32]byte(sum)), nil
}

// A named error can be asked for the server's name of a refusal.
type named struct {
	name string
	err  error
}

func (n *named) Error() string { return n.err.Error() }
func (n *named) Unwrap() error { return n.err }

// isNamed reports whether a server gave this name to err.
func isNamed(err error, names ...string) bool {
	var n *named
	return errors.As(err, &n) && slices.Contains(names, n.name)
}

// send makes a call; an error keeps the name that the server gave it.
func send(ctx context.Context, client *rest.Client, call rest.Call, out any) (rest.Answer, error) {
	answer, err := client.Do(ctx, call, out)
	if err == nil || answer.Status/100 == 2 {
		return answer, err
	}
	var f fault
	if json.Unmarshal(answer.Body, &f) != nil || f.Name == "" {
		return answer, err
	}
	return answer, &named{f.Name, err}
}

type fault struct {
	Name string `json:"error"`
	Text string `json:"message"`
}

// kindOfName is for the names that decide more than their status does: this
// network answers 400 where others answer 401 or 404.
func kindOfName(name string) (engine.ErrKind, bool) {
	switch name {
	case "RecordNotFound", "BlobNotFound":
		return engine.NotFound, true
	case "InvalidSwap":
		return engine.Conflict, true
	case "RateLimitExceeded":
		return engine.Throttled, true
	case "AuthenticationRequired", "AuthMissing", "AuthFactorTokenRequired", "InvalidToken", "ExpiredToken",
		"AccountTakedown", "AccountSuspended", "AccountDeactivated", "AccountNotFound",
		"RepoTakendown", "RepoSuspended", "RepoDeactivated":
		return engine.Unauthorized, true
	}
	return 0, false
}

// refusal reads how the server says no.
func refusal(answer rest.Answer) (rest.Fault, bool) {
	var f fault
	if json.Unmarshal(answer.Body, &f) != nil || answer.Status/100 != 4 {
		return rest.Fault{}, false
	}
	kind, known := kindOfName(f.Name)
	if answer.Status == http.StatusTooManyRequests {
		kind, known = engine.Throttled, true
	}
	if !known {
		return rest.Fault{}, false
	}
	text := f.Name
	if f.Text != "" {
		text = f.Name + ": " + f.Text
	}
	return rest.Fault{Kind: kind, Text: text, RetryAfter: untilReset(answer.Header)}, true
}

// untilReset is how long a limit lasts: Retry-After, or the moment of
// RateLimit-Reset counted from the answer's own Date.
func untilReset(h http.Header) time.Duration {
	if wait := rest.RetryAfter(h); wait > 0 {
		return wait
	}
	reset, err := strconv.ParseInt(h.Get("RateLimit-Reset"), 10, 64)
	now, dated := http.ParseTime(h.Get("Date"))
	if err != nil || dated != nil {
		return 0
	}
	return min(max(time.Unix(reset, 0).Sub(now), 0), 24*time.Hour)
}

func unreadable(what string) error {
	return &engine.Error{Kind: engine.Uncertain, Err: errors.New(what)}
}
