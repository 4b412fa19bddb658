package render

// The ids of the rules that rendering checks. Those on times are the kinds of
// engine/zone: bad-date, dst-gap, dst-fold, unknown-zone. A path that leaves the
// content is schema.RuleBadPath.
const (
	RuleBadDuration       = "bad-duration"
	RuleBadLink           = "bad-link"
	RuleBadVariant        = "bad-variant"
	RuleDanglingReference = "dangling-reference"
	RuleDuplicateFilter   = "duplicate-filter"
	RuleMediaMetadata     = "media-metadata"
	RuleMediaMismatch     = "media-mismatch"
	RuleMediaTooBig       = "media-too-big"
	RuleMediaUnfit        = "media-unfit"
	RuleMissingMedia      = "missing-media"
	RuleNoReason          = "no-reason"
	RuleNoText            = "no-text"
	RuleOutsideCampaign   = "outside-campaign"
	RuleUnknownHandle     = "unknown-handle"
	RuleUnknownReference  = "unknown-reference"
	RuleUnsupportedField  = "unsupported-field"
	RuleUnsupportedKind   = "unsupported-kind"
)
