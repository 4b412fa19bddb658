// Package charter holds posts to the rules of the team's editorial charter.
// Content and what it renders to travel in, findings travel out: what is
// checked is the text that would be sent. It is pure but for the banks of words
// that it reads from the tree it is given; it asks no network, no clock and no
// ledger.
//
// A check is of one of two sorts, never a mix. One of a single post sees that
// post, its renditions and the charter; it may run at the same time as others,
// and what it found holds until one of the three changes. One across posts sees
// small facts of all of them, the time and what was published.
package charter

import (
	"io/fs"
	"slices"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/zone"
	"galley/schema"
)

// A Placer returns where the bytes [start, end) of the text at path of an object
// are written, and how many characters wide they are on that line; a width of
// zero says that only the beginning of the value is known.
type Placer func(o *schema.Object, path []string, start, end int) (at schema.Pos, width int)

// Input is what New compiles.
type Input struct {
	Content schema.Content
	Infos   map[engine.Network]engine.Info // of every network there is
	Files   fs.FS                          // the content root, for banks; nil has none
	Place   Placer                         // nil: where the value begins
	Public  bool                           // everybody can read the repository, says who keeps it
}

// A Charter is the rules of a content repository, ready to check posts. It is
// immutable and may be used concurrently.
type Charter struct {
	rules     schema.Charter // the zero charter has no rules
	zone      *time.Location
	place     Placer
	infos     map[engine.Network]engine.Info
	channels  map[string]*schema.Channel
	campaigns map[string]*schema.Campaign
	checks    []check
	ofFields  []fieldCheck
	across    []func(*agenda) // the checks across posts
	closings  []blackout
	waivable  waivable
}

// A check looks at one message of a post and reports to it.
type check func(m *message)

// New compiles the charter of the content and reports what is wrong with the
// charter itself: patterns that do not compile, banks that are not there, scopes
// that name nothing. A rule with a mistake is left out.
func New(in Input) (*Charter, []engine.Finding) {
	c := &Charter{
		zone:      time.UTC,
		place:     in.Place,
		infos:     in.Infos,
		channels:  make(map[string]*schema.Channel, len(in.Content.Channels)),
		campaigns: make(map[string]*schema.Campaign, len(in.Content.Campaigns)),
		waivable:  newWaivable(),
	}
	if in.Content.Charter != nil {
		c.rules = *in.Content.Charter
	}
	if c.place == nil {
		c.place = func(o *schema.Object, path []string, _, _ int) (schema.Pos, int) { return o.At(path...), 0 }
	}
	if loc, err := zone.Load(in.Content.Project.Zone); err == nil {
		c.zone = loc
	}
	for i := range in.Content.Channels {
		c.channels[in.Content.Channels[i].ID] = &in.Content.Channels[i]
	}
	for i := range in.Content.Campaigns {
		c.campaigns[in.Content.Campaigns[i].ID] = &in.Content.Campaigns[i]
	}
	k := &compiler{Charter: c, Input: in}
	k.compile()
	engine.SortFindings(k.findings)
	return c, k.findings
}

// A compiler turns the sections of the charter into checks.
type compiler struct {
	*Charter
	Input
	findings []engine.Finding
}

// compile adds the checks of every section. Each method lives in the file that
// bears the section's name.
func (k *compiler) compile() {
	k.mistakes()
	k.accessibility()
	k.lexicon()
	k.hashtags()
	k.emoji()
	k.links()
	k.disclosure()
	k.packs()
	k.knownConsents()
	k.embargo()
	k.voice()
	k.readability()
	k.duplicates()
	k.volumetry()
	k.balance()
	k.blackouts()
	k.capacity()
	k.uniqueLinks()
}

// add makes a check of one rule: f runs for the messages in the rule's scope.
func (k *compiler) add(head schema.RuleHead, f check) {
	k.checks = append(k.checks, func(m *message) {
		if m.within(head.Scope) {
			f(m)
		}
	})
}

// A fieldCheck is of what a post writes in one field.
type fieldCheck struct {
	field string // of the post, or of one of its media behind "media."
	check check
}

