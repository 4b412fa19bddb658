package charter

import (
	"fmt"
	"strings"

	"galley/engine/match"
	"galley/schema"
)

const (
	ruleInfluenceContract = "influence-contract"
	ruleInfluenceSector   = "influence-sector"
	ruleInfluenceImages   = "influence-images"
)

// influence checks what French law asks of commercial influence: of posts that
// somebody pays for.
func (p pack) influence(m *message) {
	if m.sponsor() == "" || !p.holds(m) {
		return
	}
	if m.told[ruleDisclosureMissing]+m.told[ruleDisclosureFold]+m.told[ruleDisclosureLanguage] == 0 { // the charter's own rule goes before
		m.disclosed(p.RuleHead, p.mentions, beforeFold)
	}
	p.contract(m)
	p.sector(m)
	m.eachPicture(func(one picture) { p.made(m, one) })
}

// contract looks for the written one, signed before the post goes out.
func (p pack) contract(m *message) {
	deal := m.post.Partnership
	at := []string{"partnership"}
	if deal == (schema.Partnership{}) {
		at = m.paid()
	}
	switch {
	case deal.Contract == "":
		p.say(m, ruleInfluenceContract, fmt.Sprintf("%s pays for the post, and there is no contract", m.sponsor()),
			"add: partnership: {contract: where it is kept, signed: the day, sector: such as food}", at...)
		return
	case deal.Signed == "":
		p.say(m, ruleInfluenceContract, "the contract has no day on which it was signed", "add to partnership: signed: the day", "partnership")
		return
	}
	signed, ok := m.day(deal.Signed, "partnership", "signed")
	if !ok {
		return
	}
	for _, due := range m.dues() {
		if due.Before(signed) {
			p.say(m, ruleInfluenceContract, fmt.Sprintf("the contract was signed %s, after the post goes out on %s", deal.Signed, due.In(m.zone).Format("2006-01-02")),
				"publish after the signature", "partnership", "signed")
			return
		}
	}
}

// sector looks at what is advertised.
func (p pack) sector(m *message) {
	sector := m.post.Partnership.Sector
	switch {
	case m.post.Partnership == (schema.Partnership{}): // told already
	case sector == "":
		m.report(remark{head: softened(p.RuleHead), rule: ruleInfluenceSector, path: []string{"partnership"},
			text: "the partnership does not say what is advertised", hint: "add to partnership: sector: such as food"})
	case bannedSector(sector):
		p.say(m, ruleInfluenceSector, fmt.Sprintf("%s may not be advertised by influence", sector), "do not publish it", "partnership", "sector")
	}
}

// bannedSector reports whether a sector is one that may not be advertised. Only
// names that say so by themselves count: some crypto-assets may be advertised by
// those who are registered.
func bannedSector(sector string) bool {
	folded := match.Fold(strings.ReplaceAll(sector, "-", " "), match.FoldAccents, "")
	return oneOf(folded, "aesthetic surgery", "cosmetic surgery", "plastic surgery", "aesthetic medicine", "chirurgie esthetique", "medecine esthetique",
		"actes esthetiques", "nicotine", "nicotine pouches", "sachets de nicotine", "tobacco", "tabac", "vape", "vaping", "vapotage", "wild animals", "animaux sauvages",
		"animaux non domestiques", "betting tips", "pronostics sportifs", "paris sportifs abonnement", "unregistered crypto", "binary options", "options binaires", "cfd",
		"therapeutic abstention", "abstention therapeutique")
}

// made asks for a mention of pictures of bodies and faces that are not as they
// were.
func (p pack) made(m *message, one picture) {
	doubt := "retouched"
	switch one.declared.Made {
	case "":
		return
	case "synthetic":
		doubt = "made by a machine"
	}
	accepted := p.doctored[one.declared.Made]
	language := accepted.of(m.language)
	if language == "" {
		language = "fr"
	}
	if accepted.within(m, language, "text", "title", "summary", "body") {
		return
	}
	if _, found := accepted.in(one.sent.Alt+"\n"+one.sent.Credit, language); found {
		return
	}
	p.say(m, ruleInfluenceImages, fmt.Sprintf("%s is %s, and nothing says so", one.name(), doubt), "write "+accepted.texts[language][0]+" in the text or in the description", one.path...)
}

// doctoredMentions are those of pictures that are not as they were, by how they were
// made.
func doctoredMentions() map[string]mentions {
	out := map[string]mentions{}
	for made, texts := range map[string]map[string][]string{
		"retouched": {"fr": {"Images retouchées", "image retouchée"}, "en": {"Retouched images", "retouched image"}},
		"synthetic": {"fr": {"Images virtuelles", "image virtuelle"}, "en": {"Virtual images", "virtual image", "AI-generated"}},
	} {
		out[made], _ = newMentions(texts)
	}
	return out
}
