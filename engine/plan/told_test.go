package plan_test

import (
	"testing"
	"time"

	"galley/engine"
	"galley/engine/plan"
)

// TestWhatPeopleAreTold holds the reason of a plan's first change and the next
// step for a person.
func TestWhatPeopleAreTold(t *testing.T) {
	const later = "give it a new at, or: galley apply --only c/a --now"
	const again = "to publish it again: galley apply --repost c/a; to leave it: status: retracted"
	for _, c := range []struct {
		name         string
		scene        *scene
		set          func(*scene)
		reason, hint string
	}{
		{"late", due(-5 * time.Hour), nil, "5 h late, more than the 4 h allowed", later},
		{"late, and its digest is not approved either", due(-5 * time.Hour), func(s *scene) { s.Ask.Approved = []string{"000000000000"} },
			"5 h late, more than the 4 h allowed", later},
		{"its digest is not approved", due(-time.Hour), func(s *scene) { s.Ask.Approved = []string{"000000000000"} },
			"its digest " + digest("a", -time.Hour)[:12] + " is not among those approved for this run", ""},
		{"lacks an approval", due(-time.Hour), func(s *scene) {
			s.Consents = map[string]engine.Verdict{s.d.Digest: {Reason: "lacks the approval of a senior", Hint: "ask one"}}
		}, "lacks the approval of a senior", "ask one"},
		{"skipped", due(-5 * time.Hour), func(s *scene) { s.d.Rules.Late.Then = engine.LateSkip }, "skipped: 5 h late", ""},
		{"over", due(-time.Hour), func(s *scene) { s.d.Until = noon }, "its until passed before it went out", "give it a new until, or status: retracted"},
		{"frozen", due(-time.Hour), func(s *scene) { s.Freezes = []engine.Freeze{crisis()} }, "freeze crisis", ""},
		{"frozen, with a reason and by somebody", due(-time.Hour), func(s *scene) {
			f := crisis()
			f.Reason, f.By = "flood", "Sam"
			s.Freezes = []engine.Freeze{f}
		}, "freeze crisis: flood (Sam)", ""},
		{"frozen after another freeze", due(-time.Hour), func(s *scene) { s.Freezes = []engine.Freeze{past(), crisis()} }, "freeze crisis", ""},
		{"two freezes", due(-time.Hour), func(s *scene) {
			other := crisis()
			other.Slug = "another"
			s.Freezes = []engine.Freeze{crisis(), other}
		}, "freeze another", ""},
		{"thawed", due(-time.Hour), func(s *scene) { s.Freezes = []engine.Freeze{past()} }, "came due under freeze past", later},
		{"thawed long ago", due(-time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Held: s.d.Due}
		}, "came due under a freeze", later},
		{"refused", due(-time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Refused: s.d.Digest, Refusal: "too long"}
		}, "the network refused it: too long", "change it, or try again: galley apply --only c/a --now"},
		{"a twin", due(-time.Hour), func(s *scene) { s.stranger(engine.Observed{Phase: engine.Live, URL: "https://x.example/9"}) },
			"already there at https://x.example/9, and no post of this record owns it",
			"to take it over: galley ledger resolve c/a --published https://x.example/9"},
		{"a twin without an address", due(-time.Hour), func(s *scene) { s.stranger(engine.Observed{Phase: engine.Live}) },
			"already there, and no post of this record owns it", "to take it over: galley ledger resolve c/a --published URL"},
		{"a finding", due(-time.Hour), func(s *scene) { s.Blocked = map[engine.ID]string{id("a"): "no alt text"} }, "no alt text", "galley validate tells where"},
		{"handed to a person", due(-time.Hour), byHand, "to do by hand", "galley tasks shows what to publish; then: galley ledger resolve c/a --published URL"},
		{"handed to a person, and frozen", due(-time.Hour), func(s *scene) {
			byHand(s)
			s.Freezes = []engine.Freeze{crisis()}
		}, "freeze crisis", "it was handed to a person: ask not to publish it yet"},
		{"handed to a person, and over", due(-time.Hour), func(s *scene) {
			s.d.Until = noon
			byHand(s)
		}, "its until passed before it went out", "it was handed to a person: if it is out, galley ledger resolve c/a --published URL"},

		{"edited by hand", published(), func(s *scene) { s.edited("by hand") }, "somebody edited it on the network",
			"to keep the edit: galley import c --only c/a; to put the declared text back: galley apply --restore c/a"},
		{"a page edited by hand", published(), func(s *scene) {
			s.d.ID.Kind = engine.KindPage
			s.r.ID, s.channel.Info.Kinds[engine.KindPage] = s.d.ID, s.channel.Info.Kinds[engine.KindPost]
			s.edited("by hand")
		}, "somebody edited it on the network", "to keep the edit: write it into the file; to put the declared text back: galley apply --restore page:c/a"},
		{"edited by hand where nothing can be edited", published(), func(s *scene) {
			s.edited("by hand")
			s.channel.Caps.Update = false
		}, "somebody edited it on the network", "this network cannot edit, so the file follows: galley import c --only c/a"},
		{"edited by hand, to be put back, and frozen", published(), func(s *scene) {
			s.edited("by hand")
			s.Policy.Restore, s.Freezes = true, []engine.Freeze{crisis()}
		}, "freeze crisis", ""},
		{"edited in the file", published(), func(s *scene) { s.text("New") }, "", ""},
		{"edited on both sides", published(), func(s *scene) { s.text("New"); s.edited("by hand") }, "somebody also edited it on the network; the file wins", ""},
		{"edited where nothing can be edited, and frozen", published(), func(s *scene) {
			s.text("New")
			s.channel.Caps.Update, s.Freezes = false, []engine.Freeze{crisis()}
		}, "this network cannot edit what is published: it would have to be deleted and published again",
			"to do that write replace: true; its address, replies and counts are lost"},
		{"replaced", published(), func(s *scene) {
			s.text("New")
			s.channel.Caps.Update, s.d.Rules.Replace = false, true
		}, "this network cannot edit: it is deleted and published again, as replace: true asks", ""},
		{"published by hand and edited", published(), func(s *scene) {
			s.text("New")
			s.channel.Info.Manual, s.channel.Caps = true, engine.Caps{}
		}, "its text changed after it was published by hand",
			"edit it by hand at https://x.example/1, then: galley ledger resolve c/a --published https://x.example/1"},
		{"already there", published(), func(s *scene) { s.r.Fields["text"] = engine.HashText("older") }, "already there as declared", ""},
		{"renamed", published(), renamed, "taken over from c/a", ""},
		{"gone", published(), func(s *scene) { s.hidden = true }, "gone from the network: somebody took it down", again},
		{"gone before", published(), func(s *scene) { s.hidden, s.r = true, engine.Recorded{ID: s.d.ID, Gone: true} }, "gone from the network: somebody took it down", again},
		{"withdrawn before", published(), func(s *scene) { s.hidden, s.r = true, engine.Recorded{ID: s.d.ID, Removed: true} }, "it was withdrawn, and is wanted again", again},
		{"lost by its target", published(), func(s *scene) {
			s.hidden = true
			s.limits(func(l *engine.Limits) { l.Mirrored = true })
		}, "written again: its target does not hold it", ""},
		{"an edit of what its target lost, frozen", published(), func(s *scene) {
			s.text("New")
			s.hidden, s.Freezes = true, []engine.Freeze{crisis()}
			s.limits(func(l *engine.Limits) { l.Mirrored = true })
		}, "freeze crisis", ""},
		{"retracted", published(), func(s *scene) { s.d.Class = engine.Remove }, "retracted", ""},
		{"retracted, with a reason", published(), func(s *scene) { s.d.Class, s.d.Reason = engine.Remove, "wrong date" }, "retracted: wrong date", ""},
		{"retracted, with a reason, in parts", published(), func(s *scene) {
			s.d.Class, s.d.Reason = engine.Remove, "wrong date"
			s.d.ID.Part, s.r.ID.Part = "2", "2"
			whole := desired("a", noon)
			whole.Class = engine.Remove
			s.Desired = []engine.Desired{whole}
		}, "retracted: wrong date", ""},
		{"a part that is no longer listed", published(), func(s *scene) {
			s.gone, s.d.ID.Part, s.r.ID.Part = true, "2", "2"
			whole := desired("a", noon)
			whole.Class = engine.Remove
			s.Desired = []engine.Desired{whole}
		}, "retracted: with the post it is a part of", ""},
		{"retracted, and gone already", published(), func(s *scene) { s.d.Class, s.hidden = engine.Remove, true }, "already gone from the network", ""},
		{"retracted where nothing can be deleted", published(), func(s *scene) { s.d.Class, s.channel.Caps.Delete = engine.Remove, false },
			"retracted; this network gives no way to delete", "remove it by hand at https://x.example/1, then: galley ledger resolve c/a --absent"},
		{"retracted where nothing can be deleted, without an address", published(), func(s *scene) {
			s.d.Class, s.channel.Caps.Delete, s.r.URL = engine.Remove, false, ""
		}, "retracted; this network gives no way to delete", "remove it by hand, then: galley ledger resolve c/a --absent"},
		{"its until has passed", published(), func(s *scene) { s.d.Until = noon }, "its until has passed", ""},
		{"its file is gone", published(), func(s *scene) { s.gone = true }, "its file is gone; the post stays online", ""},
		{"its file is gone, and the project prunes", published(), func(s *scene) { s.gone, s.Policy.Prune = true, true }, "its file is gone, and the project prunes", ""},
		{"its channel is gone", published(), func(s *scene) { s.gone, s.r.ID.Channel = true, "former" }, "its channel is gone from the content", ""},
		{"another account", published(), func(s *scene) {
			s.r.Account.Handle, s.hidden, s.channel.Caps.Read = "before", true, false
		}, "it was published as before on test, and the channel is me on test now",
			"to manage it on, give the channel its former handle, or make another channel for it"},
		{"live, and a draft now", published(), func(s *scene) { s.d.Due = time.Time{} }, "it is live, and a draft takes nothing down",
			"to withdraw it write status: retracted, with a reason"},
		{"refers to what is not live", published(), func(s *scene) {
			s.text("See ${post.b.c.url}")
			s.d.Refs = []engine.ID{id("b")}
		}, "it refers to c/b, which is not live", ""},
		{"waits for what is not live", due(-time.Hour), func(s *scene) {
			s.text("See ${post.b.c.url}")
			s.d.Refs = []engine.ID{id("b")}
		}, "it waits for c/b, which is not live", ""},
		{"no answer", due(-time.Hour), func(s *scene) {
			open(s)
			s.r.Open.SendBy = noon
		}, "a request to create it left at most until 2026-12-10 12:00 UTC and got no answer",
			"the next run looks again; if you know better: galley ledger resolve c/a --published URL (or --absent)"},
		{"renamed, and no answer under the name before", due(-time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("z")}
			s.knows(engine.Recorded{ID: id("z"), Open: &engine.Intent{ID: id("z"), Verb: engine.Create, Due: noon, SendBy: noon}})
		}, "it was c/z, and a request to create that got no answer", ""},
		{"the text of a file that is gone", due(-time.Hour), func(s *scene) {
			for _, slug := range []string{"z", "y"} {
				r := recorded(s.d)
				r.ID, r.Due = id(slug), noon
				s.knows(r)
			}
			s.Ask.Only = []string{"a"}
		}, "it has the text of c/y, whose file is gone", "if it was renamed, write was: [y] into its file"},
		{"its file is gone, and another has its text", published(), func(s *scene) {
			other := desired("b", noon)
			other.Spec = s.d.Spec
			s.gone, s.Desired = true, []engine.Desired{other}
		}, "its file is gone, and c/b has its text", "if it was renamed, write was: [a] into its file"},

		{"handed over", handed(), nil, "handed to the network's scheduler", ""},
		{"handed over, and removed there", handed(), func(s *scene) { s.hidden, s.r.Last.At = true, noon.Add(-time.Hour) },
			"gone from the network's scheduler: somebody removed it", "to schedule it again: galley apply --repost c/a"},
		{"handed over, and frozen", handed(), func(s *scene) { s.Freezes = []engine.Freeze{crisis()} }, "freeze crisis: cancelled at the network", ""},
		{"handed over, and not approved any more", handed(), func(s *scene) {
			s.Consents = map[string]engine.Verdict{s.d.Digest: {Reason: "lacks the approval of a senior"}}
		}, "lacks the approval of a senior: cancelled at the network", ""},
		{"handed over, and its file gone", handed(), func(s *scene) { s.gone = true }, "its file is gone: cancelled at the network", ""},
		{"handed over, and a draft now", handed(), func(s *scene) { s.d.Due = time.Time{} }, "its file is a draft again: cancelled at the network", ""},
		{"handed over, and changed too late", handed(), func(s *scene) { s.text("New"); s.r.Due = noon.Add(9 * time.Minute) },
			"less than 10 min before it is due, the network's scheduler is left alone", ""},
		{"handed over, and changed", handed(), func(s *scene) { s.text("New") }, "taken out of the network's scheduler and handed over again", ""},
		{"handed over, and moved too near", handed(), func(s *scene) { s.d.Due = noon.Add(time.Minute) },
			"taken out of the network's scheduler; it goes out from here", ""},
		{"handed over, and due", handed(), func(s *scene) { s.hidden, s.r.Due = true, noon }, "due; waiting to see it published by the network's scheduler", ""},
		{"handed over, and lost", handed(), func(s *scene) { s.hidden, s.r.Due = true, noon.Add(-5*time.Hour) },
			"lost by the network: its scheduler did not publish it by 2026-12-10T07:00:00Z",
			"look there; then: galley ledger resolve c/a --published URL (or --absent)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.set != nil {
				c.set(c.scene)
			}
			p := c.scene.compute()
			if len(p.Changes) == 0 || p.Changes[0].Reason != c.reason || p.Changes[0].Hint != c.hint {
				t.Errorf("got  %+v\nwant %q\n     %q", p.Changes, c.reason, c.hint)
			}
		})
	}
}

