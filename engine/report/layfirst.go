package report

import "galley/engine/metrics"

// objectives are the objectives against their targets.
func (s speaker) objectives() Section {
	if len(s.doc.Objectives) == 0 {
		return Section{}
	}
	table := Table{Columns: []Column{{s.pick("Objective", "Objectif"), false}, {s.pick("Now", "Aujourd’hui"), true},
		{s.pick("Target", "Cible"), true}, {s.pick("By", "Échéance"), false}, {s.pick("Where it stands", "Situation"), false}}}
	for _, o := range s.doc.Objectives {
		unit := s.unit(o.KPI)
		table.Rows = append(table.Rows, []Text{{strong(s.objective(o.Objective))}, phrase(s.value(o.Now, unit)),
			phrase(s.amount(o.Target, unit)), phrase(s.longDate(s.last(o.Due))), s.light(o)})
	}
	return Section{"objectives", s.pick("Objectives", "Objectifs"), []Block{table}}
}

// light says how an objective stands, and what it leads to while there is time.
func (s speaker) light(o metrics.Judged) Text {
	word := s.lightWord(o.Light)
	if o.Light == metrics.LightUnknown && o.Now.Known {
		word = s.pick("not judged: no starting point", "non jugé, faute de point de départ")
	}
	text := Text{{Text: word, Style: badge(o.Light)}}
	if o.Projected.Known && (o.Light == metrics.LightAtRisk || o.Light == metrics.LightOnTrack) {
		text = append(text, quiet(s.pick(", heading for ", ", en route vers ")+s.amount(o.Projected.N, s.unit(o.KPI))))
	}
	return text
}

// lightWord says a light without its colour.
func (s speaker) lightWord(l metrics.Light) string {
	return [...]string{
		metrics.LightUnknown: s.pick("no figure", "aucun chiffre"), metrics.LightMet: s.pick("met", "atteint"),
		metrics.LightOnTrack: s.pick("on track", "en bonne voie"), metrics.LightAtRisk: s.pick("at risk", "menacé"),
		metrics.LightMissed: s.pick("missed", "manqué")}[l]
}

// headline are the KPIs that are told large where no objective is, in this order.
var headline = [...]string{kpiFollowers, kpiEngagement, "reach", "visits", "engagement-rate", kpiPosts}

// numbers are the numbers looked at first, where there are no objectives.
func (s speaker) numbers() Section {
	var tiles []Tile
	for _, kpi := range headline {
		f, _ := s.doc.Figures.Of(kpi, metrics.Scope{})
		if f.Now.Known && len(tiles) < 4 && len(s.doc.Objectives) == 0 {
			definition := s.doc.definition(kpi)
			tiles = append(tiles, Tile{s.of(definition.Label), s.amount(f.Now.N, definition.Unit), s.change(f, f.Before)})
		}
	}
	if tiles == nil {
		return Section{}
	}
	return Section{"numbers", s.pick("In short", "En bref"), []Block{Tiles{tiles}}}
}

// change says how a figure moved, and whether that is the right way; empty where
// that is not known.
func (s speaker) change(f metrics.Figure, before metrics.Value) Text {
	text := s.relative(f.Now, before, s.unit(f.KPI))
	if text == "" {
		return nil
	}
	run := plain(text)
	switch better := s.doc.definition(f.KPI).Better; {
	case f.Now.N == before.N:
	case better == "up" && f.Now.N > before.N, better == "down" && f.Now.N < before.N:
		run.Style = Good
	case better == "up", better == "down":
		run.Style = Bad
	}
	return Text{run}
}

func (s speaker) facts() Section {
	return s.statements("facts", s.pick("What happened", "Les faits"), s.doc.Facts[:min(len(s.doc.Facts), FirstPage)])
}

func (s speaker) decisions() Section {
	return s.statements("decisions", s.pick("To decide", "À décider"), s.doc.Decisions[:min(len(s.doc.Decisions), FirstPage)])
}

// further is what did not fit on the first page.
func (s speaker) further() Section {
	if len(s.doc.Decisions) <= FirstPage {
		return Section{}
	}
	return s.statements("further", s.pick("Also worth a decision", "À décider aussi"), s.doc.Decisions[FirstPage:])
}

func (s speaker) statements(name, heading string, list []Statement) Section {
	if len(list) == 0 {
		return Section{}
	}
	points := Points{}
	for _, statement := range list {
		points.Items = append(points.Items, statement.say(s))
	}
	return Section{name, heading, []Block{points}}
}
