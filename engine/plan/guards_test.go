package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/plan"
)

// crowd is a channel with n live posts of which the first gone have no file.
func crowd(n, gone int) plan.Input {
	in := plan.Input{AsOf: noon, Policy: plan.Policy{Prune: true, MaxDeletes: 10, MaxDeleteShare: 0.3},
		Record: engine.Record{IDs: map[engine.ID]engine.Recorded{}}}
	channel := plan.Channel{Info: info(), Caps: all()}
	channel.Listed = true
	for i := range n {
		d := desired(fmt.Sprintf("p%03d", i), noon.Add(-time.Hour))
		r := recorded(d)
		r.Remote = engine.RemoteID(d.ID.Slug)
		in.Record.IDs[d.ID] = r
		channel.Seen = append(channel.Seen, engine.Observed{ID: d.ID, Remote: r.Remote, Phase: engine.Live, Spec: d.Spec})
		if i >= gone {
			in.Desired = append(in.Desired, d)
		}
	}
	in.Channels = map[engine.Channel]plan.Channel{"c": channel}
	return in
}

func TestGuardsRefuseDeletionsAndNothingElse(t *testing.T) {
	cases := []struct {
		live, gone int
		refused    bool
	}{{5, 4, false}, {9, 9, false}, {10, 3, false}, {10, 4, true}, {100, 10, false}, {100, 11, true}}
	for _, c := range cases {
		t.Run(fmt.Sprintf("%d of %d", c.gone, c.live), func(t *testing.T) {
			in := crowd(c.live, c.gone)
			fresh := desired("new", noon.Add(-time.Hour))
			in.Desired = append(in.Desired, fresh)
			p := plan.Compute(in)
			deletes, creates := 0, 0
			for _, x := range p.Changes {
				if x.Hold == engine.HoldNone && x.Verb == engine.Delete {
					deletes++
				}
				if x.Hold == engine.HoldNone && x.Verb == engine.Create {
					creates++
				}
			}
			if refused := deletes == 0; refused != c.refused || creates != 1 {
				t.Errorf("%d deletions and %d creations go through, want refused=%t and 1", deletes, creates, c.refused)
			}
		})
	}
}

func TestWhatIsDeletedAndPublishedAgainCountsAsDeleted(t *testing.T) {
	in := crowd(20, 0)
	channel := in.Channels["c"]
	channel.Caps.Update = false
	in.Channels["c"] = channel
	for i := range in.Desired {
		d := &in.Desired[i]
		d.Spec, d.Rules.Replace = &engine.Post{Text: "another text of " + d.ID.Slug}, true
		d.Digest = d.ComputeDigest()
	}
	p := plan.Compute(in)
	if len(p.Problems) != 1 || !p.Problems[0].Refused || slices.ContainsFunc(p.Changes, engine.Change.Acts) {
		t.Fatalf("20 posts are deleted and published again: %+v, %+v", p.Problems, p.Changes)
	}
	_, acknowledged, _ := strings.Cut(p.Problems[0].Hint, "--allow-deletes ")
	in.Ask.AllowDeletes = acknowledged
	if p = plan.Compute(in); len(p.Problems) != 0 || !p.Changes[0].Acts() || p.Changes[0].Verb != engine.Replace {
		t.Errorf("acknowledged, they are still refused: %+v, %+v", p.Problems, p.Changes[0])
	}
}

func TestAnAcknowledgementLetsThroughOnlyItsOwnDeletions(t *testing.T) {
	in := crowd(20, 15)
	p := plan.Compute(in)
	if len(p.Problems) != 1 || !p.Problems[0].Refused {
		t.Fatalf("problems: %+v", p.Problems)
	}
	var digests []string
	for _, c := range p.Changes {
		if c.Verb == engine.Delete {
			digests = append(digests, c.Digest)
		}
	}
	in.Ask.AllowDeletes = engine.SetDigest(digests)[:plan.MinDigest]
	if p = plan.Compute(in); len(p.Problems) != 0 || !p.Changes[0].Acts() {
		t.Errorf("acknowledged deletions are still refused: %+v", p.Problems)
	}
	in.Desired = in.Desired[1:]
	if p = plan.Compute(in); len(p.Problems) != 1 {
		t.Errorf("the acknowledgement of 15 deletions let 16 through")
	}
}

