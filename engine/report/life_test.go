package report

import (
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/metrics"
	"galley/engine/metrics/metricstest"
)

// town is the source of a report on a year of simulated life.
func town(t testing.TB, l metricstest.Life, p metrics.Period, span Span) Source {
	t.Helper()
	in := l.Input(p)
	delivery := Compute(townDelivery(l, p))
	s := Source{Span: span, Record: "fedcba9876543210", Delivery: delivery, Figures: metrics.Compute(in), Currency: "EUR",
		Channels: []Channel{{"museum-fedi", "mastodon", "Mastodon", "museum@town.example"}, {"museum-sky", "bluesky", "Bluesky", "museum.town.example"},
			{"town-blog", "site", "Site", ""}, {"town-fedi", "mastodon", "Mastodon", "town@town.example"},
			{"town-photos", "photos", "Photos", "town"}, {"town-sky", "bluesky", "Bluesky", "town.example"}},
		Labels: map[string]metrics.Text{"likes": {En: "Likes", Fr: "J’aime"}, "replies": {En: "Replies", Fr: "Réponses"},
			"shares": {En: "Shares", Fr: "Partages"}, "quotes": {En: "Quotes", Fr: "Citations"}, "saves": {En: "Saves", Fr: "Enregistrements"}}}
	if days := l.Campaign("winter-market"); days.From.Before(p.To) && p.From.Before(days.To) {
		s.Campaigns = append(s.Campaigns, Campaign{ID: "winter-market", Name: "Winter market", From: days.From, To: days.To,
			Objective: "Sell the tickets of the ice rink before Christmas."})
	}
	for _, o := range l.Objectives {
		if !p.From.Before(o.Due) {
			continue
		}
		s.Objectives = append(s.Objectives, metrics.Judge(o, s.Figures, p.To))
	}
	return s
}

// townDelivery is the record of a year of simulated life.
func townDelivery(l metricstest.Life, p metrics.Period) Input {
	in := Input{Project: "Town", Commit: "0123456789abcdef0123", From: p.From, To: p.To, Zone: l.Zone, AsOf: p.To,
		Blocked: map[engine.ID]string{}, Record: engine.Record{IDs: map[engine.ID]engine.Recorded{}}}
	published := map[engine.ID]metrics.Post{}
	for _, post := range l.Posts {
		published[post.ID] = post
	}
	for i, plan := range l.Plans {
		if !p.Holds(plan.Due) {
			continue
		}
		post := published[plan.ID]
		account := engine.Account{Network: l.Channels[plan.ID.Channel]}
		in.Desired = append(in.Desired, engine.Desired{ID: plan.ID, Class: engine.Publish, Account: account, Due: plan.Due.UTC(), Digest: plan.ID.Slug,
			Spec: &engine.Post{Text: post.Text}, Rules: engine.Rules{Late: engine.Late{Max: 4 * time.Hour}},
			Labels: engine.Labels{Pillar: plan.Pillar, Campaign: post.Campaign}, Source: engine.Pos{File: "calendar.yaml", Line: i + 1}})
		rec := engine.Recorded{ID: plan.ID, Account: account, Due: plan.Due.UTC(), Published: post.Published, URL: post.URL}
		switch plan.Fate {
		case metricstest.OnTime, metricstest.Late:
			rec.Phase = engine.Live
		case metricstest.Gone:
			rec.Gone = true
		case metricstest.Skipped:
			rec.Skipped = plan.Due.UTC()
		case metricstest.Held:
			rec.Held = plan.Due.UTC()
		case metricstest.Uncertain:
			rec.Open = &engine.Intent{ID: plan.ID, Verb: engine.Create, Due: plan.Due.UTC()}
		case metricstest.Blocked:
			in.Blocked[plan.ID] = "needs the approval of a senior"
		}
		in.Record.IDs[plan.ID] = rec
	}
	return in
}

func TestReportsOnAYearOfLife(t *testing.T) {
	l, err := metricstest.Year(metricstest.Seed)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name      string
		period    metrics.Period
		span      Span
		languages string
	}{
		{"life-month", l.Month(2026, time.December), OneMonth, "en fr"},
		{"life-quarter", l.Quarter(3), OneQuarter, "en"},
		{"life-campaign", l.Campaign("winter-market"), OneCampaign, "fr"},
	} {
		d := Compose(town(t, l, c.period, c.span))
		for language := range strings.FieldsSeq(c.languages) {
			golden(t, c.name+"."+language+".md", Lay(d, language).Markdown(Addresses{Charts: "charts"}))
		}
	}
}

// The figures are those of the deliveries that the same report tells.
func TestFiguresAndDeliveryAgree(t *testing.T) {
	l, err := metricstest.Year(metricstest.Seed)
	if err != nil {
		t.Fatal(err)
	}
	s := town(t, l, l.Quarter(3), OneQuarter)
	for kpi, want := range map[string]int{"on-time": s.Delivery.Totals[OnTime], "uncertain": s.Delivery.Totals[Uncertain]} {
		if f, _ := s.Figures.Of(kpi, metrics.Scope{}); f.Now != metrics.Known(float64(want)) || want == 0 {
			t.Errorf("%s is %v among the figures, %d of the deliveries", kpi, f.Now, want)
		}
	}
}
