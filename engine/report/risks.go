package report

import (
	"time"

	"galley/engine"
	"galley/engine/metrics"
)

// soon is how long before its end an access is told of.
const soon = 14 * 24 * time.Hour

// A Rhythm is what the charter asks of a channel at least, and what it got.
type Rhythm struct {
	Channel engine.Channel
	PerWeek float64   // posts, at least; zero asks for nothing
	Last    time.Time // when the last post went out; where none did, when the record began
	Next    time.Time // when the next one is due; zero: none is planned
}

// Risks are what goes wrong unless somebody does something, as of the moment of
// the source they were found in.
type Risks struct {
	List []Statement
	doc  Document
}

// AtRisk finds the objectives that will be missed at the pace kept so far, the
// channels on which nothing went out for as long as the charter asks for a post at
// least, and the accesses that end within two weeks. Of the source it looks at
// figures, objectives, channels and expiries alone.
func AtRisk(s Source, rhythms []Rhythm) Risks {
	r := Risks{doc: Document{Source: s.zoned()}}
	asOf := s.Delivery.AsOf
	for _, o := range s.Objectives {
		if o.Light == metrics.LightAtRisk {
			r.List = append(r.List, outOfReach{target{o, asOf}})
		}
	}
	for _, rhythm := range rhythms {
		if rhythm.PerWeek > 0 && asOf.Sub(rhythm.Last) >= rhythm.span() {
			r.List = append(r.List, silent{rhythm, asOf})
		}
	}
	for _, e := range s.Expiries {
		if e.At.Sub(asOf) < soon {
			r.List = append(r.List, ends{renew{e, asOf}})
		}
	}
	return r
}

// span is the time in which at least one post is asked for: a week, or longer
// where it is less than one a week.
func (r Rhythm) span() time.Duration {
	return time.Duration(float64(7*24*time.Hour) * max(1, 1/r.PerWeek))
}

// Lines says each risk in a sentence or two.
func (r Risks) Lines(language string) []string {
	s := r.doc.speaker(language)
	return each(r.List, func(risk Statement) string { return risk.say(s).String() })
}

// Markdown lists the risks for people, as the text of an issue: the same risks on
// the same day give the same bytes.
func (r Risks) Markdown(language string) []byte {
	s := r.doc.speaker(language)
	section := Section{"risks", s.pick("At risk", "Ce qui est menacé"), []Block{Paragraph{phrase(s.pick("Nothing is at risk.", "Rien n’est menacé."))}}}
	if len(r.List) > 0 {
		section.Blocks = []Block{Points{Items: each(r.List, func(risk Statement) Text { return risk.say(s) }), Unnumbered: true}}
	}
	w := &writer{}
	w.line("## " + inert(section.Heading))
	w.blocks(section.Blocks)
	w.line(w.text(s.weave("As of {0}.", "Situation au {0}.", plain(s.date(r.doc.Delivery.AsOf)))))
	return w.Bytes()[:w.Len()-1]
}

type risksFile struct {
	Format  string          `json:"format"`
	Version string          `json:"format_version"`
	AsOf    time.Time       `json:"as_of"`
	Risks   []statementFile `json:"risks"`
}

// JSON writes the risks for programs.
func (r Risks) JSON() []byte {
	return indented(risksFile{"galley-risks", DocumentVersion, r.doc.Delivery.AsOf.UTC(), r.doc.fileStatements(r.List)})
}

// outOfReach says that an objective will be missed at the pace kept so far.
type outOfReach struct{ target }

func (outOfReach) Kind() string { return "objective" }

func (t outOfReach) say(s speaker) Text {
	en, fr := "{0}: {1} by {2} is out of reach at this pace.", "{0} : à cette allure, {1} au {2} est hors d’atteinte."
	if !t.Projected.Known { // a rate has no pace
		en, fr = "{0}: {1} by {2} will be missed unless it improves.", "{0} : sans progrès, {1} au {2} ne sera pas atteint."
	}
	head := s.weave(en, fr,
		plain(s.objective(t.Objective)), plain(s.amount(t.Target, s.unit(t.KPI))), s.due(t.Objective))
	return append(Text{strong(head.String())}, t.details(s)...)
}

// silent says that nothing went out on a channel for longer than the charter
// allows.
type silent struct {
	Rhythm
	asOf time.Time
}

func (silent) Kind() string { return "silence" }

func (r silent) About() string { return string(r.Channel) }

func (r silent) Numbers() map[string]float64 {
	return map[string]float64{"days": r.days(), "per_week": r.PerWeek}
}

func (r silent) days() float64 { return r.asOf.Sub(r.Last).Hours() / 24 }

func (r silent) say(s speaker) Text {
	text := Text{strong(s.pick("Nothing on "+s.channel(r.Channel)+" for "+s.someDays(int(r.days()))+".",
		"Rien sur "+s.channel(r.Channel)+" depuis "+s.someDays(int(r.days()))+"."))}
	text = append(text, plain(s.asked(r.PerWeek)))
	if r.Next.IsZero() {
		return append(text, plain(s.pick(" Nothing is planned there.", " Rien n’y est prévu.")))
	}
	return append(text, s.weave(" The next post is due on {0}.", " La prochaine publication est prévue le {0}.", plain(s.date(r.Next)))...)
}

// asked says what the charter asks for.
func (s speaker) asked(perWeek float64) string {
	if perWeek < 1 {
		n := s.fixed(1/perWeek, 0)
		return s.pick(" The charter asks for a post every "+n+" weeks.", " La charte demande une publication toutes les "+n+" semaines.")
	}
	posts := s.decimal(perWeek, 1) + nbsp + choose(s.pick("post|posts", "publication|publications"), int(perWeek))
	return s.pick(" The charter asks for at least "+posts+" a week.", " La charte demande au moins "+posts+" par semaine.")
}

// ends says that an access ends, or has ended.
type ends struct{ renew }

func (r ends) say(s speaker) Text {
	head := s.pick("The access to "+s.channel(r.Channel)+" runs out.", "L’accès à "+s.channel(r.Channel)+" arrive à son terme.")
	return append(Text{strong(head)}, r.details(s)...)
}
