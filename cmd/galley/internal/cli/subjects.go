package cli

import (
	"context"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"galley/engine"
	"galley/engine/approve"
	"galley/engine/load"
	"galley/engine/plan"
	"galley/engine/render"
	"galley/schema"
)

// shown are the digests of all that the content of a commit asks for, sorted.
type shown []string

func (s shown) has(digest string) bool {
	_, found := slices.BinarySearch(s, digest)
	return found
}

// shownAt renders the content of a commit, once for all commits that hold the
// same content.
func (j *judging) shownAt(ctx context.Context, commit string) (shown, error) {
	c := j.content
	at, err := c.repo.ObjectAt(commit, path.Join(c.prefix, "."))
	if err != nil {
		return nil, unjudged(err)
	}
	known, ok := j.shown[at]
	if ok || at == "" { // there is no content in it
		return known, nil
	}
	files, err := c.repo.Tree(commit, c.prefix)
	if err != nil {
		return nil, err
	}
	tree, _, err := load.Tree(ctx, files, load.Options{Prefix: c.prefix})
	if err != nil {
		return nil, err
	}
	rendered, err := render.Content(ctx, render.Input{Content: tree, Infos: j.app.Providers.Infos(), Files: files, Memory: c.memory()})
	if err != nil {
		return nil, err
	}
	j.frozen[at] = rendered.Freezes
	j.shown[at] = j.digestsOf(tree, rendered)
	return j.shown[at], nil
}

