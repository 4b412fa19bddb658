package bluesky

import (
	"context"
	"slices"

	"galley/engine"
)

func (p *Provider) readProfile(ctx context.Context, did string) (engine.Observed, error) {
	live, found, err := p.getRecord(ctx, did, profileType, profileKey)
	if err != nil {
		return engine.Observed{}, err
	}
	if !found {
		return engine.Observed{}, engine.Errorf(engine.NotFound, "", engine.ID{}, "the account has no profile yet")
	}
	return p.observedProfile(live), nil
}

func (p *Provider) observedProfile(live stored) engine.Observed {
	spec := &engine.Profile{Name: live.Value.str("displayName"), Bio: live.Value.str("description")}
	if avatar := live.Value.obj("avatar"); avatar != nil {
		spec.Avatar = []engine.Media{blobMedia(avatar)}
	}
	return engine.Observed{
		Remote: profileKey, Version: live.CID, Phase: engine.Live, Spec: spec,
		URL: app + "/profile/" + p.handle, Created: live.Value.created(),
	}
}

// putProfile writes what is declared over what the account has, or nothing.
func (p *Provider) putProfile(ctx context.Context, did string, d engine.Desired) (engine.Observed, error) {
	live, err := p.optional(ctx, did, profileType, profileKey)
	if err != nil {
		return engine.Observed{}, err
	}
	return p.writeProfile(ctx, did, live, d, nil)
}

func (p *Provider) changeProfile(ctx context.Context, did string, before engine.Observed, d engine.Desired, dropped []string) (engine.Observed, error) {
	live, err := p.optional(ctx, did, profileType, profileKey)
	switch {
	case err != nil:
		return engine.Observed{}, err
	case live == nil:
		return engine.Observed{}, engine.Errorf(engine.NotFound, "", engine.ID{}, "the account has no profile")
	case before.Version != "" && before.Version != live.CID:
		return engine.Observed{}, engine.Errorf(engine.Conflict, "", engine.ID{}, "somebody changed the profile since it was looked at")
	}
	return p.writeProfile(ctx, did, live, d, dropped)
}

func (p *Provider) writeProfile(ctx context.Context, did string, live *stored, d engine.Desired, dropped []string) (engine.Observed, error) {
	base, was := record{}, ""
	if live != nil {
		base, was = live.Value, live.CID
	}
	r, err := profileRecord(base, d, dropped)
	if err != nil {
		return engine.Observed{}, err
	}
	made, err := newStored(profileKey, r)
	if err != nil {
		return engine.Observed{}, err
	}
	if made.CID == was {
		return p.observedProfile(made), nil
	}
	cids, err := p.write(ctx, did, "", []op{{profileType, profileKey, r, was}})
	if err != nil {
		return engine.Observed{}, err
	}
	made.CID = orElse(cids[profileType+"/"+profileKey], made.CID)
	return p.observedProfile(made), nil
}

// profileRecord puts the declared fields over a record, and takes the dropped
// ones off. The others stay: an account has a profile before it has a file, and
// the plan does not show them.
func profileRecord(base record, d engine.Desired, dropped []string) (record, error) {
	spec := normalize(d.Spec).(*engine.Profile)
	r := base.with(record{"$type": profileType})
	for _, f := range []struct{ field, member, value string }{
		{"name", "displayName", spec.Name},
		{"bio", "description", spec.Bio},
	} {
		switch {
		case slices.Contains(d.Fields, f.field):
			r[f.member] = f.value
		case slices.Contains(dropped, f.field):
			delete(r, f.member)
		}
	}
	if slices.Contains(dropped, "avatar") {
		delete(r, "avatar")
	}
	if slices.Contains(d.Fields, "avatar") && len(spec.Avatar) > 0 {
		blob, err := blobOf(spec.Avatar[0])
		if err != nil {
			return nil, err
		}
		r["avatar"] = blob
	}
	return r, nil
}
