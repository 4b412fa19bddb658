package cli

import (
	"reflect"
	"testing"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/plan"
)

// TestAPullRequestSaysWhichApprovalsItEnds has posts that were approved as they
// were at the base, and what becomes of them in the revision.
func TestAPullRequestSaysWhichApprovalsItEnds(t *testing.T) {
	sam := engine.Approval{By: "Sam", Role: engine.RoleSenior}
	open := engine.Verdict{Missing: []engine.Missing{{Step: engine.Step{Role: engine.RoleSenior}, Who: []string{"Sam", "Sue"}}}}
	id := func(slug string) engine.ID { return engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: slug} }
	was := func(slug, digest string) engine.Desired {
		return engine.Desired{ID: id(slug), Digest: digest, Class: engine.Publish}
	}
	gone := was("withdrawn", "w2")
	gone.Class = engine.Remove
	b := base{desired: map[engine.ID]engine.Desired{}}
	for _, d := range []engine.Desired{was("same", "s1"), was("edited", "e1"), was("withdrawn", "w1"), was("unapproved", "u1")} {
		b.desired[d.ID] = d
	}
	var in plan.Input
	for _, digest := range []string{"s1", "e1", "w1"} {
		given := sam
		given.Digest = digest
		in.Record.Consent.Add(engine.Judgement{Approvals: []engine.Approval{given}})
	}
	in.Consents = map[string]engine.Verdict{"s1": {Given: []engine.Approval{sam}}, "e2": open, "n1": open}
	got := b.consents("en", []engine.Desired{was("same", "s1"), was("edited", "e2"), gone, was("unapproved", "u2"), was("new", "n1"), was("free", "f1")}, in)
	needs := []string{"a senior (Sam, Sue)"}
	want := map[engine.ID]view.Consent{
		id("same"):   {Given: []string{"Sam (senior)"}},
		id("edited"): {Needs: needs, Void: true},
		id("new"):    {Needs: needs},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got := b.consents("fr", []engine.Desired{was("new", "n1")}, in)[id("new")].Needs; len(got) != 1 || got[0] != "profil senior (Sam, Sue)" {
		t.Errorf("in French: %q", got)
	}
}
