package mastodon

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"galley/engine"
)

// network is the name channels use.
const network engine.Network = "mastodon"

// leastLead is how far ahead a post must be due to be handed to the scheduler.
// The server wants five minutes. A request may leave up to ten minutes after it
// was planned, the length of a lease, and clocks may differ by one: a
// scheduled_at that is past when it arrives is not refused, but published at
// once.
const leastLead = 16 * time.Minute

// settle covers what lies between an answer and a listing that shows it. The
// listing of one's own posts is read from the same database as was written to,
// or from a replica that is seconds behind. What takes longer is a request that
// waits in the server's queue after its sender gave up: its proxy keeps it for
// at most a minute, twice that is safe.
const settle = 2 * time.Minute

func info() engine.Info {
	return engine.Info{
		Network:  network,
		Label:    "Mastodon",
		Docs:     "networks/mastodon.md",
		PostKind: engine.KindPost,
		Settle:   settle,
		Children: true,
		Counts: engine.Counts{
			Batch:   batch,
			Post:    slices.Sorted(maps.Keys(counted(status{}))),
			Account: slices.Sorted(maps.Keys(countedAccount(account{}))),
		},
		Count:     countWith(perURL),
		Normalize: normalize,
		Edits:     edits,
		Check:     check,
		Kinds: map[engine.Kind]engine.Limits{
			engine.KindPost: {
				Verbs:       []engine.Verb{engine.Create, engine.Update, engine.Replace, engine.Delete},
				Fields:      []string{"contentWarning", "language", "link", "media", "pin", "poll", "quote", "quotes", "replyTo", "text", "visibility"},
				MaxText:     500,
				WithWarning: true,
				MaxMedia:    4,
				MaxAlt:      1500,
				MediaTypes:  mediaTypes(),
				MediaBytes:  16 << 20,
				VideoBytes:  99 << 20,
				MediaPixels: 7680 * 4320, // attachmentable.rb, MAX_MATRIX_LIMIT
				PerURL:      perURL,
				PollOptions: 4,
				PollText:    50,
				PollMin:     leastPoll,
				PollMax:     2_629_746 * time.Second,
				PollAlone:   true, // until 4.6
				Schedules:   true,
				ScheduleMin: leastLead,
			},
			engine.KindProfile: {
				Verbs:      []engine.Verb{engine.Create, engine.Update},
				Fields:     []string{"avatar", "bio", "links", "name"},
				MaxText:    500,
				MaxTitle:   30,
				MaxMedia:   1,
				MediaTypes: []string{"image/gif", "image/jpeg", "image/png", "image/webp"},
				MediaBytes: 2 << 20, // what every release takes
				Repeatable: true,
			},
			engine.KindFilter: {
				Verbs:    []engine.Verb{engine.Create, engine.Update, engine.Replace, engine.Delete},
				Fields:   []string{"action", "contexts", "title", "words"},
				Required: []string{"title", "contexts"},
				MaxTitle: 256,
			},
		},
	}
}

// edits reports whether a post can be edited from one spec into another. The
// network cannot change who sees a post, what it answers or quotes; where that is not
// declared, it stays. A poll whose options change loses its votes, which has to
// be wanted.
func edits(before, after engine.Spec, rules engine.Rules) bool {
	was, ok := normalize(before).(*engine.Post)
	if !ok {
		return true
	}
	now, ok := normalize(after).(*engine.Post)
	if !ok {
		return false
	}
	if was.Quote != now.Quote { // an edit can neither change nor remove it
		return false
	}
	if now.Visibility != "" && was.Visibility != now.Visibility || now.ReplyTo != "" && was.ReplyTo != now.ReplyTo {
		return false
	}
	return rules.Edit || samePoll(was.Poll, now.Poll)
}

func samePoll(a, b *engine.Poll) bool {
	if a == nil || b == nil {
		return a == b
	}
	return slices.Equal(a.Options, b.Options) && a.Multiple == b.Multiple
}

// shownTo is the visibility of a post in the network's words. One that declares
// none is public: the account's own default differs from server to server.
func shownTo(p *engine.Post) string {
	switch p.Visibility {
	case "":
		return "public"
	case "followers":
		return "private"
	}
	return p.Visibility
}

// visibility reverses shownTo.
func visibility(wire string) string {
	if wire == "private" {
		return "followers"
	}
	return wire
}

