package schema

// Charter is the editorial charter: the page that readers see, and the rules
// that posts are checked against.
type Charter struct {
	Object    *Object
	ID        string
	Title     string
	Language  string
	Mission   string
	Audiences []string
	Articles  []CharterArticle
	Publish   []CharterPage

	Pillars       []Pillar
	Balance       []BalanceRule
	Lexicon       []LexiconRule
	Voice         []VoiceRule
	Readability   []ReadabilityRule
	Hashtags      []HashtagRule
	Emoji         []EmojiRule
	Links         []LinkRule
	Accessibility []AccessibilityRule
	Disclosure    []DisclosureRule
	Packs         []PackRule
	Consents      []Consent
	Embargoes     []EmbargoRule
	Duplicates    []DuplicateRule
	Volumetry     []VolumetryRule
	Objectives    []Objective
	Blackouts     []BlackoutRule
	Capacity      []CapacityRule
	Approvals     Approvals
	Vale          *Vale // nil: not used
}

// A CharterArticle is a numbered text that rules and moderation cite.
type CharterArticle struct {
	Number string // "3.2"
	Title  string
	Text   string // Markdown
}

// A CharterPage says where the charter is shown.
type CharterPage struct {
	Channel string
	Slug    string
}

// RuleHead is what all rules of a charter have.
type RuleHead struct {
	Severity string // error (default), warning or info
	Scope    RuleScope
	Cite     string // number of an article
	Reason   string
	Pos      Pos // of the rule in the charter
}

// RuleScope selects posts: those that each of its lists names which is not
// empty. The empty scope selects all.
type RuleScope struct {
	Channels  []string
	Networks  []string
	Campaigns []string
	Tags      []string
	Pillars   []string
	Languages []string // "fr" selects fr-CA too
}

// A Pillar is something we speak about.
type Pillar struct {
	ID    string
	Name  string
	Share *float64 // of all posts; nil: not said
}

// BalanceRule bounds how far the shares of the pillars may be off.
type BalanceRule struct {
	RuleHead
	Over      string  // "28d"
	Tolerance float64 // 0.1
	From      int     // posts; 5
}

// LexiconRule is about words. Any of Write with Not, Never, Bank and Pattern may
// be there.
type LexiconRule struct {
	RuleHead
	Write   string
	Not     []string
	Never   []string
	Bank    string // path below the content root
	Pattern string // RE2
	Instead string
	Match   string // word, prefix or contains
	Accents bool   // é differs from e; true
	Plural  bool   // regular plurals are meant as well
}

// Language is the one that the rule is for; empty if it is for several.
func (r LexiconRule) Language() string {
	if len(r.Scope.Languages) == 1 {
		return r.Scope.Languages[0]
	}
	return ""
}

// VoiceRule is about how we speak. What is nil or empty is not looked at.
type VoiceRule struct {
	RuleHead
	Address       string // tu or vous
	Person        string // i, we or none
	Contractions  *bool
	SentenceWords *int
	Exclamations  *int
	Capitals      *int
}

// ReadabilityRule asks for texts that are easy to read.
type ReadabilityRule struct {
	RuleHead
	Ease  float64
	Words int // 30
}

// HashtagRule is about the tags of a post.
type HashtagRule struct {
	RuleHead
	Min       int
	Max       *int
	Required  []string
	Forbidden []string
	CamelCase bool
}

// EmojiRule bounds emoji.
type EmojiRule struct {
	RuleHead
	Max       *int
	Row       *int
	Forbidden []string
	Allowed   []string // empty: all
}

// LinkRule is about addresses.
type LinkRule struct {
	RuleHead
	HTTPS      bool
	Domains    []string // empty: all
	Forbidden  []string
	Shorteners *bool // false forbids them
	UTM        []string
	Unique     bool
	Max        *int
}

// AccessibilityRule is about those who do not see or hear as most do.
type AccessibilityRule struct {
	RuleHead
	Alt      bool
	AltMax   int // characters; 0: not bounded
	Captions bool
}

// DisclosureRule asks a post with a sponsor to say so.
type DisclosureRule struct {
	RuleHead
	Mentions map[string][]string // by language
	Within   int                 // characters; 125
}

// PackRule turns a ready rule set on.
type PackRule struct {
	RuleHead
	Pack     string
	Tags     []string // of the posts it is for; empty: as the pack says
	Mentions map[string][]string
	NotOn    []string // tags of channels
}

// A Consent is that of somebody who is seen in pictures.
type Consent struct {
	ID        string
	Until     string // local date; empty: no end
	Withdrawn string // local date
	Channels  []string
	Document  string
	Minor     bool
	Guardian  string
}

// EmbargoRule is about what may not be told yet.
type EmbargoRule struct {
	RuleHead
	Terms []string
	Until string
}

// DuplicateRule is about posts that say nearly the same.
type DuplicateRule struct {
	RuleHead
	Within   string  // "30d"
	Likeness float64 // 0.8
}

// VolumetryRule bounds how many posts a channel has, and when.
type VolumetryRule struct {
	RuleHead
	Per     string // day, week or month
	Min     int
	Max     *int
	Spacing string // a Go duration
	Hours   string // "08:00-20:00"
	Days    []string
}

// BlackoutRule is a time without posts: On, From and To, or Holidays.
type BlackoutRule struct {
	RuleHead
	On       string
	From     string
	To       string
	Holidays bool
}

// CapacityRule bounds the posts of one person.
type CapacityRule struct {
	RuleHead
	Per     string // day or week
	Max     int
	Authors []string // empty: everybody
}

// Vale says which of Vale's styles are used.
type Vale struct {
	Path      string              // charter/styles
	Styles    []string            // for texts of every language
	Languages map[string][]string // more, by language
	Vocab     []string
	Level     string            // suggestion, warning or error; suggestion
	Rules     map[string]string // by "Style" or "Style.Rule": off, suggestion, warning or error
}
