// Package mastodon publishes to servers that speak Mastodon's client API:
// Mastodon 4.3 to 4.6 and GoToSocial. Desired posts, profiles and filters travel
// in, what the server then shows comes out. It never relies on the
// Idempotency-Key that it sends: GoToSocial ignores it, Mastodon forgets it
// after an hour. What became of a request without an answer is found by looking.
//
// provider.go has the capabilities, client.go the requests, convert.go what
// becomes of specs, html.go, mark.go and count.go the three things that are
// peculiar here: reading a text from HTML, telling files apart, counting.
package mastodon

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"galley/engine"
	"galley/providers/internal/rest"
)

// Constructor returns the constructor of the provider. Config needs URL, HTTP
// and Secret, an access token.
func Constructor() engine.Constructor {
	return engine.Constructor{Info: info(), New: open}
}

func open(cfg engine.Config) (engine.Provider, error) {
	client, err := newClient(cfg)
	if err != nil {
		return nil, err
	}
	return &provider{cfg: cfg, rest: client, texts: map[string]string{}, resolved: map[string]string{},
		addresses: map[string]string{}, uploads: map[place]*upload{}}, nil
}

// A provider speaks for one channel. What it remembers is only what need not be
// asked twice; another process does without.
type provider struct {
	cfg  engine.Config
	rest *rest.Client

	mu        sync.Mutex
	account   *account          // that the token speaks for
	server    *instance         // what the server said of itself
	texts     map[string]string // sources, by id and version
	resolved  map[string]string // ids of posts of others, by address
	addresses map[string]string // and the other way round
	uploads   map[place]*upload // media that wait for their post
}

var (
	_ engine.Preparer     = (*provider)(nil)
	_ engine.EditPreparer = (*provider)(nil)
	_ engine.Reader       = (*provider)(nil)
	_ engine.Lister       = (*provider)(nil)
	_ engine.Finder       = (*provider)(nil)
	_ engine.Updater      = (*provider)(nil)
	_ engine.Deleter      = (*provider)(nil)
	_ engine.Measurer     = (*provider)(nil)
	_ engine.Fetcher      = (*provider)(nil)
	_ engine.Prober       = (*provider)(nil)
)

// Info implements engine.Provider.
func (p *provider) Info() engine.Info { return info() }

// Create publishes d, or hands it to the server's scheduler if the intent says
// so.
func (p *provider) Create(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	const op = "create"
	if err := supports(op, d); err != nil {
		return engine.Observed{}, err
	}
	if _, err := p.me(ctx); err != nil {
		return engine.Observed{}, attempt(op, d.ID, err)
	}
	switch spec := normalize(d.Spec).(type) {
	case *engine.Profile:
		return p.putProfile(ctx, op, d, nil)
	case *engine.Filter:
		return p.createFilter(ctx, op, d.ID, spec)
	default:
		return p.createPost(ctx, op, d, in)
	}
}

func (p *provider) createPost(ctx context.Context, op string, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	spec := d.Spec.(*engine.Post)
	body, err := p.newPost(ctx, op, d, in)
	if err != nil {
		return engine.Observed{}, err
	}
	var made status
	_, err = p.rest.Do(ctx, rest.Call{Op: op, ID: d.ID, Method: http.MethodPost, Path: "api/v1/statuses",
		Header: http.Header{"Idempotency-Key": {in.Key}}, Body: body}, &made)
	if err == nil && made.ID == "" {
		err = engine.Errorf(engine.Uncertain, op, d.ID, "the answer names no status")
	}
	if err != nil && in.Native && engine.KindOf(err) == engine.NotFound {
		// A repeated key of a scheduled post is answered so: it may be there.
		err = &engine.Error{Op: op, ID: d.ID, Kind: engine.Uncertain, Err: errors.Unwrap(err)}
	}
	if err == nil || engine.KindOf(err) == engine.Uncertain {
		p.forget(d)
	}
	if err != nil {
		return engine.Observed{}, err
	}
	if waiting, ok := made.scheduled(); ok {
		return observedScheduled(waiting), nil
	}
	return p.afterWrite(ctx, op, made, spec.Pinned), nil
}

// newPost is the body of a create.
func (p *provider) newPost(ctx context.Context, op string, d engine.Desired, in engine.Intent) (post, error) {
	spec := d.Spec.(*engine.Post)
	body := bodyOf(spec, p.cfg.Language)
	normal := normalPost(*spec)
	body.Visibility, body.InReplyToID = shownTo(normal), string(d.ParentRemote)
	var err error
	if body.MediaIDs, err = p.uploaded(op, d); err != nil {
		return post{}, err
	}
	if body.InReplyToID == "" && normal.ReplyTo != "" {
		if body.InReplyToID, err = p.resolve(ctx, op, d.ID, normal.ReplyTo); err != nil {
			return post{}, err
		}
	}
	server, err := p.mayQuote(ctx, op, d)
	if err != nil {
		return post{}, err
	}
	if server.quotes() {
		body.QuotePolicy = quotePolicy(spec.Quotes)
	}
	if normal.Quote != "" {
		if body.Quoted, err = p.resolve(ctx, op, d.ID, normal.Quote); err != nil {
			return post{}, err
		}
	}
	if strings.HasPrefix(body.InReplyToID, scheduledPrefix) {
		return post{}, engine.Errorf(engine.Conflict, op, d.ID, "the post it continues is not live yet")
	}
	if !in.Native {
		return body, nil
	}
	switch {
	case d.Due.Before(in.SendBy):
		return post{}, engine.Errorf(engine.Invalid, op, d.ID,
			"it is due before the last moment at which this request may leave: the server would publish it at once")
	case normal.Quote != "":
		return post{}, engine.Errorf(engine.Invalid, op, d.ID, "a scheduled post does not tell what it quotes: let Galley publish it (schedule: self)")
	case spec.Pinned:
		return post{}, engine.Errorf(engine.Invalid, op, d.ID, "a scheduled post cannot be pinned: let Galley publish it (schedule: self)")
	}
	body.ScheduledAt = d.Due.UTC().Format("2006-01-02T15:04:05.000Z")
	return body, nil
}

