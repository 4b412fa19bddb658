package cli

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/metrics"
	"galley/engine/report"
	"galley/engine/zone"
	"galley/schema"
)

// figures are the numbers of an order's period.
func (r *reporting) figures(o order, delivered report.Report) metrics.Figures {
	in := metrics.Input{Period: o.period, Zone: r.c.zone, AsOf: r.asOf, Catalogue: r.catalogue, Channels: r.networks(o),
		Posts: r.published(o), Volumes: r.volumes(o), Delivered: r.delivered(o, delivered)}
	in.Snapshots = metrics.Read(r.ledger.Files(), metrics.Period{}, r.unreadable)
	in.Imports = metrics.ReadImports(r.ledger.Files(), metrics.Period{}, r.unreadable)
	return metrics.Compute(in)
}

// unreadable tells once of what of the counts cannot be read.
func (r *reporting) unreadable(p metrics.Problem) {
	if text := p.Error(); !r.warned[text] {
		r.warned[text] = true
		r.say("left out of the report: %s", text)
	}
}

// networks are the channels that an order speaks of.
func (r *reporting) networks(o order) map[engine.Channel]engine.Network {
	list := map[engine.Channel]engine.Network{}
	for _, ch := range r.c.Channels {
		if len(o.channels) == 0 || slices.Contains(o.channels, engine.Channel(ch.ID)) {
			list[engine.Channel(ch.ID)] = engine.Network(ch.Network)
		}
	}
	return list
}

// published are the posts of an order that went out, whenever, each as a whole.
func (r *reporting) published(o order) []metrics.Post {
	desired := make(map[engine.ID]engine.Desired, len(r.c.desired))
	for _, d := range r.c.desired {
		desired[d.ID] = d
	}
	var list []metrics.Post
	for id, rec := range r.ledger.Record().IDs {
		d, declared := desired[id]
		if id.Kind != engine.KindPost || id != id.Whole() || rec.Published.IsZero() || !rec.Renamed.IsZero() || !o.chosen(id, d.Labels.Campaign) {
			continue
		}
		p := metrics.Post{ID: id, Network: rec.Account.Network, Published: rec.WentLive(), URL: rec.URL, Title: id.Slug}
		if rec.Gone || rec.Removed {
			p.Removed = rec.Last.At
		}
		if declared {
			p.Campaign, p.Pillar, p.Tags = d.Labels.Campaign, d.Labels.Pillar, d.Labels.Tags
			p.Text, p.Media, p.Alt = said(d.Spec)
			p.Title = cmp.Or(titleOf(d.Spec), firstLine(p.Text), id.Slug)
		}
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b metrics.Post) int { return a.ID.Compare(b.ID) })
	return list
}

// said are the words of a post, its pictures, and what the first of them shows.
func said(s engine.Spec) (text string, pictures []string, alt string) {
	var media []engine.Media
	switch s := s.(type) {
	case *engine.Post:
		text, media = s.Text, s.Media
	case *engine.Article:
		text, media = cmp.Or(s.Summary, s.Body), s.Media
	}
	for _, m := range media {
		if strings.HasPrefix(m.Type, "image/") {
			if len(pictures) == 0 {
				alt = m.Alt
			}
			pictures = append(pictures, m.File)
		}
	}
	return text, pictures, alt
}

func titleOf(s engine.Spec) string {
	if article, is := s.(*engine.Article); is {
		return article.Title
	}
	return ""
}

// delivered counts what became of the posts of the period, of the one before and
// of the same one a year ago. Of a time before the ledger nobody knows what was
// planned.
func (r *reporting) delivered(o order, now report.Report) metrics.Deliveries {
	before, year := metrics.Compared(o.period, r.asOf, r.c.zone)
	began := r.ledger.Began()
	of := func(p metrics.Period) []metrics.Delivery {
		if p.From.Before(began) {
			return nil
		}
		earlier := o
		earlier.period = p
		return r.deliveries(r.delivery(earlier))
	}
	return metrics.Deliveries{Now: r.deliveries(now), Before: of(before), Year: of(year)}
}

