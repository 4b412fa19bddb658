package view

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// card is what readers will see, without the fields whose difference is shown.
// Of an edit, the text that stays is behind a fold.
func (p *page) card(c *Card, diffed map[string]bool) []string {
	var parts []string
	edit, most := len(diffed) > 0, cardText
	if edit {
		most = cardText / 6
	}
	add := func(field, text string) {
		if text != "" && !diffed[field] {
			parts = append(parts, text)
		}
	}
	add("contentWarning", p.labelled(p.words.warning, c.Warning))
	if c.Title != "" && !edit {
		add("title", "<b>"+inert(c.Title)+"</b>")
	}
	if c.Summary != "" && !edit {
		add("summary", "<i>"+p.folded(c.Summary, most)+"</i>")
	}
	if !diffed["text"] && !diffed["bio"] {
		add("body", p.folded(c.Text, most))
	}
	for i, part := range c.More {
		add("thread", fmt.Sprintf("<b>"+p.words.part+"</b> · %s<br>\n%s", fmt.Sprint(i+2), p.length(part.Length, c.Limit), p.folded(part.Text, most))+p.pictures(part.Media))
	}
	add("media", strings.TrimPrefix(p.pictures(c.Media), "<br>\n"))
	add("poll", p.poll(c.Poll))
	add("link", p.labelled(p.words.link, c.Link))
	add("card", p.preview(c.Preview))
	add("quote", p.labelled(p.words.quote, c.Quote))
	add("replyTo", p.labelled(p.words.replyTo, c.ReplyTo))
	add("tags", p.labelled(p.words.hashtags, strings.Join(c.Hashtags, ", ")))
	add("words", p.labelled(p.words.words, strings.Join(c.Words, ", ")))
	add("links", p.labelled(p.words.links, strings.Join(c.Links, ", ")))
	add("", p.small(c))
	return parts
}

// small is what few readers look at.
func (p *page) small(c *Card) string {
	var parts []string
	if c.Language != "" {
		parts = append(parts, p.words.tongue+" "+inert(c.Language))
	}
	if c.Seen != "" {
		seen, known := p.words.seen[c.Seen]
		if !known {
			seen = c.Seen
		}
		parts = append(parts, inert(seen))
	}
	if len(parts) == 0 {
		return ""
	}
	return "<small>" + strings.Join(parts, " · ") + "</small>"
}

func (p *page) labelled(label, text string) string {
	if text == "" {
		return ""
	}
	return "<b>" + label + "</b> " + prose(cutTo(text, cardText))
}

// folded is a text; of one with more characters than most the beginning, and the
// whole behind a fold.
func (p *page) folded(text string, most int) string {
	n := utf8.RuneCountInString(text)
	if n <= most {
		return paragraphs(text)
	}
	whole := text
	if !p.o.Summary {
		whole = cutTo(text, foldedText)
	}
	return "<details>\n<summary>" + inert(short(text, most/4)) + " <b>" + p.words.whole + "</b> (" + fmt.Sprintf(p.words.unlimited, n) +
		")</summary>\n" + paragraphs(whole) + "\n</details>"
}

// pictures are described, never shown: what a stranger names must not be loaded
// by everybody who reads the comment.
func (p *page) pictures(list []Picture) string {
	var b strings.Builder
	for _, m := range list {
		b.WriteString("<br>\n" + pictureSign(m) + " " + p.picture(m) + "<br>\n")
		if m.Alt == "" {
			b.WriteString("<i>⚠️ " + p.words.noAlt + "</i>")
		} else {
			b.WriteString("<i>" + p.words.alt + "</i> " + prose(cutTo(m.Alt, 2_000)))
		}
		if m.Credit != "" {
			b.WriteString("<br>\n<i>" + p.words.credit + "</i> " + prose(cutTo(m.Credit, 300)))
		}
	}
	return b.String()
}

func pictureSign(m Picture) string {
	if strings.HasPrefix(m.Type, "video/") {
		return "🎬"
	}
	if strings.HasPrefix(m.Type, "audio/") {
		return "🔊"
	}
	return "🖼️"
}

func (p *page) picture(m Picture) string {
	text := coded(cutTo(cmp.Or(m.File, m.Type), 300))
	if m.Width > 0 && m.Height > 0 {
		text += fmt.Sprintf(" %d × %d", m.Width, m.Height)
	}
	if m.Size > 0 {
		text += ", " + weight(m.Size)
	}
	return text
}

// weight says a number of bytes.
func weight(n int64) string {
	switch {
	case n >= 1_000_000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n >= 1_000:
		return fmt.Sprintf("%d kB", (n+500)/1000)
	}
	return fmt.Sprintf("%d B", n)
}

func (p *page) preview(c *LinkCard) string {
	if c == nil {
		return ""
	}
	text := "<b>" + p.words.preview + "</b> " + inert(cutTo(c.Title, 300))
	if c.Description != "" {
		text += "<br>\n" + inert(cutTo(c.Description, 500))
	}
	if c.Picture != "" {
		text += "<br>\n🖼️ " + coded(cutTo(c.Picture, 300))
	}
	return text
}

func (p *page) poll(poll *Ballot) string {
	if poll == nil {
		return ""
	}
	text := "<b>" + p.words.poll + "</b>, " + spell(time.Duration(poll.Lasts))
	if poll.Multiple {
		text += ", " + p.words.several
	}
	for i, option := range poll.Options {
		if i == 20 {
			break
		}
		text += "<br>\n◯ " + inert(cutTo(option, 300))
	}
	return text
}

// spell says how long something lasts: "3 d", "12 h", "5 min".
func spell(d time.Duration) string {
	switch {
	case d >= 24*time.Hour && d%(24*time.Hour) == 0:
		return fmt.Sprintf("%d d", d/(24*time.Hour))
	case d >= time.Hour && d%time.Hour == 0:
		return fmt.Sprintf("%d h", d/time.Hour)
	}
	return fmt.Sprintf("%d min", d/time.Minute)
}
