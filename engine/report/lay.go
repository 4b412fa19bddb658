package report

import (
	"strconv"

	"galley/engine/metrics"
)

// Lay puts a document into words, in French for "fr" and in English otherwise.
// Audience and template choose what is told; what is told is the same for all.
func Lay(d Document, language string) Layout {
	s := d.speaker(language)
	l := Layout{Language: s.language, Title: s.title(), Lead: s.lead(), Foot: s.foot()}
	for _, section := range []Section{s.objectives(), s.numbers(), s.facts(), s.decisions()} {
		l.First = appendTold(l.First, section)
	}
	if d.Template == FullReport {
		for _, section := range s.rest() {
			l.Rest = appendTold(l.Rest, section)
		}
	}
	l.Rest = append(l.Rest, s.notes())
	return l
}

// rest is what follows the first page, by who reads it.
func (s speaker) rest() []Section {
	switch s.doc.Audience {
	case ForClient:
		return []Section{s.delivery(), s.audience(), s.posts(), s.kpis(), s.byChannel(), s.campaigns(), s.definitions(), s.caveats()}
	case ForManagement:
		return []Section{s.audience(), s.kpis(), s.byChannel(), s.campaigns(), s.definitions(), s.caveats()}
	}
	return []Section{s.delivery(), s.todo(), s.audience(), s.posts(), s.kpis(), s.byChannel(), s.campaigns(), s.further(),
		s.definitions(), s.caveats(), s.settled()}
}

// appendTold leaves out sections that have nothing to say.
func appendTold(list []Section, s Section) []Section {
	if len(s.Blocks) == 0 {
		return list
	}
	return append(list, s)
}

func (s speaker) title() string {
	name := s.doc.Delivery.Project
	if s.doc.Span == OneCampaign && len(s.doc.Campaigns) == 1 {
		return name + " · " + s.campaign(s.doc.Campaigns[0].ID)
	}
	return name + " · " + s.period(s.span(), s.doc.Span)
}

// span is the period of the document; of one without figures that of the
// delivery.
func (s speaker) span() metrics.Period {
	return metrics.Period{From: s.doc.Delivery.From, To: s.doc.Delivery.To}
}

// lead says what sort of report it is, of how many channels, as of when.
func (s speaker) lead() Text {
	name := s.doc.Name
	if name == "" {
		name = [...]string{
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

// foot says of what the document was made, so that anybody can make it again.
func (s speaker) foot() []Text {
	made := Text{plain(s.pick("Made of", "Établi d’après"))}
	for _, part := range []struct{ name, value string }{
		{s.pick(" the content at ", " le contenu au commit "), short(s.doc.Delivery.Commit)},
		{s.pick(" the counts at ", " les relevés au commit "), short(s.doc.Record)},
		{s.pick(" version ", " la version "), s.doc.Figures.Catalogue},
	} {
		if part.value == "" {
			continue
		}
		if len(made) > 1 {
			made = append(made, plain(","))
		}
		made = append(made, plain(part.name), Run{Text: part.value, Style: Code})
	}
	if s.doc.Figures.Catalogue != "" {
		made = append(made, plain(s.pick(" of the catalogue of metrics", " du catalogue de mesures")))
	}
	var foot []Text
	if len(made) > 1 {
		foot = append(foot, append(made, plain(".")))
	}
	if s.doc.Again != "" {
		foot = append(foot, s.weave("The same report again: {0}", "Le même rapport, à nouveau : {0}", Run{Text: s.doc.Again, Style: Code}))
	}
	return append(foot, s.onTime())
}

// onTime says what counts as on time, and whose clocks are meant.
func (s speaker) onTime() Text {
	return s.weave("Times are those of {0}. A post counts as on time up to {1} after its time, and counts once: a thread as the part that went worst.",
		"Les heures sont celles de {0}. Une publication est à l’heure jusqu’à {1} après son échéance et compte une fois : un fil, selon la plus mal lotie de ses parties.",
		plain(s.doc.Delivery.Zone.String()), plain(s.duration(s.doc.Delivery.OnTime)))
}

// notes are the place for what people write.
func (s speaker) notes() Section {
	return Section{"notes", s.words.notes, []Block{Notes{s.notesHint, s.doc.Commentary}}}
}

// short is the form in which people name a commit.
func short(commit string) string {
	if len(commit) > 12 {
		return commit[:12]
	}
	return commit
}
