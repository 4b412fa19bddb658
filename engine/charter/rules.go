package charter

import (
	"slices"
	"strings"

	"galley/engine"
)

// Rules returns what the charter's checks can find, sorted by id. All of them
// can be waived by a post.
func Rules() []engine.RuleDoc {
	list := slices.Concat(
		accessibilityRules(),
		voiceRules(),
		readabilityRules(),
	)
	for i := range list {
		list[i].Subject, list[i].Waivable = "charter", true
	}
	slices.SortFunc(list, func(a, b engine.RuleDoc) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// words are a text in the two languages of the manual.
func words(en, fr string) map[string]string { return map[string]string{"en": en, "fr": fr} }