// deliveries are the counts of a report by channel and pillar.
func (r *reporting) deliveries(of report.Report) []metrics.Delivery {
	type key struct {
		channel engine.Channel
		pillar  string
	}
	counts := map[key]*metrics.Delivery{}
	for _, e := range of.Posts {
		k := key{e.ID.Channel, r.pillar(e.ID)}
		if counts[k] == nil {
			counts[k] = &metrics.Delivery{Channel: k.channel, Pillar: k.pillar}
		}
		count(counts[k], e, of.AsOf)
	}
	list := make([]metrics.Delivery, 0, len(counts))
	for _, k := range slices.SortedFunc(maps.Keys(counts), func(a, b key) int {
		return cmp.Or(cmp.Compare(a.channel, b.channel), cmp.Compare(a.pillar, b.pillar))
	}) {
		list = append(list, *counts[k])
	}
	return list
}

// count adds one post. One that was withdrawn was not to go out.
func count(d *metrics.Delivery, e report.Entry, asOf time.Time) {
	if e.State == report.Retracted {
		return
	}
	d.Planned++
	if !e.Due.After(asOf) {
		d.Due++
	}
	switch e.State {
	case report.OnTime:
		d.OnTime++
	case report.Late:
		d.Late++
	case report.Skipped:
		d.Skipped++
	case report.Held:
		d.Held++
	case report.Blocked:
		d.Blocked++
	case report.Uncertain:
		d.Uncertain++
	}
}

func (r *reporting) pillar(id engine.ID) string { return r.pillars[id.Whole()] }

// volumes is how much the charter asks of the channels of an order. Of the posts of
// one campaign it asks nothing.
func (r *reporting) volumes(o order) []metrics.Volume {
	if o.campaign != "" {
		return nil
	}
	return volumesOf(r.c)
}

// volumesOf is how much the charter asks of each channel at least. A rule that
// counts only some of a channel's posts says nothing about the channel.
func volumesOf(c content) []metrics.Volume {
	if c.Charter == nil {
		return nil
	}
	most := map[engine.Channel]float64{}
	for _, rule := range c.Charter.Volumetry {
		s := rule.Scope
		if rule.Min == 0 || len(s.Campaigns)+len(s.Tags)+len(s.Pillars)+len(s.Languages) > 0 {
			continue
		}
		for _, ch := range c.Channels {
			if (len(s.Channels) == 0 || slices.Contains(s.Channels, ch.ID)) && (len(s.Networks) == 0 || slices.Contains(s.Networks, ch.Network)) {
				name := engine.Channel(ch.ID)
				most[name] = max(most[name], perWeek(rule))
			}
		}
	}
	var list []metrics.Volume
	for _, ch := range slices.Sorted(maps.Keys(most)) {
		list = append(list, metrics.Volume{Channel: ch, PerWeek: most[ch]})
	}
	return list
}

func perWeek(rule schema.VolumetryRule) float64 {
	const daysOfMonth = 365.2425 / 12
	switch rule.Per {
	case "day":
		return 7 * float64(rule.Min)
	case "month":
		return float64(rule.Min) * 7 / daysOfMonth
	}
	return float64(rule.Min)
}

// objectives are those that a report of an order can say something about: of the
// charter, then of the campaigns.
func (r *reporting) objectives(o order) []metrics.Objective {
	var list []metrics.Objective
	if r.c.Charter != nil && o.campaign == "" {
		for _, x := range r.c.Charter.Objectives {
			list = append(list, objectiveOf(x, "", r.c.zone))
		}
	}
	for _, campaign := range r.c.Campaigns {
		if o.campaign != "" && o.campaign != campaign.ID {
			continue
		}
		for _, x := range campaign.Objectives {
			x.From = cmp.Or(x.From, campaign.From)
			list = append(list, objectiveOf(x, campaign.ID, r.c.zone))
		}
	}
	if len(o.channels) == 0 {
		return list
	}
	return slices.DeleteFunc(list, func(x metrics.Objective) bool {
		return len(x.Channels) == 0 || slices.ContainsFunc(x.Channels, func(ch engine.Channel) bool { return !slices.Contains(o.channels, ch) })
	})
}

// objectiveOf is an objective of the content; dates that cannot be read were told
// by the findings.
func objectiveOf(x schema.Objective, campaign string, loc *time.Location) metrics.Objective {
	o := metrics.Objective{KPI: x.KPI, Campaign: campaign, Channels: toChannels(x.Channels), Target: x.Target, Note: x.Note}
	slices.Sort(o.Channels)
	if x.Baseline != nil {
		o.Baseline = metrics.Known(*x.Baseline)
	}
	if from, err := zone.ParseDate(x.From, loc); err == nil {
		o.From = from
	}
	if last, err := zone.ParseDate(x.Due, loc); err == nil {
		o.Due = last.AddDate(0, 0, 1)
	}
	return o
}
