package team

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/approve"
	"galley/schema"
)

// rules reads the approvals of the charter.
func (r *reading) rules(a schema.Approvals) {
	charter := r.content.Charter.Object
	r.policy.Expires = days(a.Expires)
	for i, rule := range a.Rules {
		path := []string{"approvals", "rules", strconv.Itoa(i)}
		when := func(name string) []string { return append(slices.Clone(path), "when", name) }
		r.known(charter, when("channels"), ruleUnknownChannel, "channel", rule.When.Channels, r.channels())
		r.known(charter, when("campaigns"), ruleUnknownCampaign, "campaign", rule.When.Campaigns, r.campaigns())
		r.known(charter, when("pillars"), ruleUnknownPillar, "pillar", rule.When.Pillars, r.pillars())
		for k, step := range rule.Require {
			if step.Group != "" {
				r.known(charter, append(slices.Clone(path), "require", strconv.Itoa(k)), ruleUnknownGroup, "group", []string{step.Group}, r.groupNames())
			}
		}
		r.policy.Rules = append(r.policy.Rules, approve.Rule{When: whenOf(rule.When), Require: steps(rule.Require)})
	}
}

func whenOf(w schema.ApprovalWhen) approve.When {
	return approve.When{Authors: as[engine.Role](w.AuthorProfile), Sponsor: approve.Presence(w.PostSponsor), Kinds: w.Kind,
		Channels: as[engine.Channel](w.Channels), Networks: as[engine.Network](w.Networks), Campaigns: w.Campaigns, Tags: w.Tags,
		Pillars: w.Pillars, Verbs: as[approve.Verb](w.Verb)}
}

func as[T ~string](list []string) []T {
	var out []T
	for _, v := range list {
		out = append(out, T(v))
	}
	return out
}

func steps(list []schema.ApprovalStep) []engine.Step {
	var out []engine.Step
	for _, s := range list {
		out = append(out, engine.Step{Role: engine.Role(s.Profile), Group: s.Group})
	}
	return out
}

// days reads "90d" and "4w"; zero for nothing.
func days(text string) time.Duration {
	const day = 24 * time.Hour
	number, weeks := strings.CutSuffix(text, "w")
	n, _ := strconv.Atoi(strings.TrimSuffix(number, "d")) // the schema has checked it
	if weeks {
		n *= 7
	}
	return time.Duration(n) * day
}

func (r *reading) pillars() []string {
	var names []string
	for _, p := range r.content.Charter.Pillars {
		names = append(names, p.ID)
	}
	return names
}

func (r *reading) groupNames() []string {
	var names []string
	for _, g := range r.policy.Groups {
		names = append(names, g.Name)
	}
	return names
}

// satisfiable reports rules that nobody of the team can ever satisfy: what they
// hold would be held for ever. A group that does not exist has been told.
func (r *reading) satisfiable() {
	unknown := func(group string) bool { return group != "" && !slices.Contains(r.groupNames(), group) }
	for i, rule := range r.policy.Rules {
		if step, short := approve.Short(r.policy, rule.Require); short && !unknown(step.Group) {
			r.mistake(ruleNobodyApproves, r.content.Charter.Object, []string{"approvals", "rules", strconv.Itoa(i), "require"},
				"nobody of the team can be "+step.String()+" here: "+r.everybody(), "add one to the Team, or ask for somebody else")
		}
	}
	alone := slices.IndexFunc(r.policy.Members, func(m approve.Member) bool {
		return m.Role.Supervised() && !slices.ContainsFunc(r.policy.Rules, func(rule approve.Rule) bool { return slices.Contains(rule.When.Authors, m.Role) })
	})
	if alone < 0 || len(r.findings) > 0 {
		return
	}
	m := r.policy.Members[alone]
	if _, short := approve.Short(r.policy, []engine.Step{{Role: engine.RoleSenior}}); short {
		r.mistake(ruleNobodyApproves, r.content.Team.Object, []string{"members", strconv.Itoa(alone), "profile"},
			fmt.Sprintf("%s is %s, and the team has no senior who could approve: %s", m.Name, m.Role, r.everybody()),
			"give somebody the profile senior, or write a rule that asks for somebody else")
	}
}

// mostNamed bounds how many members a finding names.
const mostNamed = 12

// everybody tells who is what.
func (r *reading) everybody() string {
	if len(r.policy.Members) == 0 {
		return "there is no Team"
	}
	var parts []string
	for i, m := range r.policy.Members {
		if i == mostNamed {
			parts = append(parts, fmt.Sprintf("%d more", len(r.policy.Members)-i))
			break
		}
		parts = append(parts, m.Name+" is "+string(m.Role))
	}
	return strings.Join(parts, ", ")
}
