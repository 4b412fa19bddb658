package cli

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"galley/engine"
	"galley/engine/approve"
	"galley/engine/load"
	"galley/engine/repo"
	"galley/engine/team"
	"galley/schema"
)

// A judging finds out, once for a push, what its changes need and who has
// consented to them. What judges is the charter and team of the base: nobody
// approves himself by editing the list in the same push.
type judging struct {
	app     *app
	content content
	record  engine.Record
	at      time.Time
	forge   witness // nil: nobody but git

	head      string // commit of the content, or the one below the working tree
	base      string // judged are the changes since then; "" is all
	policy    approve.Policy
	next      approve.Policy // of the content itself
	bootstrap bool

	brought []repo.Commit            // since the base, the newest first
	since   map[string][]repo.Commit // by where it begins
	changed map[string]map[string]bool
	signers map[string]string      // fingerprints, by commit
	came    map[string]repo.Commit // with which commit of the default branch each came
	shown   map[string]shown       // by tree of the content
	frozen  map[string][]engine.Freeze
	lifted  []engine.Freeze // that were in force at the base, and are not any more
	pulls   []pull          // by which those commits came
}

// judge returns what there is to write into the ledger before this content is
// planned; a zero judgement where approvals ask for nothing new. With it come the
// freezes that go on, because nobody who may has consented to their end. It reads,
// and changes nothing.
func (a *app) judge(ctx context.Context, c content, rec engine.Record, at time.Time) (engine.Judgement, []engine.Freeze, error) {
	j := a.newJudging(c, rec)
	j.at = at.UTC()
	return j.judge(ctx)
}

func (j *judging) judge(ctx context.Context) (engine.Judgement, []engine.Freeze, error) {
	asks, err := j.begin(ctx)
	if err != nil || !asks {
		return engine.Judgement{}, nil, err
	}
	out := engine.Judgement{Judged: engine.Judged{Base: j.base, Revision: j.head, Policy: j.policy.Revision, Bootstrap: j.bootstrap, At: j.at}}
	if !j.policy.Asks() { // the rules of this push are the first, and are for the next
		out.Judged.Policy = j.head
		return out, nil, nil
	}
	if err := j.history(ctx); err != nil {
		return engine.Judgement{}, nil, err
	}
	subjects, err := j.subjects(ctx)
	if err != nil {
		return engine.Judgement{}, nil, err
	}
	evidence, err := j.evidence(ctx, subjects)
	if err != nil {
		return engine.Judgement{}, nil, err
	}
	for _, s := range subjects {
		j.add(&out, s, evidence)
	}
	out.Judged.Policy = j.inForce(out)
	return out, j.goingOn(out), nil
}

func (a *app) newJudging(c content, rec engine.Record) *judging {
	return &judging{app: a, content: c, record: rec, at: a.Now().UTC(), forge: a.witness(c), head: c.revision, since: map[string][]repo.Commit{},
		changed: map[string]map[string]bool{}, signers: map[string]string{}, shown: map[string]shown{}, frozen: map[string][]engine.Freeze{}}
}

// begin finds the base and its policy. It reports whether there is anything to
// judge.
func (j *judging) begin(ctx context.Context) (bool, error) {
	j.next, _ = team.Read(j.content.Content, j.content.zone) // its mistakes are findings, which end a run
	if j.head == "" {
		c, err := j.content.repo.Resolve("HEAD")
		if err != nil {
			return false, err
		}
		j.head = c.Hash
	}
	j.next.Revision = j.head
	judged := j.record.Consent.Judged
	applied := j.record.Applied
	switch {
	case judged.Revision == "" && !j.next.Asks():
		return false, nil // nor did any revision before: it would have been judged
	case judged.Revision == j.head && j.content.revision != "" && j.forge == nil && len(j.content.reposts) == 0:
		return false, nil
	case judged.Revision != "":
		j.base = judged.Revision
		policy, _, err := j.policyAt(ctx, judged.Policy)
		j.policy = policy
		return policy.Asks() || j.next.Asks(), err
	case applied != "":
		policy, chartered, err := j.policyAt(ctx, applied)
		if err != nil {
			return false, err
		}
		if chartered {
			j.base, j.policy = applied, policy
			return true, nil
		}
	}
	j.policy, j.bootstrap = j.next, true
	return true, nil
}

// policyAt is what a revision says of approvals, and whether it has a charter or
// a team that could.
func (j *judging) policyAt(ctx context.Context, revision string) (approve.Policy, bool, error) {
	tree, err := j.content.repo.Tree(revision, j.content.prefix)
	if err != nil {
		return approve.Policy{}, false, unjudged(err)
	}
	c, findings, err := load.Tree(ctx, tree, load.Options{Prefix: j.content.prefix})
	if err != nil {
		return approve.Policy{}, false, err
	}
	p, mistakes := team.Read(c, j.content.zone)
	if broken := append(governing(findings), mistakes...); len(broken) > 0 {
		return p, false, refused("mend it in a change of its own", "the charter or team of %s, which judges this one, cannot be read: %s: %s",
			brief(revision), broken[0].Pos, broken[0].Text)
	}
	p.Revision = revision
	return p, c.Charter != nil || c.Team != nil, nil
}

