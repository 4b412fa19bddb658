package report

import (
	"cmp"
	"encoding/json"
	"path"
	"slices"
	"strings"
	"time"

	"galley/engine/metrics"
	"galley/engine/zone"
)

// A Listed is a report as an index finds it: the files of one folder.
type Listed struct {
	Folder string   // relative to the index
	Files  []string // names within it
	Data   []byte   // what Document.JSON wrote
}

// Index lists reports by the object that asks for them, the latest first, with a
// line of how the first of their figures went, and returns the pictures that
// belong beside it. What Document.JSON did not write is left out. Where no picture
// can be drawn, the numbers are told in words.
func Index(list []Listed, project, language string) ([]byte, []Picture, error) {
	x := index{language: language, groups: map[string][]indexed{}}
	for _, one := range list {
		x.add(one)
	}
	s := (&Document{}).speaker(language)
	l := Layout{Language: s.language, Title: project + " · " + s.pick("reports", "rapports")}
	total := 0
	for _, name := range sortedKeys(x.groups, cmp.Compare[string]) {
		l.Rest = append(l.Rest, x.section(name))
		total += len(x.groups[name])
	}
	l.Lead = phrase(s.number(total) + " " + choose(s.pick("report|reports", "rapport|rapports"), total))
	pictures, err := l.Pictures()
	return l.Markdown(Addresses{Charts: "."}), pictures, err
}

// An index is what is read of the reports.
type index struct {
	language string
	groups   map[string][]indexed // by id of the object and span
}

type indexed struct {
	Listed
	documentFile
	zone *time.Location
}

func (x *index) add(one Listed) {
	var f documentFile
	if json.Unmarshal(one.Data, &f) != nil || f.Format != documentFormat {
		return
	}
	local, err := zone.Load(f.Zone)
	if err != nil {
		local = time.UTC
	}
	group := f.Report + "/" + f.Span
	x.groups[group] = append(x.groups[group], indexed{one, f, local})
}

// section lists the reports of one object.
func (x *index) section(name string) Section {
	list := x.groups[name]
	slices.SortFunc(list, func(a, b indexed) int {
		return cmp.Or(b.Period.From.Compare(a.Period.From), b.Period.To.Compare(a.Period.To), cmp.Compare(a.Folder, b.Folder))
	})
	s := list[0].speaker(x.language)
	section := Section{Name: strings.Trim(strings.ReplaceAll(name, "/", "-"), "-"), Heading: cmp.Or(list[0].Name, s.lead()[0].Text)}
	kpis := tellable(list)
	if len(kpis) > 0 {
		if drawn := x.trend(section.Name, kpis[0], list); len(drawn.Series[0].Points) > 1 {
			section.Blocks = append(section.Blocks, drawn)
		}
	}
	table := Table{Columns: []Column{{s.pick("Period", "Période"), false}, {s.pick("Objectives", "Objectifs"), false}}}
	for _, kpi := range kpis {
		table.Columns = append(table.Columns, Column{s.of(s.doc.definition(kpi).Label), true})
	}
	table.Columns = append(table.Columns, Column{s.pick("Also as", "Aussi en"), false})
	for _, one := range list {
		table.Rows = append(table.Rows, one.row(x.language, kpis))
	}
	section.Blocks = append(section.Blocks, table)
	return section
}

// tellable are the first KPIs of the headline that a list of reports knows.
func tellable(list []indexed) []string {
	var kpis []string
	for _, kpi := range headline {
		known := slices.ContainsFunc(list, func(one indexed) bool { return one.figure(kpi).Now.Known })
		if known && len(kpis) < 3 {
			kpis = append(kpis, kpi)
		}
	}
	return kpis
}

// speaker speaks of one report, with what its file says of KPIs.
func (one indexed) speaker(language string) speaker {
	d := &Document{Source: Source{Span: spanNamed(one.Span), Delivery: Report{Project: one.Project, Zone: one.zone, From: one.Period.From, To: one.Period.To}}}
	for _, k := range one.KPIs {
		d.Figures.KPIs = append(d.Figures.KPIs, metrics.Definition{KPI: k.KPI, Label: metrics.Text(k.Label), Unit: k.Unit, Better: k.Better})
	}
	for _, c := range one.Campaigns {
		d.Campaigns = append(d.Campaigns, Campaign{ID: c.ID, Name: c.Name})
	}
	return d.speaker(language)
}

