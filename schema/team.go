package schema

import "strconv"

// Approvals are who has to consent to what.
type Approvals struct {
	Expires string // "90d"; empty is never
	Rules   []ApprovalRule
}

// An ApprovalRule asks for consent to the changes that its When selects.
type ApprovalRule struct {
	When    ApprovalWhen
	Require []ApprovalStep // in this order
	Pos     Pos            // of the rule in the charter
}

// ApprovalWhen selects changes: those that each of its keys fits which is not
// empty.
type ApprovalWhen struct {
	AuthorProfile []string
	PostSponsor   string // present or absent
	Kind          []string
	Channels      []string
	Networks      []string
	Campaigns     []string
	Tags          []string
	Pillars       []string
	Verb          []string // publish, update or remove; empty is the first two
}

// An ApprovalStep is the consent of one person: one of the two.
type ApprovalStep struct {
	Profile string
	Group   string
}

// Team is who works on the content.
type Team struct {
	Object  *Object
	ID      string
	Members []Member
	Groups  []Group
}

// A Member is one person of the team.
type Member struct {
	Name        string
	Github      string // login
	Profile     string // junior, senior, agency, intern, legal or client
	SigningKeys []string
	Mandate     *Mandate // nil: everywhere, always
}

// A Mandate bounds where and when a member acts.
type Mandate struct {
	Scope MandateScope
	From  string // local date
	Until string // local date, the last day
}

// MandateScope selects posts: those that each of its lists names which is not
// empty.
type MandateScope struct {
	Channels  []string
	Campaigns []string
	Tags      []string
}

// A Group is members by name.
type Group struct {
	Name    string
	Members []string
}

func team(o *Object) Team {
	r := reader(o.Fields)
	t := Team{Object: o, ID: o.ID}
	r.each("members", func(m reader) {
		member := Member{Name: m.text("name"), Github: m.text("github"), Profile: m.text("profile"), SigningKeys: m.texts("signingKeys")}
		if mandate := m.sub("mandate"); mandate != nil {
			scope := mandate.sub("scope")
			member.Mandate = &Mandate{From: mandate.text("from"), Until: mandate.text("until"),
				Scope: MandateScope{scope.texts("channels"), scope.texts("campaigns"), scope.texts("tags")}}
		}
		t.Members = append(t.Members, member)
	})
	r.each("groups", func(g reader) { t.Groups = append(t.Groups, Group{g.text("name"), g.texts("members")}) })
	return t
}

func (r reader) approvals(o *Object) Approvals {
	a := Approvals{Expires: r.text("expires")}
	r.each("rules", func(rule reader) {
		w := rule.sub("when")
		one := ApprovalRule{Pos: o.At("approvals", "rules", strconv.Itoa(len(a.Rules))), When: ApprovalWhen{
			AuthorProfile: w.texts("author.profile"), PostSponsor: w.text("post.sponsor"), Kind: w.texts("kind"),
			Channels: w.texts("channels"), Networks: w.texts("networks"), Campaigns: w.texts("campaigns"), Tags: w.texts("tags"),
			Pillars: w.texts("pillars"), Verb: w.texts("verb")}}
		rule.each("require", func(s reader) { one.Require = append(one.Require, ApprovalStep{s.text("profile"), s.text("group")}) })
		a.Rules = append(a.Rules, one)
	})
	return a
}
