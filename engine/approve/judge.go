package approve

import (
	"cmp"
	"slices"
	"time"

	"galley/engine"
)

// A Subject is one change, as far as rules look at it.
type Subject struct {
	ID      engine.ID // zero where no resource changes
	Object  string    // "Charter charter"; empty where a resource changes
	Kind    string    // of the object: "Post"
	Digest  string
	Verb    Verb
	Network engine.Network
	Labels  engine.Labels
	Authors []engine.Author // everybody it is by
}

// Of returns the subject that a resource makes, published or taken down.
func Of(d engine.Desired, kind string, verb Verb, authors []engine.Author) Subject {
	return Subject{ID: d.ID, Kind: kind, Digest: d.Digest, Verb: verb, Network: d.Account.Network, Labels: d.Labels, Authors: authors}
}

// Required returns what each rule asks for a change at a time: lists of steps,
// each to be taken in its order. Nothing means that nobody is asked.
//
// Where no rule speaks of somebody supervised who had a hand in a change, one
// senior is asked for it: what a rule says of his co-authors does not let him go
// alone. A withdrawal is like a freeze, a brake that
// anybody may pull: only a rule that names the verb remove asks for it. The end
// of a freeze, whoever wants it, needs one senior, unless a rule names the kind.
func Required(p Policy, s Subject, at time.Time) [][]engine.Step {
	if !p.Asks() {
		return nil
	}
	by := p.authors(s, at)
	var lists [][]engine.Step
	var spoken []engine.Role // of whose work a rule says more
	for _, r := range p.Rules {
		if !r.When.fits(s, by) || len(r.Require) == 0 {
			continue
		}
		spoken = append(spoken, r.When.Authors...)
		if !slices.ContainsFunc(lists, func(l []engine.Step) bool { return slices.Equal(l, r.Require) }) {
			lists = append(lists, r.Require)
		}
	}
	senior := []engine.Step{{Role: engine.RoleSenior}}
	if s.Kind == KindFreeze {
		if len(lists) == 0 {
			lists = append(lists, senior)
		}
		return lists
	}
	if by.supervised(spoken) && s.Verb != Remove && !slices.ContainsFunc(lists, asksSenior) {
		lists = append(lists, senior)
	}
	return lists
}

func asksSenior(steps []engine.Step) bool {
	return slices.Contains(steps, engine.Step{Role: engine.RoleSenior})
}

func (w When) fits(s Subject, by authorship) bool {
	verbs := w.Verbs
	if len(verbs) == 0 {
		verbs = []Verb{Publish, Update}
	}
	return slices.Contains(verbs, s.Verb) &&
		(len(w.Kinds) > 0 || s.Object == "") && // what no network shows is asked for by its name
		among(w.Kinds, s.Kind) && among(w.Channels, s.ID.Channel) && among(w.Networks, s.Network) &&
		among(w.Campaigns, s.Labels.Campaign) && among(w.Pillars, s.Labels.Pillar) &&
		(len(w.Tags) == 0 || s.Labels.Tagged(w.Tags)) &&
		(len(w.Authors) == 0 || slices.ContainsFunc(by.roles, func(r engine.Role) bool { return slices.Contains(w.Authors, r) })) &&
		(w.Sponsor == "" || (w.Sponsor == Present) == s.Labels.Sponsored)
}

func among[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

// Judge returns what a change needs and the consent to it that p accepts, for
// the ledger. Of the two, Decide makes a verdict.
//
// Accepted is evidence that shows this very change, of a member who is asked for
// it, acts within his mandate then and now, and is none of its authors. Consent
// that comes before its turn is kept, and does not count.
func Judge(p Policy, s Subject, evidence []engine.Evidence, now time.Time) ([]engine.Demand, []engine.Approval) {
	by := p.authors(s, now)
	var demands []engine.Demand
	for _, steps := range Required(p, s, now) {
		d := engine.Demand{ID: s.ID, Object: s.Object, Digest: s.Digest, Steps: steps, Authors: by.names(), Base: p.Revision, At: now}
		for _, step := range steps {
			d.Who = append(d.Who, p.who(step, s, by, now))
		}
		demands = append(demands, d)
	}
	return demands, Accept(p, s, demands, evidence, now)
}

// Accept returns the consent to a change that was judged before: what of the
// evidence answers one of the demands.
func Accept(p Policy, s Subject, demands []engine.Demand, evidence []engine.Evidence, now time.Time) []engine.Approval {
	by := p.authors(s, now)
	var given []engine.Approval
	for _, e := range evidence {
		for _, m := range p.consenting(e) {
			a := p.approval(s, e, m, now)
			if by.includes(m) || !e.Shows(s.Digest) || !m.covers(s, a.At) || !m.covers(s, now) || !answers(a, demands) {
				continue
			}
			if !slices.ContainsFunc(given, a.Same) {
				given = append(given, a)
			}
		}
	}
	slices.SortFunc(given, compare)
	return given
}

// consenting returns whose consent a piece of evidence is.
func (p Policy) consenting(e engine.Evidence) []Member {
	switch e.Kind {
	case engine.FromReview:
		if e.State == engine.ReviewApproved {
			return p.Find(engine.Author{Login: e.Login})
		}
	case engine.FromActor:
		return p.Find(engine.Author{Login: e.Login})
	case engine.FromSignature:
		return p.Find(engine.Author{Key: e.Key})
	}
	return nil
}

func (p Policy) approval(s Subject, e engine.Evidence, m Member, now time.Time) engine.Approval {
	at := e.At.UTC()
	if at.After(now) { // a signature says what its clock said
		at = now
	}
	a := engine.Approval{ID: s.ID, Object: s.Object, Digest: s.Digest, By: m.Name, Role: m.Role, Groups: p.groups(m), Login: m.Login,
		Kind: e.Kind, Commit: e.Commit, Pull: e.Pull, Review: e.Review, Base: p.Revision, At: at}
	if p.Expires > 0 {
		a.Expires = at.Add(p.Expires)
	}
	return a
}

func answers(a engine.Approval, demands []engine.Demand) bool {
	return slices.ContainsFunc(demands, func(d engine.Demand) bool {
		return d.Digest == a.Digest && slices.ContainsFunc(d.Steps, a.Meets)
	})
}

// who are the names of those who could take a step.
func (p Policy) who(step engine.Step, s Subject, by authorship, now time.Time) []string {
	var names []string
	for _, m := range p.Members {
		if p.meets(m, step) && !by.includes(m) && m.covers(s, now) {
			names = append(names, m.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// compare orders approvals by time, then by whatever tells them apart.
func compare(a, b engine.Approval) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.By, b.By), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Commit, b.Commit),
		cmp.Compare(a.Pull, b.Pull), cmp.Compare(a.Review, b.Review), cmp.Compare(a.Digest, b.Digest))
}
