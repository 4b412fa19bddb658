package mastodon

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"galley/engine"
	"galley/providers/internal/rest"
)

// Profiles and filters: what stands, and has no time.

func (p *provider) updateProfile(ctx context.Context, op string, before engine.Observed, d engine.Desired, dropped []string) (engine.Observed, error) {
	me, err := p.whoami(ctx)
	if err != nil {
		return engine.Observed{}, attempt(op, d.ID, err)
	}
	if before.Version != "" && observedProfile(me).Version != before.Version {
		return engine.Observed{}, conflict(op, d.ID)
	}
	return p.putProfile(ctx, op, d, dropped)
}

// putProfile writes the fields that are declared and clears those that are
// dropped. The others stay: an account has a profile before it has a file, and
// the plan does not show them. The same profile twice is one.
func (p *provider) putProfile(ctx context.Context, op string, d engine.Desired, dropped []string) (engine.Observed, error) {
	spec := normalize(d.Spec).(*engine.Profile)
	body := profileBodyOf(spec, append(slices.Clone(d.Fields), dropped...))
	call := rest.Call{Op: op, ID: d.ID, Method: http.MethodPatch, Path: "api/v1/accounts/update_credentials"}
	var me account
	var err error
	removes := slices.Contains(dropped, "avatar")
	switch {
	case len(spec.Avatar) > 0:
		_, err = p.sendFile(ctx, call, "avatar", spec.Avatar[0], body.form(), &me)
	case removes && len(body.form()) == 0: // GoToSocial refuses an empty form
	default:
		call.Body = body
		_, err = p.rest.Do(ctx, call, &me)
	}
	if err == nil && removes {
		// A form cannot say that there is none (docs.joinmastodon.org/methods/profile, 4.2).
		_, err = p.rest.Do(ctx, rest.Call{Op: op, ID: d.ID, Method: http.MethodDelete, Path: "api/v1/profile/avatar"}, &me)
	}
	if err == nil && me.ID == "" {
		err = engine.Errorf(engine.Uncertain, op, d.ID, "the answer names no account")
	}
	if err != nil {
		return engine.Observed{}, err
	}
	return observedProfile(me), nil
}

// profileBodyOf holds the named fields of a profile.
func profileBodyOf(spec *engine.Profile, names []string) profileBody {
	var body profileBody
	if slices.Contains(names, "name") {
		body.DisplayName = &spec.Name
	}
	if slices.Contains(names, "bio") {
		body.Note = &spec.Bio
	}
	if slices.Contains(names, "links") {
		body.Fields = map[string]field{"0": {}} // a blank field clears them
		for i, l := range spec.Links {
			body.Fields[strconv.Itoa(i)] = field{l.Label, l.URL}
		}
	}
	return body
}

// form is the body as fields of a form, in the order of their places.
func (b profileBody) form() [][2]string {
	var fields [][2]string
	if b.DisplayName != nil {
		fields = append(fields, [2]string{"display_name", *b.DisplayName})
	}
	if b.Note != nil {
		fields = append(fields, [2]string{"note", *b.Note})
	}
	for i := range len(b.Fields) {
		place := fmt.Sprintf("fields_attributes[%d]", i)
		f := b.Fields[strconv.Itoa(i)]
		fields = append(fields, [2]string{place + "[name]", f.Name}, [2]string{place + "[value]", f.Value})
	}
	return fields
}

// filters yields the account's filters; none where the server has none.
func (p *provider) filters(ctx context.Context, op string) iter.Seq2[engine.Observed, error] {
	return func(yield func(engine.Observed, error) bool) {
		var list []filter
		_, err := p.get(ctx, op, engine.ID{}, "api/v2/filters", nil, &list)
		if err != nil {
			if engine.KindOf(err) != engine.NotFound {
				yield(engine.Observed{}, err)
			}
			return
		}
		for _, f := range list {
			if !yield(observedFilter(f), nil) {
				return
			}
		}
	}
}

