package charter

import (
	"slices"
	"strings"

	"galley/engine"
	"galley/schema"
)

// A message is a post as one channel gets it, with all its parts.
type message struct {
	*Charter
	post     *schema.Post
	channel  *schema.Channel
	campaign *schema.Campaign // nil if none
	info     engine.Info
	fields   schema.PostFields
	whole    engine.Desired   // the first occurrence, if it repeats
	parts    []engine.Desired // what follows it, where those are posts of their own
	repeated []engine.Desired // its later occurrences
	language string
	surfaces []surface
	linked   []address // nil until they are asked for
	marked   []hashtag // nil until they are asked for
	findings []engine.Finding
	waived   []bool         // of each waiver, whether something needed it
	told     map[string]int // how often each rule found something
}

// messages groups the renditions of a post by channel. What is retracted, and
// what the loader could not make sense of, is no message.
func (c *Charter) messages(p *schema.Post, renditions []engine.Desired) []*message {
	var list []*message
	byChannel := map[engine.Channel]*message{}
	for _, d := range renditions {
		if d.Class != engine.Publish {
			continue
		}
		m := byChannel[d.ID.Channel]
		if m == nil {
			if m = c.message(p, d); m == nil {
				continue
			}
			byChannel[d.ID.Channel] = m
			list = append(list, m)
			continue
		}
		m.add(d)
	}
	for _, m := range list {
		m.surfaces = m.allSurfaces()
	}
	return list
}

func (c *Charter) message(p *schema.Post, d engine.Desired) *message {
	channel := c.channels[string(d.ID.Channel)]
	if channel == nil {
		return nil
	}
	fields, err := p.Merged(channel.ID, channel.Network)
	if err != nil {
		return nil
	}
	m := &message{Charter: c, post: p, channel: channel, campaign: c.campaigns[fields.Campaign],
		info: c.infos[engine.Network(channel.Network)], fields: fields, whole: d}
	m.language = languageOf(d.Spec)
	m.waived = make([]bool, len(p.Waivers))
	return m
}

// add takes a further rendition: a part of the whole, or another occurrence,
// whose parts say the same as those of the first.
func (m *message) add(d engine.Desired) {
	switch {
	case d.ID.Whole() == m.whole.ID:
		m.parts = append(m.parts, d)
	case d.ID == d.ID.Whole():
		m.repeated = append(m.repeated, d)
	}
}

func languageOf(s engine.Spec) string {
	switch s := s.(type) {
	case *engine.Post:
		return s.Language
	case *engine.Article:
		return s.Language
	}
	return ""
}

// within reports whether a rule with that scope is for this message.
func (m *message) within(s schema.RuleScope) bool {
	return inScope(s, m.channel.ID, m.channel.Network, m.fields.Campaign, m.fields.Pillar, m.language, m.tags())
}

// tags are all under which the post goes out, those of its campaign and channel
// among them.
func (m *message) tags() []string { return m.whole.Labels.Tags }

// sponsor is who pays for the post, itself or its campaign's; empty if nobody
// does.
func (m *message) sponsor() string {
	if m.fields.Sponsor != "" || m.campaign == nil {
		return m.fields.Sponsor
	}
	return m.campaign.Sponsor
}

// A remark is a finding in the making: what a rule found in one message.
type remark struct {
	head schema.RuleHead // of the rule of the charter
	rule string          // id

	// Where: the bytes [start, end) of a surface, or else a field of the post.
	surface    *surface
	start, end int
	path       []string

	text, hint string
	fix        *replacement
}

// A replacement is what the marked bytes of a remark's surface become. It is
// only offered where they are written as they are sent.
type replacement struct{ text string }

// mostRemarks is how often a rule speaks of one message: nobody reads more, and a
// text of nothing but forbidden words is no reason to fill the memory.
const mostRemarks = 200

// report keeps the finding of a remark, unless its rule has said enough.
func (m *message) report(r remark) {
	if m.told[r.rule] == mostRemarks {
		return
	}
	if m.told == nil {
		m.told = map[string]int{}
	}
	if m.told[r.rule]++; m.told[r.rule] == mostRemarks {
		r.hint = "there are more; they are told once these are solved"
	}
	m.findings = append(m.findings, m.found(r))
}

// found makes a finding of a remark. One that the post has a waiver for is kept
// as information, with who allowed it.
func (m *message) found(r remark) engine.Finding {
	f := m.finding(r.head, r.rule, r.text, r.hint)
	f.Object, f.Channel = "Post "+m.post.ID, m.whole.ID.Channel
	if r.surface == nil {
		f.Pos = engine.Pos(m.post.At(m.channel.ID, m.channel.Network, r.path...))
	} else {
		m.locate(&f, r)
	}
	if w := m.waiver(r.rule); w != nil {
		waive(&f, w)
	}
	return f
}

// finding is one without a place, of a rule of the charter.
func (c *Charter) finding(head schema.RuleHead, rule, text, hint string) engine.Finding {
	return engine.Finding{Rule: rule, Severity: severity(head.Severity), Text: text, Hint: hint, Reason: head.Reason, Cite: c.cited(head.Cite)}
}

// waive keeps a finding as information, with who allowed it.
func waive(f *engine.Finding, w *schema.Waiver) {
	f.Severity, f.Fix = engine.SeverityInfo, nil
	f.Hint = "waived by " + w.By + ": " + w.Reason
}

// locate points f at the marked bytes of the remark's surface as far as they are
// written in the content, and offers the fix where that is exact.
func (m *message) locate(f *engine.Finding, r remark) {
	path, start, end, exact := r.surface.origin(r.start, r.end)
	at, width := m.place(m.post.Object, path, start, end)
	f.Pos, f.Width = engine.Pos(at), width
	if exact && r.fix != nil {
		f.Fix = &engine.Fix{Kind: "Post", Slug: m.post.ID, Path: path, Start: start, End: end,
			Was: r.surface.text[r.start:r.end], Text: r.fix.text}
	}
}

// waiver returns the waiver that the post has for a rule, nil if none.
func (m *message) waiver(rule string) *schema.Waiver {
	i := waiverOf(m.post.Waivers, rule)
	if i < 0 {
		return nil
	}
	m.waived[i] = true
	return &m.post.Waivers[i]
}

// waiverOf returns the index of the first waiver of a rule, -1 if none.
func waiverOf(list []schema.Waiver, rule string) int {
	return slices.IndexFunc(list, func(w schema.Waiver) bool { return strings.EqualFold(w.Rule, rule) })
}

func severity(name string) engine.Severity {
	switch name {
	case "warning":
		return engine.SeverityWarning
	case "info":
		return engine.SeverityInfo
	}
	return engine.SeverityError
}
