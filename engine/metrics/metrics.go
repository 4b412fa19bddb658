// Package metrics makes figures of counts: which posts are to be counted when,
// how counts are kept, and which KPIs follow from them by the catalogue of
// metrics. What a network did not report is absent, never zero. The package
// reads no clock, no network, and no file but those of the record branch that it
// is handed: the same input gives the same figures and the same bytes.
package metrics

import (
	"time"

	"galley/engine"
)

// A Snapshot is what a network counted of one post, or of an account, at one
// moment. It keeps the network's own names: what they mean is the catalogue's,
// and may be learnt later.
type Snapshot struct {
	At      time.Time // when the network was asked, in UTC, to the second
	Channel engine.Channel
	Network engine.Network
	ID      engine.ID        // of the post (the first part stands for a thread); zero for the account
	Remote  engine.RemoteID  // empty for the account
	Age     time.Duration    // the age that it was taken for, one of Ages; zero for the account
	Counts  map[string]int64 // by the network's names; an absent one was not reported
}

// A Post is one post on one channel that went out, as figures need it.
type Post struct {
	ID        engine.ID
	Network   engine.Network
	Published time.Time
	Removed   time.Time // zero while it is live
	Campaign  string
	Pillar    string
	Tags      []string
	Title     string   // its title, or else the first line of its text
	Text      string   // as sent
	URL       string   // empty where the network has none
	Media     []string // its pictures: files of the content, from its root
	Alt       string   // what the first of them shows, in the words of the post
}

// A Value is a number that may not be known. The zero value is not known.
type Value struct {
	N     float64
	Known bool
}

// Known is a value that is known.
func Known(n float64) Value { return Value{n, true} }

// A Period is a span of time; To is exclusive.
type Period struct{ From, To time.Time }

// Holds reports whether t lies within.
func (p Period) Holds(t time.Time) bool { return !t.Before(p.From) && t.Before(p.To) }

// Scope says of what a figure speaks: of everything, which is the zero scope, or
// of one channel, campaign or pillar.
type Scope struct {
	Channel  engine.Channel
	Campaign string
	Pillar   string
}

// A Figure is one KPI of one scope: in the period, the one before and the same
// one a year ago. Before and Year are known only where they can be compared with
// Now: made by the same fields of the networks, of posts most of which were
// counted. In the scope of a campaign, Now is all since it began.
type Figure struct {
	KPI    string // its name in the catalogue
	Scope  Scope
	Now    Value
	Before Value
	Year   Value
	Parts  []Part // what Now is made of, by channel and metric; without Now, what is known of it
}

// A Part is one number that went into a figure.
type Part struct {
	Channel engine.Channel
	Metric  string // its name in the catalogue, or a fact's
	Value   Value
	Posts   int  // of how many posts it is the sum; zero where it speaks of an account
	Below   bool // of a ratio: what is divided by; the others are what is divided
}

// PostFigures are the counts of one post, at the latest snapshot before the end
// of the period, and what follows from them.
type PostFigures struct {
	Post
	At         time.Time        // of the snapshot; zero if there is none
	Counts     map[string]int64 // by the catalogue's names
	Engagement Value
	Rate       Value // Engagement in percent of the channel's followers when it went out
}

// A Series is a metric over time: one point for each day or week, those that are
// missing left out.
type Series struct {
	Channel engine.Channel
	Metric  string
	Points  []Point // by time
	Breaks  []Break // by time
}

// A Point is a value at a moment.
type Point struct {
	At time.Time
	N  float64
}

// A Break is where a series changes its meaning: numbers before and after it are
// not compared.
type Break struct {
	At  time.Time
	Old string // field of the network before
	New string
}

// CaveatKind says what is wrong with numbers.
type CaveatKind uint8

// What may be wrong with numbers. The zero kind is the widest: something is missing.
const (
	Missing    CaveatKind = iota // no snapshot where one was due
	Renamed                      // the network measures something else since At
	LateData                     // the latest snapshot is older than it should be
	Unmeasured                   // the network does not tell this
	Deleted                      // posts that were gone before they could be counted
	Unlike                       // too little was counted in an earlier period or in this one, or not the same: Metric, which may be a KPI, is not held against From to To
)

// A Caveat is what a reader must know before believing a figure.
type Caveat struct {
	Kind     CaveatKind
	Channel  engine.Channel
	Metric   string // empty: every one
	From, To time.Time
	Count    int // posts or days that it touches; zero of Unlike
}

// Figures are all numbers of a period, sorted: KPIs in the catalogue's order,
// scopes by name, posts by time.
type Figures struct {
	Period    Period
	Before    Period
	Year      Period
	Catalogue string // version
	KPIs      []Definition
	All       []Figure
	Posts     []PostFigures
	Series    []Series
	Caveats   []Caveat
}

// Of returns the figure of a KPI in a scope; false if there is none.
func (f Figures) Of(kpi string, scope Scope) (Figure, bool) {
	for _, figure := range f.All {
		if figure.KPI == kpi && figure.Scope == scope {
			return figure, true
		}
	}
	return Figure{}, false
}
