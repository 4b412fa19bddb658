package charter

import (
	"slices"
	"time"

	"galley/engine"
	"galley/schema"
)

// Facts are what the checks across posts know of one post. They are small, hold
// no text, and refer to nothing else.
type Facts struct {
	Post       string
	Waivers    []schema.Waiver
	Renditions []Fact
}

// A Fact is one rendition: a post on a channel at a time, with all its parts.
type Fact struct {
	ID       engine.ID
	Due      time.Time  // UTC, in seconds; zero: a draft, or what is due when it is merged
	At       engine.Pos // of what says when
	Network  string
	Language string
	Campaign string
	Pillar   string
	Author   string
	Tags     []string

	Sketch []uint32 // of what it says; only where the charter asks for duplicates
	Links  []Link   // only where the charter asks for unique ones
}

// A Link is an address as it is published.
type Link struct {
	Address string // in a form that is the same for all that lead to one page
	At      engine.Pos
	Width   int // as in engine.Finding
}

// factsOf returns what is to be known of a post, given its messages.
func (c *Charter) factsOf(p *schema.Post, messages []*message) Facts {
	f := Facts{Post: p.ID, Waivers: p.Waivers}
	for _, m := range messages {
		f.Renditions = append(f.Renditions, m.facts()...)
	}
	return f
}

// facts returns what is to be known of the message and its later occurrences,
// which say the same.
func (m *message) facts() []Fact {
	f := Fact{
		At:       engine.Pos(m.post.At(m.channel.ID, m.channel.Network, "at")),
		Network:  m.channel.Network,
		Language: m.language,
		Campaign: m.fields.Campaign,
		Pillar:   m.fields.Pillar,
		Author:   m.fields.Author,
		Tags:     m.tags(),
	}
	if slices.ContainsFunc(m.rules.Links, func(r schema.LinkRule) bool { return r.Unique }) {
		f.Links = m.leads()
	}
	if len(m.rules.Duplicates) > 0 {
		f.Sketch = m.sketch()
	}
	list := make([]Fact, 0, 1+len(m.repeated))
	for _, d := range append([]engine.Desired{m.whole}, m.repeated...) {
		f.ID, f.Due = d.ID, d.Due
		list = append(list, f)
	}
	return list
}
