package charter

import (
	"slices"
	"strings"

	"galley/engine"
)

// Rules returns what the charter's checks can find, sorted by id. Posts can be
// let off all of them but the mistakes of the charter itself.
func Rules() []engine.RuleDoc {
	list := slices.Concat(postRules(), acrossRules())
	for i := range list {
		list[i].Waivable = true
	}
	list = slices.Concat(list, mistakeRules(), acrossMistakeRules(), consentNames())
	for i := range list {
		list[i].Subject = "charter"
	}
	slices.SortFunc(list, func(a, b engine.RuleDoc) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// postRules are those of the checks of a single post.
func postRules() []engine.RuleDoc {
	return slices.Concat(
		accessibilityRules(),
		hashtagRules(),
		emojiRules(),
		linkRules(),
		disclosureRules(),
		packRules(),
		contestRules(),
		consentRules(),
		embargoRules(),
		lexiconRules(),
		voiceRules(),
		readabilityRules(),
	)
}

// acrossRules are those of the checks across posts.
func acrossRules() []engine.RuleDoc {
	return slices.Concat(
		duplicateRules(),
		volumetryRules(),
		balanceRules(),
		blackoutRules(),
		capacityRules(),
		uniqueLinkRules(),
	)
}

// words are a text in the two languages of the manual.
func words(en, fr string) map[string]string { return map[string]string{"en": en, "fr": fr} }
