package report

import (
	"math"

	"galley/engine"
	"galley/engine/metrics"
)

// JSON writes every number of d for programs, and what is said of them in both
// languages. Times are in UTC. It is the same for all audiences.
func (d Document) JSON() []byte { return indented(d.file()) }

func (d Document) file() documentFile {
	f := documentFile{Format: documentFormat, Version: DocumentVersion, Report: d.Report, Name: d.Name, Project: d.Delivery.Project,
		Span: d.Span.String(), Period: periodFile{d.Delivery.From.UTC(), d.Delivery.To.UTC()},
		Before: filePeriod(d.Figures.Before), Year: filePeriod(d.Figures.Year), Zone: d.Delivery.Zone.String(), AsOf: d.Delivery.AsOf.UTC(),
		Commit: d.Delivery.Commit, Record: d.Record, Catalogue: d.Figures.Catalogue, Currency: d.Currency, Delivery: deliveryOf(d.Delivery),
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
		return pillarFile{p.Name, p.Posts, exactly(p.Share), numberOf(p.Asked), numberOf(p.Times)}
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
