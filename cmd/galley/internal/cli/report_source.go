package cli

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/metrics"
	"galley/engine/report"
	"galley/schema"
)

// source gathers all that a report is made of.
func (r *reporting) source(o order) report.Source {
	delivery := r.delivery(o)
	s := report.Source{Report: o.id, Name: o.title, Span: o.span, Audience: o.audience, Template: o.template, Record: r.ledger.Head(),
		Delivery: delivery, Figures: r.figures(o, delivery), KPIs: o.kpis, Labels: map[string]metrics.Text{},
		Content: r.contentAddress(), Again: r.again(o),
		Currency: r.c.Project.Reports.Currency}
	for _, x := range r.objectives(o) {
		if tells(o.period, x, r.asOf) {
			s.Objectives = append(s.Objectives, metrics.Judge(x, s.Figures, r.asOf))
		}
	}
	if o.other != nil {
		s.Figures = r.compared(o, s.Figures)
	}
	s.Shares = r.shares(o)
	for _, m := range r.metrics.Metrics {
		s.Labels[m.Name] = metrics.Text(m.Label)
	}
	infos := r.Providers.Infos()
	for _, ch := range r.c.Channels {
		if len(o.channels) == 0 || slices.Contains(o.channels, engine.Channel(ch.ID)) {
			network := engine.Network(ch.Network)
			s.Channels = append(s.Channels, report.Channel{Channel: engine.Channel(ch.ID), Network: network,
				NetworkName: networkName(infos[network]), Handle: ch.Handle})
		}
	}
	slices.SortFunc(s.Channels, func(a, b report.Channel) int { return cmp.Compare(a.Channel, b.Channel) })
	s.Campaigns = r.campaigns(o)
	return s
}

// tells reports whether figures of a period say anything about an objective: those
// that begin once it was due, end before it began, or have yet to begin do not.
func tells(p metrics.Period, x metrics.Objective, asOf time.Time) bool {
	return p.From.Before(x.Due) && p.To.After(x.From) && p.From.Before(asOf)
}

// shares are those that the charter asks of the pillars: of all posts, not of those
// of some channels or of one campaign.
func (r *reporting) shares(o order) map[string]float64 {
	if r.c.Charter == nil || o.campaign != "" || len(o.channels) > 0 {
		return nil
	}
	shares := map[string]float64{}
	for _, p := range r.c.Charter.Pillars {
		if p.Share != nil {
			shares[p.ID] = *p.Share
		}
	}
	return shares
}

// networkName is how people know a network. Where a person publishes there is
// none: such a channel goes by its own name.
func networkName(info engine.Info) string {
	if info.Manual {
		return ""
	}
	return info.Label
}

// campaigns are those that fall into the period of an order, or the one that it
// is about.
func (r *reporting) campaigns(o order) []report.Campaign {
	var list []report.Campaign
	for _, c := range r.c.Campaigns {
		days, err := campaignStretch(c, r.c.zone)
		meets := err == nil && days.period.From.Before(o.period.To) && o.period.From.Before(days.period.To)
		if o.campaign != "" && o.campaign != c.ID || o.campaign == "" && !meets {
			continue
		}
		list = append(list, report.Campaign{ID: c.ID, Name: cmp.Or(c.Name, c.ID), From: days.period.From, To: days.period.To, Objective: c.Objective})
	}
	return list
}

// contentAddress is where the files of the content can be seen by those who may
// see the repository; empty where nobody knows. It is taken from the ledger: a
// report is the same wherever it is made.
func (r *reporting) contentAddress() string {
	name, onGitHub := strings.CutPrefix(r.ledger.Home(), "github.com/")
	if !onGitHub {
		return ""
	}
	return "https://github.com/" + path.Join(name, "raw", r.c.revision, r.c.prefix)
}

// declared are the orders that objects of kind Report make: of the span that
// runs, and in its first week of the one before, or of the stretch that was asked
// for.
func (r *reporting) declared(x schema.Report, asked *stretch) ([]order, error) {
	o := order{id: x.ID, title: x.Name, campaign: x.Campaign, channels: toChannels(x.Channels), kpis: x.KPIs,
		language: reportLanguage(x.Language, r.c.Project.Languages), audience: audienceOf(x.Audience), template: templateOf(x.Template)}
	slices.Sort(o.channels)
	now := r.asOf.In(r.c.zone)
	span, recurs := spanOf(x.Period)
	switch {
	case asked != nil:
		return []order{o.over(*asked)}, nil
	case recurs:
		this := stretchAt(span, now)
		orders := []order{o.over(this)}
		if now.Before(this.period.From.AddDate(0, 0, 7)) {
			orders = append(orders, o.over(before(this)))
		}
		return orders, nil
	}
	s, _, err := spanFlags{campaign: campaignSpan(x), since: x.From, until: x.To}.stretch(now, r.c.Campaigns)
	o.own = true
	return []order{o.over(s)}, err
}

// campaignSpan is the campaign whose days a report is of, if it is of such.
func campaignSpan(x schema.Report) string {
	if x.From != "" || x.To != "" {
		return ""
	}
	return x.Campaign
}

// over is the order for one stretch. One that is made once needs no folder for
// each.
func (o order) over(s stretch) order {
	o.stretch, o.folder = s, o.id
	if s.span != report.Days && s.span != report.OneCampaign {
		o.folder += "/" + s.name
	}
	return o
}

func spanOf(period string) (span report.Span, recurs bool) {
	switch period {
	case "week":
		return report.OneWeek, true
	case "month":
		return report.OneMonth, true
	case "quarter":
		return report.OneQuarter, true
	case "year":
		return report.OneYear, true
	}
	return report.Days, false
}

func audienceOf(name string) report.Audience {
	switch name {
	case "client":
		return report.ForClient
	case "management":
		return report.ForManagement
	}
	return report.ForTeam
}

func templateOf(name string) report.Template {
	if name == "page" {
		return report.OnePage
	}
	return report.FullReport
}
