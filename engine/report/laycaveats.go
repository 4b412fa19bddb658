package report

import (
	"cmp"
	"slices"

	"galley/engine"
	"galley/engine/metrics"
)

// caveats are what a reader must know before believing a number.
func (s speaker) caveats() Section {
	points := Points{Unnumbered: true}
	unmeasured := map[engine.Channel][]string{}
	var uncounted []string
	for _, c := range s.doc.Figures.Caveats {
		switch {
		case c.Kind == metrics.Unmeasured && c.Metric == "":
			uncounted = append(uncounted, s.anyChannel(c.Channel))
			continue
		case c.Kind == metrics.Unmeasured:
			unmeasured[c.Channel] = append(unmeasured[c.Channel], s.metric(c.Metric))
			continue
		}
		points.Items = append(points.Items, s.caveat(c))
	}
	if uncounted != nil {
		points.Items = append(points.Items, s.weave("{0}: nothing is counted there.", "{0} : rien n’y est relevé.", strong(s.list(uncounted))))
	}
	points.Items = append(points.Items, s.partial()...)
	points.Items = append(points.Items, s.unmeasured(unmeasured)...)
	if len(points.Items) == 0 {
		return Section{}
	}
	return Section{"caveats", s.pick("Before you rely on these figures", "Avant de se fier à ces chiffres"), []Block{points}}
}

// unmeasured names what networks do not tell, once for the channels that lack the
// same.
func (s speaker) unmeasured(lacking map[engine.Channel][]string) []Text {
	alike := map[string][]string{}
	for _, channel := range sortedKeys(lacking, cmp.Compare[engine.Channel]) {
		names := slices.Compact(slices.Sorted(slices.Values(lacking[channel])))
		alike[s.list(names)] = append(alike[s.list(names)], s.channel(channel))
	}
	var list []Text
	for _, names := range sortedKeys(alike, cmp.Compare[string]) {
		list = append(list, s.weave("{0}: no figures for {1}, which the network does not give.", "{0} : pas de chiffres pour {1}, que le réseau ne donne pas.",
			strong(s.list(alike[names])), plain(names)))
	}
	return list
}

// partial names the totals that a channel is not in although it is counted: too
// little of it is known.
func (s speaker) partial() []Text {
	lacking := map[engine.Channel][]string{}
	for _, kpi := range s.doc.KPIs {
		total, _ := s.doc.Figures.Of(kpi, metrics.Scope{})
		if !total.Now.Known {
			continue
		}
		for _, series := range s.doc.Figures.Series {
			of := func(p metrics.Part) bool { return p.Metric == series.Metric }
			here := func(p metrics.Part) bool { return of(p) && p.Channel == series.Channel }
			if s.speaksOf(series.Channel) && slices.ContainsFunc(total.Parts, of) && !slices.ContainsFunc(total.Parts, here) {
				lacking[series.Channel] = append(lacking[series.Channel], s.of(s.doc.definition(kpi).Label))
			}
		}
	}
	var list []Text
	for _, channel := range sortedKeys(lacking, cmp.Compare[engine.Channel]) {
		list = append(list, s.weave("{0}: not counted in the totals of {1}; too little is known there.", "{0} : pas compté dans {1} au total, faute de relevés suffisants.",
			strong(s.channel(channel)), plain(s.list(lacking[channel]))))
	}
	return list
}

func (s speaker) caveat(c metrics.Caveat) Text {
	channel, span := strong(s.anyChannel(c.Channel)), plain(s.during(c))
	switch c.Kind {
	case metrics.Renamed:
		return s.renamed(c)
	case metrics.Unlike:
		return s.weave("{0}: {1} is not compared with what it was {2}: too little was counted then or now, or not the same.",
			"{0} : pas de comparaison de {1} avec sa valeur {2} : trop peu de relevés alors ou cette fois, ou un autre décompte.",
			channel, plain(s.quoted(s.metric(c.Metric))), plain(s.against(metrics.Period{From: c.From, To: c.To})))
	case metrics.LateData:
		if c.Metric != "" {
			return s.weave("{0}: {1} was last counted on {2}.", "{0} : dernier relevé de {1} le {2}.", channel, plain(s.quoted(s.metric(c.Metric))), plain(s.date(c.From)))
		}
		return s.weave("{0}: the last count of {1} is older than it should be{2}. What they brought since is missing.",
			"{0} : le dernier relevé de {1} est plus ancien que prévu{2}. Ce qu’elles ont apporté depuis manque.", channel, plain(s.somePosts(c.Count)), span)
	case metrics.Deleted:
		return s.weave("{0}: {1} gone before being counted{2}.", "{0} : {1} {3} avant tout relevé{2}.",
			channel, plain(s.somePosts(c.Count)), span, plain(choose("disparue|disparues", c.Count)))
	}
	if c.Metric != "" {
		return s.weave("{0}: {1} missing on {2}{3}.", "{0} : {1} manquant pour {2}{3}.", channel, plain(s.quoted(s.metric(c.Metric))),
			plain(s.someDays(c.Count)), span)
	}
	return s.weave("{0}: no count is known of {1}{2}.", "{0} : aucun relevé de {1}{2}.", channel, plain(s.somePosts(c.Count)), span)
}

// someDays writes "3 days".
func (s speaker) someDays(n int) string {
	return s.number(n) + nbsp + s.choose(s.pick("day|days", "jour|jours"), n)
}

// renamed says which numbers are not compared, and the fields of the network.
func (s speaker) renamed(c metrics.Caveat) Text {
	text := s.weave("{0}: {1} is counted otherwise since {2}", "{0} : {1} se compte autrement depuis le {2}",
		strong(s.anyChannel(c.Channel)), plain(s.metric(c.Metric)), plain(s.date(c.From)))
	for _, series := range s.doc.Figures.Series {
		for _, b := range series.Breaks {
			if series.Channel == c.Channel && series.Metric == c.Metric && b.At.Equal(c.From) {
				text = append(text, s.weave(" ({0} instead of {1})", " ({0} au lieu de {1})", Run{Text: b.New, Style: Code}, Run{Text: b.Old, Style: Code})...)
			}
		}
	}
	return append(text, plain(s.pick(": numbers before and after are not compared.", nbsp+": avant et après ne se comparent pas.")))
}

// during writes ", 3 to 9 November 2026", empty where the span is not known.
func (s speaker) during(c metrics.Caveat) string {
	if c.From.IsZero() || c.To.IsZero() {
		return ""
	}
	return ", " + s.days(c.From.In(s.doc.Delivery.Zone), s.last(c.To))
}

// metric writes the name of a metric or KPI.
func (s speaker) metric(name string) string {
	if label, known := s.doc.Labels[name]; known {
		return s.of(label)
	}
	return s.of(s.doc.definition(name).Label)
}

func (s speaker) anyChannel(channel engine.Channel) string {
	if channel == "" {
		return s.pick("All channels", "Tous les canaux")
	}
	return s.channel(channel)
}
