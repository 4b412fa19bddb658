package view

import (
	"slices"

	"galley/engine"
)

// A Card is what readers see of one resource, in the network's own form.
type Card struct {
	Title    string     `json:"title,omitempty"`
	Summary  string     `json:"summary,omitempty"`
	Text     string     `json:"text,omitempty"`
	Length   int        `json:"length"`          // of the text, as the network counts
	Limit    int        `json:"limit,omitempty"` // zero is none
	Warning  string     `json:"warning,omitempty"`
	Language string     `json:"language,omitempty"`
	Seen     string     `json:"seen,omitempty"` // by whom: unlisted, followers, direct
	Link     string     `json:"link,omitempty"`
	Preview  *LinkCard  `json:"preview,omitempty"`
	Quote    string     `json:"quote,omitempty"`
	ReplyTo  string     `json:"reply_to,omitempty"`
	Media    []Picture  `json:"media,omitempty"`
	Poll     *Ballot    `json:"poll,omitempty"`
	Hashtags []string   `json:"hashtags,omitempty"` // that the network shows beside the text
	More     []CardPart `json:"more,omitempty"`     // of a thread that is one resource
	Words    []string   `json:"words,omitempty"`    // of a filter
	Links    []string   `json:"links,omitempty"`    // of a profile
}

// CardPart continues a thread.
type CardPart struct {
	Text   string    `json:"text,omitempty"`
	Length int       `json:"length"`
	Media  []Picture `json:"media,omitempty"`
}

// A LinkCard is how a link is shown.
type LinkCard struct {
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	Picture     string `json:"picture,omitempty"` // file of it
}

// A Picture is one medium. Its bytes are in no artifact.
type Picture struct {
	File   string `json:"file,omitempty"`
	Type   string `json:"type,omitempty"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
	Size   int64  `json:"size,omitempty"` // bytes
	Alt    string `json:"alt,omitempty"`
	Credit string `json:"credit,omitempty"`
}

// A Ballot is a poll.
type Ballot struct {
	Options  []string       `json:"options"`
	Lasts    engine.Seconds `json:"lasts"`
	Multiple bool           `json:"multiple,omitempty"`
}

// NewCard returns what the network of info makes of a spec; limits are those of
// the channel.
func NewCard(info engine.Info, limits engine.Limits, declared engine.Spec) *Card {
	if declared == nil {
		return nil
	}
	c := &Card{Limit: limits.MaxText}
	files := declared.Files()
	switch s := info.Normalized(declared).(type) {
	case *engine.Post:
		c.post(info, limits, s, files)
	case *engine.Article:
		c.Title, c.Summary, c.Text, c.Warning = s.Title, s.Summary, unwrapped(s.Body), s.ContentWarning
		c.Language, c.Link, c.Hashtags, c.Media = s.Language, s.Link, s.Tags, pictures(s.Media, files)
		c.Length = info.Length(s.Body)
	case *engine.Page:
		c.Title, c.Text, c.Language, c.Length = s.Title, unwrapped(s.Body), s.Language, info.Length(s.Body)
	case *engine.Profile:
		c.Title, c.Text, c.Media, c.Length = s.Name, s.Bio, pictures(s.Avatar, files), info.Length(s.Bio)
		for _, l := range s.Links {
			c.Links = append(c.Links, l.Label+": "+l.URL)
		}
	case *engine.Filter:
		c.Title = s.Title
		for _, w := range s.Words {
			c.Words = append(c.Words, w.Text)
		}
	}
	return c.bounded()
}

func (c *Card) post(info engine.Info, limits engine.Limits, p *engine.Post, files []engine.Media) {
	c.Text, c.Warning, c.Language, c.Link = p.Text, p.ContentWarning, p.Language, p.Link
	c.Quote, c.ReplyTo, c.Hashtags = p.Quote, p.ReplyTo, p.Tags
	if p.Visibility != "public" {
		c.Seen = p.Visibility
	}
	counted := ""
	if limits.WithWarning {
		counted = p.ContentWarning
	}
	c.Length = info.Length(counted + p.Text)
	c.Media, files = pictures(p.Media, files), rest(files, len(p.Media))
	for _, part := range p.Thread {
		c.More = append(c.More, CardPart{Text: part.Text, Length: info.Length(counted + part.Text), Media: pictures(part.Media, files)})
		files = rest(files, len(part.Media))
	}
	if p.Card != nil {
		c.Preview = &LinkCard{Title: p.Card.Title, Description: p.Card.Description}
		if len(p.Card.Image) > 0 && len(files) > 0 {
			c.Preview.Picture = files[len(files)-1].File
		}
	}
	if p.Poll != nil {
		c.Poll = &Ballot{Options: p.Poll.Options, Lasts: p.Poll.Lasts, Multiple: p.Poll.Multiple}
	}
}

// pictures are media as the network shows them, with what only the declared
// ones tell: a network forgets how large a file is, and where it came from.
func pictures(shown, declared []engine.Media) []Picture {
	var list []Picture
	for i, m := range shown {
		p := Picture{Alt: m.Alt, Credit: m.Credit, Type: m.Type, Width: m.Width, Height: m.Height, Size: m.Size, File: m.File}
		if i < len(declared) {
			d := declared[i]
			p.File, p.Type, p.Width, p.Height, p.Size = d.File, d.Type, d.Width, d.Height, d.Size
		}
		list = append(list, p)
	}
	return list
}

func rest(files []engine.Media, n int) []engine.Media { return files[min(n, len(files)):] }

// bounded cuts every text to what an artifact takes of one.
func (c *Card) bounded() *Card {
	cut := func(texts ...*string) {
		for _, t := range texts {
			*t = cutTo(*t, maxProofText)
		}
	}
	cut(&c.Title, &c.Summary, &c.Text, &c.Warning, &c.Link, &c.Quote, &c.ReplyTo)
	for i := range c.More {
		cut(&c.More[i].Text)
	}
	c.Words, c.Links = slices.Clip(c.Words[:min(len(c.Words), 500)]), slices.Clip(c.Links[:min(len(c.Links), 50)])
	return c
}
