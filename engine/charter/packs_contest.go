package charter

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"galley/engine/match"
	"galley/schema"
)

const (
	ruleContestMissing   = "contest-missing"
	ruleContestPrize     = "contest-prize"
	ruleContestRules     = "contest-rules"
	ruleContestDates     = "contest-dates"
	ruleContestPurchase  = "contest-purchase"
	ruleContestMechanics = "contest-mechanics"
	ruleContestRelease   = "contest-release"
)

// contest checks what French law and the networks ask of contests.
func (p pack) contest(m *message) {
	c := m.post.Contest
	if c == nil {
		if p.holds(m) {
			p.say(m, ruleContestMissing, "the post is about a contest and does not say its terms", "add: contest: {rules: …, from: …, to: …, prize: …, selection: …}, or another tag for a post that tells the winners", "tags")
		}
		return
	}
	if !strings.ContainsFunc(c.Prize, unicode.IsDigit) {
		m.report(remark{head: softened(p.RuleHead), rule: ruleContestPrize, path: []string{"contest", "prize"},
			text: "the prize has no value", hint: "add what it is worth, such as: worth 20 euros"})
	}
	p.contestRules(m, c)
	p.contestDates(m, c)
	p.entry(m, c)
	p.release(m)
}

// contestRules looks for the address of the rules among those that readers can
// follow.
func (p pack) contestRules(m *message, c *schema.Contest) {
	if strings.Contains(c.Rules, "${") { // only the network knows it
		return
	}
	u, err := url.Parse(c.Rules)
	if err != nil || u.Host == "" {
		p.say(m, ruleContestRules, fmt.Sprintf("%q is not an address", clipped(c.Rules)), "write the whole address, such as https://example.org/rules", "contest", "rules")
		return
	}
	u.Host = strings.ToLower(u.Host)
	want := untracked(address{url: u})
	if !slices.ContainsFunc(m.addresses(), func(a address) bool { return untracked(a) == want }) {
		p.say(m, ruleContestRules, "the post does not lead to the rules of the contest", "add to the text or to link: "+c.Rules, "contest", "rules")
	}
}

// untracked is the form in which addresses are compared, without what campaigns
// add to them.
func untracked(a address) string {
	page, query, _ := strings.Cut(a.canonical(), "?")
	var kept []string
	for parameter := range strings.SplitSeq(query, "&") {
		if parameter != "" && !strings.HasPrefix(parameter, "utm_") {
			kept = append(kept, parameter)
		}
	}
	return page + "?" + strings.Join(kept, "&")
}

// contestDates holds the days of the contest to each other and to the post.
func (p pack) contestDates(m *message, c *schema.Contest) {
	from, readFrom := m.day(c.From, "contest", "from")
	to, readTo := m.day(c.To, "contest", "to")
	if !readFrom || !readTo {
		return
	}
	if to.Before(from) {
		p.say(m, ruleContestDates, fmt.Sprintf("the contest ends %s, before it begins %s", c.To, c.From), "", "contest", "to")
		return
	}
	for _, due := range m.dues() {
		if !due.Before(to.AddDate(0, 0, 1)) {
			p.say(m, ruleContestDates, fmt.Sprintf("the contest ends %s, before the post goes out on %s", c.To, due.In(m.zone).Format("2006-01-02")),
				"publish before its end; a post that tells the winners needs no contest", "contest", "to")
			return
		}
	}
}

// entry looks at what one has to do to take part.
func (p pack) entry(m *message, c *schema.Contest) {
	for i, what := range c.Entry {
		at := []string{"contest", "entry", fmt.Sprint(i)}
		switch {
		case what == "buy":
			p.say(m, ruleContestPurchase, "one has to buy to take part", "let people take part without a purchase", at...)
		case m.service() == "facebook" && (what == "share" || what == "tag-friend"):
			p.say(m, ruleContestMechanics, fmt.Sprintf("Facebook forbids %q as a way to take part", what), "let people answer or like", at...)
		}
	}
}

// release asks that a post on the networks that want it say that they have no
// part in the contest. It may stand in the rules, and is never more than a
// warning.
func (p pack) release(m *message) {
	service := m.service()
	if service != "facebook" && service != "instagram" {
		return
	}
	for i := range m.surfaces {
		text := match.Fold(m.surfaces[i].read(m.language).text, match.FoldAccents, "")
		if strings.Contains(text, service) && releases(text) {
			return
		}
	}
	label := strings.ToUpper(service[:1]) + service[1:]
	m.report(remark{head: softened(p.RuleHead), rule: ruleContestRelease, path: m.front(),
		text: fmt.Sprintf("the post does not say that %s has no part in the contest", label),
		hint: fmt.Sprintf("write that %s neither runs nor sponsors it, if the rules do not", label)})
}

// releases reports whether a folded text says of somebody that they have no part.
func releases(text string) bool {
	return slices.ContainsFunc([]string{"n'est ni ", "ni organis", "ni parrain", "n'est pas associ", "n'est pas organis", "ne parraine pas", "n'organise pas", "decharge", "en aucun cas",
		"not sponsored", "not affiliated", "not associated", "neither ", "in no way", "releases"}, func(words string) bool { return strings.Contains(text, words) })
}

// service is the network that readers see a channel on: of what a person
// publishes by hand, the one its address names.
func (m *message) service() string {
	u, err := url.Parse(m.channel.URL)
	if err != nil {
		return m.channel.Network
	}
	for _, one := range []string{"facebook", "instagram"} {
		if below(strings.ToLower(u.Hostname()), []string{one + ".com"}) != "" {
			return one
		}
	}
	return m.channel.Network
}
