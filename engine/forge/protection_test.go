package forge_test

import (
	"reflect"
	"testing"

	"galley/engine"
	"galley/engine/forge"
	"galley/engine/forge/forgetest"
)

func TestWhatProtectsTheRecordBranchIsTold(t *testing.T) {
	s := start(t, forgetest.Options{PageSize: 2})
	s.Protect(forgetest.Ruleset{Name: "galley", Branches: "galley/*", Rules: []string{"update", "deletion", "non_fast_forward"},
		Bypass: []forgetest.Bypass{{ID: 5, Type: "RepositoryRole", Mode: "pull_request"}, {ID: 15368, Type: "Integration"}}})
	s.Protect(forgetest.Ruleset{Name: "signed", Branches: "galley/*", Rules: []string{"required_signatures", "required_linear_history"}})
	s.Protect(forgetest.Ruleset{Name: "main", Branches: "main", Rules: []string{"pull_request"}})

	above := []forge.Actor{{Kind: "app", ID: 15368}, {Kind: "role", ID: 5, PullOnly: true}}
	want := forge.Protection{Branch: "galley/record", Rules: []forge.Rule{
		{Forbids: forge.Delete, Source: `ruleset "galley"`, Bypass: above},
		{Forbids: forge.ForcePush, Source: `ruleset "galley"`, Bypass: above},
		{Forbids: forge.PushPlain, Source: `ruleset "signed"`},
		{Forbids: forge.Update, Source: `ruleset "galley"`, Bypass: above},
	}}
	got := must[forge.Protection](t)(as(t, s, person).Protection(t.Context(), "galley/record"))
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if !got.Forbids(forge.Delete) || got.Forbids(forge.PushDirect) {
		t.Errorf("%+v forbids the wrong things", got)
	}
	got = must[forge.Protection](t)(as(t, s, workflow).Protection(t.Context(), "galley/record"))
	for i := range want.Rules {
		want.Rules[i].Bypass, want.Rules[i].Hidden = nil, true
	}
	want.Hidden = true
	if !reflect.DeepEqual(got, want) {
		t.Errorf("a token that may not see who is above: got %+v\nwant %+v", got, want)
	}
}

func TestClassicProtectionIsTold(t *testing.T) {
	admins := forge.Actor{Kind: "repository admins"}
	for claim, tc := range map[string]struct {
		classic forgetest.Classic
		want    []forge.Rule
	}{
		"Usual": {forgetest.Classic{}, []forge.Rule{
			{Forbids: forge.Delete, Bypass: []forge.Actor{admins}}, {Forbids: forge.ForcePush, Bypass: []forge.Actor{admins}}}},
		"Open": {forgetest.Classic{ForcePush: true, Deletion: true}, nil},
		"Strict": {forgetest.Classic{EnforceAdmins: true, Users: []string{"galley-keeper"}, RequiredReviews: true, Deletion: true}, []forge.Rule{
			{Forbids: forge.ForcePush}, {Forbids: forge.PushDirect}, {Forbids: forge.Update, Bypass: []forge.Actor{{Kind: "user", Name: "galley-keeper"}}}}},
		"NobodyButAdmins": {forgetest.Classic{Users: []string{}, ForcePush: true, Deletion: true}, []forge.Rule{
			{Forbids: forge.Update, Bypass: []forge.Actor{admins}}}},
	} {
		t.Run(claim, func(t *testing.T) {
			s := start(t, forgetest.Options{})
			s.ProtectBranch("galley/record", tc.classic)
			for i := range tc.want {
				tc.want[i].Source = "branch protection"
			}
			got := must[forge.Protection](t)(as(t, s, person).Protection(t.Context(), "galley/record"))
			if !reflect.DeepEqual(got.Rules, tc.want) || got.Hidden {
				t.Errorf("got  %+v\nwant %+v", got.Rules, tc.want)
			}
		})
	}
}

func TestABranchWithoutRulesIsNotProtected(t *testing.T) {
	s := start(t, forgetest.Options{})
	got := must[forge.Protection](t)(as(t, s, person).Protection(t.Context(), "galley/record"))
	if want := (forge.Protection{Branch: "galley/record"}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	s.Fail(forgetest.Fault{On: "GET /repos/{owner}/{repo}/branches/{branch}/protection", Times: 3, Status: 500, Body: "{}"})
	_, err := as(t, s, person).Protection(t.Context(), "galley/record")
	wantKind(t, err, engine.Transient)
}