// governing are the fatal findings in what says who approves.
func governing(findings []engine.Finding) []engine.Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f engine.Finding) bool {
		return !f.Fatal || f.Object != "" && !isGoverning(f.Object)
	})
}

// unjudged is the error of a history that does not reach far enough to say who
// approved what: nothing may go out then.
func unjudged(err error) error {
	return refused(`fetch the whole history ("git fetch --unshallow", or fetch-depth: 0 in the workflow)`,
		"approvals cannot be judged: %w", err)
}

// unasked is the error of a forge that does not tell what approvals rest on:
// nothing may go out then.
func unasked(doing string, err error) error {
	hint := hintOf(err)
	switch {
	case engine.KindOf(err) == engine.Unauthorized:
		hint = "the job needs permissions: {pull-requests: read, actions: read}"
	case hint == "":
		hint = "try again when it answers"
	}
	return refused(hint, "%s: %w", doing, err)
}

// add judges one change, and notes what the ledger does not hold yet.
func (j *judging) add(out *engine.Judgement, s approve.Subject, evidence []engine.Evidence) {
	known := j.record.Consent.Demands[s.Digest]
	var demands []engine.Demand
	if s.Verb != judgedBefore {
		demands, _ = approve.Judge(j.policy, s, evidence, j.at)
	}
	given := approve.Accept(j.policy, s, slices.Concat(known, demands), evidence, j.at)
	for _, d := range demands {
		if !slices.ContainsFunc(known, d.Same) {
			d.Bootstrap = j.bootstrap
			out.Demands = append(out.Demands, d)
		}
	}
	for _, g := range given {
		if !slices.ContainsFunc(j.record.Consent.Approvals[s.Digest], g.Same) {
			g.Bootstrap = j.bootstrap
			out.Approvals = append(out.Approvals, g)
		}
	}
}

// inForce is the revision whose charter and team judge the next push: this one,
// unless it changes them without the approvals that a rule asks for.
func (j *judging) inForce(out engine.Judgement) string {
	if name, _ := lackingPolicy(j.content, j.record.Consent.With(out), j.at); name != "" {
		return j.policy.Revision
	}
	return j.head
}

// lackingPolicy says whether the change of the charter or of the team lacks an
// approval, and which; no name if neither does.
func lackingPolicy(c content, consent engine.Consent, at time.Time) (name string, v engine.Verdict) {
	for _, o := range governs(c.Content) {
		digest := objectDigest(o)
		if v := approve.Decide(consent.Demands[digest], consent.Approvals[digest], at); v.Reason != "" {
			return o.String(), v
		}
	}
	return "", v
}

// governs are the objects that say who approves.
func governs(c schema.Content) []*schema.Object {
	var list []*schema.Object
	if c.Charter != nil {
		list = append(list, c.Charter.Object)
	}
	if c.Team != nil {
		list = append(list, c.Team.Object)
	}
	return list
}

func isGoverning(object string) bool {
	return slices.ContainsFunc([]string{approve.KindCharter, approve.KindTeam}, func(kind string) bool {
		return object == kind || len(object) > len(kind) && object[:len(kind)+1] == kind+" "
	})
}

// judged judges the push that brought c, durably. It reports whether there was
// anything to write.
func (a *app) judged(ctx context.Context, c content, ledger ledgerOf, store recordStore, at time.Time) (bool, error) {
	rec := ledger.Record()
	j, goOn, err := a.judge(ctx, c, rec, at)
	if err != nil {
		return false, err
	}
	was := rec.Consent.Judged
	same := j.Judged.Revision == "" || j.Judged.Revision == was.Revision && j.Judged.Policy == was.Policy
	if same && len(j.Demands)+len(j.Approvals) == 0 {
		return false, nil
	}
	if wrote, err := a.keepFrozen(ctx, c, ledger, store, goOn); err != nil || wrote {
		return wrote, err // once more, with the record as it is now
	}
	if err := ledger.Judge(ctx, j); err != nil {
		return false, err
	}
	a.sayJudged(j)
	return true, nil
}

// ledgerOf is what judging needs of a ledger.
type ledgerOf interface {
	Record() engine.Record
	Files() fs.FS
	Judge(context.Context, engine.Judgement) error
}

func (a *app) sayJudged(j engine.Judgement) {
	if j.Judged.Bootstrap {
		a.say("bootstrap: this is the first revision with rules on approvals; it is judged by itself")
	}
	for _, g := range j.Approvals {
		what := g.ID.String()
		if g.ID.IsZero() {
			what = g.Object
		}
		a.say("%s is approved by %s", what, g)
	}
}

// sayPending tells that a change of the charter or the team is not in force yet.
func (a *app) sayPending(c content, rec engine.Record) {
	judged := rec.Consent.Judged
	if judged.Policy == judged.Revision {
		return
	}
	if name, v := lackingPolicy(c, rec.Consent, a.Now()); name != "" {
		a.say("%s %s: until then, the charter and team of %s say who approves", name, v.Reason, brief(judged.Policy))
		fmt.Fprintf(a.Stderr, "hint: %s\n", a.safe(v.Hint))
	}
}
