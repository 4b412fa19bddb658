package report

import (
	"strconv"

	"galley/engine/metrics"
)

// Lay puts a document into words, in French for "fr" and in English otherwise.
func Lay(d Document, language string) Layout {
	s := d.speaker(language)
	l := Layout{Language: s.language, Title: s.title(), Lead: s.lead()}
	l.First = append(l.First, s.objectives()...)
	return l
}

func (s speaker) title() string {
	name := s.doc.Delivery.Project
	if s.doc.Span == OneCampaign && len(s.doc.Campaigns) == 1 {
		return name + " · " + s.doc.Campaigns[0].Name
	}
	return name + " · " + s.period(s.span(), s.doc.Span)
}

// span is the period of the document; of one without figures that of the
// delivery.
func (s speaker) span() metrics.Period {
	return metrics.Period{From: s.doc.Delivery.From, To: s.doc.Delivery.To}
}

// lead says what sort of report it is, for whom, of how many channels, as of
// when.
func (s speaker) lead() Text {
	name := s.doc.Name
	if name == "" {
		name = map[Span]string{
			Days: s.pick("Report", "Rapport"), OneWeek: s.pick("Weekly report", "Rapport hebdomadaire"),
			OneMonth: s.pick("Monthly report", "Rapport mensuel"), OneQuarter: s.pick("Quarterly report", "Rapport trimestriel"),
			OneYear: s.pick("Yearly report", "Rapport annuel"), OneCampaign: s.pick("Campaign report", "Bilan de campagne"),
		}[s.doc.Span]
	}
	text := Text{strong(name)}
	if s.doc.Span == OneCampaign {
		text = append(text, plain(" · "+s.period(s.span(), Days)))
	}
	if n := len(s.doc.Channels); n > 0 {
		text = append(text, plain(" · "+strconv.Itoa(n)+" "+choose(s.pick("channel|channels", "canal|canaux"), n)))
	}
	return append(text, plain(" · "+s.pick("as of ", "situation au ")+s.date(s.doc.Delivery.AsOf)))
}

// lightWords say a light without its colour.
func (s speaker) lightWord(l metrics.Light) string {
	return [...]string{s.pick("not measured", "non mesuré"), s.pick("met", "atteint"), s.pick("on track", "en bonne voie"),
		s.pick("at risk", "en danger"), s.pick("missed", "manqué")}[l]
}

// objectives are the table of objectives against their targets; none without
// objectives.
func (s speaker) objectives() []Section {
	if len(s.doc.Objectives) == 0 {
		return nil
	}
	table := Table{Columns: []Column{{s.pick("Objective", "Objectif"), false}, {s.pick("Now", "Aujourd’hui"), true},
		{s.pick("Target", "Cible"), true}, {s.pick("By", "Échéance"), false}, {s.pick("State", "État"), false}}}
	for _, o := range s.doc.Objectives {
		definition := s.doc.definition(o.KPI)
		table.Rows = append(table.Rows, []Text{{strong(s.of(definition.Label))}, say(s.value(o.Now, definition.Unit)),
			say(s.amount(o.Target, definition.Unit)), say(s.longDate(s.last(o.Due))), {{Text: s.lightWord(o.Light), Style: badge(o.Light)}}})
	}
	return []Section{{Name: "objectives", Heading: s.pick("Objectives", "Objectifs"), Blocks: []Block{table}}}
}

// definition of a KPI; one that the catalogue does not know goes by its name.
func (d *Document) definition(kpi string) metrics.Definition {
	for _, definition := range d.Definitions {
		if definition.KPI == kpi {
			return definition
		}
	}
	return metrics.Definition{KPI: kpi, Label: metrics.Text{En: kpi, Fr: kpi}}
}
