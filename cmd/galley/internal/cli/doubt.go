package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"galley/engine"
	"galley/engine/approve"
)

// doubt is how a run makes sure of the approvals that it finds in the ledger:
// whoever may push could have written them, and a review may have been dismissed
// since. What they rest on is looked at again before their first use. Those that
// the run itself wrote are not doubted.
func (a *app) doubt(c content, run string) func(context.Context, engine.Record, []engine.Approval) ([]engine.Approval, error) {
	return func(ctx context.Context, rec engine.Record, used []engine.Approval) ([]engine.Approval, error) {
		j := a.newJudging(c, rec)
		d := doubting{j, map[int]pull{}}
		var void []engine.Approval
		for _, g := range used {
			if g.Run == run {
				continue
			}
			why, err := d.wrong(ctx, g)
			var told *exitError
			switch {
			case engine.Interrupted(err), errors.As(err, &told) && told.code == exitRefused:
				return nil, err
			case err != nil:
				return nil, unasked(fmt.Sprintf("the approval of %s by %s cannot be read again", g.ID, g), err)
			}
			if why != "" {
				a.say("the approval of %s by %s does not count: %s", g.ID, g, why)
				void = append(void, g)
			}
		}
		return void, nil
	}
}

// A doubting looks again at what approvals rest on.
type doubting struct {
	*judging
	again map[int]pull // as they are now, by number
}

// wrong says why an approval does not hold; nothing if it does. It does if today
// the same evidence is accepted, by the rules that accepted it.
func (d doubting) wrong(ctx context.Context, g engine.Approval) (string, error) {
	within, err := d.content.repo.IsAncestor(ctx, g.Base, d.head)
	if err != nil {
		return "", unjudged(err)
	}
	if !within {
		return fmt.Sprintf("it was judged by revision %s, which is not in the history", brief(g.Base)), nil
	}
	if d.policy, _, err = d.policyAt(ctx, g.Base); err != nil {
		return "", err
	}
	s := d.subject(g)
	evidence, why, err := d.gather(ctx, g, s)
	if err != nil || why != "" {
		return why, err
	}
	for _, again := range approve.Accept(d.policy, s, d.record.Consent.Demands[g.Digest], []engine.Evidence{evidence}, g.At) {
		if again.Same(g) && again.Role == g.Role && slices.Equal(again.Groups, g.Groups) && again.Expires.Equal(g.Expires) {
			return "", nil
		}
	}
	return "what it rests on says something else", nil
}

// subject is what was approved, as far as it is known today.
func (d doubting) subject(g engine.Approval) approve.Subject {
	s := approve.Subject{ID: g.ID, Object: g.Object, Digest: g.Digest, Kind: kindOf(g.ID)}
	if i := slices.IndexFunc(d.content.desired, func(x engine.Desired) bool { return x.Digest == g.Digest }); i >= 0 {
		s = approve.Of(d.content.desired[i], s.Kind, judgedBefore, nil)
	}
	for _, demand := range d.record.Consent.Demands[g.Digest] {
		for _, name := range demand.Authors {
			s.Authors = append(s.Authors, engine.Author{Name: name})
		}
	}
	return s
}

// gather gathers the evidence of an approval anew, or says why there is none.
func (d doubting) gather(ctx context.Context, g engine.Approval, s approve.Subject) (e engine.Evidence, why string, err error) {
	switch g.Kind {
	case engine.FromReview:
		return d.review(ctx, g)
	case engine.FromSignature:
		return d.signed(ctx, g, s)
	case engine.FromActor: // who started a run is told to that run alone
		return engine.Evidence{Kind: g.Kind, Login: g.Login, At: g.At, Shown: []string{g.Digest}}, "", nil
	}
	return e, "it rests on nothing that is known", nil
}

func (d doubting) review(ctx context.Context, g engine.Approval) (e engine.Evidence, why string, err error) {
	if d.forge == nil {
		return e, "it is a review on GitHub, which is read again before something goes out: apply in a job there", nil
	}
	p, known := d.again[g.Pull]
	if !known {
		if p, err = d.forge.Pull(ctx, g.Pull); err != nil && engine.KindOf(err) != engine.NotFound {
			return e, "", err
		}
		d.again[g.Pull] = p
	}
	i := slices.IndexFunc(p.Reviews, func(r engine.Evidence) bool { return r.Review == g.Review })
	if i < 0 || p.Reviews[i].State != engine.ReviewApproved {
		return e, fmt.Sprintf("on GitHub, pull request %d has no such review that stands", g.Pull), nil
	}
	e = p.Reviews[i]
	e.Shown, err = d.reviewed(ctx, p, e.Commit)
	return e, "", err
}

func (d doubting) signed(ctx context.Context, g engine.Approval, s approve.Subject) (e engine.Evidence, why string, err error) {
	c, err := d.content.repo.Resolve(g.Commit)
	if err != nil {
		return e, fmt.Sprintf("the commit %s is not there", brief(g.Commit)), nil
	}
	key, _, err := d.signer(c)
	if err != nil || key == "" {
		return e, fmt.Sprintf("the commit %s is not signed", brief(g.Commit)), err
	}
	e, err = d.signature(ctx, c, key, true, []approve.Subject{s})
	return e, "", err
}
