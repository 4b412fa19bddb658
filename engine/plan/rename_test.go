package plan_test

import (
	"testing"
	"time"

	"galley/engine"
)

func TestRenames(t *testing.T) {
	run(t, []row{
		{"renamed on purpose keeps its post", published(), func(s *scene) {
			s.d.ID, s.d.Was = id("b"), []engine.ID{id("a")}
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: &engine.Post{Text: "Text of a"}}}
			s.hidden = true
			s.d.Spec = &engine.Post{Text: "Text of a"}
		}, "b adopt note:adopted"},
		{"renamed without saying so is stopped", published(), func(s *scene) {
			s.d.ID, s.hidden = id("b"), true
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: &engine.Post{Text: "Text of a"}}}
		}, "a release held:blocked; b create held:blocked"},
		{"the text of a post that is managed no more asks", due(-time.Hour), func(s *scene) {
			r := recorded(desired("old", noon.Add(-2*time.Hour)))
			r.Released = true
			s.Record.IDs = map[engine.ID]engine.Recorded{r.ID: r}
			s.channel.Seen = []engine.Observed{{ID: r.ID, Remote: r.Remote, Phase: engine.Live, Spec: s.d.Spec, Created: noon.Add(-2 * time.Hour)}}
		}, "a create held:uncertain"},
		{"renamed on purpose after it was let go keeps its post", due(-time.Hour), func(s *scene) {
			r := recorded(desired("old", noon.Add(-2*time.Hour)))
			r.Released, r.Fields = true, recorded(s.d).Fields
			s.d.Was = []engine.ID{r.ID}
			s.Record.IDs = map[engine.ID]engine.Recorded{r.ID: r}
			s.channel.Seen = []engine.Observed{{ID: r.ID, Remote: r.Remote, Phase: engine.Live, Spec: s.d.Spec, Created: noon.Add(-2 * time.Hour)}}
		}, "a adopt note:adopted"},
		{"renamed while nobody knows whether it went out waits", due(-time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("old")}
			s.Record.IDs = map[engine.ID]engine.Recorded{id("old"): {ID: id("old"), Open: &engine.Intent{ID: id("old"), Verb: engine.Create, SendBy: noon}}}
		}, "old create held:uncertain; a create held:blocked"},
		{"renamed while nobody knows whether it was edited waits", due(-time.Hour), func(s *scene) {
			r := recorded(desired("old", noon.Add(-2*time.Hour)))
			r.Open = &engine.Intent{ID: r.ID, Verb: engine.Update, SendBy: noon}
			s.d.Was, s.Policy.Prune = []engine.ID{r.ID}, true
			s.Record.IDs = map[engine.ID]engine.Recorded{r.ID: r}
			s.channel.Seen = []engine.Observed{{ID: r.ID, Remote: r.Remote, Phase: engine.Live, Spec: s.d.Spec}}
		}, "old update held:uncertain; a create held:blocked"},
		{"renamed without saying so while nobody knows whether it went out waits", due(-time.Hour), func(s *scene) {
			s.Record.IDs = map[engine.ID]engine.Recorded{id("old"): {ID: id("old"),
				Open: &engine.Intent{ID: id("old"), Verb: engine.Create, SendBy: noon, Print: engine.PrintOf(info(), s.d.Spec)}}}
		}, "old create held:uncertain; a create held:blocked"},
		{"a file that is gone while nobody knows what became of it, and another, both wait", published(), func(s *scene) {
			s.gone = true
			s.Record.IDs = map[engine.ID]engine.Recorded{id("old"): {ID: id("old"), Open: &engine.Intent{ID: id("old"), Verb: engine.Create, SendBy: noon}}}
		}, "old create held:uncertain; a release note:released"},
		{"renamed after somebody took it down stays down", due(-time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("old")}
			s.Record.IDs = map[engine.ID]engine.Recorded{id("old"): {ID: id("old"), Gone: true, Generation: 1}}
		}, "a nothing held:blocked"},
		{"renamed after it was withdrawn stays down", due(-time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("old")}
			s.Record.IDs = map[engine.ID]engine.Recorded{id("old"): {ID: id("old"), Removed: true, Generation: 1}}
		}, "a nothing held:blocked"},
		{"renamed after a freeze held it stays held", due(-time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("old")}
			s.Record.IDs = map[engine.ID]engine.Recorded{id("old"): {ID: id("old"), Held: s.d.Due}}
		}, "a create held:blocked"},
		{"renamed without saying so is stopped, though only the new one is asked for", published(), func(s *scene) {
			s.d.ID, s.hidden, s.Ask.Only = id("b"), true, []string{"b"}
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: &engine.Post{Text: "Text of a"}}}
		}, "b create held:blocked"},
		{"renamed on purpose, though a freeze held the new name before", published(), func(s *scene) {
			s.d.ID, s.d.Was, s.hidden = id("b"), []engine.ID{id("a")}, true
			s.knows(engine.Recorded{ID: id("b"), Held: s.d.Due})
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: s.d.Spec}}
		}, "b adopt note:adopted"},
		{"renamed, it was sent under its new name before", published(), func(s *scene) {
			s.d.Was = []engine.ID{id("old")}
			s.lives(recorded(desired("old", noon.Add(-time.Hour))), &engine.Post{Text: "Text of old"})
		}, "old release note:released; matches=1"},
		{"renamed, and a new post has its text", published(), func(s *scene) {
			s.d.ID, s.d.Was, s.hidden = id("b"), []engine.ID{id("a")}, true
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: s.d.Spec}}
			other := desired("z", noon.Add(-time.Hour))
			other.Spec = s.d.Spec
			s.Desired = []engine.Desired{other}
		}, "b adopt note:adopted; z create"},
		{"a former name that still has its file changes nothing", published(), func(s *scene) {
			b := desired("b", noon.Add(-time.Hour))
			b.Was = []engine.ID{id("a")}
			s.Desired = []engine.Desired{b}
		}, "b create; matches=1"},
		{"a former name that went to another is not there any more", due(-time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("old")}
			r := recorded(desired("old", noon.Add(-time.Hour)))
			s.knows(r.MovedTo(id("other")))
		}, "a create"},
		{"of two that claim a former name the first has it", due(-time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("old")}
			b := desired("b", noon.Add(-time.Hour))
			b.Was = s.d.Was
			s.Desired = []engine.Desired{b}
			r := recorded(s.d)
			r.ID = id("old")
			s.lives(r, s.d.Spec)
		}, "a adopt note:adopted; b create"},
		{"a name that was given up names a new post", due(-time.Hour), func(s *scene) {
			s.fresh, s.r = false, recorded(s.d).MovedTo(id("other"))
		}, "a create"},
		{"a new post under a name that was given up is late as any other", due(-5 * time.Hour), func(s *scene) {
			s.fresh, s.r = false, recorded(s.d).MovedTo(id("other"))
		}, "a create held:blocked"},
		{"what a name that was given up began since waits, though its file is gone", due(-time.Hour), func(s *scene) {
			s.fresh, s.gone = false, true
			s.r = recorded(s.d).MovedTo(id("other")).Began(engine.Intent{ID: s.d.ID, Verb: engine.Create, SendBy: noon})
		}, "a create held:uncertain"},
		{"renamed after it was skipped stays skipped", due(-5 * time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("old")}
			s.knows(engine.Recorded{ID: id("old"), Skipped: s.d.Due})
		}, ""},
		{"renamed with two former names, one of them taken down, stays down", due(-time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("older"), id("old")}
			s.knows(engine.Recorded{ID: id("older"), Gone: true}, engine.Recorded{ID: id("old"), Held: noon})
		}, "a nothing held:blocked"},
		{"renamed with two former names, one of them withdrawn, stays down", due(-time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("older"), id("old")}
			s.knows(engine.Recorded{ID: id("older"), Removed: true}, engine.Recorded{ID: id("old"), Held: noon})
		}, "a nothing held:blocked"},
		{"an edit to the text of a post whose file is gone is no new name", published(), func(s *scene) {
			s.text("Text of old")
			s.lives(recorded(desired("old", noon.Add(-time.Hour))), &engine.Post{Text: "Text of old"})
		}, "a update; old release note:released"},
		{"what its target lost has no new name", published(), func(s *scene) {
			s.hidden = true
			s.limits(func(l *engine.Limits) { l.Mirrored = true })
			r := recorded(s.d)
			r.ID = id("old")
			s.knows(r)
		}, "a create drift; old release note:released"},
		{"a request without an answer is not taken for a new name", due(-time.Hour), func(s *scene) {
			open(s)
			r := recorded(s.d)
			r.ID = id("old")
			s.lives(r, s.d.Spec)
		}, "a create held:uncertain; old release held:blocked"},
		{"a file that is gone while its edit has no answer may be the new post", due(-time.Hour), func(s *scene) {
			r := recorded(s.d)
			r.ID = id("old")
			r.Open = &engine.Intent{ID: r.ID, Verb: engine.Update, SendBy: noon, Print: engine.Print{Text: "another"}}
			s.knows(r)
		}, "old update held:uncertain; a create held:blocked"},
		{"a part of a post that is withdrawn is no former name", due(-time.Hour), func(s *scene) {
			whole := desired("old", noon.Add(-time.Hour))
			whole.Class = engine.Remove
			s.Desired = []engine.Desired{whole}
			part := recorded(s.d)
			part.ID = engine.ID{Kind: engine.KindPost, Channel: "c", Slug: "old", Part: "2"}
			s.lives(part, s.d.Spec)
		}, "a create; old/2 delete"},
		{"of two files that are gone the first is named", due(-time.Hour), func(s *scene) {
			for _, slug := range []string{"y", "x"} {
				r := recorded(s.d)
				r.ID, r.Remote = id(slug), engine.RemoteID(slug)
				s.lives(r, s.d.Spec)
			}
		}, "a create held:blocked; x release held:blocked; y release note:released"},
		{"taken down under its new name, it takes nothing over", due(-time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("old")}
			s.fresh, s.r = false, engine.Recorded{ID: s.d.ID, Removed: true, Generation: 1}
			old := recorded(desired("old", noon.Add(-time.Hour)))
			s.lives(old, &engine.Post{Text: "Text of old"})
		}, "a nothing held:blocked; old release note:released"},
		{"sent under its new name, and not answered, it takes nothing over", due(-time.Hour), func(s *scene) {
			open(s)
			s.d.Was = []engine.ID{id("old")}
			r := recorded(s.d)
			r.ID = id("old")
			s.lives(r, s.d.Spec)
		}, "a create held:uncertain; old release held:blocked"},
		{"renamed with two former names that are both live, it takes over the first", due(-time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("old"), id("older")}
			for _, former := range s.d.Was {
				r := recorded(s.d)
				r.ID, r.Remote = former, engine.RemoteID(former.Slug)
				s.lives(r, s.d.Spec)
			}
		}, "a adopt note:adopted; older release note:released"},
		{"renamed with two former names, of which one has no answer, waits", due(-time.Hour), func(s *scene) {
			s.d.Was = []engine.ID{id("old"), id("older")}
			r := recorded(s.d)
			r.ID = id("older")
			s.lives(r, s.d.Spec)
			s.knows(engine.Recorded{ID: id("old"), Open: &engine.Intent{ID: id("old"), Verb: engine.Create, SendBy: noon}})
		}, "old create held:uncertain; a create held:blocked; older release held:blocked"},
		{"renamed, and published under another account, waits", published(), func(s *scene) {
			renamed(s)
			s.channel.Seen, s.channel.Caps.Read, s.r.Account.Handle = nil, false, "before"
		}, "b nothing held:blocked"},
		{"the text of a post that was let go last year may go out again", due(-time.Hour), func(s *scene) {
			r := recorded(s.d)
			r.ID, r.Released, r.Published = id("old"), true, noon.AddDate(-1, 0, 0)
			s.knows(r)
		}, "a create"},
	})
}
