package charter

import (
	"fmt"
	"slices"
	"strconv"
)

const (
	ruleAlcoholMention = "alcohol-mention"
	ruleAlcoholChannel = "alcohol-channel"
	ruleAlcoholFestive = "alcohol-festive"
)

// alcohol checks what the loi Évin asks of posts about alcoholic drinks.
func (p pack) alcohol(m *message) {
	if !p.holds(m) {
		return
	}
	p.healthMention(m)
	for _, tag := range m.channel.Tags {
		if slices.Contains(p.notOn, tagKey(tag)) {
			p.say(m, ruleAlcoholChannel, fmt.Sprintf("%s is a channel for %s, where alcohol is not advertised", m.channel.ID, tag),
				fmt.Sprintf("take %s out of channels", m.channel.ID), "channels", strconv.Itoa(slices.Index(m.post.Channels, m.channel.ID)))
		}
	}
	for i := range m.surfaces {
		s := &m.surfaces[i]
		for _, found := range p.terms.All(s.read(m.language).text) {
			m.report(remark{head: softened(p.RuleHead), rule: ruleAlcoholFestive, surface: s, start: found.Start, end: found.End,
				text: fmt.Sprintf("%q makes alcohol a feast", found.In(s.text)), hint: "tell facts: where it comes from, how it is made, how it is served"})
		}
	}
}

// healthMention asks for the sentence of the law, in French where the charter
// lists none in the language of the post.
func (p pack) healthMention(m *message) {
	language := p.mentions.of(m.language)
	if language == "" {
		language = p.mentions.of("fr")
	}
	if language == "" {
		p.say(m, ruleAlcoholMention, "no mention about alcohol is accepted in "+spoken(m.language), "add one to the pack's mentions", "language")
		return
	}
	if p.mentions.within(m, language, "text", "title", "summary", "body") {
		return
	}
	r := remark{head: p.RuleHead, rule: ruleAlcoholMention, path: m.front(),
		text: "the post speaks of alcohol without the mention of the law", hint: "write: " + either(p.mentions.texts[language])}
	for i := range m.surfaces {
		s := &m.surfaces[i]
		if found := p.near.All(s.read(m.language).text); len(found) > 0 {
			r.surface, r.start, r.end = s, found[0].Start, found[0].End
			r.text = fmt.Sprintf("%q is not the mention as the law words it", found[0].In(s.text))
			break
		}
	}
	m.report(r)
}
