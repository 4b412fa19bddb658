package charter

import (
	"time"

	"galley/engine"
)

// Facts are what the checks across posts know of one post. They are small, and
// hold no text.
type Facts struct {
	Post       string
	Renditions []Fact
}

// A Fact is one rendition: a post on a channel at a time.
type Fact struct {
	ID       engine.ID
	Due      time.Time // zero: a draft
	At       engine.Pos
	Network  string
	Language string
	Campaign string
	Pillar   string
	Author   string
	Tags     []string
}

// facts returns what is to be known of the message and its later occurrences.
func (m *message) facts() []Fact {
	var list []Fact
	for _, d := range append([]engine.Desired{m.whole}, m.repeated...) {
		list = append(list, Fact{ID: d.ID, Due: d.Due, At: engine.Pos(m.post.At(m.channel.ID, m.channel.Network, "at")),
			Network: m.channel.Network, Language: m.language, Campaign: m.fields.Campaign, Pillar: m.fields.Pillar,
			Author: m.fields.Author, Tags: m.tags()})
	}
	return list
}
