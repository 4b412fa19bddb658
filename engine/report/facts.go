package report

import (
	"cmp"
	"slices"
	"strings"

	"galley/engine/metrics"
)

// facts are what the numbers of a period say happened.
func facts(d *Document, c *comparison) []Statement {
	var list []candidate
	for _, kpi := range d.KPIs {
		definition := d.definition(kpi)
		figure, found := d.Figures.Of(kpi, metrics.Scope{})
		if found && definition.Group != "delivery" {
			list = append(list, d.movement(figure, definition)...)
		}
	}
	if best := c.posts; len(best) > 0 {
		top := slices.MaxFunc(best, func(a, b Ranked) int { return cmp.Compare(a.Times, b.Times) })
		if top.Times >= 2 {
			list = append(list, candidate{standout{top}, 0.3 + min(top.Times, 10)/25, "post"})
		}
	}
	if total, due := d.Delivery.Totals, d.Delivery.Due(); total.Planned() > 0 {
		missing := float64(due-total[OnTime]) / float64(max(due, 1))
		list = append(list, candidate{delivered{total, due}, 0.3 + missing, "delivery"})
	}
	return ordered(append(list, d.silences()...))
}

// weightOf says how much it counts in which group a number moved.
func weightOf(group string) float64 {
	switch group {
	case "conversion", "loyalty":
		return 1.2
	case "delivery":
		return 0.6
	}
	return 1
}

// movement is what a KPI did: that it moved, or where it stands while nothing is
// known to compare it with. A small change, or one of small numbers, says nothing.
func (d *Document) movement(f metrics.Figure, definition metrics.Definition) []candidate {
	if !f.Now.Known {
		return nil
	}
	if !f.Before.Known {
		if f.Now.N == 0 {
			return nil
		}
		return []candidate{{stands{f}, 0.1 * weightOf(definition.Group), definition.Group}}
	}
	change := abs(f.Now.N-f.Before.N) / max(abs(f.Before.N), 1)
	small := definition.Unit == "count" && max(f.Now.N, f.Before.N) < 10
	if small || change < 0.01 {
		return nil
	}
	m := moved{Figure: f}
	m.most, m.least = d.extremes(f, definition)
	return []candidate{{m, min(2*change, 1) * weightOf(definition.Group), definition.Group}}
}

// extremes are the channels that explain a figure: of counts the one that brought
// most of the change, of ratios the one with the highest and that with the lowest.
func (d *Document) extremes(f metrics.Figure, definition metrics.Definition) (most, least metrics.Figure) {
	direction := f.Now.N - f.Before.N
	first := true
	for _, c := range d.Channels {
		figure, found := d.Figures.Of(f.KPI, metrics.Scope{Channel: c.Channel})
		switch {
		case !found || !figure.Now.Known:
		case definition.Unit == "count" && figure.Before.Known:
			part := (figure.Now.N - figure.Before.N) / direction
			if part >= 0.4 && part > (most.Now.N-most.Before.N)/direction {
				most = figure
			}
		case definition.Unit != "count":
			if first || figure.Now.N > most.Now.N {
				most = figure
			}
			if first || figure.Now.N < least.Now.N {
				least = figure
			}
			first = false
		}
	}
	if definition.Unit != "count" && most.Scope == least.Scope {
		return metrics.Figure{}, metrics.Figure{}
	}
	return most, least
}

// moved says that a KPI went up or down.
type moved struct {
	metrics.Figure
	most, least metrics.Figure // by channel; those of a zero Scope are none
}

func (moved) Kind() string { return "moved" }

func (m moved) About() string { return m.KPI }

func (m moved) Numbers() map[string]float64 {
	n := map[string]float64{"now": m.Now.N, "before": m.Before.N}
	if m.Year.Known {
		n["year"] = m.Year.N
	}
	return n
}

func (m moved) say(s speaker) Text {
	unit, label := s.unit(m.KPI), s.of(s.doc.definition(m.KPI).Label)
	amount := strings.TrimLeft(s.relative(m.Now, m.Before, unit), "+−±")
	head := s.pick(label+" up "+amount+".", label+" en hausse de "+amount+".")
	if m.Now.N < m.Before.N {
		head = s.pick(label+" down "+amount+".", label+" en baisse de "+amount+".")
	}
	text := Text{strong(head)}
	text = append(text, s.weave(" {0} {1} against {2} {3}", " {0} {1}, contre {2} {3}",
		plain(s.amount(m.Now.N, unit)), plain(s.against(s.span())), plain(s.amount(m.Before.N, unit)), plain(s.against(s.doc.Figures.Before)))...)
	if m.Year.Known {
		text = append(text, s.weave(", and {0} {1}", " et {0} {1}", plain(s.amount(m.Year.N, unit)), plain(s.against(s.doc.Figures.Year)))...)
	}
	text = append(text, plain("."))
	switch {
	case m.most.Scope.Channel == "":
	case m.least.Scope.Channel == "":
		text = append(text, s.weave(" {0} made {1} of the difference.", " {0} y est pour {1}.",
			plain(s.channel(m.most.Scope.Channel)), plain(s.signed(m.most.Now.N-m.most.Before.N, unit)))...)
	default:
		text = append(text, s.weave(" Highest on {0} ({1}), lowest on {2} ({3}).", " Le plus haut sur {0} ({1}), le plus bas sur {2} ({3}).",
			plain(s.channel(m.most.Scope.Channel)), plain(s.amount(m.most.Now.N, unit)),
			plain(s.channel(m.least.Scope.Channel)), plain(s.amount(m.least.Now.N, unit)))...)
	}
	return text
}

