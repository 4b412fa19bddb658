package mastodon

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"galley/engine"
	"galley/providers/internal/rest"
)

// leastPoll is the shortest a poll may run, also after an edit.
const leastPoll = 5 * time.Minute

// Update replaces what is live with d. The API has no conditional write: the
// post is read just before and must be of before's version.
func (p *provider) Update(ctx context.Context, before engine.Observed, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	const op = "update"
	if err := supports(op, d); err != nil {
		return engine.Observed{}, err
	}
	if _, err := p.me(ctx); err != nil {
		return engine.Observed{}, attempt(op, d.ID, err)
	}
	switch spec := normalize(d.Spec).(type) {
	case *engine.Profile:
		return p.updateProfile(ctx, op, before, d, in.Dropped)
	case *engine.Filter:
		return p.updateFilter(ctx, op, before, d.ID, spec)
	default:
		return p.updatePost(ctx, op, before, d, in)
	}
}

func (p *provider) updatePost(ctx context.Context, op string, before engine.Observed, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	if strings.HasPrefix(string(before.Remote), scheduledPrefix) {
		return engine.Observed{}, engine.Errorf(engine.Unsupported, op, d.ID, "the text of a scheduled post cannot be changed")
	}
	was, read, err := p.status(ctx, op, before.Remote)
	if err != nil {
		return engine.Observed{}, attempt(op, d.ID, err)
	}
	if before.Version != "" && version(was) != before.Version {
		return engine.Observed{}, conflict(op, d.ID)
	}
	server, err := p.mayQuote(ctx, op, d)
	if err != nil {
		return engine.Observed{}, err
	}
	body, err := p.edited(op, d, was, in.Prior)
	if err == nil {
		if server.quotes() {
			body.QuotePolicy = editedPolicy(d.Spec.(*engine.Post), was, in)
		}
		err = remainingPoll(op, d, &body, was, dateOf(read))
	}
	if err != nil {
		return engine.Observed{}, err
	}
	var now status
	answer, err := p.rest.Do(ctx, rest.Call{Op: op, ID: d.ID, Method: http.MethodPut,
		Path: "api/v1/statuses/" + url.PathEscape(was.ID), Body: body}, &now)
	switch {
	case unchanged(answer):
		now, err = was, nil
	case err == nil && now.ID != was.ID:
		err = engine.Errorf(engine.Uncertain, op, d.ID, "the answer names another status")
	}
	if err == nil || engine.KindOf(err) == engine.Uncertain {
		p.forget(d)
	}
	if err != nil {
		return engine.Observed{}, err
	}
	return p.afterWrite(ctx, op, now, d.Spec.(*engine.Post).Pinned), nil
}

// editedPolicy is always named: an edit that leaves it out may set that of the
// account.
func editedPolicy(spec *engine.Post, was status, in engine.Intent) string {
	switch policy := quotePolicy(spec.Quotes); {
	case policy != "":
		return policy
	case slices.Contains(in.Dropped, "quotes"):
		return anybodyQuotes
	}
	return was.policy()
}

func conflict(op string, id engine.ID) error {
	return engine.Errorf(engine.Conflict, op, id, "somebody changed it since it was looked at")
}

// dateOf is the server's time of an answer; zero if it did not say.
func dateOf(a rest.Answer) time.Time {
	at, err := http.ParseTime(a.Header.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return at
}

// edited is the body that replaces was with d. A file that is already there
// keeps its attachment, and its address with it.
func (p *provider) edited(op string, d engine.Desired, was status, prior engine.Print) (post, error) {
	spec := d.Spec.(*engine.Post)
	body := bodyOf(spec, p.cfg.Language)
	if spec.Visibility != "" && shownTo(spec) != was.Visibility {
		return post{}, engine.Errorf(engine.Unsupported, op, d.ID, "who sees a post cannot be changed once it is published")
	}
	there := shownFiles(was.Media, prior)
	for i, m := range spec.Media {
		if id, kept := keep(there, m); kept {
			body.MediaIDs = append(body.MediaIDs, id)
			body.Attributes = append(body.Attributes, mediaAttribute{id, normalMedia(m).Alt, mark(m)})
			continue
		}
		id, ok := p.waiting(d.ID, i, m)
		if !ok {
			return post{}, engine.Errorf(engine.Conflict, op, d.ID, "%s was not uploaded before", m.File)
		}
		body.MediaIDs = append(body.MediaIDs, id)
	}
	return body, nil
}

// A shownFile is an attachment and the file it is of, as far as that is known.
type shownFile struct{ id, sum string }

// keep finds the attachment of a file, and takes it: the same picture twice is
// two attachments.
func keep(there []shownFile, m engine.Media) (id string, kept bool) {
	i := slices.IndexFunc(there, func(f shownFile) bool { return f.sum != "" && f.sum == marked(m.SHA256) })
	if i < 0 {
		return "", false
	}
	there[i].sum = ""
	return there[i].id, true
}

// shownFiles are the files of a status. Where marks are lost, they are those
// that were recorded, if there are as many.
func shownFiles(list []attachment, prior engine.Print) []shownFile {
	var files []shownFile
	for i, a := range list {
		sum, _ := unmark(a.Meta.Focus)
		if sum == "" && len(prior.Media) == len(list) {
			sum = marked(prior.Media[i])
		}
		files = append(files, shownFile{a.ID, sum})
	}
	return files
}

// remainingPoll lets a poll end when it was to end: the server counts from the
// edit. A poll that is over, or nearly, cannot be sent again, and to leave it
// out would delete it with its votes.
func remainingPoll(op string, d engine.Desired, body *post, was status, at time.Time) error {
	if body.Poll == nil {
		return nil
	}
	lasts := time.Duration(normalPost(*d.Spec.(*engine.Post)).Poll.Lasts)
	left := was.CreatedAt.Add(lasts).Sub(at).Round(time.Second)
	if at.IsZero() || left < leastPoll || was.Poll != nil && was.Poll.Expired {
		return engine.Errorf(engine.Unsupported, op, d.ID,
			"its poll is over, or ends within %v: an edit would start it anew or delete its votes", leastPoll)
	}
	body.Poll.ExpiresIn = seconds(left)
	return nil
}
