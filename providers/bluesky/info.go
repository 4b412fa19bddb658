package bluesky

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"galley/engine"
	"galley/providers/internal/graphemes"
)

const network engine.Network = "bluesky"

// What the lexicon of the network allows; graphemes, unless it says bytes.
const (
	maxText      = 300
	maxName      = 64
	maxBio       = 256
	maxAlt       = 2000 // characters; the official apps' own limit
	maxMedia     = 4
	maxImage     = 2_000_000 // bytes
	maxAvatar    = 1_000_000 // bytes
	maxCard      = 1_000_000 // bytes of the picture of a card
	maxTags      = 8
	bytesPerUnit = 10 // of every text: 300 graphemes in 3000 bytes, 256 in 2560, 64 in 640
)

func info() engine.Info {
	return engine.Info{
		Network:  network,
		Label:    "Bluesky",
		Docs:     "networks/bluesky.md",
		PostKind: engine.KindPost,
		Settle:   -1, // a server shows at once what was written to it
		Atomic:   true,
		Counts:   engine.Counts{Batch: perMeasure, Post: namesOf(countedPost[:]), Account: namesOf(countedAccount[:])},
		Kinds: map[engine.Kind]engine.Limits{
			engine.KindPost: {
				Verbs: []engine.Verb{engine.Create, engine.Update, engine.Replace, engine.Delete},
				Fields: []string{"card", "contentWarning", "language", "link", "media", "pin", "quote", "quotes", "replies",
					"replyTo", "tags", "text", "thread", "visibility"},
				MaxText:    maxText,
				MaxMedia:   maxMedia,
				MaxAlt:     maxAlt,
				MediaTypes: []string{"image/jpeg", "image/png", "image/webp"},
				MediaBytes: maxImage,
				CardBytes:  maxCard,
				CardAlone:  true,
				Repeatable: true,
			},
			engine.KindProfile: {
				Verbs:      []engine.Verb{engine.Create, engine.Update},
				Fields:     []string{"avatar", "bio", "name"},
				MaxText:    maxBio,
				MaxMedia:   1,
				MediaTypes: []string{"image/jpeg", "image/png"},
				MediaBytes: maxAvatar,
				Repeatable: true,
			},
		},
		Count:     count,
		Normalize: normalize,
		Edits:     edits,
		Check:     check,
	}
}

// count counts graphemes. A text so heavy that its bytes reach their limit
// first counts one for ten bytes: then as much of the limit is used.
func count(text string) int {
	return max(graphemes.Count(text), (len(text)+bytesPerUnit-1)/bytesPerUnit)
}

// normalize is what readers see of a spec: the same for what a file declares
// and for what was read.
func normalize(s engine.Spec) engine.Spec {
	switch s := s.(type) {
	case *engine.Post:
		return normalPost(*s)
	case *engine.Profile:
		c := *s
		c.Name, c.Bio, c.Avatar = clean(s.Name), clean(s.Bio), normalMedia(s.Avatar)
		return &c
	}
	return s
}

func normalPost(p engine.Post) *engine.Post {
	p = normalPart(p)
	p.Language = clean(p.Language)
	p.ContentWarning = strings.ToLower(clean(p.ContentWarning))
	p.Tags = normalTags(p.Tags)
	p.Quote, p.ReplyTo = addressKey(p.Quote), addressKey(p.ReplyTo)
	p.Replies, p.Quotes = unless(p.Replies, "all"), unless(p.Quotes, "all")
	p.Visibility = unless(p.Visibility, "public")
	p.Thread = slices.Clone(p.Thread)
	for i := range p.Thread {
		p.Thread[i] = normalPart(p.Thread[i])
	}
	return &p
}

// normalPart is what a first post and the parts of its thread have in common.
func normalPart(p engine.Post) engine.Post {
	p.Media = normalMedia(p.Media)
	p.Text, p.Link = running(p)
	p.Card = normalCard(p)
	return p
}

