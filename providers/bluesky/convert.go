package bluesky

import (
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"

	"galley/engine"
	"galley/providers/internal/atproto"
)

// observed is a posting as the engine sees it.
func (p *Provider) observed(w posting) engine.Observed {
	return engine.Observed{
		Remote: engine.RemoteID(w.key), Version: w.version(), Phase: engine.Live, Spec: specOf(w),
		URL: p.url(w.key), Created: w.parts[0].Value.created(),
	}
}

// specOf reads a posting, which has at least its first part.
func specOf(w posting) *engine.Post {
	first := w.parts[0].Value
	post := partOf(first)
	post.Tags = texts(first["tags"])
	if langs := texts(first["langs"]); len(langs) > 0 {
		post.Language = langs[0]
	}
	post.ContentWarning = labelsOf(first)
	post.Quote = webAddressOf(quoteOf(first))
	post.ReplyTo = webAddressOf(first.str("reply", "parent", "uri"))
	post.Replies = repliesOf(w.threadgate)
	post.Quotes = quotesOf(w.parts[0].postgate)
	post.Pinned = w.pinned
	for _, next := range w.parts[1:] {
		post.Thread = append(post.Thread, *partOf(next.Value))
	}
	return post
}

// partOf reads what every part has: text, pictures, a link.
func partOf(r record) *engine.Post {
	post := &engine.Post{Text: r.str("text")}
	embed := r.obj("embed")
	if embed.str("$type") == bothType {
		embed = embed.obj("media")
	}
	switch embed.str("$type") {
	case imagesType:
		for _, image := range embed.list("images") {
			post.Media = append(post.Media, mediaOf(image, "image"))
		}
	case videoType:
		post.Media = append(post.Media, mediaOf(embed, "video"))
	case externalType:
		post.Link = embed.str("external", "uri")
		post.Card = cardOf(embed.obj("external"), post.Link)
	}
	return post
}

// cardOf reads how a link is shown; nil if nothing was said of it.
func cardOf(external record, link string) *engine.Card {
	c := &engine.Card{Title: external.str("title"), Description: external.str("description")}
	if thumb := external.obj("thumb"); thumb != nil {
		c.Image = []engine.Media{blobMedia(thumb)}
	}
	return normalCard(engine.Post{Link: link, Card: c})
}

func mediaOf(r record, name string) engine.Media {
	m := blobMedia(r.obj(name))
	m.Alt = r.str("alt")
	ratio := r.obj("aspectRatio")
	m.Width, m.Height = int(number(ratio["width"])), int(number(ratio["height"]))
	return m
}

// blobMedia reads a blob: it is named by the SHA-256 of its bytes.
func blobMedia(blob record) engine.Media {
	m := engine.Media{Type: blob.str("mimeType"), Size: number(blob["size"])}
	if sum, ok := atproto.BlobSum(blob.str("ref", "$link")); ok {
		m.SHA256 = hex.EncodeToString(sum[:])
	}
	return m
}

func quoteOf(r record) string {
	embed := r.obj("embed")
	if embed.str("$type") == bothType {
		embed = embed.obj("record")
	}
	if embed.str("$type") != quoteType {
		return ""
	}
	return embed.str("record", "uri")
}

func labelsOf(r record) string {
	var values []string
	for _, label := range r.obj("labels").list("values") {
		values = append(values, label.str("val"))
	}
	return strings.Join(values, " ")
}

// repliesOf names who may answer. Rules that the content cannot name are
// written as the network names them.
func repliesOf(gate *stored) string {
	if gate == nil {
		return ""
	}
	if _, limited := gate.Value["allow"].([]any); !limited {
		return ""
	}
	var names []string
	for _, rule := range gate.Value.list("allow") {
		names = append(names, nameOf(rule.str("$type")))
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, " ")
}

func nameOf(rule string) string {
	for _, r := range repliesTo {
		if r.rule == rule {
			return r.name
		}
	}
	return rule
}

func quotesOf(gate *stored) string {
	if gate == nil {
		return ""
	}
	for _, rule := range gate.Value.list("embeddingRules") {
		if rule.str("$type") == disableRule {
			return "none"
		}
	}
	return ""
}

const disableRule = "app.bsky.feed.postgate#disableRule"

// texts returns the texts of a list.
func texts(v any) []string {
	items, _ := v.([]any)
	var out []string
	for _, item := range items {
		if text, ok := item.(string); ok {
			out = append(out, text)
		}
	}
	return out
}

// number reads an integer, 0 if it is none.
func number(v any) int64 {
	switch v := v.(type) {
	case json.Number:
		n, _ := strconv.ParseInt(v.String(), 10, 64)
		return n
	case int:
		return int64(v)
	case int64:
		return v
	}
	return 0
}