// byHand is a post that a person was given to publish.
func byHand(s *scene) {
	s.channel.Info.Manual, s.channel.Caps = true, engine.Caps{}
	s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Phase: engine.Draft, Digest: s.d.ComputeDigest()}
}

// renamed is "a" under its new name, "b".
func renamed(s *scene) {
	s.d.ID, s.d.Was, s.hidden = id("b"), []engine.ID{id("a")}, true
	s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: s.d.Spec}}
}

func TestAnEditThatNotAllReadersSeeSaysSo(t *testing.T) {
	onlyAsked := func(_, _ engine.Spec, rules engine.Rules) bool { return rules.Edit }
	always := func(engine.Spec, engine.Spec, engine.Rules) bool { return true }
	for name, c := range map[string]struct {
		edits  func(before, after engine.Spec, rules engine.Rules) bool
		asked  bool
		byHand bool
		want   string
		reason string
	}{
		"nobody asked for it":          {onlyAsked, false, false, "a replace held:blocked", "this network cannot edit what is published: it would have to be deleted and published again"},
		"asked for":                    {onlyAsked, true, false, "a update", "readers may not see this edit everywhere"},
		"all readers see it":           {always, true, false, "a update", ""},
		"all readers see it, unasked":  {always, false, false, "a update", ""},
		"all edits are seen":           {nil, true, false, "a update", ""},
		"somebody edited it there too": {onlyAsked, true, true, "a update", "somebody also edited it on the network; the file wins"},
	} {
		s := published()
		s.text("New")
		s.channel.Info.Edits, s.d.Rules.Edit = c.edits, c.asked
		if c.byHand {
			s.edited("by hand")
		}
		if p := s.compute(); line(p) != c.want || p.Changes[0].Reason != c.reason {
			t.Errorf("%s: got %s, %q; want %s, %q", name, line(p), p.Changes[0].Reason, c.want, c.reason)
		}
	}
}