// afterWrite is what a status shows that was just written, pinned as wanted.
// The write is done: what cannot be learned any more is left as it was
// answered, and shows in the next plan.
func (p *provider) afterWrite(ctx context.Context, op string, s status, pinned bool) engine.Observed {
	if s.Pinned != pinned {
		path := "api/v1/statuses/" + url.PathEscape(s.ID) + "/unpin"
		if pinned {
			path = strings.TrimSuffix(path, "unpin") + "pin"
		}
		var after status
		if _, err := p.rest.Do(ctx, rest.Call{Op: op, Method: http.MethodPost, Path: path}, &after); err == nil && after.ID == s.ID {
			s = after
		}
	}
	text, _ := p.text(ctx, op, s)
	replyTo, _ := p.replyTo(ctx, op, s)
	return observed(s, text, replyTo)
}

// replyTo is the address of the post of somebody else that s answers.
func (p *provider) replyTo(ctx context.Context, op string, s status) (string, error) {
	if s.ReplyTo == "" || s.ReplyToAccount == s.Account.ID {
		return "", nil
	}
	return p.address(ctx, op, s.ReplyTo)
}

// Read implements engine.Reader. The text is that of the source.
func (p *provider) Read(ctx context.Context, kind engine.Kind, remote engine.RemoteID) (engine.Observed, error) {
	const op = "read"
	if kind == engine.KindProfile {
		me, err := p.whoami(ctx)
		if err != nil {
			return engine.Observed{}, attempt(op, engine.ID{}, err)
		}
		return observedProfile(me), nil
	}
	// Another account would not see what only followers do, and take it for
	// gone.
	me, err := p.me(ctx)
	if err != nil {
		return engine.Observed{}, attempt(op, engine.ID{}, err)
	}
	if kind == engine.KindFilter {
		f, err := p.readFilter(ctx, op, remote)
		return observedFilter(f), err
	}
	if id, ok := strings.CutPrefix(string(remote), scheduledPrefix); ok {
		var waiting scheduled
		_, err := p.get(ctx, op, engine.ID{}, "api/v1/scheduled_statuses/"+url.PathEscape(id), nil, &waiting)
		if err != nil {
			return engine.Observed{}, err
		}
		return observedScheduled(waiting), nil
	}
	s, _, err := p.status(ctx, op, remote)
	if err != nil {
		return engine.Observed{}, err
	}
	if s.Account.ID != "" && s.Account.ID != me.ID {
		// Anybody's public post can be read, and the server answers to its deletion
		// that there is none.
		return engine.Observed{}, engine.Errorf(engine.NotFound, op, engine.ID{}, "status %s is not of this account", s.ID)
	}
	replyTo, err := p.replyTo(ctx, op, s)
	if err != nil {
		return engine.Observed{}, err
	}
	text, err := p.source(ctx, op, s)
	if err != nil {
		return engine.Observed{}, err
	}
	return observed(s, text, replyTo), nil
}

// Delete takes down, cancels what is scheduled, or removes a filter.
func (p *provider) Delete(ctx context.Context, before engine.Observed, in engine.Intent) error {
	const op = "delete"
	if _, err := p.me(ctx); err != nil {
		return attempt(op, in.ID, err)
	}
	call := rest.Call{Op: op, ID: in.ID, Method: http.MethodDelete}
	switch id, isScheduled := strings.CutPrefix(string(before.Remote), scheduledPrefix); {
	case before.Remote == profileRemote:
		return engine.Errorf(engine.Unsupported, op, in.ID, "a profile cannot be taken down")
	case in.ID.Kind == engine.KindFilter:
		call.Path = "api/v2/filters/" + url.PathEscape(id)
	case isScheduled:
		call.Path = "api/v1/scheduled_statuses/" + url.PathEscape(id)
	default:
		call.Path = "api/v1/statuses/" + url.PathEscape(id)
		call.Query = url.Values{"delete_media": {"true"}} // else they stay reachable for a day
	}
	_, err := p.rest.Do(ctx, call, nil)
	if err != nil && engine.KindOf(err) == engine.NotFound {
		return nil
	}
	return err
}

// supports refuses what is not declared.
func supports(op string, d engine.Desired) error {
	switch spec := d.Spec.(type) {
	case *engine.Profile, *engine.Filter:
		return nil
	case *engine.Post:
		if spec.Replies != "" || len(spec.Thread) > 0 {
			return engine.Errorf(engine.Unsupported, op, d.ID, "Mastodon does not let a post say who may reply")
		}
		if err := check(spec); err != nil {
			return &engine.Error{Op: op, ID: d.ID, Kind: engine.Invalid, Err: err}
		}
		return nil
	case nil:
		return engine.Errorf(engine.Unsupported, op, d.ID, "there is no content")
	default:
		return engine.Errorf(engine.Unsupported, op, d.ID, "Mastodon takes no %s", spec.Kind())
	}
}

// attempt says what was attempted on what; the kind stays.
func attempt(op string, id engine.ID, err error) error {
	return &engine.Error{Op: op, ID: id, Kind: engine.KindOf(err), RetryAfter: engine.RetryAfterOf(err), Err: err}
}