func (j *judging) digestsOf(c schema.Content, rendered render.Result) shown {
	var all shown
	for _, f := range j.lifted {
		if !goesOnIn(rendered.Freezes, f, j.at) {
			all = append(all, lifting(f).Digest)
		}
	}
	for _, d := range rendered.Desired {
		all = append(all, d.Digest)
	}
	for _, o := range governs(c) {
		all = append(all, objectDigest(o))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// objectDigest names the content of an object that no network shows.
func objectDigest(o *schema.Object) string {
	text, err := json.Marshal(o.Fields)
	if err != nil {
		return "" // the loader makes nothing else than JSON can say
	}
	return engine.HashText(o.String() + "\n" + string(text))
}

// subjects are the changes to judge: what this content asks for and the base did
// not, and what was asked about before, for consent that came later.
func (j *judging) subjects(ctx context.Context) ([]approve.Subject, error) {
	var before shown
	if j.base != "" {
		var err error
		if before, err = j.shownAt(ctx, j.base); err != nil {
			return nil, err
		}
	}
	list, err := j.lifts()
	if err != nil {
		return nil, err
	}
	for i := range j.content.desired {
		d := &j.content.desired[i]
		verb, changes := j.verb(*d)
		if !changes {
			continue
		}
		if before.has(d.Digest) && !j.neverAsked(*d) {
			list = append(list, j.asked(approve.Of(*d, kindOf(d.ID), verb, nil))...)
			continue
		}
		authors, err := j.authors(ctx, *d)
		if err != nil {
			return nil, err
		}
		list = append(list, approve.Of(*d, kindOf(d.ID), verb, authors))
	}
	pruned, err := j.pruned(ctx)
	if err != nil {
		return nil, err
	}
	governing, err := j.governing(ctx, before)
	return slices.Concat(list, pruned, governing), err
}

// verb is what a resource is to readers, as far as the record tells; false where
// nothing of it changes.
func (j *judging) verb(d engine.Desired) (approve.Verb, bool) {
	r := j.record.IDs[d.ID]
	switch {
	case j.reposted(d):
		return approve.Publish, true
	case d.Class == engine.Remove:
		return approve.Remove, r.Managed()
	case r.Managed():
		return approve.Update, r.Digest != d.Digest
	}
	return approve.Publish, d.Class == engine.Publish
}

// reposted reports whether this run was asked to publish d again.
func (j *judging) reposted(d engine.Desired) bool {
	return d.Class == engine.Publish && slices.ContainsFunc(j.content.reposts, func(name string) bool { return plan.Names(name, d.ID) })
}

// neverAsked reports whether d is to be put up again, and nobody was asked about
// it when it first was, before there were rules: it is approved like a new post.
func (j *judging) neverAsked(d engine.Desired) bool {
	r := j.record.IDs[d.ID]
	return len(j.record.Consent.Demands[d.Digest]) == 0 && (r.Gone || r.Removed || j.reposted(d))
}

// asked returns a subject that was judged before, so that it needs nothing more
// than it did, with the authors that it had; none if nobody was asked.
func (j *judging) asked(s approve.Subject) []approve.Subject {
	demands := j.record.Consent.Demands[s.Digest]
	if len(demands) == 0 {
		return nil
	}
	for _, d := range demands {
		for _, name := range d.Authors {
			s.Authors = append(s.Authors, engine.Author{Name: name})
		}
	}
	s.Verb = judgedBefore
	return []approve.Subject{s}
}

// judgedBefore is the verb of a change that an earlier push brought.
const judgedBefore approve.Verb = ""

// pruned are the posts whose file is gone, where rules ask about withdrawals.
func (j *judging) pruned(ctx context.Context) ([]approve.Subject, error) {
	if !j.content.Project.Prune || !slices.ContainsFunc(j.policy.Rules, func(r approve.Rule) bool {
		return slices.Contains(r.When.Verbs, approve.Remove)
	}) {
		return nil, nil
	}
	wanted := map[engine.ID]bool{}
	for _, d := range j.content.desired {
		wanted[d.ID] = true
	}
	authors, err := j.all(ctx)
	if err != nil {
		return nil, err
	}
	var list []approve.Subject
	for id, r := range j.record.IDs {
		if !wanted[id] && r.Managed() {
			d := engine.Desired{ID: id, Account: r.Account, Digest: engine.RemovalDigest(id, r.Account, "")}
			list = append(list, approve.Of(d, kindOf(id), approve.Remove, authors))
		}
	}
	slices.SortFunc(list, func(a, b approve.Subject) int { return a.ID.Compare(b.ID) })
	return list, nil
}

// governing are the charter and the team where they are not those of the base's
// policy. Nothing holds them but that they do not judge.
func (j *judging) governing(ctx context.Context, before shown) ([]approve.Subject, error) {
	if j.bootstrap {
		return nil, nil
	}
	var list []approve.Subject
	for _, o := range governs(j.content.Content) {
		digest := objectDigest(o)
		s := approve.Subject{Object: o.String(), Kind: o.Kind, Digest: digest, Verb: approve.Update}
		if before.has(digest) {
			list = append(list, j.asked(s)...)
			continue
		}
		var err error
		if s.Authors, err = j.touched(ctx, j.base, o.Start.File); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// kindOf is the kind of the object that a resource comes of.
func kindOf(id engine.ID) string {
	switch id.Kind {
	case engine.KindPage:
		return approve.KindCharter
	case engine.KindProfile, engine.KindFilter:
		return "Channel"
	}
	return "Post"
}

// authors are everybody whose hand a change shows: who touched the file since
// what the network has, or its pictures or its campaign since the base, and who
// is named in it. Where no commit touched any of them, it changed by something
// else, and all of the push are its authors.
func (j *judging) authors(ctx context.Context, d engine.Desired) ([]engine.Author, error) {
	since := ""
	if r := j.record.IDs[d.ID]; r.Managed() && !j.reposted(d) {
		since = r.Revision
	}
	authors, err := j.touched(ctx, since, d.Source.File)
	if err != nil {
		return nil, err
	}
	if name := d.Labels.Author; name != "" {
		authors = append(authors, engine.Author{Name: name})
	}
	inputs := j.inputs(d)
	touched := false
	for _, c := range j.brought {
		own := j.changed[c.Hash]
		touched = touched || own[d.Source.File]
		if touches := touchesAny(inputs); touches(own) {
			touched = true
			if authors, err = j.authorsOf(ctx, authors, c, touches); err != nil {
				return nil, err
			}
		}
	}
	switch {
	case touched:
		return authors, nil
	case j.uncommitted():
		return append(authors, j.editor()), nil
	}
	all, err := j.all(ctx)
	return append(authors, all...), err
}

// uncommitted reports whether the content is a working tree: what no commit
// touched is an edit of whoever sits before it.
func (j *judging) uncommitted() bool { return j.content.revision == "" }

func (j *judging) editor() engine.Author {
	return engine.Author{Name: j.content.repo.User(), Email: j.content.repo.Email("")}
}

// touched are the authors of the commits since a revision that changed a file.
func (j *judging) touched(ctx context.Context, since, file string) ([]engine.Author, error) {
	commits, err := j.commits(ctx, since)
	if err != nil {
		return nil, err
	}
	var authors []engine.Author
	for _, c := range commits {
		own, err := j.changes(ctx, c)
		if err != nil {
			return nil, err
		}
		touches := touchesAny([]string{file})
		if !touches(own) {
			continue
		}
		if authors, err = j.authorsOf(ctx, authors, c, touches); err != nil {
			return nil, err
		}
	}
	return authors, nil
}

// all are the authors of everything that was brought.
func (j *judging) all(ctx context.Context) (authors []engine.Author, err error) {
	something := func(own map[string]bool) bool { return len(own) > 0 }
	for _, c := range j.brought {
		if !something(j.changed[c.Hash]) {
			continue
		}
		if authors, err = j.authorsOf(ctx, authors, c, something); err != nil {
			return nil, err
		}
	}
	return authors, nil
}

// inputs are the files beside its own that a post is made of.
func (j *judging) inputs(d engine.Desired) []string {
	c := j.content
	var files []string
	if d.Labels.Campaign != "" {
		if i := slices.IndexFunc(c.Campaigns, func(k schema.Campaign) bool { return k.ID == d.Labels.Campaign }); i >= 0 {
			files = append(files, c.Campaigns[i].Object.Start.File)
		}
	}
	if d.Spec == nil {
		return files
	}
	i, found := slices.BinarySearchFunc(c.Posts, d.ID.Slug, func(p schema.Post, slug string) int { return strings.Compare(p.ID, slug) })
	if d.ID.Kind != engine.KindPost || !found {
		return files
	}
	network := string(d.Account.Network)
	fields, err := c.Posts[i].Merged(string(d.ID.Channel), network)
	if err != nil {
		return files
	}
	for _, m := range fields.Media {
		files = append(files, path.Join(c.prefix, m.File))
	}
	if fields.Card != nil && fields.Card.Image != nil {
		files = append(files, path.Join(c.prefix, fields.Card.Image.File))
	}
	return files
}
