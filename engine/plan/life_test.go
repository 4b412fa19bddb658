package plan_test

import (
	"testing"
	"time"

	"galley/engine"
)

func TestLifeOfAPost(t *testing.T) {
	run(t, []row{
		{"a picture that the network keeps in another form is no drift", published(), func(s *scene) {
			s.d.Spec, s.d.Fields = &engine.Post{Text: "Text of a", Media: []engine.Media{{SHA256: "aa", Alt: "x"}}}, []string{"media", "text"}
			s.r, s.hidden = recorded(s.d), true
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live,
				Spec: &engine.Post{Text: "Text of a", Media: []engine.Media{{Alt: "x"}}}}}
		}, "matches=1"},
		{"another picture is a change there too", published(), func(s *scene) {
			s.d.Spec, s.d.Fields = &engine.Post{Text: "Text of a", Media: []engine.Media{{SHA256: "aa", Alt: "x"}}}, []string{"media", "text"}
			s.r, s.hidden = recorded(s.d), true
			s.d.Spec = &engine.Post{Text: "Text of a", Media: []engine.Media{{SHA256: "bb", Alt: "x"}}}
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live,
				Spec: &engine.Post{Text: "Text of a", Media: []engine.Media{{Alt: "x"}}}}}
		}, "a update"},
		{"live as declared matches", published(), nil, "matches=1"},
		{"changed is edited", published(), func(s *scene) { s.text("New") }, "a update"},
		{"changed, and the network cannot edit", published(), func(s *scene) { s.text("New"); s.channel.Caps.Update = false }, "a replace held:blocked"},
		{"changed, cannot edit, may be replaced", published(), func(s *scene) {
			s.text("New")
			s.channel.Caps.Update, s.d.Rules.Replace = false, true
		}, "a replace"},
		{"replace needs deletion", published(), func(s *scene) {
			s.text("New")
			s.channel.Caps.Update, s.channel.Caps.Delete, s.d.Rules.Replace = false, false, true
		}, "a replace held:blocked"},
		{"a field no longer declared is taken off", published(), func(s *scene) {
			s.r.Fields["contentWarning"] = engine.HashText("careful")
		}, "a adopt note:adopted"},
		{"a field that was declared empty does not matter", published(), func(s *scene) {
			s.r.Fields["contentWarning"] = engine.HashText("")
		}, "matches=1"},
		{"edited there to what the file says is taken over", published(), func(s *scene) {
			s.r.Fields["text"] = engine.HashText("older")
		}, "a adopt note:adopted"},
		{"drift is shown", published(), func(s *scene) {
			s.hidden = true
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: &engine.Post{Text: "by hand"}}}
		}, "a update held:blocked drift"},
		{"drift is restored when asked for", published(), func(s *scene) {
			s.hidden = true
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: &engine.Post{Text: "by hand"}}}
			s.Ask.Restore = []string{"c/a"}
		}, "a update drift"},
		{"drift is restored by policy", published(), func(s *scene) {
			s.hidden = true
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: &engine.Post{Text: "by hand"}}}
			s.Policy.Restore = true
		}, "a update drift"},
		{"gone from the network asks", published(), func(s *scene) { s.hidden = true }, "a nothing held:blocked drift note:gone"},
		{"gone is noted once", published(), func(s *scene) {
			s.hidden, s.r = true, engine.Recorded{ID: s.d.ID, Gone: true, Generation: 1}
		}, "a nothing held:blocked"},
		{"too fresh to be gone", published(), func(s *scene) { s.hidden, s.r.Published = true, noon.Add(-time.Minute) }, "matches=1"},
		{"outside of the window is taken as recorded", published(), func(s *scene) { s.hidden, s.channel.Since = true, noon.Add(-time.Minute) }, "matches=1"},
		{"a network that is not read back is planned from the record", published(), func(s *scene) {
			s.hidden, s.channel.Listed, s.channel.Caps.List = true, false, false
		}, "matches=1"},
		{"gone is put up again when asked for", published(), func(s *scene) {
			s.hidden, s.r = true, engine.Recorded{ID: s.d.ID, Gone: true, Generation: 1}
			s.Ask.Repost = []string{"a"}
		}, "a create"},
		{"gone just now and put up again is one step", published(), func(s *scene) { s.hidden, s.Ask.Repost = true, []string{"a"} }, "a create note:gone"},
		{"mirrored is written again", published(), func(s *scene) {
			s.hidden = true
			s.limits(func(l *engine.Limits) { l.Mirrored = true })
		}, "a create drift"},
		{"until passed is taken down", published(), func(s *scene) { s.d.Until = noon }, "a delete"},
		{"taken down at its until stays down", published(), func(s *scene) {
			s.hidden, s.d.Until, s.r = true, noon, engine.Recorded{ID: s.d.ID, Removed: true, Generation: 1}
		}, ""},
		{"retracted is taken down", published(), func(s *scene) { s.d.Class = engine.Remove }, "a delete"},
		{"retracted, and the network cannot delete", published(), func(s *scene) { s.d.Class, s.channel.Caps.Delete = engine.Remove, false }, "a delete held:manual"},
		{"a part that its file no longer lists is taken down with its post", published(), func(s *scene) {
			s.d.Class, s.hidden = engine.Remove, true
			part := recorded(s.d)
			part.ID.Part, part.Remote = "2", "r2"
			s.Record.IDs = map[engine.ID]engine.Recorded{part.ID: part}
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: s.d.Spec},
				{ID: part.ID, Remote: "r2", Phase: engine.Live, Spec: s.d.Spec}}
		}, "a delete; a/2 delete"},
		{"retracted and already gone", published(), func(s *scene) { s.d.Class, s.hidden = engine.Remove, true }, "a nothing note:gone"},
		{"retracted and never out is a tombstone", due(-time.Hour), func(s *scene) { s.d.Class = engine.Remove }, ""},
		{"withdrawn and wanted again asks", published(), func(s *scene) {
			s.hidden, s.r = true, engine.Recorded{ID: s.d.ID, Removed: true, Generation: 1}
		}, "a nothing held:blocked"},
		{"file gone stops managing", published(), func(s *scene) { s.gone = true }, "a release note:released"},
		{"file gone is pruned where the project says so", published(), func(s *scene) { s.gone, s.Policy.Prune = true, true }, "a delete"},
		{"released and declared again is taken over", published(), func(s *scene) { s.r.Released = true }, "a adopt note:adopted"},
		{"released, declared again and changed is edited", published(), func(s *scene) { s.r.Released = true; s.text("New") }, "a update note:adopted"},
		{"live and now a draft stays", published(), func(s *scene) { s.d.Due = time.Time{} }, "a nothing held:blocked"},
		{"published under another account, changed and not shown, waits", published(), func(s *scene) {
			s.r.Account.Handle, s.hidden = "before", true
			s.channel.Reads = map[engine.ID]*engine.Observed{s.d.ID: nil}
			s.text("New")
		}, "a nothing held:blocked"},
		{"published under another account and retracted is to be removed by hand", published(), func(s *scene) {
			s.r.Account.Handle, s.hidden, s.d.Class = "before", true, engine.Remove
			s.channel.Reads = map[engine.ID]*engine.Observed{s.d.ID: nil}
		}, "a delete held:manual"},
		{"published under another account and pruned is to be removed by hand", published(), func(s *scene) {
			s.r.Account.Handle, s.hidden, s.gone, s.Policy.Prune = "before", true, true, true
			s.channel.Reads = map[engine.ID]*engine.Observed{s.d.ID: nil}
		}, "a delete held:manual"},
		{"mirrored under another name is written again", published(), func(s *scene) {
			s.r.Account.Handle, s.hidden = "before", true
			s.channel.Reads = map[engine.ID]*engine.Observed{s.d.ID: nil}
			s.limits(func(l *engine.Limits) { l.Mirrored = true })
		}, "a create drift"},
		{"published under another name of the account is as it was", published(), func(s *scene) { s.r.Account.Handle = "before" }, "matches=1"},
		{"an open intent asks, and blocks itself", published(), func(s *scene) {
			s.r.Open = &engine.Intent{ID: s.d.ID, Verb: engine.Update, SendBy: noon}
			s.Desired = []engine.Desired{desired("b", noon.Add(-time.Hour))}
		}, "a update held:uncertain; b create"},
		{"a channel that cannot be read is a problem, nothing is planned there", due(-time.Hour), func(s *scene) {
			s.channel.Failure = "no route"
		}, "problem:c refused=false"},
		{"live, and its slot is open again, stays as it is", published(), func(s *scene) { s.d.Due, s.d.Slot = time.Time{}, true }, "matches=1"},
		{"its until is still to come", published(), func(s *scene) { s.d.Until = noon.Add(time.Hour) }, "matches=1"},
		{"gone before its until asks", published(), func(s *scene) {
			s.hidden, s.d.Until, s.r = true, noon.Add(time.Hour), engine.Recorded{ID: s.d.ID, Gone: true, Generation: 1}
		}, "a nothing held:blocked"},
		{"let go, declared again and not there asks", published(), func(s *scene) { s.r.Released, s.hidden = true, true }, "a nothing held:blocked drift note:gone"},
		{"let go, taken down and declared again asks", published(), func(s *scene) {
			s.hidden, s.channel.Listed = true, false
			s.r = engine.Recorded{ID: s.d.ID, Released: true, Removed: true, Generation: 1}
		}, "a nothing held:blocked"},
		{"let go, and retracted, is taken down", published(), func(s *scene) { s.r.Released, s.d.Class = true, engine.Remove }, "a delete"},
		{"let go, declared again and refers to what is not live, is managed and waits", published(), func(s *scene) {
			s.text("See ${post.b.c.url}")
			s.r.Released, s.d.Refs = true, []engine.ID{id("b")}
		}, "a nothing held:blocked note:adopted"},
		{"missing in the window that was listed asks", published(), func(s *scene) { s.hidden, s.channel.Since = true, noon.Add(-time.Hour) }, "a nothing held:blocked drift note:gone"},
		{"missing for the time the network takes to show it asks", published(), func(s *scene) { s.hidden, s.r.Published = true, noon.Add(-2*time.Minute) }, "a nothing held:blocked drift note:gone"},
		{"retracted, and too fresh to be seen, is taken down", published(), func(s *scene) {
			s.d.Class, s.hidden, s.r.Published = engine.Remove, true, noon.Add(-time.Minute)
		}, "a delete"},
		{"retracted, and missing for the time the network takes to show it", published(), func(s *scene) {
			s.d.Class, s.hidden, s.r.Published = engine.Remove, true, noon.Add(-2*time.Minute)
		}, "a nothing note:gone"},
		{"the network permits no deletion", published(), func(s *scene) {
			s.d.Class = engine.Remove
			s.limits(func(l *engine.Limits) { l.Verbs = []engine.Verb{engine.Create, engine.Update} })
		}, "a delete held:manual"},
		{"the network permits no edit", published(), func(s *scene) {
			s.text("New")
			s.limits(func(l *engine.Limits) { l.Verbs = []engine.Verb{engine.Create, engine.Delete} })
		}, "a replace held:blocked"},
		{"the network permits neither edit nor deletion", published(), func(s *scene) {
			s.text("New")
			s.d.Rules.Replace = true
			s.limits(func(l *engine.Limits) { l.Verbs = []engine.Verb{engine.Create} })
		}, "a replace held:blocked"},
		{"a post that is an article here goes by what the network permits of articles", published(), func(s *scene) {
			s.d.Class, s.channel.Info.PostKind = engine.Remove, engine.KindArticle
			s.channel.Info.Kinds = map[engine.Kind]engine.Limits{engine.KindArticle: s.channel.Info.Kinds[engine.KindPost]}
		}, "a delete"},
		{"a page goes by what the network permits of pages", published(), func(s *scene) {
			s.d.ID.Kind = engine.KindPage
			s.d.Class, s.r.ID = engine.Remove, s.d.ID
			s.channel.Info.Kinds[engine.KindPage] = s.channel.Info.Kinds[engine.KindPost]
			s.limits(func(l *engine.Limits) { l.Verbs = nil })
		}, "a delete"},
		{"published by hand and changed is to be edited by hand", published(), func(s *scene) {
			s.text("New")
			s.hidden, s.channel.Info.Manual, s.channel.Caps, s.channel.Listed = true, true, engine.Caps{}, false
		}, "a update held:manual"},
		{"drift is not put back where the network cannot edit", published(), func(s *scene) {
			s.edited("by hand")
			s.Policy.Restore, s.channel.Caps.Update = true, false
		}, "a update held:blocked drift"},
		{"a field that is declared empty changes nothing", published(), func(s *scene) { s.d.Fields = []string{"contentWarning", "text"} }, "matches=1"},
		{"blocked by a finding, what is live stays", published(), func(s *scene) { s.Blocked = map[engine.ID]string{id("a"): "x"} }, "a nothing held:blocked"},
		{"on a channel that is gone it is managed no more", published(), func(s *scene) {
			s.gone, s.r.ID.Channel, s.Policy.Prune = true, "former", true
		}, "a release note:released"},
		{"on a channel that is gone it is managed no more, though its file moved it", published(), func(s *scene) {
			s.gone, s.r.ID.Channel, s.r.Due = true, "former", noon.Add(time.Hour)
		}, "a release note:released"},
		{"published under another account, and its file gone, is managed no more", published(), func(s *scene) {
			s.r.Account.Handle, s.hidden, s.gone = "before", true, true
			s.channel.Reads = map[engine.ID]*engine.Observed{s.d.ID: nil}
		}, "a release note:released"},
		{"a listing that leaves out what another account published proves nothing", published(), func(s *scene) {
			s.r.Account.Handle, s.hidden = "before", true
		}, "a nothing held:blocked drift note:gone"},
		{"a listing is all there is where nothing can be read by itself", published(), func(s *scene) {
			s.r.Account.Handle, s.hidden, s.channel.Caps.Read = "before", true, false
		}, "a nothing held:blocked"},
		{"of an account that nobody wrote down it is ours", published(), func(s *scene) {
			s.r.Account, s.hidden, s.channel.Caps.Read = engine.Account{}, true, false
		}, "a nothing held:blocked drift note:gone"},
		{"of our own account it is gone when it is not read", published(), func(s *scene) {
			s.hidden = true
			s.channel.Reads = map[engine.ID]*engine.Observed{s.d.ID: nil}
		}, "a nothing held:blocked drift note:gone"},
		{"of another account, and seen by this one, it is edited", published(), func(s *scene) {
			s.r.Account.Handle, s.hidden = "before", true
			s.text("New")
			s.channel.Reads = map[engine.ID]*engine.Observed{s.d.ID: {ID: s.d.ID, Remote: "r1", Phase: engine.Live, Spec: &engine.Post{Text: "Text of a"}}}
		}, "a update"},
		{"gone under the account before, it is put up under the new one", published(), func(s *scene) {
			s.hidden, s.channel.Caps.Read, s.Ask.Repost = true, false, []string{"a"}
			s.r = engine.Recorded{ID: s.d.ID, Account: engine.Account{Network: "test", Handle: "before"}, Gone: true, Generation: 1}
		}, "a create"},
		{"a part that another account published is to be removed by hand with its post", published(), func(s *scene) {
			s.d.Class, s.hidden = engine.Remove, true
			s.channel.Seen = []engine.Observed{{ID: id("a"), Remote: "r1", Phase: engine.Live, Spec: s.d.Spec}}
			part := recorded(s.d)
			part.ID.Part, part.Account.Handle = "2", "before"
			s.knows(part)
			s.channel.Reads = map[engine.ID]*engine.Observed{part.ID: nil}
		}, "a delete; a/2 delete held:manual"},
		{"a part that its file no longer lists is managed no more", published(), func(s *scene) {
			part := recorded(s.d)
			part.ID.Part = "2"
			s.lives(part, s.d.Spec)
		}, "a/2 release note:released; matches=1"},
		{"where the same key twice leaves one, what somebody took down stays down all the same", published(), func(s *scene) {
			s.hidden = true
			s.limits(func(l *engine.Limits) { l.Repeatable = true })
		}, "a nothing held:blocked drift note:gone"},
	})
}
