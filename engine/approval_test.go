package engine

import (
	"reflect"
	"slices"
	"testing"
	"time"
)

var (
	launch = ID{Kind: KindPost, Channel: "blog", Slug: "launch"}
	at     = time.Date(2026, 12, 9, 11, 0, 0, 0, time.UTC)
)

// consent is that of Sam to a change, by a review.
func consent(id ID, digest string) Approval {
	return Approval{ID: id, Digest: digest, By: "Sam", Role: RoleSenior, Kind: FromReview, Commit: "c", Pull: 7, Review: 1, At: at}
}

func TestWhoIsNotKnownToGoAloneIsSupervised(t *testing.T) {
	for role, want := range map[Role]bool{RoleIntern: true, RoleJunior: true, "": true, RoleAgency: false, RoleClient: false, RoleLegal: false, RoleSenior: false} {
		if got := role.Supervised(); got != want {
			t.Errorf("%q: supervised %v, want %v", role, got, want)
		}
	}
}

func TestAStepIsMetByWhomItNames(t *testing.T) {
	sam := Approval{Role: RoleSenior, Groups: []string{"desk", "press"}}
	for name, test := range map[string]struct {
		given Approval
		step  Step
		want  bool
	}{
		"his role":              {sam, Step{Role: RoleSenior}, true},
		"another role":          {sam, Step{Role: RoleLegal}, false},
		"his group":             {sam, Step{Group: "press"}, true},
		"another group":         {sam, Step{Group: "board"}, false},
		"nobody":                {sam, Step{}, false},
		"nobody, by nobody":     {Approval{Groups: []string{""}}, Step{}, false},
		"a role, by nobody":     {Approval{}, Step{Role: RoleSenior}, false},
		"a role like his group": {sam, Step{Role: "press"}, false},
	} {
		if got := test.given.Meets(test.step); got != test.want {
			t.Errorf("%s: met %v, want %v", name, got, test.want)
		}
	}
	if got := (Step{Role: RoleSenior}).String() + ", " + (Step{Group: "press"}).String(); got != "senior, a member of press" {
		t.Errorf("steps are told as %q", got)
	}
}

func TestAnApprovalEndsAtAMoment(t *testing.T) {
	ends := Approval{Expires: at}
	if ends.Expired(at.Add(-time.Nanosecond)) || !ends.Expired(at) || !ends.Expired(at.Add(time.Hour)) {
		t.Error("it does not end when it says")
	}
	if (Approval{}).Expired(at.AddDate(1000, 0, 0)) {
		t.Error("one that never ends has ended")
	}
}

func TestEvidenceIsOfWhatItShows(t *testing.T) {
	e := Evidence{Shown: []string{"a", "c", "e"}}
	for digest, want := range map[string]bool{"a": true, "c": true, "e": true, "": false, "b": false, "f": false} {
		if e.Shows(digest) != want {
			t.Errorf("%q: shown %v, want %v", digest, !want, want)
		}
	}
}

// TestOneActIsOneApproval has two that differ in anything that tells acts apart
// be two, and what the team says of the person make no difference.
func TestOneActIsOneApproval(t *testing.T) {
	one := consent(launch, "a")
	for name, edit := range map[string]func(*Approval){
		"another change": func(a *Approval) { a.Digest = "b" },
		"another person": func(a *Approval) { a.By = "Sue" },
		"another kind":   func(a *Approval) { a.Kind = FromActor },
		"another commit": func(a *Approval) { a.Commit = "d" },
		"another pull":   func(a *Approval) { a.Pull = 8 },
		"another review": func(a *Approval) { a.Review = 2 },
		"another time":   func(a *Approval) { a.At = at.Add(time.Second) },
	} {
		other := one
		if edit(&other); one.Same(other) || other.Same(one) {
			t.Errorf("%s is taken for the same", name)
		}
	}
	again := one
	again.Role, again.Groups, again.Base, again.Run, again.At = RoleLegal, []string{"press"}, "b", "r", at.In(time.FixedZone("", 3600))
	if !one.Same(again) {
		t.Error("one act is taken for two")
	}
}

func TestADemandIsOneByWhatItAsksOfWhom(t *testing.T) {
	one := Demand{ID: launch, Digest: "a", Steps: []Step{{Role: RoleSenior}}, Authors: []string{"Ines"}}
	for name, edit := range map[string]func(*Demand){
		"another change":  func(d *Demand) { d.Digest = "b" },
		"other steps":     func(d *Demand) { d.Steps = []Step{{Role: RoleLegal}} },
		"another author":  func(d *Demand) { d.Authors = []string{"Ines", "Sam"} },
		"nobody's change": func(d *Demand) { d.Authors = nil },
	} {
		other := one
		if edit(&other); one.Same(other) || other.Same(one) {
			t.Errorf("%s is taken for the same", name)
		}
	}
	again := one
	if again.Base, again.Run, again.At, again.Who = "b", "r", at, [][]string{{"Sam"}}; !one.Same(again) {
		t.Error("what was asked twice is taken for two demands")
	}
}