// stands says where a KPI is that nothing is known to compare with.
type stands struct{ metrics.Figure }

func (stands) Kind() string { return "stands" }

func (f stands) About() string { return f.KPI }

func (f stands) Numbers() map[string]float64 { return map[string]float64{"now": f.Now.N} }

func (f stands) say(s speaker) Text {
	definition := s.doc.definition(f.KPI)
	return append(Text{strong(s.of(definition.Label) + s.colon + " " + s.amount(f.Now.N, definition.Unit) + ".")},
		s.weave(" No number is known {0} to compare it with.", " Aucun chiffre n’est connu {0} pour comparer.",
			plain(s.against(s.doc.Figures.Before)))...)
}

// standout says which post brought far more than usual.
type standout struct{ Ranked }

func (standout) Kind() string { return "standout" }

func (p standout) About() string { return p.ID.String() }

func (p standout) Numbers() map[string]float64 {
	return map[string]float64{"engagement": p.Engagement.N, "median": p.Ranked.Median.Engagement, "times": p.Times, "posts": float64(p.Ranked.Median.Posts)}
}

func (p standout) say(s speaker) Text {
	text := Text{Run{Text: s.named(p.ID, p.Title), Style: Strong, URL: webAddress(p.URL)}}
	text = append(text, s.weave(" drew {0} on {1}, {2} the usual {3}.", " a suscité {0} sur {1}, soit {2} les {3} habituelles.",
		strong(s.engagements(p.Engagement.N)), plain(s.channel(p.ID.Channel)), plain(s.times(p.Times)),
		plain(s.rounded(max(p.Ranked.Median.Engagement, 1))))...)
	return append(text, s.difference(p.Ranked)...)
}

// delivered says how much of what was due went out.
type delivered struct {
	total Counts
	due   int
}

func (delivered) Kind() string { return "delivered" }

func (delivered) About() string { return "" }

func (f delivered) Numbers() map[string]float64 {
	n := map[string]float64{"due": float64(f.due)}
	for state, count := range f.total {
		if count > 0 {
			n[State(state).String()] = float64(count)
		}
	}
	return n
}

func (f delivered) say(s speaker) Text {
	if f.due == 0 {
		return f.nothing(s)
	}
	text := s.weave("{0} went out", "{0}", strong(s.weighed(f.total.Published(), f.due)))
	if f.total[OnTime] == f.due {
		return append(text, plain(s.pick(", all of them on time.", ", toutes à l’heure.")))
	}
	onTime := s.pick("none", "aucune")
	if f.total[OnTime] > 0 {
		onTime = s.number(f.total[OnTime])
	}
	if f.total.Published() == 0 {
		text = append(text, plain("."))
	} else {
		text = append(text, s.weave(", {0} on time.", ", dont {0} à l’heure.", plain(onTime))...)
	}
	if rest := s.others(f.total); rest != "" {
		text = append(text, plain(s.pick(" Not out: ", " Pas parues"+s.colon+" ")+rest+"."))
	}
	return text
}

// nothing says that nothing came due, and what is still to come.
func (f delivered) nothing(s speaker) Text {
	text := Text{strong(s.pick("Nothing was due.", "Rien n’était échu."))}
	if n := f.total[Scheduled]; n > 0 {
		text = append(text, s.weave(" {0} still to come.", " Encore à venir : {0}.", plain(s.somePosts(n)))...)
	}
	if n := f.total[Retracted]; n > 0 {
		text = append(text, s.weave(" Withdrawn: {0}.", " Retirées : {0}.", plain(s.somePosts(n)))...)
	}
	return text
}

// weighed writes "43 of 48 posts", in French with its verb.
func (s speaker) weighed(published, due int) string {
	if s.french() {
		return s.number(published) + " " + choose("publication parue|publications parues", published) + " sur " + s.number(due) + " " + choose("échue|échues", due)
	}
	return s.number(published) + " of " + s.number(due) + " " + choose("post|posts", due) + " due"
}

// others lists the states of posts that should have gone out and did not.
func (s speaker) others(c Counts) string {
	var parts []string
	for _, state := range [...]State{Skipped, Held, Uncertain, Blocked, ToDo, Pending} {
		if c[state] > 0 {
			parts = append(parts, s.number(c[state])+" "+choose(s.states[state], c[state]))
		}
	}
	return s.list(parts)
}

// ofOneCampaign reports whether all posts belong to one campaign: they say nothing
// then about what else went out.
func (d *Document) ofOneCampaign() bool {
	if len(d.Figures.Posts) == 0 {
		return d.Span == OneCampaign
	}
	only := d.Figures.Posts[0].Campaign
	return only != "" && !slices.ContainsFunc(d.Figures.Posts, func(p metrics.PostFigures) bool { return p.Campaign != only })
}

// difference says which part of the engagement made a post stand out, or fall
// short.
func (s speaker) difference(p Ranked) Text {
	if p.Most.Metric == "" || p.Most.N == p.Most.Usual {
		return nil
	}
	return s.weave(" {0}: {1} instead of {2}.", " {0} : {1} au lieu de {2}.", plain(s.metric(p.Most.Metric)),
		plain(s.rounded(p.Most.N)), plain(s.rounded(p.Most.Usual)))
}
