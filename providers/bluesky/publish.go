package bluesky

import (
	"context"
	"time"

	"galley/engine"
	"galley/providers/internal/atproto"
)

// publish creates a post, and what belongs to it, under a key.
func (p *Provider) publish(ctx context.Context, did, key string, post *engine.Post, d engine.Desired) (engine.Observed, error) {
	now := posting{key: key}
	records, err := p.compose(ctx, did, post, d.ParentRemote)
	if err != nil {
		return engine.Observed{}, err
	}
	commit := ""
	if post.Pinned { // the profile is shared with whoever edits it by hand
		if commit, err = p.latestCommit(ctx, did); err != nil {
			return engine.Observed{}, err
		}
		if now.profile, err = p.optional(ctx, did, profileType, profileKey); err != nil {
			return engine.Observed{}, err
		}
	}
	want, ops, err := p.becoming(did, now, post, records, d.Due)
	if err != nil {
		return engine.Observed{}, err
	}
	if len(ops) > 1 {
		// A batch fails as a whole on what is there, without saying why.
		there, found, err := p.getRecord(ctx, did, postType, key)
		switch {
		case err != nil:
			return engine.Observed{}, unlessNotFound(err)
		case found && there.CID == want.parts[0].CID:
			return p.readPost(ctx, did, key)
		case found:
			return engine.Observed{}, occupied(key)
		}
	}
	cids, err := p.write(ctx, did, commit, ops)
	if isNamed(err, "InvalidSwap") && engine.KindOf(err) == engine.Conflict {
		return engine.Observed{}, occupied(key)
	}
	if err != nil {
		return engine.Observed{}, err
	}
	return p.observed(did, want.named(cids)), nil
}

func occupied(key string) error {
	return engine.Errorf(engine.Uncertain, "", engine.ID{}, "something else is published under %s already: an earlier attempt, most likely", key)
}

// change makes an existing post what the file says.
func (p *Provider) change(ctx context.Context, did string, before engine.Observed, post *engine.Post, d engine.Desired) (engine.Observed, error) {
	commit, err := p.latestCommit(ctx, did)
	if err != nil {
		return engine.Observed{}, err
	}
	key := string(before.Remote)
	now, err := p.posting(ctx, did, key)
	switch {
	case err != nil:
		return engine.Observed{}, err
	case !now.exists():
		return engine.Observed{}, engine.Errorf(engine.NotFound, "", engine.ID{}, "there is no post %s", key)
	case before.Version != "" && before.Version != now.version():
		return engine.Observed{}, engine.Errorf(engine.Conflict, "", engine.ID{}, "somebody changed %s since it was looked at", key)
	}
	records, err := p.compose(ctx, did, post, d.ParentRemote)
	if err != nil {
		return engine.Observed{}, err
	}
	want, ops, err := p.becoming(did, now, post, records, now.parts[0].Value.created())
	if err != nil || len(ops) == 0 {
		return p.observed(did, want), err
	}
	cids, err := p.write(ctx, did, commit, ops)
	if err != nil {
		return engine.Observed{}, err
	}
	return p.observed(did, want.named(cids)), nil
}

// remove takes down a post with all that belongs to it, also what is left of
// one whose first part is gone.
func (p *Provider) remove(ctx context.Context, did, key string) error {
	commit, err := p.latestCommit(ctx, did)
	if err != nil {
		return err
	}
	now, err := p.posting(ctx, did, key)
	if err != nil {
		return unlessNotFound(err)
	}
	var ops []op
	drop := func(collection string, s *stored) {
		if s != nil {
			ops = append(ops, op{collection: collection, key: s.Key, was: s.CID})
		}
	}
	for i := range now.parts {
		drop(postType, &now.parts[i].stored)
		drop(postgateType, now.parts[i].postgate)
	}
	drop(threadgateType, now.threadgate)
	if now.pinned {
		ops = append(ops, op{profileType, profileKey, now.profile.Value.without("pinnedPost"), now.profile.CID})
	}
	if len(ops) == 0 {
		return nil
	}
	_, err = p.write(ctx, did, commit, ops)
	return err
}

