package metrics

import (
	"strings"
	"testing"

	"galley/engine"
)

func TestFormulasThatCannotBeComputedAreTold(t *testing.T) {
	for _, c := range []struct{ formula, want string }{
		{"likes + replies", `"replies" is no metric, no KPI and no fact`},
		{"likes * shares", `want + or - between names, got "*"`},
		{"likes +", `is not a sum`},
		{"", `is not a sum`},
		{"likes / reach / posts", `got "/"`},
		{"start(likes)", `"likes" is no metric of an account`},
		{"ratio + likes", `ratio is a ratio, which cannot be part of a sum`},
		{"itself", `itself is defined by itself`},
	} {
		catalogue := two()
		catalogue.KPIs = []Definition{{KPI: "ratio", Formula: "likes / reach"}, {KPI: "itself", Formula: "likes + itself"}, {KPI: "tried", Formula: c.formula}}
		if _, err := catalogue.compile(catalogue.KPIs[2]); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want %s", c.formula, err, c.want)
		}
	}
}

func TestAFormulaThatCannotBeReadLeavesItsFigureUnknown(t *testing.T) {
	in := november()
	in.Catalogue.KPIs = append(in.Catalogue.KPIs, Definition{KPI: "broken", Formula: "likes ** 2"})
	if f, known := Compute(in).Of("broken", Scope{}); !known || f.Now.Known {
		t.Errorf("got %v, %t", f, known)
	}
}

func TestADifferenceNeedsBothSides(t *testing.T) {
	in := november()
	in.Catalogue.KPIs = []Definition{{KPI: "lost", Formula: "visits - conversions"}, {KPI: "liked", Formula: "likes - quotes"}}
	figures := Compute(in) // visits are of no channel, conversions of one; one network tells no quotes
	if f, _ := figures.Of("lost", Scope{}); f.Now.Known {
		t.Errorf("visits less conversions are %v of %v", f.Now, f.Parts)
	}
	if f, _ := figures.Of("liked", Scope{}); f.Now != Known(4-1) {
		t.Errorf("likes less quotes are %v of %v, want 3", f.Now, f.Parts)
	}
}

func TestEngagementIsWhatANetworkSaysItIs(t *testing.T) {
	in := november()
	in.Catalogue.Engagement = map[engine.Network][]string{"mastodon": {"shares"}, "bluesky": {"likes", "quotes"}}
	figures := Compute(in)
	for scope, want := range map[Scope]float64{{}: 2 + 0 + 5, {Channel: "social"}: 2, {Channel: "sky"}: 5} {
		if f, _ := figures.Of("engagement", scope); f.Now != Known(want) {
			t.Errorf("engagement of %+v is %v of %v, want %v", scope, f.Now, f.Parts, want)
		}
	}
	if f, _ := figures.Of("engagement_rate_reach", Scope{}); f.Now != Known(5) {
		t.Errorf("the rate by reach is %v, want 5", f.Now)
	}
}
