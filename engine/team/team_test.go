package team_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"galley/engine"
	"galley/engine/approve"
	"galley/engine/load"
	"galley/engine/team"
)

const (
	key     = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"
	project = "kind: Project\nid: town\nzone: Europe/Paris\n---\nkind: Channel\nid: blog\nnetwork: site\ntarget: {dir: public}\n---\n" +
		"kind: Campaign\nid: winter\n---\n"
)

// read returns the policy of documents, and what is wrong with them.
func read(t *testing.T, yaml string) (approve.Policy, []engine.Finding) {
	t.Helper()
	c, findings, err := load.Tree(context.Background(), fstest.MapFS{"galley.yaml": {Data: []byte(project + yaml)}}, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, mistakes := team.Read(c, time.UTC)
	return p, append(findings, mistakes...)
}

func TestAContentSaysWhoApproves(t *testing.T) {
	p, findings := read(t, `kind: Team
id: team
members:
  - {name: Ada Martin, github: ada, profile: senior, signingKeys: [`+key+` ada@desk]}
  - {name: Studio, profile: agency, mandate: {scope: {channels: [blog], campaigns: [winter], tags: [ice]}, from: 2026-11-01, until: 2026-12-31}}
  - {name: Atelier, profile: agency, mandate: {scope: {tags: [fire]}}}
  - {name: Lou Petit, profile: legal}
groups: [{name: press, members: [Ada Martin]}]
---
kind: Charter
id: charter
pillars: [{id: useful}]
approvals:
  expires: 4w
  rules:
    - when: {author.profile: [agency], post.sponsor: present, kind: [Post], channels: [blog], networks: [site], campaigns: [winter],
        tags: [ice], pillars: [useful], verb: [publish, remove]}
      require: [{profile: legal}, {group: press}]
`)
	want := approve.Policy{Expires: 28 * 24 * time.Hour,
		Rules: []approve.Rule{{When: approve.When{Authors: []engine.Role{engine.RoleAgency}, Sponsor: approve.Present, Kinds: []string{"Post"},
			Channels: []engine.Channel{"blog"}, Networks: []engine.Network{"site"}, Campaigns: []string{"winter"}, Tags: []string{"ice"},
			Pillars: []string{"useful"}, Verbs: []approve.Verb{approve.Publish, approve.Remove}},
			Require: []engine.Step{{Role: engine.RoleLegal}, {Group: "press"}}}},
		Members: []approve.Member{
			{Name: "Ada Martin", Login: "ada", Role: engine.RoleSenior, Keys: []string{"SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU"}},
			{Name: "Studio", Role: engine.RoleAgency, Mandate: &approve.Mandate{Channels: []engine.Channel{"blog"}, Campaigns: []string{"winter"},
				Tags: []string{"ice"}, From: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}},
			{Name: "Atelier", Role: engine.RoleAgency, Mandate: &approve.Mandate{Tags: []string{"fire"}}},
			{Name: "Lou Petit", Role: engine.RoleLegal},
		},
		Groups: []approve.Group{{Name: "press", Members: []string{"Ada Martin"}}}}
	if len(findings) > 0 || !reflect.DeepEqual(p, want) {
		t.Errorf("got  %+v\nwant %+v\n%+v", p, want, findings)
	}
}

func TestAContentWithoutTeamAsksNobody(t *testing.T) {
	if p, findings := read(t, "kind: Charter\nid: charter\n"); p.Asks() || len(findings) > 0 {
		t.Errorf("got %+v, %v", p, findings)
	}
}

func TestAnApprovalCountsForSoManyDays(t *testing.T) {
	const day = 24 * time.Hour
	for text, want := range map[string]time.Duration{"": 0, "\n  expires: 90d": 90 * day, "\n  expires: 1d": day, "\n  expires: 4w": 28 * day, "\n  expires: 9999w": 69993 * day} {
		p, findings := read(t, "kind: Team\nid: team\nmembers: [{name: Ada, profile: senior}]\n---\nkind: Charter\nid: charter\napprovals:\n  rules: [{require: [{profile: senior}]}]"+text+"\n")
		if p.Expires != want || len(findings) > 0 {
			t.Errorf("%q: got %s, want %s, %v", text, p.Expires, want, findings)
		}
	}
}

func TestMistakesNameTheirPlace(t *testing.T) {
	const head = "kind: Team\nid: team\nmembers:\n  - {name: Ada, github: ada, profile: senior, signingKeys: [" + key + "]}\n"
	charter := func(rule string) string {
		return "---\nkind: Charter\nid: charter\napprovals: {rules: [" + rule + "]}\n"
	}
	for name, test := range map[string]struct{ yaml, want string }{
		"two of a name":              {head + "  - {name: ADA, profile: legal}\n", "duplicate-member: Ada has the name ADA already"},
		"two of a login":             {head + "  - {name: Lou, github: Ada, profile: legal}\n", "duplicate-member: Ada has the login Ada already"},
		"two of a key":               {head + "  - {name: Lou, profile: legal, signingKeys: [" + key + " lou]}\n", "duplicate-member: Ada has the key SHA256:"},
		"two of a group":             {head + "groups: [{name: g, members: [Ada]}, {name: g, members: [Ada]}]\n", "duplicate-member: there is another group g"},
		"no key":                     {head + "  - {name: Lou, profile: legal, signingKeys: [my key]}\n", "bad-signing-key: a key of Lou cannot be read"},
		"no login is nobody's login": {head + "  - {name: Lou, profile: legal}\n  - {name: Max, profile: legal}\n", ""},
		"no mandate":                 {head + "  - {name: Studio, profile: agency}\n", "bad-mandate: Studio is an agency without a mandate"},
		"a mandate's dates":          {head + "  - {name: Studio, profile: agency, mandate: {from: 2027-01-02, until: 2027-01-01}}\n", "bad-mandate: the mandate of Studio ends before"},
		"no day":                     {head + "  - {name: Studio, profile: agency, mandate: {until: soon}}\n", "bad-mandate: \"soon\" is not a day"},
		"a mandate for no channel": {head + "  - {name: Studio, profile: agency, mandate: {scope: {channels: [blgo]}}}\n",
			"unknown-channel: there is no channel \"blgo\" (did you mean blog?)"},
		"a mandate for no campaign":   {head + "  - {name: Studio, profile: agency, mandate: {scope: {campaigns: [x]}}}\n", "unknown-campaign: there is no campaign \"x\" (there are winter)"},
		"a mandate of one day":        {head + "  - {name: Studio, profile: agency, mandate: {from: 2027-01-01, until: 2027-01-01}}\n", ""},
		"a mandate without an end":    {head + "  - {name: Studio, profile: agency, mandate: {scope: {channels: [blog]}}}\n", ""},
		"a stranger in a group":       {head + "groups: [{name: g, members: [Adda]}]\n", "unknown-member: there is no member \"Adda\" (did you mean Ada?)"},
		"no such group":               {head + charter("{require: [{group: press}]}"), "unknown-group: there is no group \"press\"\n"},
		"another group than there is": {head + "groups: [{name: desk, members: [Ada]}]\n" + charter("{require: [{group: press}]}"), "unknown-group: there is no group \"press\" (there are desk)"},
		"twelve that it could be": {head + groups(12) + charter("{require: [{group: press}]}"),
			"unknown-group: there is no group \"press\" (there are g0, g1, g2, g3, g4, g5, g6, g7, g8, g9, g10, g11)"},
		"more than anybody reads": {head + groups(13) + charter("{require: [{group: press}]}"), "unknown-group: there is no group \"press\"\n"},
		"a group of one for two steps": {head + groups(1) + charter("{require: [{group: g0}, {group: g0}]}"),
			"nobody-approves: nobody of the team can be a member of g0 here: Ada is senior (add one to the Team, or ask for somebody else)"},
		"a rule for no channel": {head + charter("{when: {channels: [blgo]}, require: [{profile: senior}]}"), "unknown-channel: there is no channel \"blgo\" (did you mean blog?)"},
		"a rule for no campaign": {head + charter("{when: {campaigns: [wintr]}, require: [{profile: senior}]}"),
			"unknown-campaign: there is no campaign \"wintr\" (did you mean winter?)"},
		"no such pillar":        {head + charter("{when: {pillars: [x]}, require: [{profile: senior}]}"), "unknown-pillar: there is no pillar \"x\""},
		"nobody of a profile":   {head + charter("{require: [{profile: legal}]}"), "nobody-approves: nobody of the team can be legal here: Ada is senior"},
		"too few for two steps": {head + charter("{require: [{profile: senior}, {profile: senior}]}"), "nobody-approves: nobody of the team can be senior here: Ada is senior"},
		"too many to name all": {"kind: Team\nid: team\nmembers: [" + strings.Join(lawyers(14), ", ") + "]\n" + charter("{require: [{profile: senior}]}"),
			"nobody-approves: nobody of the team can be senior here: L0 is legal, L1 is legal, L2 is legal, L3 is legal, L4 is legal, L5 is legal, L6 is legal, " +
				"L7 is legal, L8 is legal, L9 is legal, L10 is legal, L11 is legal, 2 more (add one to the Team, or ask for somebody else)"},
		"an intern whom a rule names": {"kind: Team\nid: team\nmembers: [{name: Ines, profile: intern}, {name: Lou, profile: legal}]\n" +
			charter("{when: {author.profile: [intern]}, require: [{profile: legal}]}"), ""},
		"a junior beside him whom none names": {"kind: Team\nid: team\nmembers: [{name: Ines, profile: intern}, {name: Jo, profile: junior}, {name: Lou, profile: legal}]\n" +
			charter("{when: {author.profile: [intern]}, require: [{profile: legal}]}"), "nobody-approves: Jo is junior, and the team has no senior"},
		"an intern alone, and a mistake": {"kind: Team\nid: team\nmembers: [{name: Ines, profile: intern}]\ngroups: [{name: g, members: [Adda]}]\n", "unknown-member: there is no member \"Adda\" (there are Ines)"},
		"an intern alone":                {"kind: Team\nid: team\nmembers: [{name: Ines, profile: intern}]\n", "nobody-approves: Ines is intern, and the team has no senior"},
		"no team at all":                 {strings.TrimPrefix(charter("{require: [{profile: senior}]}"), "---\n"), "nobody-approves: nobody of the team can be senior here: there is no Team"},
	} {
		t.Run(name, func(t *testing.T) {
			_, findings := read(t, test.yaml)
			var got []string
			for _, f := range findings {
				said := f.Rule + ": " + f.Text
				if f.Hint != "" {
					said += " (" + f.Hint + ")"
				}
				got = append(got, said+"\n")
				if !f.Fatal || f.Pos.Line == 0 {
					t.Errorf("%s is not fatal, or has no place: %+v", f.Rule, f.Pos)
				}
			}
			if test.want == "" && len(got) > 0 || test.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], test.want)) {
				t.Errorf("got %q\nwant %q and nothing else", got, test.want)
			}
		})
	}
}

// groups are so many, each of Ada.
func groups(n int) string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf("{name: g%d, members: [Ada]}", i))
	}
	return "groups: [" + strings.Join(list, ", ") + "]\n"
}

func lawyers(n int) []string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf("{name: L%d, profile: legal}", i))
	}
	return list
}

func TestEveryRuleIsExplainedByExamplesThatShowIt(t *testing.T) {
	rules := team.Rules()
	if !slices.IsSortedFunc(rules, func(a, b engine.RuleDoc) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("the rules are not sorted")
	}
	for _, r := range rules {
		if r.Title["en"] == "" || r.Title["fr"] == "" || r.Text["en"] == "" || r.Text["fr"] == "" || r.Bad == "" || r.Subject != "project" {
			t.Errorf("%s lacks words or an example", r.ID)
		}
		if _, findings := read(t, r.Bad); !slices.ContainsFunc(findings, func(f engine.Finding) bool { return f.Rule == r.ID }) {
			t.Errorf("%s is not found in its bad example: %v", r.ID, findings)
		}
		if r.Good == "" {
			continue
		}
		if _, findings := read(t, r.Good); len(findings) > 0 {
			t.Errorf("%s: its good example has %v", r.ID, findings)
		}
	}
}