// TestOnlyDeletionsOfLivePostsCount: what is held is not deleted, what waits in
// the network's scheduler was never seen, and what is managed no more is not one
// of the channel's posts.
func TestOnlyDeletionsOfLivePostsCount(t *testing.T) {
	for name, c := range map[string]struct {
		set  func(in *plan.Input)
		want int // deletions that go through
	}{
		"three of ten": {func(*plan.Input) {}, 3},
		"one held by --approved": {func(in *plan.Input) {
			in.Desired[0].Class = engine.Remove
			in.Desired[0].Digest = in.Desired[0].ComputeDigest()
			for _, slug := range []string{"p000", "p001", "p002"} {
				in.Ask.Approved = append(in.Ask.Approved, engine.RemovalDigest(id(slug), in.Record.IDs[id(slug)].Account, ""))
			}
		}, 3},
		"one cancelled in the scheduler": {func(in *plan.Input) {
			d := desired("waits", noon.Add(time.Hour))
			r := recorded(d)
			r.Phase, r.Remote = engine.Scheduled, "waits"
			in.Record.IDs[d.ID] = r
		}, 4},
		"one of the ten is managed no more": {func(in *plan.Input) {
			r := in.Record.IDs[id("p009")]
			r.Released = true
			in.Record.IDs[r.ID] = r
			in.Policy.MaxDeleteShare = 0.1
		}, 3},
		"one of the ten waits in the scheduler": {func(in *plan.Input) {
			r := in.Record.IDs[id("p009")]
			r.Phase, r.Due = engine.Scheduled, noon.Add(time.Hour)
			in.Record.IDs[r.ID] = r
			in.Desired[len(in.Desired)-1].Due = r.Due
			in.Policy.MaxDeleteShare = 0.1
		}, 3},
	} {
		in := crowd(10, 3)
		c.set(&in)
		deletions := 0
		for _, x := range plan.Compute(in).Changes {
			if x.Verb == engine.Delete && x.Acts() {
				deletions++
			}
		}
		if deletions != c.want {
			t.Errorf("%s: %d deletions go through, want %d", name, deletions, c.want)
		}
	}
}

// TestGuardsJudgeEachChannelByItself: of two channels that lose posts only the
// one that loses too many is refused, and its reason says so.
func TestGuardsJudgeEachChannelByItself(t *testing.T) {
	in := crowd(20, 15)
	few := crowd(20, 2)
	for id, r := range few.Record.IDs {
		id.Channel, r.ID.Channel = "d", "d"
		in.Record.IDs[id] = r
	}
	other := few.Channels["c"]
	for i := range other.Seen {
		other.Seen[i].ID.Channel = "d"
	}
	for _, d := range few.Desired {
		d.ID.Channel = "d"
		d.Digest = d.ComputeDigest()
		in.Desired = append(in.Desired, d)
	}
	in.Channels["d"] = other
	p := plan.Compute(in)
	if len(p.Problems) != 1 || p.Problems[0].Channel != "c" ||
		p.Problems[0].Text != "15 deletions of 20 live posts are more than the guard allows (10, or 30 %)" {
		t.Errorf("problems: %+v", p.Problems)
	}
	var refused []string
	for _, c := range p.Changes {
		if c.ID.Channel == "c" && c.Verb == engine.Delete {
			refused = append(refused, c.Digest)
		}
	}
	if want := "if they are meant: galley apply --allow-deletes " + engine.SetDigest(refused)[:plan.MinDigest]; len(p.Problems) == 1 && p.Problems[0].Hint != want {
		t.Errorf("hint %q, want %q", p.Problems[0].Hint, want)
	}
	for _, c := range p.Changes {
		if c.Verb != engine.Delete {
			continue
		}
		want := "its file is gone, and the project prunes"
		if c.ID.Channel == "c" {
			want += "; refused by the guard on deletions"
		}
		if c.Reason != want || c.Acts() != (c.ID.Channel == "d") {
			t.Errorf("%s: %q, acts %t", c.ID, c.Reason, c.Acts())
		}
	}
}
