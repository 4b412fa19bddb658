package report

import (
	"time"

	"galley/engine"
)

// DocumentVersion is that of Document.JSON: a minor version adds, a major one may
// break.
const DocumentVersion = "1.0"

// documentFormat tells the JSON of a document from any other.
const documentFormat = "galley-report"

type documentFile struct {
	Format     string           `json:"format"`
	Version    string           `json:"format_version"`
	Report     string           `json:"report,omitempty"` // id of the object that asks for it
	Name       string           `json:"name,omitempty"`
	Project    string           `json:"project"`
	Span       string           `json:"span"`
	Period     periodFile       `json:"period"`
	Before     periodFile       `json:"before"` // what figures are compared with
	Year       periodFile       `json:"year"`
	Zone       string           `json:"zone"`
	AsOf       time.Time        `json:"as_of"`
	Commit     string           `json:"commit"` // of the content
	Record     string           `json:"record"` // commit of the record branch
	Catalogue  string           `json:"catalogue"`
	Currency   string           `json:"currency,omitempty"` // of amounts of money
	Channels   []channelFile    `json:"channels"`
	Campaigns  []campaignFile   `json:"campaigns"`
	Objectives []objectiveFile  `json:"objectives"`
	Facts      []statementFile  `json:"facts"`
	Decisions  []statementFile  `json:"decisions"`
	KPIs       []definitionFile `json:"kpis"`
	Figures    []figureFile     `json:"figures"`
	Pillars    []pillarFile     `json:"pillars"`
	Medians    []medianFile     `json:"medians"`
	Best       []engine.ID      `json:"best"`
	Worst      []engine.ID      `json:"worst"`
	Posts      []postFile       `json:"posts"`
	Series     []seriesFile     `json:"series"`
	Caveats    []caveatFile     `json:"caveats"`
	Delivery   deliveryFile     `json:"delivery"`
}

type periodFile struct {
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"` // exclusive
}

type channelFile struct {
	Channel engine.Channel `json:"channel"`
	Network engine.Network `json:"network"`
	Handle  string         `json:"handle,omitempty"`
}

type campaignFile struct {
	ID        string    `json:"id"`
	Name      string    `json:"name,omitempty"`
	From      time.Time `json:"from,omitzero"`
	To        time.Time `json:"to,omitzero"` // exclusive
	Objective string    `json:"objective,omitempty"`
}

// A number is null where it is not known: absent is not zero.
type number = *float64

type objectiveFile struct {
	KPI       string           `json:"kpi"`
	Campaign  string           `json:"campaign,omitempty"`
	Channels  []engine.Channel `json:"channels,omitempty"`
	Light     string           `json:"light"`
	Baseline  number           `json:"baseline"`
	Now       number           `json:"now"`
	Target    number           `json:"target"`
	Expected  number           `json:"expected"`
	Projected number           `json:"projected"`
	From      time.Time        `json:"from,omitzero"`
	Due       time.Time        `json:"due,omitzero"` // exclusive
	Note      string           `json:"note,omitempty"`
}

type statementFile struct {
	Kind    string            `json:"kind"`
	About   string            `json:"about,omitempty"`
	Numbers map[string]number `json:"numbers"`
	Text    textFile          `json:"text"`
}

type textFile struct {
	En string `json:"en"`
	Fr string `json:"fr"`
}

type definitionFile struct {
	KPI       string   `json:"kpi"`
	Label     textFile `json:"label"`
	Meaning   textFile `json:"meaning"`
	Formula   string   `json:"formula"`
	Unit      string   `json:"unit"`
	Better    string   `json:"better"`
	Group     string   `json:"group"`
	Averaging string   `json:"averaging"`
}

type scopeFile struct {
	Channel  engine.Channel `json:"channel,omitempty"`
	Campaign string         `json:"campaign,omitempty"`
	Pillar   string         `json:"pillar,omitempty"`
}

type figureFile struct {
	KPI string `json:"kpi"`
	scopeFile
	Now    number     `json:"now"`
	Before number     `json:"before"`
	Year   number     `json:"year"`
	Parts  []partFile `json:"parts,omitempty"`
}

type partFile struct {
	Channel engine.Channel `json:"channel,omitempty"`
	Metric  string         `json:"metric"`
	Value   number         `json:"value"`
	Posts   int            `json:"posts,omitempty"`
	Below   bool           `json:"below,omitempty"` // what is divided by
}

type pillarFile struct {
	Pillar string `json:"pillar"`
	Posts  int    `json:"posts"`
	Share  number `json:"share"` // from 0 to 1
	Asked  number `json:"asked"` // by the charter, from 0 to 1
	Times  number `json:"times"` // of what is usual on the channels
}

type medianFile struct {
	Channel    engine.Channel `json:"channel"`
	Posts      int            `json:"posts"`
	Engagement number         `json:"engagement"`
}

type postFile struct {
	ID         engine.ID        `json:"id"`
	Network    engine.Network   `json:"network"`
	Title      string           `json:"title,omitempty"`
	URL        string           `json:"url,omitempty"`
	Published  time.Time        `json:"published"`
	Removed    time.Time        `json:"removed,omitzero"`
	Campaign   string           `json:"campaign,omitempty"`
	Pillar     string           `json:"pillar,omitempty"`
	CountedAt  time.Time        `json:"counted_at,omitzero"`
	Counts     map[string]int64 `json:"counts,omitempty"`
	Engagement number           `json:"engagement"`
	Rate       number           `json:"rate"`            // in percent of the followers
	Times      number           `json:"times,omitempty"` // of what is usual on the channel
}

type seriesFile struct {
	Channel engine.Channel `json:"channel"`
	Metric  string         `json:"metric"`
	Points  []pointFile    `json:"points"`
	Breaks  []breakFile    `json:"breaks,omitempty"`
}

type pointFile struct {
	At time.Time `json:"at"`
	N  number    `json:"n"`
}

type breakFile struct {
	At  time.Time `json:"at"`
	Old string    `json:"old"`
	New string    `json:"new"`
}

type caveatFile struct {
	Kind    string         `json:"kind"`
	Channel engine.Channel `json:"channel,omitempty"`
	Metric  string         `json:"metric,omitempty"`
	From    time.Time      `json:"from,omitzero"`
	To      time.Time      `json:"to,omitzero"`
	Count   int            `json:"count"`
}
