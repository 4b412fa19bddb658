package report

import (
	"cmp"
	"slices"

	"galley/engine"
	"galley/engine/metrics"
)

// caveats are what a reader must know before believing a number.
func (s speaker) caveats() Section {
	points := Points{}
	unmeasured := map[engine.Channel][]string{}
	for _, c := range s.doc.Figures.Caveats {
		if c.Kind == metrics.Unmeasured {
			unmeasured[c.Channel] = append(unmeasured[c.Channel], s.metric(c.Metric))
			continue
		}
		points.Items = append(points.Items, s.caveat(c))
	}
	for _, channel := range sortedKeys(unmeasured, cmp.Compare[engine.Channel]) {
		names := unmeasured[channel]
		slices.Sort(names)
		points.Items = append(points.Items, s.weave("{0} does not tell: {1}.", "{0} n’indique pas : {1}.",
			strong(s.channel(channel)), plain(s.list(slices.Compact(names)))))
	}
	if len(points.Items) == 0 {
		return Section{}
	}
	return Section{"caveats", s.pick("Before you rely on these figures", "Avant de se fier à ces chiffres"), []Block{points}}
}

func (s speaker) caveat(c metrics.Caveat) Text {
	channel, span := strong(s.anyChannel(c.Channel)), plain(s.during(c))
	count := plain(s.number(c.Count))
	switch c.Kind {
	case metrics.Renamed:
		return s.renamed(c)
	case metrics.LateData:
		return s.weave("{0}: the latest count is of {1}. What came later is not in the numbers.",
			"{0} : le dernier relevé est du {1}. Ce qui a suivi n’est pas dans les chiffres.", channel, plain(s.date(c.To)))
	case metrics.Deleted:
		return s.weave("{0}: {1} taken down before they could be counted.", "{0} : {1} retirés avant d’avoir pu être relevés.",
			channel, plain(s.somePosts(c.Count)))
	}
	if c.Metric != "" {
		return s.weave("{0}: {2} is missing {1} times{3}.", "{0} : {2} manque {1} fois{3}.", channel, count, plain(s.metric(c.Metric)), span)
	}
	return s.weave("{0}: {1} counts are missing{2}.", "{0} : {1} relevés manquent{2}.", channel, count, span)
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

// during writes ", from 3 to 9 November", empty where the span is not known.
func (s speaker) during(c metrics.Caveat) string {
	if c.From.IsZero() || c.To.IsZero() {
		return ""
	}
	days := s.days(c.From.In(s.doc.Delivery.Zone), s.last(c.To))
	return s.pick(", "+days, ", "+days)
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