func spanNamed(name string) Span { return Span(max(slices.Index(spanNames[:], name), 0)) }

// figure is a KPI of everything that the report speaks of.
func (one indexed) figure(kpi string) metrics.Figure {
	for _, f := range one.Figures {
		if f.KPI == kpi && f.scopeFile == (scopeFile{}) {
			return metrics.Figure{KPI: kpi, Now: valueOf(f.Now), Before: valueOf(f.Before)}
		}
	}
	return metrics.Figure{KPI: kpi}
}

func valueOf(n number) metrics.Value {
	if n == nil {
		return metrics.Value{}
	}
	return metrics.Known(*n)
}

// row is the line of one report: its period is the way to its text.
func (one indexed) row(language string, kpis []string) []Text {
	s := one.speaker(language)
	name := s.period(s.span(), s.doc.Span)
	if s.doc.Span == OneCampaign && len(s.doc.Campaigns) == 1 {
		name = s.campaign(s.doc.Campaigns[0].ID) + ", " + name
	}
	if len(one.documentFile.Channels) == 1 {
		name += " · " + string(one.documentFile.Channels[0].Channel)
	}
	text, others := one.files(s)
	row := []Text{{{Text: name, Style: Strong, URL: text}}, one.lights(s)}
	for _, kpi := range kpis {
		f := one.figure(kpi)
		cell := phrase(s.value(f.Now, s.unit(kpi)))
		if change := s.change(f, f.Before); change != nil {
			cell = append(append(append(cell, plain(" (")), change...), plain(")"))
		}
		row = append(row, cell)
	}
	return append(row, others)
}

// lights counts the objectives by how they stand.
func (one indexed) lights(s speaker) Text {
	var text Text
	for _, light := range []metrics.Light{metrics.LightMissed, metrics.LightAtRisk, metrics.LightOnTrack, metrics.LightMet} {
		n := 0
		for _, o := range one.Objectives {
			if o.Light == light.String() {
				n++
			}
		}
		if n > 0 && len(text) > 0 {
			text = append(text, plain(", "))
		}
		if n > 0 {
			text = append(text, Run{Text: s.number(n) + " " + s.lightWord(light), Style: badge(light)})
		}
	}
	return text
}

// files are the address of the text in the language, or else in any, and the other
// files by their kinds.
func (one indexed) files(s speaker) (text string, others Text) {
	for _, file := range slices.Sorted(slices.Values(one.Files)) {
		if path.Ext(file) == ".md" && (text == "" || strings.HasSuffix(file, "."+s.language+".md")) {
			text = one.address(file)
		}
	}
	for _, file := range slices.Sorted(slices.Values(one.Files)) {
		kind := strings.ToUpper(strings.TrimPrefix(path.Ext(file), "."))
		if one.address(file) == text || !slices.Contains([]string{"MD", "CSV", "JSON", "HTML"}, kind) {
			continue
		}
		if len(others) > 0 {
			others = append(others, plain(", "))
		}
		if language := strings.TrimPrefix(path.Ext(strings.TrimSuffix(file, path.Ext(file))), "."); language != "" {
			kind += " (" + language + ")"
		}
		others = append(others, Run{Text: kind, URL: one.address(file)})
	}
	return text, others
}

func (one indexed) address(file string) string { return address(one.Folder, file) }

// trend is how one figure went from report to report.
func (x *index) trend(name, kpi string, list []indexed) Chart {
	s := list[0].speaker(x.language)
	c := Chart{Name: "index-" + name, Kind: SparkChart, Title: s.of(s.doc.definition(kpi).Label), Series: []ChartSeries{{}}}
	for _, one := range slices.Backward(list) {
		f := one.figure(kpi)
		if !f.Now.Known {
			continue
		}
		said := one.speaker(x.language)
		c.Series[0].Points = append(c.Series[0].Points, metrics.Point{At: one.Period.From.In(one.zone), N: f.Now.N})
		if c.Description != "" {
			c.Description += ", "
		}
		c.Description += said.amount(f.Now.N, said.unit(kpi)) + " (" + said.period(said.span(), said.doc.Span) + ")"
	}
	c.Series[0].Name = c.Title
	return c
}
