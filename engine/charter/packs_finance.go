package charter

import "fmt"

const (
	ruleFinanceRisk    = "finance-risk"
	ruleFinancePromise = "finance-promise"
)

// finance checks what is asked of posts that promote an investment.
func (p pack) finance(m *message) {
	if !p.holds(m) {
		return
	}
	for i := range m.surfaces {
		s := &m.surfaces[i]
		for _, found := range p.terms.All(s.read(m.language).text) {
			if denied(s.text[:found.Start], 5) {
				continue // « il n'y a pas de placement sans risque »
			}
			m.report(remark{head: p.RuleHead, rule: ruleFinancePromise, surface: s, start: found.Start, end: found.End,
				text: fmt.Sprintf("%q promises what nobody can", found.In(s.text)), hint: "say what may be gained and what may be lost"})
		}
	}
	language := p.mentions.of(m.language)
	if language == "" {
		p.say(m, ruleFinanceRisk, "no warning of risk is accepted in "+spoken(m.language), "add one to the pack's mentions", "language")
		return
	}
	for _, s := range m.fronts() {
		if _, found := p.mentions.in(s.read(m.language).text, language); found {
			return
		}
	}
	p.say(m, ruleFinanceRisk, "the post promotes an investment and does not warn of its risk", "write in the same message: "+p.mentions.texts[language][0], m.front()...)
}
