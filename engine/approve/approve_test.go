package approve_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/approve"
)

var (
	now    = time.Date(2026, 12, 9, 11, 0, 0, 0, time.UTC)
	post   = engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: "launch"}
	digest = strings.Repeat("a", 64)
)

func step(role engine.Role) engine.Step { return engine.Step{Role: role} }

// newsroom is the policy of the manual.
func newsroom() approve.Policy {
	return approve.Policy{
		Revision: "base", Expires: 90 * 24 * time.Hour,
		Rules: []approve.Rule{
			{When: approve.When{Authors: []engine.Role{engine.RoleJunior, engine.RoleIntern}}, Require: []engine.Step{step(engine.RoleSenior)}},
			{When: approve.When{Sponsor: approve.Present}, Require: []engine.Step{step(engine.RoleLegal)}},
			{When: approve.When{Authors: []engine.Role{engine.RoleAgency}}, Require: []engine.Step{step(engine.RoleAgency), step(engine.RoleClient)}},
			{When: approve.When{Kinds: []string{approve.KindCharter, approve.KindTeam}}, Require: []engine.Step{step(engine.RoleLegal), step(engine.RoleSenior)}},
		},
		Members: team(),
		Groups:  []approve.Group{{Name: "press", Members: []string{"Jo", "Lou"}}},
	}
}

func team() []approve.Member {
	return []approve.Member{
		{Name: "Ines", Login: "ines", Role: engine.RoleIntern},
		{Name: "Jo", Login: "jo", Role: engine.RoleJunior},
		{Name: "Sam", Login: "sam", Role: engine.RoleSenior, Keys: []string{"SHA256:sam"}},
		{Name: "Sue", Login: "sue", Role: engine.RoleSenior},
		{Name: "Lou", Login: "lou", Role: engine.RoleLegal},
		{Name: "Abe", Login: "abe", Role: engine.RoleAgency, Mandate: &approve.Mandate{Campaigns: []string{"winter"}, Until: now.AddDate(0, 1, 0)}},
		{Name: "Ann", Login: "ann", Role: engine.RoleAgency, Mandate: &approve.Mandate{Campaigns: []string{"winter"}, Until: now.AddDate(0, 1, 0)}},
		{Name: "Cleo", Login: "cleo", Role: engine.RoleClient},
	}
}

func by(names ...string) approve.Subject {
	s := approve.Subject{ID: post, Kind: "Post", Digest: digest, Verb: approve.Publish, Network: "site", Labels: engine.Labels{Campaign: "winter"}}
	for _, n := range names {
		s.Authors = append(s.Authors, engine.Author{Name: n})
	}
	return s
}

