package charter

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"galley/engine"
	"galley/engine/match"
	"galley/engine/zone"
	"galley/schema"
)

// A pack is a ready rule set that a charter turned on.
type pack struct {
	schema.PackRule
	mentions mentions            // the charter's, or else those of the pack
	terms    *match.Set          // what it finds fault with
	near     *match.Set          // what is nearly the mention
	doctored map[string]mentions // of pictures, by how they were made
	consents map[string]consent
	tags     []string // keys of those of the posts that it is for; none: all
	notOn    []string // keys of tags of channels
}

// packs compiles the section of that name.
func (k *compiler) packs() {
	consents := k.consents()
	for i, r := range k.rules.Packs {
		p, err := newPack(r)
		if err != nil {
			k.mistake(mistakeTerm, k.written("packs", strconv.Itoa(i), "mentions"), err.Error(), "")
			continue
		}
		p.consents = consents
		k.add(r.RuleHead, p.check())
	}
}

// newPack puts what a charter says in the place of what is usual. Its error is
// about the mentions.
func newPack(r schema.PackRule) (pack, error) {
	p := pack{PackRule: r, terms: compiled(packTerms(r.Pack)), tags: tagKeys(r.Tags), notOn: tagKeys(r.NotOn)}
	if len(p.tags) == 0 {
		p.tags = tagKeys(usualTags(r.Pack))
	}
	if len(p.notOn) == 0 {
		p.notOn = []string{"youth", "jeunesse", "jeunes", "sport", "sports"}
	}
	switch r.Pack {
	case "alcohol-fr":
		p.near = compiled([]string{"abus d'alcool", "abus de l'alcool", "avec modération"})
	case "influence-fr":
		p.doctored = doctoredMentions()
	}
	texts := r.Mentions
	if len(texts) == 0 {
		texts = usualMentions(r.Pack)
	}
	var err error
	p.mentions, err = newMentions(texts)
	return p, err
}

// check returns what the pack looks at in each message.
func (p pack) check() check {
	switch p.Pack {
	case "influence-fr":
		return p.influence
	case "alcohol-fr":
		return p.alcohol
	case "contest-fr":
		return p.contest
	case "image-consent":
		return p.consent
	case "finance-fr":
		return p.finance
	}
	return func(*message) {}
}

// usualMentions are what a pack accepts where the charter lists nothing else.
func usualMentions(pack string) map[string][]string {
	switch pack {
	case "influence-fr":
		return map[string][]string{"fr": {"Publicité", "Collaboration commerciale"}, "en": {"Advertisement", "Commercial collaboration", "Paid partnership"}}
	case "alcohol-fr":
		return map[string][]string{"fr": {"L'abus d'alcool est dangereux pour la santé"}}
	case "finance-fr":
		return map[string][]string{
			"fr": {"risque de perte en capital", "risques de perte en capital", "perte en capital", "investir comporte des risques", "les performances passées ne préjugent pas des performances futures"},
			"en": {"capital at risk", "capital is at risk", "risk of capital loss", "risk of losing capital", "past performance is not"},
		}
	}
	return nil
}

// packTerms are the words that a pack looks for in French and in English.
func packTerms(pack string) []string {
	switch pack {
	case "alcohol-fr":
		return []string{"fête", "fêtes", "fêter", "fêtez", "fêtons", "festif", "festive", "festivités", "célébrer", "célébrez", "convivial", "conviviale", "convivialité", "ivre",
			"ivresse", "enivrant", "enivrante", "s'enivrer", "cuite", "beuverie", "trinquer", "trinquez", "trinquons", "tchin", "tchin-tchin", "à votre santé", "à la vôtre",
			"soirée arrosée", "open bar", "happy hour", "cheers", "party", "partying", "drunk", "tipsy", "booze", "bottoms up", "hangover", "celebrate"}
	case "finance-fr":
		return []string{"rendement garanti", "rendements garantis", "gain garanti", "gains garantis", "profit garanti", "profits garantis", "sans risque", "sans aucun risque",
			"zéro risque", "argent facile", "gagner à coup sûr", "doublez votre mise", "doublez votre argent", "guaranteed return", "guaranteed returns", "guaranteed profit",
			"guaranteed profits", "risk-free", "risk free", "without risk", "no risk", "easy money", "double your money", "cannot lose", "can't lose"}
	}
	return nil
}

