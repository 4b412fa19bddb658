package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/markdown"
	"galley/engine/metrics"
)

// KPIs that sentences are made about by their names in the catalogue. A catalogue
// without them leaves those sentences unsaid.
const (
	kpiEngagement = "engagement"
	kpiFollowers  = "followers"
	kpiPosts      = "posts"
	kpiVolume     = "volumetry-share"
	kpiPillar     = "pillar-share"
)

// A candidate is a statement that may be worth the first page. Of one topic only
// the weightiest gets there.
type candidate struct {
	Statement
	weight float64
	topic  string
}

// ordered puts the weightiest of each topic first, then the others.
func ordered(list []candidate) []Statement {
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(b.weight, a.weight) })
	var first, rest []Statement
	told := map[string]bool{}
	for _, c := range list {
		if told[c.topic] {
			rest = append(rest, c.Statement)
			continue
		}
		told[c.topic] = true
		first = append(first, c.Statement)
	}
	return append(first, rest...)
}

// titleLength is how much of a title is quoted in a sentence.
const titleLength = 70

// quoted is a title between the marks of the language.
func (s speaker) quoted(title string) string {
	title = markdown.Shorten(title, titleLength)
	return s.pick("“"+title+"”", "«"+nbsp+title+nbsp+"»")
}

// named is how a post is spoken of: by its title, else by its slug.
func (s speaker) named(id engine.ID, title string) string {
	if title == "" || title == id.Slug {
		return id.Slug
	}
	return s.quoted(title)
}

// list joins names: "a, b and c".
func (s speaker) list(names []string) string {
	text := ""
	for i, name := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			text += s.pick(" and ", " et ")
		default:
			text += ", "
		}
		text += name
	}
	return text
}

// somePosts writes "3 posts".
func (s speaker) somePosts(n int) string {
	return s.number(n) + nbsp + s.choose(s.pick("post|posts", "publication|publications"), n)
}

// part writes a share of one, in whole percent.
func (s speaker) part(share float64) string { return s.fixed(share*100, 0) + s.percent }

// scope writes what an objective or a figure speaks of, empty for everything.
func (s speaker) scope(channels []engine.Channel, campaign string) string {
	var names []string
	for _, c := range channels {
		names = append(names, s.channel(c))
	}
	if campaign != "" {
		names = append(names, s.campaign(campaign))
	}
	return s.list(names)
}

// campaign writes the name of a campaign, or else its id.
func (s speaker) campaign(id string) string {
	for _, c := range s.doc.Campaigns {
		if c.ID == id && c.Name != "" {
			return c.Name
		}
	}
	return id
}

// objective writes what an objective is about: "Followers (Bluesky)".
func (s speaker) objective(o metrics.Objective) string {
	text := s.of(s.doc.definition(o.KPI).Label)
	if scope := s.scope(o.Channels, o.Campaign); scope != "" {
		text += " (" + scope + ")"
	}
	return text
}

// unit is that of a KPI; money is in the currency of the document.
func (s speaker) unit(kpi string) string { return s.doc.definition(kpi).Unit }

// weeks between two moments, with a fraction.
func weeks(from, to time.Time) float64 { return to.Sub(from).Hours() / (24 * 7) }

// engagements writes "1 interaction", "1,830 interactions".
func (s speaker) engagements(n float64) string {
	return s.rounded(n) + nbsp + s.choose("interaction|interactions", int(n))
}

// rounded writes a median without its half, unless it is small.
func (s speaker) rounded(n float64) string {
	if n >= 10 {
		return s.fixed(n, 0)
	}
	return s.decimal(n, 1)
}

// times writes how many times as much something is: "2.4 times"; of less, which
// part it is: "26% of".
func (s speaker) times(n float64) string {
	switch {
	case n >= 10:
		return s.fixed(n, 0) + nbsp + s.pick("times", "fois")
	case n < 0.95:
		return s.part(n) + s.pick(" of", " de")
	}
	return s.decimal(n, 1) + nbsp + s.pick("times", "fois")
}

// coded sets what stands between backquotes as code.
func coded(text string) Text {
	var runs Text
	for i, part := range strings.Split(text, "`") {
		if part != "" {
			runs = append(runs, Run{Text: part, Style: []Style{Plain, Code}[i%2]})
		}
	}
	return runs
}
