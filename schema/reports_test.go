package schema

import (
	"reflect"
	"testing"
)

func TestObjectivesOfACampaignBeginWithIt(t *testing.T) {
	var c Content
	c.Add(&Object{Kind: "Campaign", ID: "winter", Fields: map[string]any{"from": "2026-12-01", "objectives": []any{
		map[string]any{"kpi": "visits", "baseline": int64(0), "target": int64(500), "due": "2026-12-31", "channels": []any{"blog"}, "note": "N"},
		map[string]any{"kpi": "growth-rate", "target": 2.5, "from": "2026-12-10", "due": "2026-12-31"},
	}}})
	zero := 0.0
	want := []Objective{
		{KPI: "visits", Channels: []string{"blog"}, Baseline: &zero, Target: 500, From: "2026-12-01", Due: "2026-12-31", Note: "N"},
		{KPI: "growth-rate", Target: 2.5, From: "2026-12-10", Due: "2026-12-31"},
	}
	if got := c.Campaigns[0].Objectives; !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestAReportThatSaysLittleIsForTheTeamAndWhole(t *testing.T) {
	var c Content
	monthly := &Object{Kind: "Report", ID: "monthly", Fields: map[string]any{"period": "month"}}
	c.Add(&Object{Kind: "Report", ID: "winter", Fields: map[string]any{"from": "2026-12-01", "to": "2026-12-24", "audience": "client",
		"kpis": []any{"posts"}, "template": "page", "language": "fr"}})
	c.Add(monthly)
	c.Sort()
	if want := (Report{Object: monthly, ID: "monthly", Period: "month", Audience: "team", Template: "full"}); !reflect.DeepEqual(c.Reports[0], want) {
		t.Errorf("got  %+v\nwant %+v", c.Reports[0], want)
	}
	if r := c.Reports[1]; r.ID != "winter" || r.From != "2026-12-01" || r.To != "2026-12-24" || r.Audience != "client" || r.Template != "page" ||
		r.Language != "fr" || len(r.KPIs) != 1 {
		t.Errorf("got %+v", r)
	}
}

func TestReportsAreProposedFromABranchOfTheirOwn(t *testing.T) {
	var c Content
	c.Add(&Object{Kind: "Project", ID: "p", Fields: map[string]any{"reports": map[string]any{"pull": true, "currency": "EUR"}}})
	if want := (Reports{Pull: true, Branch: "galley/reports", Currency: "EUR"}); c.Project.Reports != want {
		t.Errorf("got %+v, want %+v", c.Project.Reports, want)
	}
}