// becoming returns what now is to become, and the ops that bring it about. A
// part that shows what it should is left alone, down to its bytes.
func (p *Provider) becoming(did string, now posting, post *engine.Post, records []record, due time.Time) (posting, []op, error) {
	normal := normalPost(*post)
	want := posting{key: now.key, profile: now.profile, threadgate: now.threadgate, pinned: normal.Pinned}
	b := &build{did: did, now: now, due: due}
	for i, r := range records {
		if err := b.part(i, r, b.unchanged(i, normal)); err != nil {
			return want, nil, err
		}
		if err := b.postgate(i, normal.Quotes); err != nil {
			return want, nil, err
		}
	}
	want.parts = b.parts
	for i := len(records); i < len(now.parts); i++ {
		b.drop(postType, &now.parts[i].stored)
		b.drop(postgateType, now.parts[i].postgate)
	}
	var err error
	if want.threadgate, err = b.threadgate(normal.Replies); err != nil {
		return want, nil, err
	}
	want.profile, err = b.pin(normal.Pinned)
	return want, b.ops, err
}

// named returns w with the CIDs that the server gave its records.
func (w posting) named(cids map[string]string) posting {
	rename := func(collection string, s *stored) {
		if s == nil {
			return
		}
		if cid := cids[collection+"/"+s.Key]; cid != "" {
			s.CID = cid
		}
	}
	for i := range w.parts {
		rename(postType, &w.parts[i].stored)
		rename(postgateType, w.parts[i].postgate)
	}
	rename(threadgateType, w.threadgate)
	return w
}

// A build collects what makes a posting, part by part.
type build struct {
	did     string
	now     posting
	due     time.Time
	parts   []part
	ops     []op
	rewrote bool // a part before this one has another content, hence another name
}

// owned are the members of a record that a spec decides.
var owned = [...]string{"text", "facets", "langs", "labels", "tags"}

// unchanged reports whether a part that is there shows what it should.
func (b *build) unchanged(i int, normal *engine.Post) bool {
	if i >= len(b.now.parts) || b.rewrote {
		return false
	}
	if i > 0 {
		return samePart(normalPart(*partOf(b.now.parts[i].Value)), normal.Thread[i-1])
	}
	live := normalPost(*specOf(b.did, b.now))
	if normal.ReplyTo == "" {
		live.ReplyTo = "" // the parent of a child is no field of it
	}
	return samePart(*live, *normal)
}

func (b *build) part(i int, r record, unchanged bool) error {
	if unchanged {
		b.parts = append(b.parts, b.now.parts[i])
		return nil
	}
	if i > 0 {
		first, before := b.parts[0], b.parts[i-1]
		r["reply"] = map[string]any{
			"root":   b.rootOf(first),
			"parent": ref(uri(b.did, postType, before.Key), before.CID),
		}
	}
	if i >= len(b.now.parts) {
		key := b.now.key
		if i > 0 {
			key = next(b.parts[i-1].Key)
		}
		r["createdAt"] = moment(b.due.Add(time.Duration(i) * time.Millisecond))
		return b.put(part{stored: stored{Key: key, Value: r}}, "")
	}
	live := b.now.parts[i]
	return b.put(part{stored{Key: live.Key, Value: over(live.Value, r)}, live.postgate}, live.CID)
}

// rootOf is the first post of the conversation: that of the thread, unless it
// is itself an answer.
func (b *build) rootOf(first part) map[string]any {
	if root := first.Value.obj("reply", "root"); root != nil {
		return root
	}
	return ref(uri(b.did, postType, first.Key), first.CID)
}

// next is the key of the part after another.
func next(key string) string {
	tid, _ := atproto.ParseTID(key)
	tid.Micros++
	return tid.String()
}

// over puts what a spec decides over a live record. An embed that no spec can
// name stays if nothing takes its place.
func over(live, r record) record {
	c := live.without(owned[:]...)
	if _, ours := r["embed"]; !ours && knownEmbed(live.obj("embed").str("$type")) {
		delete(c, "embed")
	}
	return c.with(r)
}

func knownEmbed(name string) bool {
	switch name {
	case imagesType, videoType, externalType, quoteType, bothType:
		return true
	}
	return false
}

// put adds a part, and an op if its content is new.
func (b *build) put(made part, was string) error {
	var err error
	if made.stored, err = newStored(made.Key, made.Value); err != nil {
		return err
	}
	if made.CID != was {
		b.ops = append(b.ops, op{postType, made.Key, made.Value, was})
		b.rewrote = was != ""
	}
	b.parts = append(b.parts, made)
	return nil
}

func (b *build) drop(collection string, s *stored) {
	if s != nil {
		b.ops = append(b.ops, op{collection: collection, key: s.Key, was: s.CID})
	}
}