// compiled makes a set of words; those of packs are known to be terms.
func compiled(words []string) *match.Set {
	terms := make([]match.Term, len(words))
	for i, w := range words {
		terms[i] = match.Term{Text: w, Flags: match.FoldAccents | match.InHashtags}
	}
	set, _ := match.Compile(terms)
	return set
}

// usualTags are those that people give to the posts of a pack, where the charter
// lists none; none at all where it is for every post.
func usualTags(pack string) []string {
	switch pack {
	case "alcohol-fr":
		return []string{"alcool", "alcools", "alcohol", "vin", "vins", "wine", "wines", "bière", "bières", "beer", "beers", "champagne", "cidre", "cider",
			"spiritueux", "spirits", "whisky", "whiskey", "rhum", "rum", "vodka", "gin"}
	case "contest-fr":
		return []string{"concours", "jeu-concours", "jeuconcours", "tirage-au-sort", "contest", "giveaway", "sweepstakes"}
	case "finance-fr":
		return []string{"finance", "finances", "placement", "placements", "investissement", "investissements", "investment", "investments", "investing", "bourse",
			"trading", "crypto", "cryptomonnaie", "cryptomonnaies", "cryptocurrency", "épargne", "assurance-vie", "scpi", "etf"}
	}
	return nil
}

// holds reports whether a post is one of those that the pack is for, by its tags
// or by the hashtags of its texts.
func (p pack) holds(m *message) bool {
	return len(p.tags) == 0 ||
		slices.ContainsFunc(m.tags(), func(tag string) bool { return slices.Contains(p.tags, tagKey(tag)) }) ||
		slices.ContainsFunc(m.hashtags(), func(t hashtag) bool { return slices.Contains(p.tags, t.key) })
}

// say reports something about a field of the post.
func (p pack) say(m *message, rule, text, hint string, path ...string) {
	m.report(remark{head: p.RuleHead, rule: rule, path: path, text: text, hint: hint})
}

// softened is a rule's head that is worth no more than a warning.
func softened(head schema.RuleHead) schema.RuleHead {
	if severity(head.Severity) == engine.SeverityError {
		head.Severity = "warning"
	}
	return head
}

// within reports whether one of some surfaces of a message holds a mention.
func (a mentions) within(m *message, language string, surfaces ...string) bool {
	for i := range m.surfaces {
		s := &m.surfaces[i]
		if !slices.Contains(surfaces, s.name) {
			continue
		}
		if _, found := a.in(s.read(m.language).text, language); found {
			return true
		}
	}
	return false
}

// dues are the times at which the message goes out, none for a draft.
func (m *message) dues() []time.Time {
	var list []time.Time
	for _, d := range append([]engine.Desired{m.whole}, m.repeated...) {
		if !d.Due.IsZero() {
			list = append(list, d.Due)
		}
	}
	return list
}

// day returns the first instant of a day in the project's zone. What is no date
// is reported.
func (m *message) day(text string, path ...string) (time.Time, bool) {
	t, err := zone.ParseDate(text, m.zone)
	if err != nil {
		m.untimely(err, path...)
	}
	return t, err == nil
}

// untimely reports a time of the post that cannot be read.
func (m *message) untimely(err error, path ...string) {
	rule, text, hint := unreadable(err)
	m.report(remark{rule: rule, path: path, text: text, hint: hint})
}

// untimely reports a time of the charter that cannot be read.
func (k *compiler) untimely(err error, path ...string) {
	rule, text, hint := unreadable(err)
	k.mistake(rule, k.written(path...), text, hint)
}

// unreadable says which rule of times an error of the zone package breaks.
func unreadable(err error) (rule, text, hint string) {
	if e := (*zone.Error)(nil); errors.As(err, &e) {
		return string(e.Kind), e.Text, e.Hint
	}
	return string(zone.BadDate), err.Error(), ""
}
