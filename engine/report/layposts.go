package report

import (
	"cmp"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/markdown"
)

// quoteLength is how much of a post is shown.
const quoteLength = 280

// posts are those that brought most and least for their channel, and why they are
// here.
func (s speaker) posts() Section {
	var blocks []Block
	for _, list := range []struct {
		head  string
		posts []Ranked
	}{
		{s.pick("They did best", "Celles qui ont le mieux marché"), s.doc.Best},
		{s.pick("They did least well", "Celles qui ont le moins marché"), s.doc.Worst},
	} {
		if len(list.posts) == 0 {
			continue
		}
		cards := Cards{}
		for _, p := range list.posts {
			cards.Items = append(cards.Items, s.card(p))
		}
		blocks = append(blocks, Paragraph{Text{strong(list.head)}}, cards)
	}
	if blocks == nil {
		return Section{}
	}
	return Section{"posts", s.pick("Best and worst posts", "Les publications qui ont compté"), append(blocks, Paragraph{s.comparedWith()})}
}

// card shows one post.
func (s speaker) card(p Ranked) Card {
	card := Card{Title: Text{{Text: s.named(p.ID, p.Title), Style: Strong, URL: webAddress(p.URL)}},
		Meta:  phrase(s.channel(p.ID.Channel) + ", " + s.moment(p.Published)),
		Quote: markdown.Shorten(p.Text, quoteLength), Media: p.Media,
		Alt: cmp.Or(p.Alt, s.pick("Picture of the post ", "Image de la publication ")+s.named(p.ID, p.Title)), Why: s.why(p)}
	if strings.HasPrefix(strings.Join(strings.Fields(p.Text), " "), strings.TrimSuffix(p.Title, "…")) {
		// The title is the beginning of the text: saying it twice says nothing.
		card.Title, card.Meta = Text{{Text: card.Meta.String(), Style: Strong, URL: webAddress(p.URL)}}, nil
	}
	return card
}

// why says what brought a post among the best or the worst.
func (s speaker) why(p Ranked) []Text {
	usual := plain(s.rounded(max(p.Median.Engagement, 1)))
	first := s.weave("{0}, where {1} are usual.", "{0}, pour {1} d’habitude.", strong(s.engagements(p.Engagement.N)), usual)
	if p.Times > 1 {
		first = s.weave("{0}, {1} the usual {2}.", "{0}, soit {1} les {2} habituelles.", strong(s.engagements(p.Engagement.N)), plain(s.times(p.Times)), usual)
	}
	if p.Rate.Known {
		first = append(first, s.weave(" That is {0} of the followers of that day.", " Cela fait {0} des abonnés du jour.", plain(s.amount(p.Rate.N, "percent")))...)
	}
	lines := []Text{append(first, s.difference(p)...)}
	if e, found := s.entry(p.ID); found && e.State == Late {
		lines = append(lines, phrase(s.pick("It went out "+s.duration(e.Late)+" late.", "Elle est parue avec "+s.duration(e.Late)+" de retard.")))
	}
	if !p.Removed.IsZero() {
		lines = append(lines, phrase(s.pick("It was taken down on ", "Elle a été retirée le ")+s.date(p.Removed)+"."))
	}
	if share := s.doc.Pictured[p.ID.Channel]; len(p.Media) == 0 && share >= 0.6 && p.Times < 1 {
		lines = append(lines, s.weave("It has no picture; {0} of the posts on {1} have one.", "Elle n’a pas d’image ; {0} des publications sur {1} en ont une.",
			plain(s.part(share)), plain(s.channel(p.ID.Channel))))
	}
	return lines
}

// entry is what the delivery says of a post.
func (s speaker) entry(id engine.ID) (Entry, bool) {
	for _, e := range s.doc.Delivery.Posts {
		if e.ID.Whole() == id.Whole() {
			return e, true
		}
	}
	return Entry{}, false
}

// comparedWith says what the posts are measured by.
func (s speaker) comparedWith() Text {
	text := phrase(s.pick("The usual is the median of the channel in this period: ", "L’habitude est la médiane du canal sur la période"+s.colon+" "))
	for i, m := range s.doc.Medians {
		if i > 0 {
			text = append(text, plain(", "))
		}
		text = append(text, s.weave("{0} {1} ({2})", "{0} {1} ({2})", plain(s.channel(m.Channel)), plain(s.rounded(m.Engagement)), plain(s.somePosts(m.Posts)))...)
	}
	text = append(text, s.weave(". Posts counted before they were {0} old are not compared, nor channels with fewer than {1}.",
		". Ne sont comparés ni les publications relevées avant {0} d’âge, ni les canaux qui en ont moins de {1}.",
		plain(s.duration(ripe)), plain(s.pick(s.number(enoughPosts)+" posts", s.number(enoughPosts))))...)
	for i := range text {
		text[i].Style = Quiet
	}
	return text
}

// moment writes "2 December, 18:00", in French "2 décembre à 18 h".
func (s speaker) moment(t time.Time) string {
	t = t.In(s.doc.Delivery.Zone)
	if !s.french() {
		return s.shortDay(t) + ", " + t.Format("15:04")
	}
	clock := t.Format("15" + nbsp + "h" + nbsp + "04")
	if t.Minute() == 0 {
		clock = t.Format("15" + nbsp + "h")
	}
	return s.shortDay(t) + " à " + clock
}