func TestHowLongIsSaidToPeople(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 s", 59 * time.Second: "59 s", time.Minute: "1 min", 59*time.Minute + 59*time.Second: "59 min", time.Hour: "1 h",
		3*time.Hour + 20*time.Minute: "3 h 20 min", 48*time.Hour - time.Minute: "47 h 59 min", 48 * time.Hour: "2 days", 80 * time.Hour: "3 days",
	} {
		if got := plan.Say(d); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
}

func TestARefusedCredentialSaysWhereItIs(t *testing.T) {
	for name, c := range map[string]struct {
		channel plan.Channel
		want    string
	}{
		"refused": {plan.Channel{Credential: "SHOP_TOKEN", Observation: engine.Observation{Failure: "401", Refused: true}},
			"look at what the environment variable SHOP_TOKEN holds: it may have ended, been revoked, or not be allowed to do this"},
		"refused, and none is named": {plan.Channel{Observation: engine.Observation{Failure: "401", Refused: true}},
			"write credentials: into the channel, with the name of the environment variable that holds them"},
		"another failure": {plan.Channel{Credential: "SHOP_TOKEN", Observation: engine.Observation{Failure: "no route"}}, ""},
	} {
		p := plan.Compute(plan.Input{AsOf: noon, Channels: map[engine.Channel]plan.Channel{"c": c.channel}})
		if len(p.Problems) != 1 || p.Problems[0].Text != c.channel.Failure || p.Problems[0].Hint != c.want {
			t.Errorf("%s: got %+v, want %q", name, p.Problems, c.want)
		}
	}
}