// normalCard is how the link is shown: nil beside pictures, where it stands in
// the text, and where nothing is said of it but what every card says. The
// network has no place for a description of its picture.
func normalCard(p engine.Post) *engine.Card {
	if p.Card == nil || p.Link == "" || len(p.Media) > 0 {
		return nil
	}
	c := engine.Card{Title: clean(p.Card.Title), Description: clean(p.Card.Description), Image: normalMedia(p.Card.Image)}
	for i := range c.Image {
		c.Image[i].Alt = ""
	}
	c.Title = cmp.Or(c.Title, siteOf(p.Link))
	if c.Title == siteOf(p.Link) && c.Description == "" && len(c.Image) == 0 {
		return nil
	}
	return &c
}

// siteOf is the name of the site of a link, which is the title of its card if
// nothing else is said.
func siteOf(link string) string {
	if u, err := url.Parse(link); err == nil && u.Host != "" {
		return u.Host
	}
	return link
}

// running returns the text as it is sent, and the link. There is room for
// pictures or for a card: beside pictures a link stands in the text, and the
// last link of the text is the link of the post.
func running(p engine.Post) (text, link string) {
	text, link = clean(p.Text), clean(p.Link)
	if len(p.Media) == 0 || link != "" && !isLink(link) {
		return text, link
	}
	found := links(text)
	holds := func(s span) bool { return s.Link == link }
	if link != "" && !slices.ContainsFunc(found, holds) {
		text = strings.TrimPrefix(text+"\n\n"+link, "\n\n")
		found = links(text)
	}
	if len(found) == 0 {
		return text, link
	}
	return text, found[len(found)-1].Link
}

// isLink reports whether the whole of a text is one link.
func isLink(text string) bool {
	found := links(text)
	return len(found) == 1 && found[0].Start == 0 && !strings.ContainsFunc(text, unicode.IsSpace)
}

// normalMedia keeps what the network has a place for. The credit goes behind
// the description; the focus is nowhere.
func normalMedia(files []engine.Media) []engine.Media {
	files = slices.Clone(files)
	for i, m := range files {
		alt, credit := clean(m.Alt), clean(m.Credit)
		if credit != "" {
			alt = strings.TrimSpace(alt + " (© " + strings.TrimSpace(strings.TrimPrefix(credit, "©")) + ")")
		}
		files[i].Alt, files[i].Credit, files[i].Focus = alt, "", ""
	}
	return files
}

func normalTags(tags []string) []string {
	var out []string
	for _, t := range tags {
		t = strings.TrimSpace(strings.TrimLeft(clean(t), "#＃"))
		if t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// clean has Unix line ends, characters only, and no white space around.
func clean(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(text, "\ufffd"))
	return strings.TrimSpace(text)
}

func unless(value, usual string) string {
	if value == usual {
		return ""
	}
	return value
}

// edits reports whether before can become after in place. What was posted stays
// as it is: the app of most readers goes on showing the first text. Parts can be
// added to a thread, and gates and the pin are records of their own.
func edits(before, after engine.Spec, rules engine.Rules) bool {
	now, isPost := after.(*engine.Post)
	if !isPost || rules.Edit {
		return true
	}
	was, ok := before.(*engine.Post)
	if !ok || was == nil {
		return false
	}
	a, b := normalPost(*was), normalPost(*now)
	if len(a.Thread) > len(b.Thread) {
		return false
	}
	for i := range a.Thread {
		if !samePart(a.Thread[i], b.Thread[i]) {
			return false
		}
	}
	return samePart(*a, *b)
}

// samePart reports whether two normal posts make the same record.
func samePart(a, b engine.Post) bool {
	for _, p := range []*engine.Post{&a, &b} {
		p.Thread, p.Replies, p.Quotes, p.Pinned, p.Visibility = nil, "", "", false, ""
	}
	x, y := a.Fields(), b.Fields()
	if len(x) != len(y) {
		return false
	}
	for name, value := range x {
		if y[name] != value {
			return false
		}
	}
	return true
}