func TestRulesSayWhoIsAsked(t *testing.T) {
	change := func(s approve.Subject, f func(*approve.Subject)) approve.Subject { f(&s); return s }
	for name, test := range map[string]struct {
		subject approve.Subject
		edit    func(*approve.Policy)
		want    string
	}{
		"an intern's post needs a senior":                {subject: by("Ines"), want: "senior"},
		"a junior's post needs a senior":                 {subject: by("Jo"), want: "senior"},
		"a senior's post needs nobody":                   {subject: by("Sam"), want: ""},
		"an unknown author counts as an intern":          {subject: by("Zoe"), want: "senior"},
		"nobody named counts as an intern":               {subject: by(), want: "senior"},
		"the most restricted author decides":             {subject: by("Sam", "Ines"), want: "senior"},
		"an unknown author beside a senior is one, too":  {subject: by("Sam", "Zoe"), want: "senior"},
		"a login names a member":                         {subject: by("@SAM"), want: ""},
		"agency, then client":                            {subject: by("Abe"), want: "agency>client"},
		"agency and junior need what each of them needs": {subject: by("Abe", "Jo"), want: "senior agency>client"},
		"an agency outside of its campaign is an intern": {subject: change(by("Abe"), func(s *approve.Subject) { s.Labels.Campaign = "spring" }), want: "senior"},
		"an agency whose mandate ended is an intern": {subject: by("Abe"), want: "senior", edit: func(p *approve.Policy) {
			p.Members[5].Mandate.Until = now
		}},
		"an agency whose mandate is to come is an intern": {subject: by("Abe"), want: "senior", edit: func(p *approve.Policy) {
			p.Members[5].Mandate.From = now.Add(time.Second)
		}},
		"a sponsored post needs legal": {subject: change(by("Sam"), func(s *approve.Subject) { s.Labels.Sponsored = true }), want: "legal"},
		"every rule that fits asks":    {subject: change(by("Ines"), func(s *approve.Subject) { s.Labels.Sponsored = true }), want: "senior legal"},
		"a charter needs legal, then a senior": {subject: approve.Subject{Object: "Charter c", Kind: "Charter", Verb: approve.Update,
			Authors: []engine.Author{{Name: "Sue"}}}, want: "legal>senior"},
		"the end of a freeze needs a senior": {subject: approve.Subject{Object: "Freeze crisis", Kind: "Freeze", Verb: approve.Update}, want: "senior"},
		"the end of a freeze needs whom a rule names": {subject: approve.Subject{Object: "Freeze crisis", Kind: "Freeze", Verb: approve.Update}, want: "legal>client",
			edit: func(p *approve.Policy) {
				p.Rules = append(p.Rules, approve.Rule{When: approve.When{Kinds: []string{"Freeze"}}, Require: []engine.Step{step(engine.RoleLegal), step(engine.RoleClient)}})
			}},
		"the end of a freeze needs nobody where nobody is ever asked": {subject: approve.Subject{Object: "Freeze crisis", Kind: "Freeze", Verb: approve.Update}, want: "",
			edit: func(p *approve.Policy) { p.Rules, p.Members = nil, p.Members[2:] }},
		"a withdrawal needs nobody": {subject: change(by("Ines"), func(s *approve.Subject) { s.Verb = approve.Remove }), want: ""},
		"a withdrawal needs whom a rule on withdrawals names": {subject: change(by("Ines"), func(s *approve.Subject) { s.Verb = approve.Remove }), want: "client",
			edit: func(p *approve.Policy) {
				p.Rules = append(p.Rules, approve.Rule{When: approve.When{Verbs: []approve.Verb{approve.Remove}}, Require: []engine.Step{step(engine.RoleClient)}})
			}},
		"without rules, an intern is supervised": {subject: by("Ines"), want: "senior", edit: func(p *approve.Policy) { p.Rules = nil }},
		"without rules, a junior is supervised":  {subject: by("Jo"), want: "senior", edit: func(p *approve.Policy) { p.Rules = nil }},
		"a rule on other things leaves the supervision": {subject: change(by("Ines"), func(s *approve.Subject) { s.Labels.Sponsored = true }), want: "legal senior",
			edit: func(p *approve.Policy) { p.Rules = p.Rules[1:2] }},
		"a rule on authors says more": {subject: by("Ines"), want: "client", edit: func(p *approve.Policy) {
			p.Rules = []approve.Rule{{When: approve.When{Authors: []engine.Role{engine.RoleIntern}}, Require: []engine.Step{step(engine.RoleClient)}}}
		}},
		"a rule on a senior's work does not let his intern go alone": {subject: by("Sam", "Ines"), want: "legal senior", edit: func(p *approve.Policy) {
			p.Rules = []approve.Rule{{When: approve.When{Authors: []engine.Role{engine.RoleSenior}}, Require: []engine.Step{step(engine.RoleLegal)}}}
		}},
		"a rule on a junior's work does not let his intern go alone": {subject: by("Jo", "Ines"), want: "junior senior", edit: func(p *approve.Policy) {
			p.Rules = []approve.Rule{{When: approve.When{Authors: []engine.Role{engine.RoleJunior}}, Require: []engine.Step{step(engine.RoleJunior)}}}
		}},
		"a rule that asks nobody says nothing": {subject: by("Ines"), want: "senior", edit: func(p *approve.Policy) { p.Rules[0].Require = nil }},
		"a rule on freezes that asks nobody lifts none": {subject: approve.Subject{Object: "Freeze crisis", Kind: "Freeze", Verb: approve.Update}, want: "senior",
			edit: func(p *approve.Policy) { p.Rules = []approve.Rule{{When: approve.When{Kinds: []string{"Freeze"}}}} }},
		"two rules that ask the same ask once": {subject: by("Ines"), want: "senior", edit: func(p *approve.Policy) { p.Rules = append(p.Rules, p.Rules[0]) }},
		"a senior whom a rule asks for supervises": {subject: change(by("Ines"), func(s *approve.Subject) { s.Labels.Sponsored = true }), want: "legal>senior",
			edit: func(p *approve.Policy) {
				p.Rules = p.Rules[1:2]
				p.Rules[0].Require = []engine.Step{step(engine.RoleLegal), step(engine.RoleSenior)}
			}},
		"without rules and supervised members nobody is asked": {subject: by("Zoe"), want: "", edit: func(p *approve.Policy) {
			p.Rules, p.Members = nil, p.Members[2:]
		}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newsroom()
			if test.edit != nil {
				test.edit(&p)
			}
			var lists []string
			for _, steps := range approve.Required(p, test.subject, now) {
				var words []string
				for _, s := range steps {
					words = append(words, s.String())
				}
				lists = append(lists, strings.Join(words, ">"))
			}
			if got := strings.Join(lists, " "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestAWhenSelectsByAllItsKeys(t *testing.T) {
	s := by("Sam")
	s.Labels = engine.Labels{Campaign: "winter", Tags: []string{"ice"}, Pillar: "useful", Sponsored: true}
	whens := map[string][2]approve.When{ // one that fits, one that does not
		"author":    {{Authors: []engine.Role{engine.RoleSenior}}, {Authors: []engine.Role{engine.RoleIntern}}},
		"sponsor":   {{Sponsor: approve.Present}, {Sponsor: approve.Absent}},
		"kind":      {{Kinds: []string{"Post"}}, {Kinds: []string{"Channel"}}},
		"channels":  {{Channels: []engine.Channel{"blog", "x"}}, {Channels: []engine.Channel{"x"}}},
		"networks":  {{Networks: []engine.Network{"site"}}, {Networks: []engine.Network{"mastodon"}}},
		"campaigns": {{Campaigns: []string{"winter"}}, {Campaigns: []string{"spring"}}},
		"tags":      {{Tags: []string{"ice"}}, {Tags: []string{"fire"}}},
		"any case":  {{Tags: []string{"fire", "Ice"}}, {Tags: []string{"Fire", "Iced"}}},
		"pillars":   {{Pillars: []string{"useful"}}, {Pillars: []string{"festive"}}},
		"verb":      {{Verbs: []approve.Verb{approve.Publish}}, {Verbs: []approve.Verb{approve.Update, approve.Remove}}},
		"nothing":   {{}, {Kinds: []string{"Post"}, Tags: []string{"fire"}}},
	}
	for name, pair := range whens {
		for i, when := range pair {
			p := approve.Policy{Members: team()[2:], Rules: []approve.Rule{{When: when, Require: []engine.Step{step(engine.RoleLegal)}}}}
			if got := len(approve.Required(p, s, now)) == 1; got != (i == 0) {
				t.Errorf("%s: %+v fits: %v", name, when, got)
			}
		}
	}
}

// shown is evidence that shows the change.
func shown(e engine.Evidence) engine.Evidence {
	e.Shown = []string{digest}
	if e.At.IsZero() {
		e.At = now.Add(-time.Hour)
	}
	return e
}

func review(login string, before time.Duration) engine.Evidence {
	return shown(engine.Evidence{Kind: engine.FromReview, State: engine.ReviewApproved, Login: login, Pull: 7, Review: 1, Commit: "c", At: now.Add(-before)})
}

func TestEvidenceThatCounts(t *testing.T) {
	h := time.Hour
	for name, test := range map[string]struct {
		subject  approve.Subject
		evidence []engine.Evidence
		want     string // reason; empty is approved
		asOf     time.Time
		edit     func(*approve.Policy)
	}{
		"nothing":                     {subject: by("Ines"), want: "lacks the approval of a senior (Sam, Sue)"},
		"a senior's review":           {subject: by("Ines"), evidence: []engine.Evidence{review("sam", h)}},
		"a senior's signature":        {subject: by("Ines"), evidence: []engine.Evidence{shown(engine.Evidence{Kind: engine.FromSignature, Key: "SHA256:sam", Commit: "c"})}},
		"a senior who starts the run": {subject: by("Ines"), evidence: []engine.Evidence{shown(engine.Evidence{Kind: engine.FromActor, Login: "Sam"})}},
		"a key of nobody": {subject: by("Ines"), evidence: []engine.Evidence{shown(engine.Evidence{Kind: engine.FromSignature, Key: "SHA256:x", Commit: "c"})},
			want: "lacks the approval of a senior (Sam, Sue)"},
		"an account that is gone, where a senior has none": {subject: by("Ines"), evidence: []engine.Evidence{review("", h), shown(engine.Evidence{Kind: engine.FromActor})},
			edit: func(p *approve.Policy) { p.Members[2].Login = "" }, want: "lacks the approval of a senior (Sam, Sue)"},
		"no key, where a senior's is empty": {subject: by("Ines"), evidence: []engine.Evidence{shown(engine.Evidence{Kind: engine.FromSignature})},
			edit: func(p *approve.Policy) { p.Members[2].Keys = []string{""} }, want: "lacks the approval of a senior (Sam, Sue)"},
		"no key at all":          {subject: by("Ines"), evidence: []engine.Evidence{shown(engine.Evidence{Kind: engine.FromSignature})}, want: "lacks the approval of a senior (Sam, Sue)"},
		"evidence without kind":  {subject: by("Ines"), evidence: []engine.Evidence{shown(engine.Evidence{Login: "sam"})}, want: "lacks the approval of a senior (Sam, Sue)"},
		"any reader":             {subject: by("Ines"), evidence: []engine.Evidence{review("reader", h)}, want: "lacks the approval of a senior (Sam, Sue)"},
		"another profile":        {subject: by("Ines"), evidence: []engine.Evidence{review("lou", h), review("jo", h)}, want: "lacks the approval of a senior (Sam, Sue)"},
		"a dismissed review":     {subject: by("Ines"), evidence: []engine.Evidence{func() engine.Evidence { e := review("sam", h); e.State = "dismissed"; return e }()}, want: "lacks the approval of a senior (Sam, Sue)"},
		"another digest":         {subject: by("Ines"), evidence: []engine.Evidence{func() engine.Evidence { e := review("sam", h); e.Shown = []string{"b"}; return e }()}, want: "lacks the approval of a senior (Sam, Sue)"},
		"an author's own":        {subject: by("Ines", "Sam"), evidence: []engine.Evidence{review("sam", h)}, want: "lacks the approval of a senior (Sue)"},
		"an author's by his key": {subject: by("Ines", "sam"), evidence: []engine.Evidence{shown(engine.Evidence{Kind: engine.FromSignature, Key: "SHA256:sam"})}, want: "lacks the approval of a senior (Sue)"},
		"agency, then client":    {subject: by("Abe"), evidence: []engine.Evidence{review("cleo", h), review("ann", 2*h)}},
		"client before agency": {subject: by("Abe"), evidence: []engine.Evidence{review("cleo", 2*h), review("ann", h)},
			want: "lacks the approval of a client (Cleo); has that of Ann (agency)"},
		"client alone": {subject: by("Abe"), evidence: []engine.Evidence{review("cleo", h)}, want: "lacks the approval of an agency (Ann), then of a client (Cleo)"},
		"agency after its mandate": {subject: by("Abe"), evidence: []engine.Evidence{review("ann", 2*h), review("cleo", h)},
			edit: func(p *approve.Policy) { p.Members[6].Mandate.Until = now.Add(-h) },
			want: "lacks the approval of an agency (the team has none who could), then of a client (Cleo)"},
		"agency before its mandate": {subject: by("Abe"), evidence: []engine.Evidence{review("ann", 2*h), review("cleo", h)},
			edit: func(p *approve.Policy) { p.Members[6].Mandate.From = now.Add(-h) },
			want: "lacks the approval of an agency (Ann), then of a client (Cleo)"},
		"agency without an end": {subject: by("Abe"), evidence: []engine.Evidence{review("ann", 2*h), review("cleo", h)},
			edit: func(p *approve.Policy) { p.Members[6].Mandate.Until = time.Time{} }},
		"agency elsewhere": {subject: func() approve.Subject { s := by("Ines"); s.Labels.Campaign = "spring"; return s }(),
			edit: func(p *approve.Policy) { p.Rules[0].Require = []engine.Step{step(engine.RoleAgency)} }, evidence: []engine.Evidence{review("ann", h)},
			want: "lacks the approval of an agency (the team has none who could)"},
		"the day it ends":     {subject: by("Ines"), evidence: []engine.Evidence{review("sam", 0)}, asOf: now.AddDate(0, 0, 90), want: "lacks the approval of a senior (Sam, Sue); that of Sam (senior) ended on 9 Mar 2027"},
		"the moment before":   {subject: by("Ines"), evidence: []engine.Evidence{review("sam", 0)}, asOf: now.AddDate(0, 0, 90).Add(-time.Second)},
		"a clock of tomorrow": {subject: by("Ines"), evidence: []engine.Evidence{review("sam", -24*h)}, asOf: now.AddDate(0, 0, 90), want: "lacks the approval of a senior (Sam, Sue); that of Sam (senior) ended on 9 Mar 2027"},
		"a group": {subject: by("Sam"), evidence: []engine.Evidence{review("lou", h)},
			edit: func(p *approve.Policy) { p.Rules = []approve.Rule{{Require: []engine.Step{{Group: "press"}}}} }},
		"nobody of a group": {subject: by("Sam"), evidence: []engine.Evidence{review("sue", h)}, want: "lacks the approval of a member of press (Jo, Lou)",
			edit: func(p *approve.Policy) { p.Rules = []approve.Rule{{Require: []engine.Step{{Group: "press"}}}} }},
		"one person for two steps": {subject: by("Ines"), evidence: []engine.Evidence{review("sam", h), review("sam", 2*h)},
			edit: func(p *approve.Policy) {
				p.Rules[0].Require = []engine.Step{step(engine.RoleSenior), step(engine.RoleSenior)}
			},
			want: "lacks the approval of a senior (Sue); has that of Sam (senior)"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newsroom()
			if test.edit != nil {
				test.edit(&p)
			}
			asOf := test.asOf
			if asOf.IsZero() {
				asOf = now
			}
			demands, approvals := approve.Judge(p, test.subject, test.evidence, now)
			v := approve.Decide(demands, approvals, asOf)
			if v.Reason != test.want {
				t.Errorf("got  %q\nwant %q", v.Reason, test.want)
			}
			if (len(v.Missing) == 0) != (test.want == "") {
				t.Errorf("missing %+v, reason %q", v.Missing, v.Reason)
			}
		})
	}
}

func TestTheBaseJudges(t *testing.T) {
	p, h := newsroom(), time.Hour
	slices.Reverse(p.Members) // whose order says nothing
	p.Members = append(p.Members, approve.Member{Name: "Max", Role: engine.RoleJunior})
	p.Groups = []approve.Group{{Name: "west", Members: []string{"@SAM"}}, {Name: "east", Members: []string{"Sam", "Jo"}}}
	beside := review("sam", 2*h) // of another change
	beside.Shown = []string{"b"}
	demands, approvals := approve.Judge(p, by("Jo", "ines", "Max", "Jo"), []engine.Evidence{review("sam", h), review("sam", h), review("lou", h), review("jo", h), beside}, now)
	if want := []engine.Demand{{ID: post, Digest: digest, Steps: []engine.Step{step(engine.RoleSenior)}, Who: [][]string{{"Sam", "Sue"}},
		Authors: []string{"@ines", "@jo", "Ines", "Jo", "Max"}, Base: "base", At: now}}; !reflect.DeepEqual(demands, want) {
		t.Errorf("demanded\ngot  %+v\nwant %+v", demands, want)
	}
	if want := []engine.Approval{{ID: post, Digest: digest, By: "Sam", Role: engine.RoleSenior, Groups: []string{"east", "west"}, Login: "sam", Kind: engine.FromReview,
		Commit: "c", Pull: 7, Review: 1, Base: "base", At: now.Add(-h), Expires: now.Add(-h).AddDate(0, 0, 90)}}; !reflect.DeepEqual(approvals, want) {
		t.Errorf("given\ngot  %+v\nwant %+v", approvals, want)
	}
}

// TestOnlyWhatIsAskedForIsKept has a senior, a lawyer and an author consent to a
// change of which other demands were made than of another.
func TestOnlyWhatIsAskedForIsKept(t *testing.T) {
	demand := func(digest string, roles ...engine.Role) engine.Demand {
		d := engine.Demand{Digest: digest}
		for _, r := range roles {
			d.Steps = append(d.Steps, step(r))
		}
		return d
	}
	evidence := []engine.Evidence{review("sam", 2*time.Hour), review("lou", time.Hour), review("sue", 0)}
	for name, test := range map[string]struct {
		demands []engine.Demand
		want    []string
	}{
		"nothing":                 {},
		"one step":                {[]engine.Demand{demand(digest, engine.RoleSenior)}, []string{"Sam"}},
		"two steps":               {[]engine.Demand{demand(digest, engine.RoleSenior, engine.RoleLegal)}, []string{"Sam", "Lou"}},
		"two demands":             {[]engine.Demand{demand(digest, engine.RoleLegal), demand(digest, engine.RoleSenior)}, []string{"Sam", "Lou"}},
		"of another change":       {[]engine.Demand{demand("b", engine.RoleSenior)}, nil},
		"of this and another one": {[]engine.Demand{demand("b", engine.RoleSenior), demand(digest, engine.RoleLegal)}, []string{"Lou"}},
	} {
		var got []string
		for _, a := range approve.Accept(newsroom(), by("Ines", "Sue"), test.demands, evidence, now) {
			got = append(got, a.By)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: kept is the consent of %q, want %q", name, got, test.want)
		}
	}
}

func TestConsentGivenLaterCompletesADemand(t *testing.T) {
	p, s := newsroom(), by("Abe")
	demands, first := approve.Judge(p, s, []engine.Evidence{review("ann", 2*time.Hour)}, now)
	second := approve.Accept(p, s, demands, []engine.Evidence{shown(engine.Evidence{Kind: engine.FromActor, Login: "cleo", At: now})}, now)
	if v := approve.Decide(demands, first, now); v.Reason != "lacks the approval of a client (Cleo); has that of Ann (agency)" {
		t.Errorf("after the first: %q", v.Reason)
	}
	v := approve.Decide(demands, append(second, first...), now)
	if got := v.Approvers(); v.Reason != "" || !slices.Equal(got, []string{"Ann (agency)", "Cleo (client)"}) {
		t.Errorf("after the second: %q, %v", v.Reason, got)
	}
}

func TestWhatNobodyAskedForHasNoVerdict(t *testing.T) {
	c := engine.Consent{Demands: map[string][]engine.Demand{digest: {{Digest: digest, Steps: []engine.Step{step(engine.RoleSenior)}}}}}
	verdicts := approve.Verdicts(c, func(string) time.Time { return now })
	if _, asked := verdicts["other"]; asked || len(verdicts) != 1 || verdicts[digest].Reason == "" {
		t.Errorf("got %+v", verdicts)
	}
}
