package bluesky

import (
	"context"

	"galley/engine"
)

// publish creates a post, and what belongs to it, under a key.
func (p *Provider) publish(ctx context.Context, did, key string, post *engine.Post, d engine.Desired) (engine.Observed, error) {
	now := posting{key: key}
	records, err := p.compose(ctx, post)
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
	want, ops, err := becoming(did, now, post, records, d.Due)
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
	return p.observed(want.named(cids)), nil
}

func occupied(key string) error {
	return engine.Errorf(engine.Uncertain, "", engine.ID{}, "something else is published under %s already: an earlier attempt, most likely", key)
}

// change makes an existing post what the file says.
func (p *Provider) change(ctx context.Context, did string, before engine.Observed, post *engine.Post) (engine.Observed, error) {
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
	records, err := p.compose(ctx, post)
	if err != nil {
		return engine.Observed{}, err
	}
	want, ops, err := becoming(did, now, post, records, now.parts[0].Value.created())
	if err != nil {
		return engine.Observed{}, err
	}
	if len(ops) == 0 {
		return p.observed(want), nil
	}
	cids, err := p.write(ctx, did, commit, ops)
	if err != nil {
		return engine.Observed{}, err
	}
	return p.observed(want.named(cids)), nil
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
