// Package team reads who may approve what: a Charter's approvals and the Team
// travel in, an approve.Policy and the mistakes in them travel out. It judges
// nothing.
package team

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/approve"
	"galley/engine/zone"
	"galley/schema"
)

// Read returns what a content says of approvals. Dates are meant in loc. The
// findings are fatal, all of them: while one stands, it is not certain who has
// to consent to what.
func Read(c schema.Content, loc *time.Location) (approve.Policy, []engine.Finding) {
	r := &reading{content: c, loc: loc}
	if c.Team != nil {
		r.members()
		r.groups()
	}
	if c.Charter != nil {
		r.rules(c.Charter.Approvals)
	}
	r.satisfiable()
	return r.policy, r.findings
}

type reading struct {
	content  schema.Content
	loc      *time.Location
	policy   approve.Policy
	findings []engine.Finding
}

func (r *reading) mistake(rule string, o *schema.Object, path []string, text, hint string) {
	at := o.At(path...)
	r.findings = append(r.findings, engine.Finding{Pos: engine.Pos{File: at.File, Line: at.Line, Col: at.Col}, Rule: rule,
		Text: text, Hint: hint, Object: o.String(), Fatal: true})
}

func (r *reading) members() {
	t := r.content.Team
	taken := map[string]string{} // name, login or key -> the member who has it
	for i, m := range t.Members {
		at := func(path ...string) []string { return append([]string{"members", strconv.Itoa(i)}, path...) }
		member := approve.Member{Name: m.Name, Login: m.Github, Role: engine.Role(m.Profile)}
		claim := func(what, value string, path ...string) {
			key := what + " " + strings.ToLower(value)
			if other, twice := taken[key]; twice {
				r.mistake(ruleDuplicateMember, t.Object, at(path...), fmt.Sprintf("%s has the %s %s already", other, what, value),
					"everybody is there once, with a name, a login and keys of their own")
			}
			taken[key] = m.Name
		}
		claim("name", m.Name, "name")
		if m.Github != "" {
			claim("login", m.Github, "github")
		}
		for k, line := range m.SigningKeys {
			path := []string{"signingKeys", strconv.Itoa(k)}
			print, err := approve.Fingerprint(line)
			if err != nil {
				r.mistake(ruleBadSigningKey, t.Object, at(path...), fmt.Sprintf("a key of %s cannot be read: %s", m.Name, err),
					"copy the one line of the .pub file")
				continue
			}
			claim("key", print, path...)
			member.Keys = append(member.Keys, print)
		}
		member.Mandate = r.mandate(m, at("mandate"))
		r.policy.Members = append(r.policy.Members, member)
	}
}

func (r *reading) mandate(m schema.Member, path []string) *approve.Mandate {
	t := r.content.Team
	if m.Mandate == nil {
		if m.Profile == string(engine.RoleAgency) {
			r.mistake(ruleBadMandate, t.Object, path, m.Name+" is an agency without a mandate",
				"write what for and how long: mandate: {scope: {campaigns: [winter]}, until: 2027-03-31}")
		}
		return nil
	}
	out := &approve.Mandate{Campaigns: m.Mandate.Scope.Campaigns, Tags: m.Mandate.Scope.Tags}
	for _, c := range m.Mandate.Scope.Channels {
		out.Channels = append(out.Channels, engine.Channel(c))
	}
	at := func(name ...string) []string { return append(append([]string{}, path...), name...) }
	r.known(t.Object, at("scope", "channels"), ruleUnknownChannel, "channel", m.Mandate.Scope.Channels, r.channels())
	r.known(t.Object, at("scope", "campaigns"), ruleUnknownCampaign, "campaign", m.Mandate.Scope.Campaigns, r.campaigns())
	out.From = r.date(m.Mandate.From, at("from"))
	if until := r.date(m.Mandate.Until, at("until")); !until.IsZero() {
		out.Until = until.AddDate(0, 0, 1) // its last day counts
	}
	if !out.Until.IsZero() && !out.From.Before(out.Until) {
		r.mistake(ruleBadMandate, t.Object, at("until"), fmt.Sprintf("the mandate of %s ends before it begins", m.Name), "")
	}
	return out
}

// date reads a day; the zero time if there is none that can be read.
func (r *reading) date(text string, path []string) time.Time {
	if text == "" {
		return time.Time{}
	}
	day, err := zone.ParseDate(text, r.loc)
	if err != nil {
		r.mistake(ruleBadMandate, r.content.Team.Object, path, fmt.Sprintf("%q is not a day", text), "write a date such as 2027-03-31")
		return time.Time{}
	}
	return day
}

func (r *reading) groups() {
	t := r.content.Team
	seen := map[string]bool{}
	for i, g := range t.Groups {
		path := []string{"groups", strconv.Itoa(i)}
		if seen[g.Name] {
			r.mistake(ruleDuplicateMember, t.Object, append(path, "name"), fmt.Sprintf("there is another group %s", g.Name), "")
		}
		seen[g.Name] = true
		r.known(t.Object, append(path, "members"), ruleUnknownMember, "member", g.Members, r.names())
		r.policy.Groups = append(r.policy.Groups, approve.Group{Name: g.Name, Members: g.Members})
	}
}

// known reports names of a list that mean nothing.
func (r *reading) known(o *schema.Object, path []string, rule, what string, list, names []string) {
	for i, name := range list {
		if !contains(names, name) && !r.content.IsBroken(kindOf(what), name) {
			hint := ""
			if near := schema.Nearest(name, names); near != "" {
				hint = "did you mean " + near + "?"
			} else if len(names) > 0 && len(names) <= 12 {
				hint = "there are " + strings.Join(names, ", ")
			}
			r.mistake(rule, o, append(append([]string{}, path...), strconv.Itoa(i)), fmt.Sprintf("there is no %s %q", what, name), hint)
		}
	}
}

// kindOf is the kind of object that is called so; empty if none is.
func kindOf(what string) string {
	switch what {
	case "channel":
		return "Channel"
	case "campaign":
		return "Campaign"
	}
	return ""
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

func (r *reading) names() []string {
	var names []string
	for _, m := range r.policy.Members {
		names = append(names, m.Name)
	}
	return names
}

func (r *reading) channels() []string {
	var names []string
	for _, c := range r.content.Channels {
		names = append(names, c.ID)
	}
	return names
}

func (r *reading) campaigns() []string {
	var names []string
	for _, c := range r.content.Campaigns {
		names = append(names, c.ID)
	}
	return names
}
