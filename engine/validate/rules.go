package validate

import (
	"slices"
	"strings"

	"galley/engine"
)

// The ids of the rules that Check looks after.
const (
	ruleAltTooLong         = "alt-too-long"
	ruleBadPoll            = "bad-poll"
	ruleBadTarget          = "bad-target"
	ruleCardBesideMedia    = "card-beside-media"
	ruleCardWithoutLink    = "card-without-link"
	ruleDuplicateAccount   = "duplicate-account"
	ruleDuplicatePage      = "duplicate-page"
	ruleDuplicateSlug      = "duplicate-slug"
	ruleDuplicateTarget    = "duplicate-target"
	ruleForeignPost        = "foreign-post"
	ruleForgottenDraft     = "forgotten-draft"
	ruleFormerName         = "former-name"
	ruleMediaBytes         = "media-bytes"
	ruleMediaPixels        = "media-pixels"
	ruleMediaRatio         = "media-ratio"
	ruleMediaType          = "media-type"
	ruleMissingAlt         = "missing-alt"
	ruleNetworkRefuses     = "network-refuses"
	ruleNoLanguage         = "no-language"
	ruleOpenSlot           = "open-slot"
	ruleNoReason           = "no-reason" // found by render
	ruleObjectiveDates     = "objective-dates"
	ruleNoRecordID         = "no-record-id"
	ruleNoScheduler        = "no-scheduler"
	ruleReferenceCycle     = "reference-cycle"
	ruleReferenceNeverLive = "reference-never-live"
	ruleReferenceOrder     = "reference-order"
	ruleReportDays         = "report-days"
	ruleRequiredField      = "required-field"
	ruleReservedName       = "reserved-name"
	ruleTextTooLong        = "text-too-long"
	ruleTimeNear           = "time-near"
	ruleTimePast           = "time-past"
	ruleTitleTooLong       = "title-too-long"
	ruleTooManyMedia       = "too-many-media"
	ruleUnknownCampaign    = "unknown-campaign"
	ruleUnknownChannel     = "unknown-channel"
	ruleUnknownNetwork     = "unknown-network"
	ruleUnknownPost        = "unknown-post"
	ruleUnsupportedKind    = "unsupported-kind" // found by render too
	ruleUntoldKPI          = "untold-kpi"
	ruleUntilBeforeAt      = "until-before-at"
	ruleUnusedVariant      = "unused-variant"
)

// Rules returns what rendering and Check can find, sorted by id, for people to
// read up on.
func Rules() []engine.RuleDoc {
	all := slices.Concat(about("times", timeRules(), calendarRules()), about("posts", postRules(), cardRules()), about("references", referenceRules()),
		about("networks", networkRules(), companyRules()), about("media", mediaRules(), pictureRules()), about("project", projectRules(), reportRules()))
	slices.SortFunc(all, func(a, b engine.RuleDoc) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// about gives rules their subject.
func about(subject string, lists ...[]engine.RuleDoc) []engine.RuleDoc {
	rules := slices.Concat(lists...)
	for i := range rules {
		rules[i].Subject = subject
	}
	return rules
}

// words is a text in the languages of the catalogue.
func words(english, french string) map[string]string {
	return map[string]string{"en": english, "fr": french}
}
