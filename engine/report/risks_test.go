package report

import (
	"strings"
	"testing"
	"time"

	"galley/engine/metrics"
)

func TestRisksAreWhatGoesWrongUnlessSomebodyActs(t *testing.T) {
	source := newCinema(t).source()
	asOf := source.Delivery.AsOf
	day := 24 * time.Hour
	source.Expiries = append(source.Expiries, Expiry{"bluesky", asOf.Add(5 * day)}, Expiry{"mastodon", asOf.Add(-day)})
	risks := AtRisk(source, []Rhythm{
		{"bluesky", 2, asOf.Add(-12 * day), asOf.Add(3 * day)},
		{"mastodon", 2, asOf.Add(-6 * day), time.Time{}},
		{"instagram", 0.25, asOf.Add(-29 * day), time.Time{}},
	})
	golden(t, "risks.en.md", risks.Markdown("en"))
	golden(t, "risks.fr.md", risks.Markdown("fr"))
	golden(t, "risks.json", risks.JSON())
	if n := len(risks.Lines("fr")); n != 6 {
		t.Errorf("%d risks, want 6", n)
	}
}

func TestNothingIsAtRiskWhereNobodyKnows(t *testing.T) {
	source := Source{Delivery: Report{AsOf: time.Date(2026, 12, 2, 0, 0, 0, 0, time.UTC)},
		Objectives: []metrics.Judged{{Light: metrics.LightUnknown}, {Light: metrics.LightMissed}, {Light: metrics.LightMet}}}
	risks := AtRisk(source, []Rhythm{{Channel: "quiet"}})
	if text := string(risks.Markdown("en")); len(risks.List) > 0 || !strings.Contains(text, "Nothing is at risk.") {
		t.Errorf("got:\n%s", text)
	}
}
