package report

import (
	"slices"
	"strconv"
	"strings"

	"galley/engine/metrics"
)

// groups are those of the catalogue, in the order in which they are told.
var groups = [...]string{"visibility", "engagement", "loyalty", "conversion", "delivery"}

func (s speaker) group(name string) string {
	return map[string]string{"visibility": s.pick("Visibility", "Visibilité"), "engagement": s.pick("Engagement", "Engagement"),
		"loyalty": s.pick("Loyalty", "Fidélité"), "conversion": s.pick("Conversion", "Conversion"), "delivery": s.pick("Delivery", "Publication")}[name]
}

// kpis are all that is measured, by group, with what it is compared to. What
// nothing is known of is named below: it is not zero.
func (s speaker) kpis() Section {
	var blocks []Block
	var absent []string
	table := s.compared(s.pick("Figure", "Indicateur"))
	for _, group := range groups {
		var rows [][]Text
		for _, kpi := range s.doc.KPIs {
			definition := s.doc.definition(kpi)
			if definition.Group != group {
				continue
			}
			f, _ := s.doc.Figures.Of(kpi, metrics.Scope{})
			if !f.Now.Known && !f.Before.Known && !f.Year.Known {
				if !s.doc.measured(kpi) && kpi != kpiVolume && kpi != kpiPillar { // where the charter asks for nothing nothing is missing
					absent = append(absent, s.of(definition.Label))
				}
				continue
			}
			rows = append(rows, s.comparedRow(plain(s.of(definition.Label)), f))
		}
		if rows != nil {
			head := make([]Text, len(table.Columns))
			head[0] = Text{strong(s.group(group))}
			table.Rows = append(append(table.Rows, head), rows...)
		}
	}
	if len(table.Columns) > 2 {
		table.Note = Text{quiet(s.pick("Changes are computed from the exact figures, and rounded then.",
			"Les évolutions sont calculées sur les chiffres exacts, puis arrondies."))}
	}
	if len(table.Rows) > 0 {
		blocks = append(blocks, table)
	}
	if len(absent) > 0 && blocks != nil {
		text := phrase(s.pick("Not measured: ", "Non mesurés"+s.colon+" ") + strings.Join(absent, ", ") + ".")
		text[0].Style = Quiet
		blocks = append(blocks, Paragraph{text})
	}
	if chart := s.engagementChart(); len(chart.Series) > 0 && blocks != nil {
		blocks = append(blocks, chart)
	}
	return Section{"kpis", s.pick("Key figures", "Chiffres clés"), blocks}
}

// maxColumns is how many KPIs fit side by side.
const maxColumns = 6

// byChannel tells the KPIs of each channel side by side.
func (s speaker) byChannel() Section {
	var scopes []metrics.Scope
	var names []string
	for _, c := range s.doc.Channels {
		scopes, names = append(scopes, metrics.Scope{Channel: c.Channel}), append(names, s.channel(c.Channel))
	}
	if len(scopes) < 2 {
		return Section{}
	}
	table := s.sideBySide(s.words.channel, names, scopes)
	if len(table.Columns) == 1 {
		return Section{}
	}
	return Section{"channels", s.pick("By channel", "Par canal"), []Block{table}}
}

// campaigns tells what each campaign came to.
func (s speaker) campaigns() Section {
	var blocks []Block
	var scopes []metrics.Scope
	var names []string
	for _, c := range s.doc.Campaigns {
		scopes, names = append(scopes, metrics.Scope{Campaign: c.ID}), append(names, s.campaign(c.ID))
		text := Text{strong(s.campaign(c.ID))}
		if !c.From.IsZero() && !c.To.IsZero() {
			text = append(text, plain(", "+s.period(metrics.Period{From: c.From, To: c.To}, Days)))
		}
		if c.Objective != "" {
			text = append(text, plain(s.colon+" "+c.Objective))
		}
		blocks = append(blocks, Paragraph{text})
	}
	if table := s.sideBySide(s.pick("Campaign so far", "Campagne à ce jour"), names, scopes); len(table.Columns) > 1 {
		blocks = append(blocks, table)
	}
	return Section{"campaigns", s.pick("Campaigns", "Campagnes"), blocks}
}

// sideBySide is a table of scopes and KPIs: those of which something is known.
func (s speaker) sideBySide(head string, names []string, scopes []metrics.Scope) Table {
	table := Table{Columns: []Column{{head, false}}}
	var kpis []string
	for _, kpi := range s.mostTold() {
		known := slices.ContainsFunc(scopes, func(scope metrics.Scope) bool {
			f, _ := s.doc.Figures.Of(kpi, scope)
			return f.Now.Known
		})
		if known && len(kpis) < maxColumns {
			kpis = append(kpis, kpi)
			table.Columns = append(table.Columns, Column{s.of(s.doc.definition(kpi).Label), true})
		}
	}
	for i, scope := range scopes {
		row := []Text{phrase(names[i])}
		for _, kpi := range kpis {
			f, _ := s.doc.Figures.Of(kpi, scope)
			cell := phrase(s.value(f.Now, s.unit(kpi)))
			if change := s.change(f, f.Before); change != nil {
				cell = append(append(append(cell, plain(" (")), change...), plain(")"))
			}
			row = append(row, cell)
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// mostTold are the KPIs shown, those looked at first ahead of the others.
func (s speaker) mostTold() []string {
	var list []string
	for _, kpi := range append([]string{kpiPosts}, headline[:]...) {
		if slices.Contains(s.doc.KPIs, kpi) && !slices.Contains(list, kpi) {
			list = append(list, kpi)
		}
	}
	for _, kpi := range s.doc.KPIs {
		if !slices.Contains(list, kpi) && s.doc.definition(kpi).Group != "delivery" {
			list = append(list, kpi)
		}
	}
	return list
}

// definitions say what each KPI means, and how it is made.
func (s speaker) definitions() Section {
	table := Table{Columns: []Column{{s.pick("Figure", "Indicateur"), false}, {s.pick("What it says", "Ce qu’il dit"), false},
		{s.pick("Formula", "Formule"), false}, {s.pick("Brought together as", "Agrégation"), false}}}
	for _, kpi := range s.doc.KPIs {
		definition := s.doc.definition(kpi)
		f, _ := s.doc.Figures.Of(kpi, metrics.Scope{})
		if s.of(definition.Meaning) == "" || !f.Now.Known {
			continue
		}
		table.Rows = append(table.Rows, []Text{phrase(s.of(definition.Label)), phrase(s.of(definition.Meaning)),
			{{Text: definition.Formula, Style: Code}}, phrase(s.averaging(definition.Averaging))})
	}
	if len(table.Rows) == 0 {
		return Section{}
	}
	return Section{"definitions", s.pick("What the figures mean", "Ce que disent les chiffres"),
		[]Block{Fold{s.pick("Definition and formula of each", "Définition et formule de chacun"), []Block{table}}}}
}

// averaging says how posts and channels are brought together.
func (s speaker) averaging(name string) string {
	text := map[string]string{"sum": s.pick("sum", "somme"), "last": s.pick("last value", "dernière valeur"),
		"ratio of sums": s.pick("ratio of sums", "rapport des sommes")}[name]
	if text == "" {
		return name
	}
	return text
}

// year writes a year, which is no number to be grouped.
func (s speaker) year(n int) string { return strconv.Itoa(n) }