func (p *provider) readFilter(ctx context.Context, op string, remote engine.RemoteID) (filter, error) {
	var f filter
	_, err := p.get(ctx, op, engine.ID{}, "api/v2/filters/"+url.PathEscape(string(remote)), nil, &f)
	if err == nil && f.ID == "" {
		err = engine.Errorf(engine.Uncertain, op, engine.ID{}, "the answer names no filter")
	}
	return f, err
}

// findFilter goes by the title. Mastodon takes two of one title: then a person
// has to say which is ours.
func (p *provider) findFilter(ctx context.Context, op string, in engine.Intent) (engine.Observed, error) {
	if _, err := p.me(ctx); err != nil {
		return engine.Observed{}, attempt(op, in.ID, err)
	}
	var found []engine.Observed
	for seen, err := range p.filters(ctx, op) {
		if err != nil {
			return engine.Observed{}, attempt(op, in.ID, err)
		}
		if shows(seen, in.Print) {
			found = append(found, seen)
		}
	}
	switch len(found) {
	case 0:
		return engine.Observed{}, engine.Errorf(engine.NotFound, op, in.ID, "there is no filter of its title")
	case 1:
		return found[0], nil
	}
	return engine.Observed{}, engine.Errorf(engine.Uncertain, op, in.ID, "there are %d filters of its title: remove all but one", len(found))
}

func (p *provider) createFilter(ctx context.Context, op string, id engine.ID, spec *engine.Filter) (engine.Observed, error) {
	return p.putFilter(ctx, rest.Call{Op: op, ID: id, Method: http.MethodPost, Path: "api/v2/filters", Body: filterOf(spec, nil)})
}

func (p *provider) updateFilter(ctx context.Context, op string, before engine.Observed, id engine.ID, spec *engine.Filter) (engine.Observed, error) {
	was, err := p.readFilter(ctx, op, before.Remote)
	if err != nil {
		return engine.Observed{}, attempt(op, id, err)
	}
	if before.Version != "" && observedFilter(was).Version != before.Version {
		return engine.Observed{}, conflict(op, id)
	}
	return p.putFilter(ctx, rest.Call{Op: op, ID: id, Method: http.MethodPut,
		Path: "api/v2/filters/" + url.PathEscape(was.ID), Body: filterOf(spec, was.Keywords)})
}

func (p *provider) putFilter(ctx context.Context, call rest.Call) (engine.Observed, error) {
	var made filter
	_, err := p.rest.Do(ctx, call, &made)
	if err == nil && made.ID == "" {
		err = engine.Errorf(engine.Uncertain, call.Op, call.ID, "the answer names no filter")
	}
	if err != nil {
		return engine.Observed{}, err
	}
	return observedFilter(made), nil
}

// filterOf is the body that makes a filter of spec out of one with these words.
// A word is kept by its id, and one that is not named stays: it has to be
// destroyed by name.
func filterOf(spec *engine.Filter, was []keyword) filterBody {
	body := filterBody{Title: spec.Title, Context: spec.Contexts, Action: spec.Action, Keywords: []keyword{}}
	ids := map[string]string{}
	for _, k := range was {
		if ids[k.Keyword] != "" {
			body.Keywords = append(body.Keywords, keyword{ID: k.ID, Destroy: true})
			continue
		}
		ids[k.Keyword] = k.ID
	}
	wanted := map[string]bool{}
	for _, w := range spec.Words {
		wanted[w.Text] = true
		body.Keywords = append(body.Keywords, keyword{ID: ids[w.Text], Keyword: w.Text, Whole: w.Whole})
	}
	for _, k := range was {
		if !wanted[k.Keyword] && ids[k.Keyword] == k.ID {
			body.Keywords = append(body.Keywords, keyword{ID: k.ID, Destroy: true})
		}
	}
	return body
}
