package forge

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"

	"github.com/google/go-github/v60/github"

	"galley/engine"
)

// An Act is something a rule forbids to do with a branch.
type Act string

// The acts.
const (
	Create     Act = "create"
	Update     Act = "update"
	Delete     Act = "delete"
	ForcePush  Act = "force-push"
	PushDirect Act = "push without a pull request"
	PushPlain  Act = "push commits that are not signed"
)

// A Rule forbids an act to all but some.
type Rule struct {
	Forbids Act
	Source  string  // for people, such as `ruleset "galley"` or "branch protection"
	Bypass  []Actor // who may do it all the same, sorted
	Hidden  bool    // the token may not see who: an administrator's may
}

// An Actor may do what a rule forbids to others.
type Actor struct {
	Kind     string // app, team, user, role, organization admins, repository admins, deploy keys
	Name     string // of a user, team or app; empty where GitHub tells the number alone
	ID       int64  // in a ruleset: of an app (15368 is GitHub Actions), a team or a role (2 maintain, 4 write, 5 admin)
	PullOnly bool   // in a pull request only
}

// A Protection is what keeps a branch from the wrong hands.
type Protection struct {
	Branch string
	Rules  []Rule // sorted by act, then source
	Hidden bool   // the token may not see classic branch protection: there may be more rules
}

// Forbids reports whether some rule forbids an act to somebody.
func (p Protection) Forbids(act Act) bool {
	return slices.ContainsFunc(p.Rules, func(r Rule) bool { return r.Forbids == act })
}

// Protection asks which rules hold for a branch: rulesets, of the organization
// as well, whether or not the branch exists, and classic protection, which
// GitHub tells of a branch that exists, and to an administrator only. For a
// pattern such as galley/* ask for the branches that are used.
func (c *Client) Protection(ctx context.Context, branch string) (Protection, error) {
	op := fmt.Sprintf("read what protects branch %s of %s", clip(branch), c.Repository())
	p := Protection{Branch: branch}
	rules, err := c.rulesets(ctx, op, branch)
	if err != nil {
		return Protection{}, err
	}
	classic, _, err := c.gh.Repositories.GetBranchProtection(ctx, c.owner, c.name, branch)
	switch failed := c.failure(op, err); {
	case failed == nil:
		rules = append(rules, classicRules(classic)...)
	case failed.Kind == engine.Unauthorized:
		p.Hidden = true
	case failed.Kind != engine.NotFound:
		return Protection{}, failed
	}
	slices.SortFunc(rules, func(a, b Rule) int {
		return cmp.Or(cmp.Compare(a.Forbids, b.Forbids), cmp.Compare(a.Source, b.Source))
	})
	p.Rules = rules
	return p, nil
}

// acts are GitHub's types of rules that concern whoever pushes.
func acts() map[string]Act {
	return map[string]Act{"creation": Create, "update": Update, "deletion": Delete, "non_fast_forward": ForcePush,
		"pull_request": PushDirect, "required_signatures": PushPlain}
}

// An activeRule is one that holds for a branch. GitHub's own client refuses
// types of rules that are newer than itself.
type activeRule struct {
	Type    string `json:"type"`
	Ruleset int64  `json:"ruleset_id"`
}

// rulesets are the rules for a branch with those who are above them.
func (c *Client) rulesets(ctx context.Context, op, branch string) ([]Rule, error) {
	active, err := all(ctx, c, op, "rules/branches/"+url.PathEscape(branch), nil, func(r activeRule) activeRule { return r })
	if err != nil {
		return nil, err
	}
	known := map[int64]ruleset{}
	var rules []Rule
	for _, a := range active {
		act, concerns := acts()[a.Type]
		if !concerns {
			continue
		}
		set, read := known[a.Ruleset]
		if !read {
			if _, err := c.read(ctx, c.below(fmt.Sprintf("rulesets/%d?includes_parents=true", a.Ruleset)), &set); err != nil {
				return nil, c.fail(op, err)
			}
			known[a.Ruleset] = set
		}
		rules = append(rules, Rule{Forbids: act, Source: fmt.Sprintf("ruleset %q", set.Name), Bypass: set.actors(), Hidden: set.Bypass == nil})
	}
	return rules, nil
}

// A ruleset tells who is above it to those only who may edit it; nil is hidden.
type ruleset struct {
	Name   string `json:"name"`
	Bypass *[]struct {
		ID   int64  `json:"actor_id"`
		Type string `json:"actor_type"`
		Mode string `json:"bypass_mode"`
	} `json:"bypass_actors"`
}

func (s ruleset) actors() []Actor {
	if s.Bypass == nil {
		return nil
	}
	kinds := map[string]string{"Integration": "app", "Team": "team", "RepositoryRole": "role", "User": "user",
		"OrganizationAdmin": "organization admins", "DeployKey": "deploy keys"}
	var actors []Actor
	for _, b := range *s.Bypass {
		actors = append(actors, Actor{Kind: cmp.Or(kinds[b.Type], b.Type), ID: b.ID, PullOnly: b.Mode == "pull_request"})
	}
	return sorted(actors)
}

func sorted(actors []Actor) []Actor {
	slices.SortFunc(actors, func(a, b Actor) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return actors
}

const classicSource = "branch protection"

// classicRules are those of classic protection. Administrators are above them
// unless it says otherwise.
func classicRules(p *github.Protection) []Rule {
	var above []Actor
	if e := p.GetEnforceAdmins(); e == nil || !e.Enabled {
		above = []Actor{{Kind: "repository admins"}}
	}
	var rules []Rule
	forbid := func(act Act, holds bool, bypass ...Actor) {
		if holds {
			rules = append(rules, Rule{Forbids: act, Source: classicSource, Bypass: sorted(append(bypass, above...))})
		}
	}
	restrictions := p.GetRestrictions()
	forbid(Update, restrictions != nil, named(restrictions)...)
	forbid(Update, p.GetLockBranch().GetEnabled())
	forbid(Delete, p.GetAllowDeletions() == nil || !p.GetAllowDeletions().Enabled)
	forbid(ForcePush, p.GetAllowForcePushes() == nil || !p.GetAllowForcePushes().Enabled)
	forbid(PushDirect, p.GetRequiredPullRequestReviews() != nil)
	forbid(PushPlain, p.GetRequiredSignatures().GetEnabled())
	return rules
}

// named are those who may push to a branch that is restricted.
func named(r *github.BranchRestrictions) []Actor {
	if r == nil {
		return nil
	}
	var actors []Actor
	for _, u := range r.Users {
		actors = append(actors, Actor{Kind: "user", Name: u.GetLogin()})
	}
	for _, t := range r.Teams {
		actors = append(actors, Actor{Kind: "team", Name: t.GetSlug()})
	}
	for _, a := range r.Apps {
		actors = append(actors, Actor{Kind: "app", Name: a.GetSlug()})
	}
	return actors
}
