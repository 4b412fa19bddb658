package plan_test

import (
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/plan"
)

func TestWhatIsNotOutYet(t *testing.T) {
	run(t, []row{
		{"draft does nothing", due(-time.Hour), func(s *scene) { s.d.Due = time.Time{} }, "drafts=1"},
		{"merge is due at once", due(0), func(s *scene) { s.d.Due, s.d.Merge = time.Time{}, true }, "a create"},
		{"merge seen long ago is late", due(0), func(s *scene) {
			s.d.Due, s.d.Merge, s.fresh = time.Time{}, true, false
			s.r = engine.Recorded{ID: s.d.ID, Seen: noon.Add(-5 * time.Hour)}
		}, "a create held:blocked"},
		{"an error finding blocks this post only", due(-time.Hour), func(s *scene) {
			s.Blocked = map[engine.ID]string{id("a"): "no alt text"}
			s.Desired = []engine.Desired{desired("b", noon.Add(-time.Hour))}
		}, "a nothing held:blocked; b create"},
		{"a slot without a time waits", due(0), func(s *scene) { s.d.Due, s.d.Slot = time.Time{}, true }, "a nothing held:blocked"},
		{"due goes out", due(-time.Hour), nil, "a create"},
		{"future is scheduled here", due(time.Hour), nil, "a create held:scheduled"},
		{"late asks", due(-5 * time.Hour), nil, "a create held:blocked"},
		{"late publishes", due(-5 * time.Hour), func(s *scene) { s.d.Rules.Late.Then = engine.LatePublish }, "a create"},
		{"late skips", due(-5 * time.Hour), func(s *scene) { s.d.Rules.Late.Then = engine.LateSkip }, "a nothing note:skipped"},
		{"skipped is final", due(-5 * time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Skipped: s.d.Due}
		}, ""},
		{"skipped has a new time", due(-time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Skipped: s.d.Due.Add(-time.Hour)}
		}, "a create"},
		{"late goes out when asked for", due(-5 * time.Hour), func(s *scene) {
			s.Ask = plan.Ask{Only: []string{"c/a"}, Now: true}
		}, "a create"},
		{"expired before it went out", due(-time.Hour), func(s *scene) { s.d.Until = noon.Add(-time.Minute) }, "a nothing held:blocked"},
		{"refused by the network waits for a change", due(-time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Refused: s.d.Digest, Refusal: "too long"}
		}, "a create held:blocked"},
		{"refused and changed is tried", due(-time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Refused: "other"}
		}, "a create"},
		{"a twin made by hand asks", due(-time.Hour), func(s *scene) {
			s.channel.Seen = []engine.Observed{{Remote: "x", Phase: engine.Live, Spec: &engine.Post{Text: "Text of a"}, Created: noon.Add(-time.Hour)}}
		}, "a create held:uncertain"},
		{"a twin whose pictures the network keeps in another form asks", due(-time.Hour), func(s *scene) {
			s.d.Spec = &engine.Post{Text: "With a picture", Media: []engine.Media{{SHA256: "aa", Alt: "x"}}}
			s.channel.Seen = []engine.Observed{{Remote: "x", Phase: engine.Live, Created: noon.Add(-time.Hour),
				Spec: &engine.Post{Text: "With a picture", Media: []engine.Media{{Alt: "y"}}}}}
		}, "a create held:uncertain"},
		{"an old twin is another post", due(-time.Hour), func(s *scene) {
			s.channel.Seen = []engine.Observed{{Remote: "x", Phase: engine.Live, Spec: &engine.Post{Text: "Text of a"}, Created: noon.AddDate(0, 0, -3)}}
		}, "a create"},
		{"a twin in the network's scheduler asks", due(-time.Hour), func(s *scene) {
			s.channel.Seen = []engine.Observed{{Remote: "x", Phase: engine.Scheduled, Spec: &engine.Post{Text: "Text of a"}, Due: noon.Add(-30 * time.Minute)}}
		}, "a create held:uncertain"},
		{"manual is handed over once", due(-time.Hour), byHand, "a nothing held:manual"},
		{"manual that was handed over and is over is held", due(-time.Hour), func(s *scene) {
			s.d.Until = noon.Add(-time.Minute)
			byHand(s)
		}, "a nothing held:blocked"},
		{"manual whose text changed is handed over again", due(-time.Hour), func(s *scene) {
			s.channel.Info.Manual, s.channel.Caps = true, engine.Caps{}
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Phase: engine.Draft, Digest: "older"}
		}, "a create"},
		{"not among the approved digests is held", due(-time.Hour), func(s *scene) { s.Ask.Approved = []string{"000000000000"} }, "a create held:blocked"},
		{"a short digest approves nothing", due(-time.Hour), func(s *scene) { s.Ask.Approved = []string{s.d.Digest[:8]} }, "a create held:blocked"},
		{"among the approved digests goes out", due(-time.Hour), func(s *scene) { s.Ask.Approved = []string{s.d.Digest[:12]} }, "a create"},
		{"not asked for is not planned", due(-time.Hour), func(s *scene) { s.Ask.Only = []string{"other"} }, ""},
		{"due at this very moment goes out", due(0), nil, "a create"},
		{"as late as is allowed is not late", due(-4 * time.Hour), nil, "a create"},
		{"its end is still to come", due(-time.Hour), func(s *scene) { s.d.Until = noon.Add(time.Hour) }, "a create"},
		{"late and asked for alone still asks", due(-5 * time.Hour), func(s *scene) { s.Ask.Only = []string{"a"} }, "a create held:blocked"},
		{"now, without a name, pushes nothing", due(-5 * time.Hour), func(s *scene) { s.Ask.Now = true }, "a create held:blocked"},
		{"a part goes out when its whole is asked for", due(-5 * time.Hour), func(s *scene) {
			s.d.ID.Part = "2"
			s.Ask = plan.Ask{Only: []string{"c/a"}, Now: true}
		}, "a/2 create"},
		{"skipped goes out when asked for", due(-5 * time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Skipped: s.d.Due}
			s.Ask = plan.Ask{Only: []string{"a"}, Now: true}
		}, "a create"},
		{"refused is tried again when asked for", due(-time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Refused: s.d.Digest}
			s.Ask = plan.Ask{Only: []string{"a"}, Now: true}
		}, "a create"},
		{"gone long ago goes out late when it is to be put up again", due(-5 * time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Gone: true, Generation: 1}
			s.Ask.Repost = []string{"a"}
		}, "a create"},
		{"the second half of a replacement is never late", due(-5 * time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Published: s.d.Due, Generation: 1}
		}, "a create"},
		{"merge that is held is noted with its first sight", due(0), func(s *scene) {
			s.d.Due, s.d.Merge = time.Time{}, true
			s.stranger(engine.Observed{Phase: engine.Live})
		}, "a create held:uncertain note:seen"},
		{"merge that was seen before is not noted again", due(0), func(s *scene) {
			s.d.Due, s.d.Merge, s.fresh = time.Time{}, true, false
			s.r = engine.Recorded{ID: s.d.ID, Seen: noon.Add(-time.Hour)}
			s.stranger(engine.Observed{Phase: engine.Live})
		}, "a create held:uncertain"},
		{"manual that nobody was given is handed over", due(-time.Hour), func(s *scene) {
			s.channel.Info.Manual, s.channel.Caps = true, engine.Caps{}
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Digest: s.d.Digest}
		}, "a create"},
		{"what a person was given goes out where the channel publishes by itself now", due(-time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Phase: engine.Draft, Digest: s.d.Digest}
		}, "a create"},
		{"an approved digest may be written in capitals", due(-time.Hour), func(s *scene) {
			s.Ask.Approved = []string{strings.ToUpper(s.d.Digest)}
		}, "a create"},
		{"what sends nothing needs no approved digest", published(), func(s *scene) {
			s.r.Released, s.Ask.Approved = true, []string{"000000000000"}
		}, "a adopt note:adopted"},
		{"what is held is not asked for its digest", due(-time.Hour), func(s *scene) {
			s.d.Until, s.Ask.Approved = noon, []string{"000000000000"}
		}, "a nothing held:blocked"},
		{"only the channels that are asked for are planned", due(-time.Hour), func(s *scene) {
			s.Ask.Channels = []engine.Channel{"other"}
		}, ""},
		{"a channel that is asked for is planned", due(-time.Hour), func(s *scene) {
			s.Ask.Channels = []engine.Channel{"other", "c"}
		}, "a create"},
		{"a channel that cannot be read and is not asked for is no problem", due(-time.Hour), func(s *scene) {
			s.channel.Failure, s.Ask.Channels = "no route", []engine.Channel{"other"}
		}, ""},
		{"a channel that cannot be read and is asked for is a problem", due(-time.Hour), func(s *scene) {
			s.channel.Failure, s.Ask.Channels = "no route", []engine.Channel{"c"}
		}, "problem:c refused=false"},
		{"what is neither to be published nor to be removed does nothing", due(-time.Hour), func(s *scene) { s.d.Class = "" }, "drafts=1"},
		{"late and there already, it asks about being late", due(-5 * time.Hour), func(s *scene) { s.stranger(engine.Observed{Phase: engine.Live}) }, "a create held:blocked"},
		{"however late, and there already", due(-5 * time.Hour), func(s *scene) {
			s.d.Rules.Late.Then = engine.LatePublish
			s.stranger(engine.Observed{Phase: engine.Live})
		}, "a create held:uncertain"},
		{"the second half of a replacement, and there already", due(-5 * time.Hour), func(s *scene) {
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Published: s.d.Due, Generation: 1}
			s.stranger(engine.Observed{Phase: engine.Live})
		}, "a create held:uncertain"},
		{"late, asked for, and not approved, it waits", due(-5 * time.Hour), func(s *scene) {
			s.Ask = plan.Ask{Only: []string{"a"}, Now: true}
			s.Consents = map[string]engine.Verdict{s.d.Digest: {Reason: "lacks the approval of a senior"}}
		}, "a create held:blocked"},
	})
}