// normalize is what the network makes of a spec. What is sent is normalised
// already, so that every server keeps it as it is.
func normalize(s engine.Spec) engine.Spec {
	switch s := s.(type) {
	case *engine.Post:
		return normalPost(*s)
	case *engine.Profile:
		p := &engine.Profile{Name: trim(s.Name), Bio: trim(s.Bio), Avatar: s.Avatar}
		for _, l := range s.Links {
			p.Links = append(p.Links, engine.Link{Label: trim(l.Label), URL: trim(l.URL)})
		}
		return p
	case *engine.Filter:
		return normalFilter(*s)
	}
	return s
}

func normalPost(p engine.Post) *engine.Post {
	p.Text = wideHashtag.ReplaceAllString(withLink(block(p.Text), trim(p.Link)), "$1#$2")
	p.ContentWarning = trim(p.ContentWarning)
	if p.Text == "" && p.ContentWarning != "" {
		// Mastodon does this itself: a warning that covers no text is the text.
		p.Text, p.ContentWarning = p.ContentWarning, ""
	}
	p.Link, p.Tags = "", nil // part of the text; tags only select
	p.Quote = trim(p.Quote)
	if p.Quotes == quotesAll || p.Visibility == "followers" || p.Visibility == "direct" {
		p.Quotes = "" // what only some see, nobody else quotes, whatever a post says
	}
	p.Language = language(p.Language)
	p.Media = slices.Clone(p.Media)
	for i, m := range p.Media {
		p.Media[i] = normalMedia(m)
	}
	if p.Poll != nil {
		c := *p.Poll
		c.Options = make([]string, len(p.Poll.Options))
		for i, o := range p.Poll.Options {
			c.Options[i] = trim(o)
		}
		// The end is set a moment after the post, so that seconds tell nothing.
		c.Lasts = engine.Seconds(time.Duration(c.Lasts).Round(time.Minute))
		c.Hide = false // a server does not tell it reliably once votes are in
		p.Poll = &c
	}
	return &p
}

// wideHashtag is a hashtag as Japanese keyboards type it; it is shown with a #.
var wideHashtag = regexp.MustCompile(`(^|\s)＃([\pL\pN_])`)

// withLink puts the address a post is about below its text, unless the text
// already holds it.
func withLink(text, link string) string {
	switch {
	case link == "" || holds(text, link):
		return text
	case text == "":
		return link
	}
	return text + "\n\n" + link
}

// holds reports whether a text holds an address, and not just one that begins
// like it.
func holds(text, link string) bool {
	for {
		_, after, found := strings.Cut(text, link)
		if !found {
			return false
		}
		if n := pathLength(after); n == 0 {
			return true
		}
		text = after
	}
}

// normalMedia keeps of the file what the network can give back: see mark. The
// credit has no place of its own and follows the alternative text.
func normalMedia(m engine.Media) engine.Media {
	alt := trim(m.Alt)
	if credit := trim(m.Credit); credit != "" {
		alt = trim(alt + "\n" + credit)
	}
	x, y := parseFocus(m.Focus)
	return engine.Media{SHA256: marked(m.SHA256), Alt: alt, Focus: focusString(quantum(x), quantum(y)), URL: m.URL}
}

func normalFilter(f engine.Filter) *engine.Filter {
	f.Title = trim(f.Title)
	if f.Action == "" {
		f.Action = "warn"
	}
	f.Contexts = slices.Sorted(slices.Values(f.Contexts))
	f.Words = slices.Clone(f.Words)
	for i := range f.Words {
		f.Words[i].Text = trim(f.Words[i].Text)
	}
	slices.SortFunc(f.Words, func(a, b engine.FilterWord) int { return strings.Compare(a.Text, b.Text) })
	return &f
}

// language is the tag that the server keeps: the primary part, but for the
// regions it tells apart (languages_helper.rb).
func language(tag string) string {
	switch tag {
	case "zh-CN", "zh-HK", "zh-TW":
		return tag
	}
	primary, _, _ := strings.Cut(tag, "-")
	return strings.ToLower(primary)
}

// trim gives LF line ends and takes the white space around a text, as the
// server does before it saves.
func trim(s string) string {
	return strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s))
}

// block is trim with at most one blank line in a row. The server makes
// paragraphs of them, however many there are: readers see no difference.
func block(s string) string {
	s = trim(s)
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	return s
}
