package record

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
)

var (
	consentAt = time.Date(2026, 12, 9, 11, 0, 0, 0, time.UTC)
	consentID = engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: "launch"}
	consentTo = strings.Repeat("a", 64)
)

func demand() engine.Demand {
	return engine.Demand{ID: consentID, Digest: consentTo, Steps: []engine.Step{{Role: engine.RoleSenior}, {Group: "press"}},
		Who: [][]string{{"Sam"}, {"Lou"}}, Authors: []string{"Ines"}, Base: "b", Run: "r", At: consentAt}
}

func approval() engine.Approval {
	return engine.Approval{ID: consentID, Digest: consentTo, By: "Sam", Role: engine.RoleSenior, Groups: []string{"press"}, Login: "sam",
		Kind: engine.FromReview, Commit: "c", Pull: 7, Review: 8, Base: "b", Expires: consentAt.AddDate(0, 3, 0), Bootstrap: true, Run: "r", At: consentAt}
}

func TestLinesAboutApprovalsAreReadAsTheyWereWritten(t *testing.T) {
	for _, line := range []Line{
		{V: 1, N: 2, Type: TypeDemand, Time: consentAt, Demand: new(demand())},
		{V: 1, N: 2, Type: TypeApproval, Time: consentAt, Approval: new(approval())},
		{V: 1, N: 2, Type: TypeJudged, Time: consentAt, Judged: &engine.Judged{Base: "b", Revision: "c", Policy: "b", Bootstrap: true, Run: "r", At: consentAt}},
	} {
		data, err := line.encode()
		if err != nil {
			t.Fatal(err)
		}
		got, err := newDecoder().decode(data)
		if err != nil || !reflect.DeepEqual(got, line) {
			t.Errorf("got %+v, %v\nwant %+v\n%s", got, err, line, data)
		}
	}
}

func TestALineThatApprovesNothingIsNotWritten(t *testing.T) {
	for name, line := range map[string]Line{
		"no digest":   {V: 1, Type: TypeApproval, Approval: &engine.Approval{By: "Sam"}},
		"nobody":      {V: 1, Type: TypeApproval, Approval: &engine.Approval{Digest: consentTo}},
		"no approval": {V: 1, Type: TypeApproval},
		"no demand":   {V: 1, Type: TypeDemand},
		"of nothing":  {V: 1, Type: TypeDemand, Demand: &engine.Demand{Steps: []engine.Step{{Group: "press"}}}},
		"no steps":    {V: 1, Type: TypeDemand, Demand: &engine.Demand{Digest: consentTo}},
		"no revision": {V: 1, Type: TypeJudged, Judged: &engine.Judged{}},
	} {
		if data, err := line.encode(); err == nil {
			t.Errorf("%s: wrote %s", name, data)
		}
	}
}

func TestApprovalsAreVoidOnceThePostIsTakenDown(t *testing.T) {
	account := engine.Account{Network: "site"}
	live := Line{Type: TypeOutcome, Outcome: &engine.Outcome{ID: consentID, Account: account, Result: engine.ResultAdopted, Phase: engine.Live, Revision: "c"}}
	down := Line{Type: TypeOutcome, Outcome: &engine.Outcome{ID: consentID, Account: account, Result: engine.ResultConfirmed, Verb: engine.Delete, Phase: engine.Absent}}
	gone := Line{Type: TypeOutcome, Outcome: &engine.Outcome{ID: consentID, Account: account, Result: engine.ResultGone}}
	asked, given := Line{Type: TypeDemand, Demand: new(demand())}, Line{Type: TypeApproval, Approval: new(approval())}
	for name, test := range map[string]struct {
		lines []Line
		want  int
	}{
		"approved":              {[]Line{asked, given}, 1},
		"twice the same":        {[]Line{asked, given, given}, 1},
		"live":                  {[]Line{asked, given, live}, 1},
		"retracted":             {[]Line{asked, given, live, down}, 0},
		"gone":                  {[]Line{asked, given, live, gone}, 0},
		"approved anew":         {[]Line{asked, given, live, down, given}, 1},
		"gone, of another post": {[]Line{asked, given, live, {Type: TypeOutcome, Outcome: &engine.Outcome{ID: consentID.On("2026-12-24"), Result: engine.ResultGone}}}, 1},
	} {
		got := Reduce(slices.Values(test.lines)).Consent
		if n := len(got.Approvals[consentTo]); n != test.want || len(got.Demands[consentTo]) != 1 {
			t.Errorf("%s: %d approvals of %d demands, want %d of 1", name, n, len(got.Demands[consentTo]), test.want)
		}
	}
}
