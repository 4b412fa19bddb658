package report

import (
	"math"
	"time"

	"galley/engine"
	"galley/engine/metrics"
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

// JSON writes every number of d for programs, and what is said of them in both
// languages. Times are in UTC. It is the same for all audiences.
func (d Document) JSON() []byte { return indented(d.file()) }

func (d Document) file() documentFile {
	f := documentFile{Format: documentFormat, Version: DocumentVersion, Report: d.Report, Name: d.Name, Project: d.Delivery.Project,
		Span: d.Span.String(), Period: periodFile{d.Delivery.From.UTC(), d.Delivery.To.UTC()},
		Before: filePeriod(d.Figures.Before), Year: filePeriod(d.Figures.Year), Zone: d.Delivery.Zone.String(), AsOf: d.Delivery.AsOf.UTC(),
		Commit: d.Delivery.Commit, Record: d.Record, Catalogue: d.Figures.Catalogue, Delivery: deliveryOf(d.Delivery),
		Facts: d.fileStatements(d.Facts), Decisions: d.fileStatements(d.Decisions), Best: ids(d.Best), Worst: ids(d.Worst)}
	f.Channels = each(d.Channels, func(c Channel) channelFile { return channelFile{c.Channel, c.Network, c.Handle} })
	f.Campaigns = each(d.Campaigns, func(c Campaign) campaignFile {
		return campaignFile{c.ID, c.Name, c.From.UTC(), c.To.UTC(), c.Objective}
	})
	f.Objectives = each(d.Objectives, fileObjective)
	f.KPIs = each(d.Figures.KPIs, func(k metrics.Definition) definitionFile {
		return definitionFile{k.KPI, textFile(k.Label), textFile(k.Meaning), k.Formula, k.Unit, k.Better, k.Group, k.Averaging}
	})
	f.Figures = each(d.Figures.All, fileFigure)
	f.Pillars = each(d.Pillars, func(p Pillar) pillarFile {
		return pillarFile{p.Name, p.Posts, exactly(p.Share), numberOf(p.Times)}
	})
	f.Medians = each(d.Medians, func(m Median) medianFile { return medianFile{m.Channel, m.Posts, exactly(m.Engagement)} })
	f.Posts = each(d.Figures.Posts, d.filePost)
	f.Series = each(d.Figures.Series, fileSeries)
	f.Caveats = each(d.Figures.Caveats, func(c metrics.Caveat) caveatFile {
		return caveatFile{caveatName(c.Kind), c.Channel, c.Metric, c.From.UTC(), c.To.UTC(), c.Count}
	})
	return f
}

func (d Document) fileStatements(list []Statement) []statementFile {
	en, fr := d.speaker("en"), d.speaker("fr")
	return each(list, func(s Statement) statementFile {
		numbers := map[string]number{}
		for name, n := range s.Numbers() {
			numbers[name] = exactly(n)
		}
		return statementFile{s.Kind(), s.About(), numbers, textFile{s.say(en).String(), s.say(fr).String()}}
	})
}

func fileObjective(o metrics.Judged) objectiveFile {
	return objectiveFile{KPI: o.KPI, Campaign: o.Campaign, Channels: o.Channels, Light: o.Light.String(), Baseline: numberOf(o.Baseline),
		Now: numberOf(o.Now), Target: exactly(o.Target), Expected: numberOf(o.Expected), Projected: numberOf(o.Projected),
		From: o.From.UTC(), Due: o.Due.UTC(), Note: o.Note}
}

func fileFigure(f metrics.Figure) figureFile {
	return figureFile{f.KPI, scopeFile(f.Scope), numberOf(f.Now), numberOf(f.Before), numberOf(f.Year),
		each(f.Parts, func(p metrics.Part) partFile {
			return partFile{p.Channel, p.Metric, numberOf(p.Value), p.Posts, p.Below}
		})}
}

func (d Document) filePost(p metrics.PostFigures) postFile {
	return postFile{ID: p.ID, Network: p.Network, Title: p.Title, URL: p.URL, Published: p.Published.UTC(), Removed: p.Removed.UTC(),
		Campaign: p.Campaign, Pillar: p.Pillar, CountedAt: p.At.UTC(), Counts: p.Counts, Engagement: numberOf(p.Engagement),
		Rate: numberOf(p.Rate), Times: d.timesOf(p.ID)}
}

// timesOf is how many times as much a post brought as is usual on its channel.
func (d Document) timesOf(id engine.ID) number {
	if n, compared := d.times[id]; compared {
		return exactly(n)
	}
	return nil
}

func fileSeries(s metrics.Series) seriesFile {
	return seriesFile{s.Channel, s.Metric,
		each(s.Points, func(p metrics.Point) pointFile { return pointFile{p.At.UTC(), exactly(p.N)} }),
		each(s.Breaks, func(b metrics.Break) breakFile { return breakFile{b.At.UTC(), b.Old, b.New} })}
}

func filePeriod(p metrics.Period) periodFile { return periodFile{p.From.UTC(), p.To.UTC()} }

func caveatName(k metrics.CaveatKind) string {
	return [...]string{metrics.Missing: "missing", metrics.Renamed: "renamed", metrics.LateData: "late",
		metrics.Unmeasured: "unmeasured", metrics.Deleted: "deleted", metrics.Unlike: "unlike"}[k]
}

func ids(list []Ranked) []engine.ID {
	return each(list, func(r Ranked) engine.ID { return r.ID })
}

// each makes a list of another; an empty one is not absent.
func each[A, B any](list []A, convert func(A) B) []B {
	made := make([]B, len(list))
	for i, one := range list {
		made[i] = convert(one)
	}
	return made
}

func numberOf(v metrics.Value) number {
	if !v.Known {
		return nil
	}
	return exactly(v.N)
}

// exactly is a number that is known; one that is none at all is not.
func exactly(n float64) number {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return nil
	}
	n = rounded(n)
	return &n
}

// rounded keeps six places: beyond, machines of different makes may differ.
func rounded(n float64) float64 {
	if r := math.Round(n*1e6) / 1e6; !math.IsInf(r, 0) {
		return r
	}
	return n
}
