package report

import (
	"time"

	"galley/engine"
	"galley/engine/metrics"
)

// An Audience says who reads: all are told the same numbers, not all of them the
// same amount. The zero audience is the team, which is told everything.
type Audience uint8

// The audiences.
const (
	ForTeam       Audience = iota // also what waits for a person, with files and commands
	ForClient                     // what was done and what it brought
	ForManagement                 // objectives, audience and KPIs; no single posts
)

var audienceNames = [...]string{"team", "client", "management"}

// String returns the name used in content and JSON.
func (a Audience) String() string { return audienceNames[a] }

// MarshalText writes the name.
func (a Audience) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// A Template says how much is laid out.
type Template uint8

// The templates.
const (
	FullReport Template = iota
	OnePage             // the first page alone
)

// A Span says what sort of period a document speaks of.
type Span uint8

// The spans. Days are those somebody asked for.
const (
	Days Span = iota
	OneWeek
	OneMonth
	OneQuarter
	OneYear
	OneCampaign
)

var spanNames = [...]string{"days", "week", "month", "quarter", "year", "campaign"}

// String returns the name used in content and JSON.
func (s Span) String() string { return spanNames[s] }

// MarshalText writes the name.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Source is all a document is made of. What it does not hold the document does
// not speak of: without Figures it tells the delivery alone.
type Source struct {
	Report   string // id of the object of kind Report; empty for one asked for by hand
	Name     string // of that object; empty: the title says the period
	Span     Span
	Audience Audience
	Template Template
	Record   string // commit of the record branch that the counts were read from

	Delivery   Report // of the same period; its project, commit, zone and moment are the document's
	Figures    metrics.Figures
	Objectives []metrics.Judged        // the charter's, then the campaigns', in the order of the content
	KPIs       []string                // that are shown, in this order; empty is all of the figures
	Channels   []Channel               // that it speaks of, by name
	Campaigns  []Campaign              // that fall into the period; the only one, for OneCampaign
	Labels     map[string]metrics.Text // of metrics, by their names in the catalogue
	Expiries   []Expiry                // accesses that end soon, the first to end first
	Shares     map[string]float64      // that the charter asks of pillars, from 0 to 1; nil where the posts are not all
	Currency   string                  // of spend, such as EUR; empty: not said
	Commentary string                  // Markdown of people
	Again      string                  // command that makes the same bytes again; empty: not said
	Content    string                  // address below which files of the content can be seen; empty: nowhere
}

// A Channel is what a document says of a channel beside its numbers.
type Channel struct {
	Channel     engine.Channel
	Network     engine.Network
	NetworkName string // as the network writes itself; empty: Network
	Handle      string
}

// A Campaign is what a document says of a campaign beside its numbers.
type Campaign struct {
	ID        string
	Name      string
	From, To  time.Time // To is exclusive
	Objective string    // in the team's words
}

// An Expiry is an access to a channel that ends.
type Expiry struct {
	Channel engine.Channel
	At      time.Time
}

// Document is a report: the numbers of a period and what follows from them, in
// no language yet. Lay puts it into words.
type Document struct {
	Source
	Facts     []Statement                // what happened, the weightiest first
	Decisions []Statement                // what is to be decided, the most urgent first
	Pillars   []Pillar                   // by name
	Medians   []Median                   // by channel
	Pictured  map[engine.Channel]float64 // share of the posts of a channel that have pictures, from 0 to 1
	Best      []Ranked                   // the best first
	Worst     []Ranked                   // the worst first

	times map[engine.ID]float64 // Ranked.Times of every post that can be compared
}

// A Statement is a sentence about numbers that the document holds: it is computed
// from them and names them.
type Statement interface {
	// Kind returns its name in JSON.
	Kind() string
	// About returns the KPI, channel, post or pillar that it is about; empty for
	// everything.
	About() string
	// Numbers returns the numbers that it follows from, by name.
	Numbers() map[string]float64
	// say returns the sentence: what it comes to in strong type, then the numbers.
	say(s speaker) Text
}

// A Pillar is how many of the posts belong to a pillar, and what they brought.
type Pillar struct {
	Name  string
	Posts int
	Share float64       // of all posts, from 0 to 1
	Asked metrics.Value // the share that the charter asks for
	Times metrics.Value // median of Ranked.Times
}

// A Median is what posts of a channel usually bring.
type Median struct {
	Channel    engine.Channel
	Posts      int // that were counted and old enough to be compared
	Engagement float64
}

// A Ranked is a post and what it is compared with.
type Ranked struct {
	metrics.PostFigures
	Median Median
	Times  float64 // Engagement over the channel's median, which counts as one at least
	Most   Difference
}

// A Difference is the part of a post's engagement that lies farthest from what is
// usual on its channel. The zero Difference is none.
type Difference struct {
	Metric string
	N      float64
	Usual  float64 // median of the channel
}