// addOf makes a check that has nothing to say of posts without a field.
func (k *compiler) addOf(field string, f check) {
	k.ofFields = append(k.ofFields, fieldCheck{field, f})
}

// mistake reports something wrong with a rule of the charter.
func (k *compiler) mistake(rule string, at schema.Pos, text, hint string) {
	k.findings = append(k.findings, engine.Finding{Pos: engine.Pos(at), Rule: rule, Text: text, Hint: hint, Object: "Charter " + k.rules.ID})
}

// written is where a path of the charter is, or its nearest parent that is
// there.
func (k *compiler) written(path ...string) schema.Pos {
	if k.rules.Object == nil {
		return schema.Pos{}
	}
	return k.rules.Object.At(path...)
}

// Post checks one post in the form that each channel gets, drafts included, and
// returns with the findings what the checks across posts have to know.
// Renditions are the post's own, sorted by ID. A post that is to be taken down is
// not checked.
func (c *Charter) Post(p *schema.Post, renditions []engine.Desired) ([]engine.Finding, Facts) {
	ofFields := slices.DeleteFunc(slices.Clone(c.ofFields), func(f fieldCheck) bool { return !writes(p, f.field) })
	if len(c.checks)+len(c.across)+len(ofFields)+len(p.Waivers) == 0 {
		return nil, Facts{Post: p.ID} // nobody asks
	}
	var found []engine.Finding
	messages := c.messages(p, renditions)
	for _, m := range messages {
		for _, check := range c.checks {
			check(m)
		}
		for _, f := range ofFields {
			f.check(m)
		}
		found = append(found, m.findings...)
	}
	return once(append(found, c.waivers(p, messages)...)), c.factsOf(p, messages)
}

// writes reports whether a post has a field, itself or in a variant.
func writes(p *schema.Post, field string) bool {
	if in(p.Base, field) {
		return true
	}
	for _, fields := range p.Variants {
		if in(fields, field) {
			return true
		}
	}
	return false
}

func in(fields map[string]any, name string) bool {
	if name, ofMedia := strings.CutPrefix(name, "media."); ofMedia {
		list, _ := fields["media"].([]any)
		return slices.ContainsFunc(list, func(v any) bool {
			m, _ := v.(map[string]any)
			return m[name] != nil
		})
	}
	return fields[name] != nil
}

// once keeps one of the findings that say the same of several channels, without
// the channel.
func once(list []engine.Finding) []engine.Finding {
	if len(list) < 2 {
		return list
	}
	var out []engine.Finding
	seen := make(map[engine.Finding]int, len(list))
	for _, f := range list {
		same := f
		same.Channel, same.Fix = "", nil
		i, found := seen[same]
		switch {
		case !found:
			seen[same] = len(out)
			out = append(out, f)
		case out[i].Channel != f.Channel:
			out[i].Channel = ""
		}
	}
	return out
}

// cited is how a finding names an article: "charter#3.2".
func (c *Charter) cited(number string) string {
	if number == "" {
		return ""
	}
	return c.rules.ID + "#" + number
}

// inScope reports whether each list of a scope that is not empty names what is
// given.
func inScope(s schema.RuleScope, channel, network, campaign, pillar, language string, tags []string) bool {
	return names(s.Channels, channel) && names(s.Networks, network) && names(s.Campaigns, campaign) && names(s.Pillars, pillar) &&
		(len(s.Tags) == 0 || slices.ContainsFunc(tags, func(t string) bool {
			return slices.ContainsFunc(s.Tags, func(want string) bool { return strings.EqualFold(t, want) })
		})) &&
		(len(s.Languages) == 0 || slices.ContainsFunc(s.Languages, func(want string) bool { return speaks(language, want) }))
}

func names(list []string, name string) bool { return len(list) == 0 || slices.Contains(list, name) }

// speaks reports whether a language is want or one of its regions: "fr-CA" is
// "fr".
func speaks(language, want string) bool {
	language, want = strings.ToLower(language), strings.ToLower(want)
	return language == want || strings.HasPrefix(language, want+"-")
}
