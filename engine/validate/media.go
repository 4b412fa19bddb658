package validate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"galley/engine"
)

func (s subject) media() {
	files := s.d.Spec.Files()
	files = files[:len(files)-len(engine.CardFiles(s.d.Spec))]
	if most := s.limits.MaxMedia; most > 0 && len(files) > most {
		s.fault(ruleTooManyMedia, s.at("media", strconv.Itoa(most)), fmt.Sprintf("%d media, %s takes %d", len(files), label(s.info), most),
			fmt.Sprintf("add: variants: {%s: {media: […]}}", s.d.ID.Channel))
	}
	for _, m := range files {
		s.file(m)
		if s.d.Spec.Kind() != engine.KindProfile { // an avatar stands beside a name
			s.alt(m)
		}
	}
	if post, ok := s.d.Spec.(*engine.Post); ok {
		s.card(post)
	}
}

// card looks at how a link is to be shown. Its picture may go without
// alternative text: it stands beside a title.
func (s subject) card(post *engine.Post) {
	if s.d.ID.Child() != "" || !slices.Contains(s.d.Fields, "card") {
		return
	}
	switch {
	case post.Link == "":
		s.fault(ruleCardWithoutLink, s.at("card"), "a card shows what is behind a link, and the post has none", "add link: …")
	case s.limits.CardAlone && len(post.Media) > 0:
		s.remark(engine.SeverityWarning, ruleCardBesideMedia, s.at("card"),
			fmt.Sprintf("%s shows no card beside media: the link stands in the text", label(s.info)),
			fmt.Sprintf("add: variants: {%s: {media: null}}, or {card: null}", s.d.ID.Channel))
	}
	s.limits, s.within = s.limits.OfCard(), []string{"card", "image"}
	for _, m := range engine.CardFiles(post) {
		s.file(m)
		if m.Alt != "" {
			s.alt(m)
		}
	}
}

func (s subject) file(m engine.Media) {
	picture := strings.HasPrefix(m.Type, "image/")
	if types := s.limits.MediaTypes; !slices.Contains(types, m.Type) {
		hint := "it takes no media"
		if len(types) > 0 {
			hint = "it takes " + strings.Join(types, ", ")
		}
		if slices.Contains(types, "image/jpeg") {
			hint += s.orFit(m)
		}
		s.fault(ruleMediaType, s.atFile(m, "file"), fmt.Sprintf("%s takes no %s (%s)", label(s.info), m.Type, m.File), hint)
	}
	most, hint := s.limits.MediaBytes, "make it smaller"
	if strings.HasPrefix(m.Type, "video/") && s.limits.VideoBytes > 0 {
		most = s.limits.VideoBytes
	}
	if picture {
		hint += s.orFit(m)
		s.dimensions(m, hint)
	}
	if most > 0 && m.Size > most {
		s.fault(ruleMediaBytes, s.atFile(m, "file"),
			fmt.Sprintf("%s has %s, %s takes %s", m.File, size(m.Size), label(s.info), size(most)), hint)
	}
}

// orFit proposes that Galley makes a picture smaller, where it could and is not
// asked yet.
func (s subject) orFit(m engine.Media) string {
	channel := s.channel[string(s.d.ID.Channel)]
	if channel == nil || channel.Media.Fit || !slices.Contains([]string{"image/jpeg", "image/png", "image/webp"}, m.Type) {
		return ""
	}
	return fmt.Sprintf(", or add to channel %s: media: {fit: true}", s.d.ID.Channel)
}

// dimensions looks at the size of a picture, and at its shape, which no scaling
// changes.
func (s subject) dimensions(m engine.Media, hint string) {
	l := s.limits
	if m.Width == 0 || m.Height == 0 {
		return
	}
	want := ""
	switch {
	case l.MediaWidth > 0 && m.Width > l.MediaWidth:
		want = fmt.Sprintf("a width of %d", l.MediaWidth)
	case l.MediaHeight > 0 && m.Height > l.MediaHeight:
		want = fmt.Sprintf("a height of %d", l.MediaHeight)
	case l.MediaPixels > 0 && int64(m.Width)*int64(m.Height) > l.MediaPixels:
		want = pixels(l.MediaPixels)
	}
	if want != "" {
		s.fault(ruleMediaPixels, s.atFile(m, "file"),
			fmt.Sprintf("%s is %d×%d, %s takes %s", m.File, m.Width, m.Height, label(s.info), want), hint)
	}
	ratio := float64(m.Width) / float64(m.Height)
	if l.MinRatio > 0 && ratio < l.MinRatio || l.MaxRatio > 0 && ratio > l.MaxRatio {
		s.fault(ruleMediaRatio, s.atFile(m, "file"),
			fmt.Sprintf("%s is %.2f times as wide as high, %s takes %s", m.File, ratio, label(s.info), span(l.MinRatio, l.MaxRatio)), "cut it")
	}
}

// pixels writes a number of pixels for people.
func pixels(n int64) string {
	if n < 1e6 {
		return fmt.Sprintf("%d pixels", n)
	}
	return fmt.Sprintf("%.1f million pixels", float64(n)/1e6)
}

func span(least, most float64) string {
	switch {
	case most == 0:
		return fmt.Sprintf("at least %.2f", least)
	case least == 0:
		return fmt.Sprintf("at most %.2f", most)
	}
	return fmt.Sprintf("%.2f to %.2f", least, most)
}

func size(bytes int64) string {
	if bytes < 1e6 {
		return fmt.Sprintf("%d kB", (bytes+999)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}

func (s subject) alt(m engine.Media) {
	if strings.TrimSpace(m.Alt) == "" {
		text, hint := m.File+" has no alternative text", "add alt: what it shows, for those who do not see it"
		if s.limits.NeedsAlt {
			s.fault(ruleMissingAlt, s.atFile(m, "alt"), text, hint)
		} else {
			s.remark(engine.SeverityWarning, ruleMissingAlt, s.atFile(m, "alt"), text, hint)
		}
		return
	}
	if most := s.limits.MaxAlt; most > 0 {
		if n := len([]rune(m.Alt)); n > most {
			s.fault(ruleAltTooLong, s.atFile(m, "alt"),
				fmt.Sprintf("alternative text of %d characters, %s takes %d", n, label(s.info), most), "shorten it")
		}
	}
}

// atFile is where a field of a medium is written. It merges the post again, as
// it is called for findings only.
func (s subject) atFile(m engine.Media, field string) engine.Pos {
	if s.within != nil {
		return s.at(append(s.within, field)...)
	}
	post := s.postOf(s.d)
	if s.d.ID.Kind != engine.KindPost || post == nil {
		return s.d.Source
	}
	fields, err := post.Merged(string(s.d.ID.Channel), string(s.d.Account.Network))
	if err == nil {
		for i, declared := range fields.Media {
			if declared.File == m.File && declared.Alt == m.Alt {
				return s.at("media", strconv.Itoa(i), field)
			}
		}
	}
	return s.at("media")
}