// TestTheLedgerTakesEachLineOnce reads judgements, of which some say the same.
func TestTheLedgerTakesEachLineOnce(t *testing.T) {
	ask := Demand{ID: launch, Digest: "a", Steps: []Step{{Role: RoleSenior}}}
	other := Demand{ID: launch, Digest: "a", Steps: []Step{{Role: RoleLegal}}}
	sue := consent(launch, "a")
	sue.By = "Sue"
	var c Consent
	c.Add(Judgement{Judged: Judged{Revision: "r1", Policy: "p1"}, Demands: []Demand{ask}, Approvals: []Approval{consent(launch, "a")}})
	c.Add(Judgement{Demands: []Demand{ask, other}, Approvals: []Approval{consent(launch, "a"), sue, consent(launch, "b")}}) // a thaw: nothing was judged
	want := Consent{Judged: Judged{Revision: "r1", Policy: "p1"}, Demands: map[string][]Demand{"a": {ask, other}},
		Approvals: map[string][]Approval{"a": {consent(launch, "a"), sue}, "b": {consent(launch, "b")}}}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
}

func TestWhatIsForeseenLeavesTheLedgerAsItIs(t *testing.T) {
	var c Consent
	c.Add(Judgement{Demands: []Demand{{Digest: "a"}}, Approvals: []Approval{consent(launch, "a"), consent(ID{Slug: "other"}, "b")}})
	before := Consent{Demands: map[string][]Demand{"a": {{Digest: "a"}}}, Approvals: map[string][]Approval{"a": {consent(launch, "a")}, "b": {consent(ID{Slug: "other"}, "b")}}}
	sue := consent(launch, "a")
	sue.By = "Sue"
	with := c.With(Judgement{Judged: Judged{Revision: "r2"}, Demands: []Demand{{Digest: "d"}}, Approvals: []Approval{sue}})
	if len(with.Approvals["a"]) != 2 || len(with.Demands["d"]) != 1 || with.Judged.Revision != "r2" {
		t.Errorf("with a judgement: %+v", with)
	}
	if got := (Consent{}).With(Judgement{Approvals: []Approval{sue}}); len(got.Approvals["a"]) != 1 {
		t.Errorf("with the first judgement: %+v", got)
	}
	c.Without(launch)
	c.Less([]Approval{consent(launch, "a")})
	if !reflect.DeepEqual(c, before) {
		t.Errorf("got  %+v\nwant %+v", c, before)
	}
}

// TestAWithdrawalEndsTheApprovalsOfItsPostAlone has a post of which two contents
// were approved taken down.
func TestAWithdrawalEndsTheApprovalsOfItsPostAlone(t *testing.T) {
	other := ID{Kind: KindPost, Channel: "blog", Slug: "other"}
	var c Consent
	c.Add(Judgement{Demands: []Demand{{ID: launch, Digest: "a"}}, Approvals: []Approval{consent(launch, "a"), consent(launch, "b"), consent(other, "c")}})
	after := c.Without(launch)
	if want := map[string][]Approval{"c": {consent(other, "c")}}; !reflect.DeepEqual(after.Approvals, want) {
		t.Errorf("approved still is %+v, want %+v", after.Approvals, want)
	}
	if len(after.Demands["a"]) != 1 {
		t.Error("what was asked for is asked no more")
	}
}

func TestAnApprovalThatIsVoidCountsNoMore(t *testing.T) {
	sue := consent(launch, "a")
	sue.By = "Sue"
	var c Consent
	c.Add(Judgement{Approvals: []Approval{consent(launch, "a"), sue, consent(launch, "b")}})
	for name, test := range map[string]struct {
		void []Approval
		want map[string][]Approval
	}{
		"none":               {nil, map[string][]Approval{"a": {consent(launch, "a"), sue}, "b": {consent(launch, "b")}}},
		"one of two":         {[]Approval{sue}, map[string][]Approval{"a": {consent(launch, "a")}, "b": {consent(launch, "b")}}},
		"the only one":       {[]Approval{consent(launch, "b")}, map[string][]Approval{"a": {consent(launch, "a"), sue}}},
		"both":               {[]Approval{sue, consent(launch, "a")}, map[string][]Approval{"b": {consent(launch, "b")}}},
		"one nobody gave":    {[]Approval{consent(launch, "z")}, map[string][]Approval{"a": {consent(launch, "a"), sue}, "b": {consent(launch, "b")}}},
		"all there are":      {[]Approval{sue, consent(launch, "a"), consent(launch, "b")}, map[string][]Approval{}},
		"the same one twice": {[]Approval{sue, sue}, map[string][]Approval{"a": {consent(launch, "a")}, "b": {consent(launch, "b")}}},
	} {
		if got := c.Less(test.void).Approvals; !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
	}
}

func TestAVerdictNamesWhoApproved(t *testing.T) {
	v := Verdict{Given: []Approval{{By: "Sam Okafor", Role: RoleSenior}, {By: "Lou", Role: RoleLegal}}}
	if got := v.Approvers(); !slices.Equal(got, []string{"Sam Okafor (senior)", "Lou (legal)"}) {
		t.Errorf("got %q", got)
	}
}

func TestAFreezeIsInForceFromItsBeginningToItsEnd(t *testing.T) {
	for name, test := range map[string]struct {
		freeze Freeze
		want   bool
	}{
		"always":                {Freeze{}, true},
		"from now":              {Freeze{From: at}, true},
		"from the next second":  {Freeze{From: at.Add(time.Second)}, false},
		"until the next second": {Freeze{Until: at.Add(time.Second)}, true},
		"until now":             {Freeze{Until: at}, false},
		"from now until now":    {Freeze{From: at, Until: at}, false},
	} {
		if got := test.freeze.ActiveAt(at); got != test.want {
			t.Errorf("%s: in force %v, want %v", name, got, test.want)
		}
	}
}
