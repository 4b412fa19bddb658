package report

import (
	"slices"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/metrics"
	"galley/engine/metrics/metricstest"
)

// townReport is the report of a period of a year in the life of a town: of all
// posts, or of those of one campaign.
func townReport(t testing.TB, l metricstest.Life, span Span, p metrics.Period, campaign string) Source {
	t.Helper()
	delivery := Report{Project: "A town | by the river", Commit: "0123456789abcdef", From: p.From, To: p.To, Zone: l.Zone, AsOf: p.To, OnTime: DefaultOnTime}
	next := 0
	for _, plan := range l.Plans {
		e := Entry{ID: plan.ID, Due: plan.Due,
			State: [...]State{metricstest.OnTime: OnTime, metricstest.Late: Late, metricstest.Skipped: Skipped, metricstest.Held: Held,
				metricstest.Blocked: Blocked, metricstest.Uncertain: Uncertain, metricstest.Gone: Gone}[plan.Fate]}
		theirs := ""
		if next < len(l.Posts) && l.Posts[next].ID == plan.ID {
			post := l.Posts[next]
			next++
			e.Title, e.URL, e.Published, theirs = post.Title, post.URL, post.Published, post.Campaign
			e.Late = e.Published.Sub(e.Due)
		}
		if p.Holds(plan.Due) && (campaign == "" || campaign == theirs) {
			delivery.Posts = append(delivery.Posts, e)
		}
	}
	slices.SortFunc(delivery.Posts, byTime)
	delivery.count()
	in := l.Input(p)
	if campaign != "" {
		in.Volumes = nil // the charter asks nothing of one campaign
		in.Posts = slices.DeleteFunc(slices.Clone(in.Posts), func(post metrics.Post) bool { return post.Campaign != campaign })
	}
	s := Source{Report: "town", Span: span, Record: "fedcba9876543210", Delivery: delivery, Figures: metrics.Compute(in), Currency: "EUR"}
	for _, name := range sortedKeys(l.Channels, func(a, b engine.Channel) int { return slices.Compare([]byte(a), []byte(b)) }) {
		s.Channels = append(s.Channels, Channel{Channel: name, Network: l.Channels[name]})
	}
	for _, id := range []string{"summer-concerts", "winter-market"} {
		days := l.Campaign(id)
		if days.From.Before(p.To) && p.From.Before(days.To) && (campaign == "" || campaign == id) {
			s.Campaigns = append(s.Campaigns, Campaign{ID: id, From: days.From, To: days.To})
		}
	}
	for _, o := range l.Objectives {
		if campaign == "" || o.Campaign == campaign {
			s.Objectives = append(s.Objectives, metrics.Judge(o, s.Figures, p.To))
		}
	}
	return s
}

func TestReportsOfAYearOfLife(t *testing.T) {
	l, err := metricstest.Year(metricstest.Seed)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, language, campaign string
		span                     Span
		period                   metrics.Period
		audience                 Audience
	}{
		{"town-month", "en", "", OneMonth, l.Month(2026, time.November), ForTeam},
		{"town-quarter", "fr", "", OneQuarter, l.Quarter(3), ForManagement},
		{"town-campaign", "en", "winter-market", OneCampaign, l.Campaign("winter-market"), ForClient},
	} {
		t.Run(c.name, func(t *testing.T) {
			source := townReport(t, l, c.span, c.period, c.campaign)
			source.Audience = c.audience
			d := Compose(source)
			layout := Lay(d, c.language)
			golden(t, c.name+".md", layout.Markdown(Addresses{Charts: "."}))
			if _, err := layout.Pictures(); err != nil {
				t.Error(err)
			}
			if again := Compose(townReport(t, l, c.span, c.period, c.campaign)); string(again.JSON()) != string(d.JSON()) {
				t.Error("the same sources gave other numbers")
			}
		})
	}
}
