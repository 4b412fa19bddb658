package metrics

import (
	"testing"
	"time"

	"galley/engine"
)

func TestObjectivesStandByTheirPace(t *testing.T) {
	year, november, december, end := date("2026-01-01"), date("2026-11-01"), date("2026-12-01"), date("2027-01-01")
	figures := func(now, before Value) Figures {
		return Figures{Period: Period{november, december}, Before: Period{date("2026-10-01"), november},
			KPIs: []Definition{{KPI: "followers", Unit: "count", Better: "up"}, {KPI: "late", Better: "down"}, {KPI: "rate", Unit: "percent", Better: "up", Averaging: "ratio of sums"}},
			All: []Figure{
				{KPI: "followers", Now: now, Before: before},
				{KPI: "followers", Scope: Scope{Channel: "sky"}, Now: Known(5)},
				{KPI: "followers", Scope: Scope{Campaign: "winter"}, Now: Known(7)},
				{KPI: "late", Now: now, Before: before},
				{KPI: "rate", Now: Known(50), Parts: []Part{
					{Channel: "sky", Value: Known(10)}, {Channel: "social", Value: Known(20)}, {Channel: "blog", Value: Known(20)},
					{Channel: "sky", Value: Known(20), Below: true}, {Channel: "social", Value: Known(100), Below: true}}},
				{KPI: "lost", Parts: []Part{{Channel: "sky", Value: Known(10)}, {Channel: "social", Value: Known(20)}}},
			}}
	}
	of := func(kpi string, baseline Value, target float64, from, due time.Time, channels ...engine.Channel) Objective {
		return Objective{KPI: kpi, Baseline: baseline, Target: target, From: from, Due: due, Channels: channels}
	}
	for _, c := range []struct {
		name        string
		objective   Objective
		now, before Value
		want        Light
	}{
		{"reached", of("followers", Known(0), 100, year, end), Known(100), Value{}, LightMet},
		{"on the line", of("followers", Known(0), 365, year, end), Known(334), Value{}, LightOnTrack},
		{"below the line", of("followers", Known(0), 365, year, end), Known(333), Value{}, LightAtRisk},
		{"short by a fraction of one", of("followers", Known(0), 20, november, date("2026-12-17")), Known(13), Value{}, LightOnTrack},
		{"short by more than half of one", of("followers", Known(0), 19, november, date("2026-12-17")), Known(12), Value{}, LightAtRisk},
		{"the day has passed", of("followers", Known(0), 365, year, date("2026-11-20")), Known(364), Value{}, LightMissed},
		{"the day is the end of the period", of("followers", Known(0), 365, year, december), Known(364), Value{}, LightMissed},
		{"nothing is known", of("followers", Known(0), 100, year, end), Value{}, Known(3), LightUnknown},
		{"no baseline: by the month before", of("followers", Value{}, 110, time.Time{}, end), Known(100), Known(90), LightOnTrack},
		{"no baseline and too slow", of("followers", Value{}, 110, time.Time{}, end), Known(100), Known(95), LightAtRisk},
		{"no baseline and nothing before", of("followers", Value{}, 110, time.Time{}, end), Known(100), Value{}, LightUnknown},
		{"downwards by the baseline", of("followers", Known(100), 0, year, end), Known(8), Value{}, LightOnTrack},
		{"downwards and too slow", of("followers", Known(100), 0, year, end), Known(9), Value{}, LightAtRisk},
		{"downwards by the KPI", of("late", Value{}, 3, time.Time{}, end), Known(3), Value{}, LightMet},
		{"due before the period", of("followers", Known(0), 100, year, november), Known(100), Value{}, LightUnknown},
		{"a KPI that is not known", of("sales", Known(0), 1, year, end), Known(3), Value{}, LightUnknown},
		{"one channel", of("followers", Known(0), 6, year, end, "sky"), Known(100), Value{}, LightAtRisk},
		{"some channels of a ratio: 25 %", of("rate", Known(0), 25, year, end, "sky", "social"), Known(100), Value{}, LightMet},
		{"some channels of a ratio: not 26 %", of("rate", Known(0), 30, year, end, "sky", "social"), Known(100), Value{}, LightAtRisk},
		{"a rate above its line", of("rate", Known(0), 30, year, december.AddDate(0, 4, 0), "sky", "social"), Known(100), Value{}, LightOnTrack},
		{"a rate below its line", of("rate", Known(20), 30, year, end, "sky", "social"), Known(100), Value{}, LightAtRisk},
		{"a rate without a line", of("rate", Value{}, 30, time.Time{}, end, "sky", "social"), Known(100), Value{}, LightAtRisk},
		{"some channels, all known", of("lost", Known(0), 30, year, end, "sky", "social"), Known(1), Value{}, LightMet},
		{"some channels, one lost", of("lost", Known(0), 10, year, end, "sky", "blog"), Known(1), Value{}, LightUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Judge(c.objective, figures(c.now, c.before), december); got.Light != c.want {
				t.Errorf("got %s, want %s: now %v, expected %v, projected %v", got.Light, c.want, got.Now, got.Expected, got.Projected)
			}
		})
	}
	campaign := of("followers", Known(0), 7, november, end)
	campaign.Campaign = "winter"
	if got := Judge(campaign, figures(Known(1), Value{}), december); got.Light != LightMet {
		t.Errorf("the objective of a campaign is measured by %v", got.Now)
	}
}

func TestExpectedAndProjectedFollowTheLine(t *testing.T) {
	f := Figures{Period: Period{date("2026-01-01"), date("2026-01-11")}, All: []Figure{{KPI: "followers", Now: Known(150)}}}
	o := Objective{KPI: "followers", Baseline: Known(100), Target: 300, From: date("2026-01-01"), Due: date("2026-01-21")}
	got := Judge(o, f, date("2026-03-01")) // long after: the figures know nothing of it
	if got.Expected != Known(200) || got.Projected != Known(200) || got.Light != LightAtRisk {
		t.Errorf("expected %v, projected %v, %s", got.Expected, got.Projected, got.Light)
	}
}
