package cli

import (
	"bytes"
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/approve"
	"galley/engine/repo"
)

// mayLift makes sure that freezes may be ended: anybody may pull the brake, and
// not anybody may let it go. What is new of consent is written into the ledger,
// also where more is needed: several steps take several people.
func (a *app) mayLift(ctx context.Context, c content, ledger ledgerOf, freezes []engine.Freeze) error {
	j := a.newJudging(c, ledger.Record())
	asks, err := j.begin(ctx)
	if err != nil || !asks && !j.policy.Asks() {
		return err
	}
	var out engine.Judgement
	var subjects []approve.Subject
	for _, f := range freezes {
		subjects = append(subjects, lifting(f))
	}
	evidence, err := j.lifters(ctx, freezes, subjects)
	if err != nil {
		return err
	}
	for _, s := range subjects {
		j.add(&out, s, evidence)
	}
	if len(out.Demands)+len(out.Approvals) > 0 {
		if err := ledger.Judge(ctx, out); err != nil {
			return err
		}
		a.sayJudged(out)
	}
	consent := j.record.Consent.With(out)
	for _, s := range subjects {
		if v := approve.Decide(consent.Demands[s.Digest], consent.Approvals[s.Digest], j.at); v.Reason != "" {
			return refused(`they start the workflow "thaw" on GitHub; or `+signAs(s.Digest)+", then galley thaw", "the end of %s %s",
				strings.Replace(s.Object, approve.KindFreeze, "the freeze", 1), v.Reason)
		}
	}
	return nil
}

// signAs is the command by which a member consents to a change.
func signAs(digest string) string {
	return `git commit -S --allow-empty -m "Approves: ` + digest[:12] + `"`
}

// lifting is the end of a freeze as a change. A later freeze of the same name is
// another one.
func lifting(f engine.Freeze) approve.Subject {
	object := approve.KindFreeze + " " + f.Slug
	return approve.Subject{Object: object, Kind: approve.KindFreeze, Verb: approve.Update,
		Digest: engine.HashText("the end of " + object + "\n" + f.From.UTC().String())}
}

// lifts are the ends of the freezes that this push lifts: in force at the base,
// and taken off, ended or narrowed since.
func (j *judging) lifts() ([]approve.Subject, error) {
	if j.base == "" {
		return nil, nil
	}
	at, err := j.content.repo.ObjectAt(j.base, path.Join(j.content.prefix, "."))
	if err != nil {
		return nil, unjudged(err)
	}
	var list []approve.Subject
	for _, f := range j.frozen[at] {
		if f.ActiveAt(j.at) && !goesOnIn(j.content.freezes, f, j.at) {
			j.lifted = append(j.lifted, f)
			list = append(list, lifting(f))
		}
	}
	return list, nil
}

// goesOnIn reports whether one of the freezes stops all that f does, for as long.
func goesOnIn(freezes []engine.Freeze, f engine.Freeze, at time.Time) bool {
	return slices.ContainsFunc(freezes, func(g engine.Freeze) bool {
		return g.Slug == f.Slug && g.ActiveAt(at) && (g.All || !f.All && within(f.Channels, g.Channels) && within(f.Campaigns, g.Campaigns) &&
			within(f.Tags, g.Tags)) && within(g.Allow, f.Allow) && (g.Until.IsZero() || !f.Until.IsZero() && !g.Until.Before(f.Until))
	})
}

func within[T comparable](part, whole []T) bool {
	return !slices.ContainsFunc(part, func(v T) bool { return !slices.Contains(whole, v) })
}

// goingOn are the freezes whose end lacks consent.
func (j *judging) goingOn(out engine.Judgement) []engine.Freeze {
	consent := j.record.Consent.With(out)
	return slices.DeleteFunc(slices.Clone(j.lifted), func(f engine.Freeze) bool {
		digest := lifting(f).Digest
		return approve.Decide(consent.Demands[digest], consent.Approvals[digest], j.at).Reason == ""
	})
}

// keepFrozen writes freezes that go on to the record branch: the default branch
// has forgotten them. It reports whether there was anything to write.
func (a *app) keepFrozen(ctx context.Context, c content, ledger ledgerOf, store recordStore, freezes []engine.Freeze) (bool, error) {
	var files []repo.File
	for _, f := range freezes {
		file := freezeFile(f, c.zone)
		if was, err := fs.ReadFile(ledger.Files(), file.Path); err == nil && bytes.Equal(was, file.Data) {
			continue
		}
		files = append(files, file)
		a.say("nobody who may has approved the end of the freeze %s: it goes on, until galley thaw %s", f.Slug, f.Slug)
	}
	if len(files) == 0 {
		return false, nil
	}
	return true, store.Commit(ctx, files, "freeze: what was lifted without approval goes on")
}

// lifters is the consent to the end of freezes: of who started this run by hand,
// and of the signed commits since they began that name it.
func (j *judging) lifters(ctx context.Context, freezes []engine.Freeze, subjects []approve.Subject) ([]engine.Evidence, error) {
	var all []engine.Evidence
	login, err := j.actor(ctx)
	if err != nil {
		return nil, err
	}
	if login != "" {
		e := engine.Evidence{Kind: engine.FromActor, Login: login, At: j.at}
		for _, s := range subjects {
			e.Shown = append(e.Shown, s.Digest)
		}
		slices.Sort(e.Shown)
		return []engine.Evidence{e}, nil
	}
	commits, err := j.commits(ctx, "")
	if err != nil {
		return nil, err
	}
	before := func(c repo.Commit) bool {
		return !slices.ContainsFunc(freezes, func(f engine.Freeze) bool { return !c.Time.Before(f.From.Add(-engine.SkewAllowance)) })
	}
	for _, c := range commits {
		if before(c) || len(approves(c.Message)) == 0 {
			continue
		}
		key, members, err := j.signer(c)
		if err != nil {
			return nil, err
		}
		if len(members) > 0 {
			e, err := j.signature(ctx, c, key, false, subjects)
			if err != nil {
				return nil, err
			}
			all = append(all, e)
		}
	}
	return all, nil
}