// TestTwins goes through what is already there when a post is about to go out.
func TestTwins(t *testing.T) {
	run(t, []row{
		{"of an hour before asks", due(-time.Hour), func(s *scene) {
			s.stranger(engine.Observed{Phase: engine.Live, Created: noon.Add(-time.Hour)})
		}, "a create held:uncertain"},
		{"of exactly a day before asks", due(-time.Hour), func(s *scene) {
			s.stranger(engine.Observed{Phase: engine.Live, Created: noon.Add(-24 * time.Hour)})
		}, "a create held:uncertain"},
		{"of more than a day before is another post", due(-time.Hour), func(s *scene) {
			s.stranger(engine.Observed{Phase: engine.Live, Created: noon.Add(-24*time.Hour - time.Second), Due: noon.Add(-time.Hour)})
		}, "a create"},
		{"of three days before asks where a post may be five days late", due(-time.Hour), func(s *scene) {
			s.d.Rules.Late.Max = 5 * 24 * time.Hour
			s.stranger(engine.Observed{Phase: engine.Live, Created: noon.AddDate(0, 0, -3)})
		}, "a create held:uncertain"},
		{"of a time that the network does not tell asks", due(-time.Hour), func(s *scene) {
			s.stranger(engine.Observed{Phase: engine.Live})
		}, "a create held:uncertain"},
		{"that readers do not see is none", due(-time.Hour), func(s *scene) {
			s.stranger(engine.Observed{Phase: engine.Draft, Created: noon.Add(-time.Hour), Due: noon.Add(-time.Hour)})
		}, "a create"},
		{"in the network's scheduler an hour later asks", due(-time.Hour), func(s *scene) {
			s.stranger(engine.Observed{Phase: engine.Scheduled, Due: noon})
		}, "a create held:uncertain"},
		{"in the network's scheduler at another time is another post", due(-time.Hour), func(s *scene) {
			s.stranger(engine.Observed{Phase: engine.Scheduled, Due: noon.Add(time.Second)})
		}, "a create"},
		{"that another post owns is none", due(-time.Hour), func(s *scene) {
			other := desired("other", noon.Add(-time.Hour))
			other.Spec = s.d.Spec
			s.Desired = []engine.Desired{other}
			s.lives(recorded(other), s.d.Spec)
		}, "a create; matches=1"},
		{"that another post takes over again is none", due(-time.Hour), func(s *scene) {
			other := desired("other", noon.Add(-2*time.Hour))
			other.Spec = s.d.Spec
			s.Desired = []engine.Desired{other}
			r := recorded(other)
			r.Released = true
			s.lives(r, s.d.Spec)
		}, "other adopt note:adopted; a create"},
		{"of a post to be handed over asks", handed(), func(s *scene) {
			s.fresh, s.hidden = true, true
			s.stranger(engine.Observed{Phase: engine.Scheduled, Due: noon.Add(time.Hour)})
		}, "a create held:uncertain native"},
		{"of a post that is frozen anyway does not matter", handed(), func(s *scene) {
			s.fresh, s.hidden, s.Freezes = true, true, []engine.Freeze{crisis()}
			s.stranger(engine.Observed{Phase: engine.Scheduled, Due: noon.Add(time.Hour)})
		}, "a create held:blocked native"},
		{"of a post that the network refused does not matter", handed(), func(s *scene) {
			s.hidden, s.r = true, engine.Recorded{ID: s.d.ID, Refused: s.d.Digest}
			s.stranger(engine.Observed{Phase: engine.Scheduled, Due: noon.Add(time.Hour)})
		}, "a create held:blocked native"},
	})
}
