package bluesky_test

import (
	"strings"
	"testing"

	"galley/engine"
	"galley/providers/bluesky"
	"galley/providers/internal/atproto"
)

// cases run on the fake and on the reference server.
var cases = []struct {
	name string
	run  func(*world)
}{
	{"PostShowsAllThatWasDeclared", postShowsAllThatWasDeclared},
	{"FacetsCoverTheirWords", facetsCoverTheirWords},
	{"LinkBecomesACardOrStandsInTheText", linkBecomesACardOrStandsInTheText},
	{"CardSaysWhatWasDeclared", cardSaysWhatWasDeclared},
	{"CardIsComparedWithWhatWasDeclared", cardIsComparedWithWhatWasDeclared},
	{"PictureOfACardHasALimitOfItsOwn", pictureOfACardHasALimitOfItsOwn},
	{"QuotesAndAnswersNameTheirTargets", quotesAndAnswersNameTheirTargets},
	{"TargetsAndMentionsAreCheckedBeforeSending", targetsAndMentionsAreCheckedBeforeSending},
	{"ThreadIsOneWrite", threadIsOneWrite},
	{"ThreadGrowsWithoutTouchingItsParts", threadGrowsWithoutTouchingItsParts},
	{"EditOfAThreadKeepsItsReferencesRight", editOfAThreadKeepsItsReferencesRight},
	{"GatesFollowTheFile", gatesFollowTheFile},
	{"UpdateOfWhatSomebodyChangedIsAConflict", updateOfWhatSomebodyChangedIsAConflict},
	{"UpdateKeepsWhatItDoesNotKnow", updateKeepsWhatItDoesNotKnow},
	{"LostReplyIsFoundByItsKey", lostReplyIsFoundByItsKey},
	{"LostThreadIsFoundWhole", lostThreadIsFoundWhole},
	{"OneKeyWithAnotherTextIsUncertain", oneKeyWithAnotherTextIsUncertain},
	{"PinnedPostIsOnTheProfile", pinnedPostIsOnTheProfile},
	{"ProfileKeepsWhatIsNotDeclared", profileKeepsWhatIsNotDeclared},
	{"WhatIsLeftOfAThreadIsTakenDown", whatIsLeftOfAThreadIsTakenDown},
	{"AnswerIsNoPartOfTheThread", answerIsNoPartOfTheThread},
	{"WrongPasswordIsUnauthorized", wrongPasswordIsUnauthorized},
	{"ServerNamesEveryRecordAsWeDo", serverNamesEveryRecordAsWeDo}, // last: of all the others made
}

func TestOnTheFake(t *testing.T) {
	w := fakeWorld(t)
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.run(w.as(t, i)) })
	}
}

func TestOnTheReferenceServer(t *testing.T) {
	w := referenceWorld(t)
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.run(w.as(t, i)) })
	}
}

func postShowsAllThatWasDeclared(w *world) {
	picture := w.picture("a cat on a fence")
	picture.Credit = "Ana Lima"
	d := w.desire(1, &engine.Post{
		Text: "Été: the paper of the morning 👨‍👩‍👧‍👦\n\nWith #news.", Language: "fr", ContentWarning: "graphic-media",
		Tags: []string{"paper", "#morning news"}, Media: []engine.Media{picture, w.picture("")},
		Replies: "followers", Quotes: "none", Visibility: "public",
	})
	made := w.publish(d)
	seen := w.read(made.Remote)
	w.wantShown("what was read", d, seen)
	if seen.Version != made.Version || seen.URL != made.URL || !seen.Created.Equal(d.Due) {
		w.Errorf("read %+v, created %+v", seen, made)
	}
	if alt := seen.Spec.Files()[0].Alt; alt != "a cat on a fence (© Ana Lima)" {
		w.Errorf("the picture is described as %q", alt)
	}
	list := w.listed()
	if len(list) != 1 {
		w.Fatalf("listed %d, want 1", len(list))
	}
	w.wantShown("what was listed", d, list[0])
	if list[0].Version != made.Version {
		w.Errorf("listed version %q, created %q", list[0].Version, made.Version)
	}
}

func facetsCoverTheirWords(w *world) {
	text := "Été 🏳️‍🌈 with @" + w.other + ", see https://example.org/a_(b)?c=d. And (#été2026)!"
	made := w.publish(w.desire(1, &engine.Post{Text: text}))
	r, _ := w.row("app.bsky.feed.post", made.Remote)
	want := map[string]string{
		"@" + w.other: w.otherDID, "https://example.org/a_(b)?c=d": "https://example.org/a_(b)?c=d", "#été2026": "été2026",
	}
	facets, _ := r.Value["facets"].([]any)
	if len(facets) != len(want) {
		w.Errorf("%d facets, want %d: %v", len(facets), len(want), facets)
	}
	for _, f := range facets {
		facet := f.(map[string]any)
		index := facet["index"].(map[string]any)
		feature := facet["features"].([]any)[0].(map[string]any)
		word := text[integer(w, index["byteStart"]):integer(w, index["byteEnd"])]
		delete(feature, "$type")
		for _, value := range feature {
			if want[word] != value {
				w.Errorf("%q leads to %v, want %q", word, value, want[word])
			}
		}
	}
}

func linkBecomesACardOrStandsInTheText(w *world) {
	const link = "https://example.org/morning?utm_source=x"
	alone := w.publish(w.desire(1, &engine.Post{Text: "Read it.", Link: link}))
	r, _ := w.row("app.bsky.feed.post", alone.Remote)
	external := r.Value["embed"].(map[string]any)["external"].(map[string]any)
	if external["uri"] != link || external["title"] != "example.org" || r.Value["text"] != "Read it." {
		w.Errorf("a link alone became %v", r.Value)
	}
	d := w.desire(2, &engine.Post{Text: "Read it.", Link: link, Media: []engine.Media{w.picture("the page")}})
	beside := w.publish(d)
	r, _ = w.row("app.bsky.feed.post", beside.Remote)
	if r.Value["text"] != "Read it.\n\n"+link {
		w.Errorf("beside a picture the text is %q", r.Value["text"])
	}
	w.wantShown("what was read", d, w.read(beside.Remote))
}

func quotesAndAnswersNameTheirTargets(w *world) {
	theirs, err := w.providerOf(w.other, w.otherPW).Create(w.Context(), w.desire(1, &engine.Post{Text: "What do you think?"}),
		engine.Intent{Key: w.Name(), Due: w.start})
	if err != nil {
		w.Fatal(err)
	}
	link := "https://example.org/more"
	for n, spec := range []*engine.Post{
		{Text: "This.", Quote: theirs.URL},
		{Text: "This, and that.", Quote: theirs.URL, Media: []engine.Media{w.picture("that")}},
		{Text: "This, and more.", Quote: "at://" + w.otherDID + "/app.bsky.feed.post/" + string(theirs.Remote), Link: link},
		{Text: "A lot.", ReplyTo: theirs.URL},
	} {
		d := w.desire(n+2, spec)
		made := w.publish(d)
		w.wantShown("what was read", d, w.read(made.Remote))
		r, _ := w.row("app.bsky.feed.post", made.Remote)
		if !strings.Contains(textOf(w, r.Value), theirs.Version) {
			w.Errorf("%q does not name the content of its target %s: %v", spec.Text, theirs.Version, r.Value)
		}
	}
}

func targetsAndMentionsAreCheckedBeforeSending(w *world) {
	nowhere := "https://bsky.app/profile/" + w.other + "/post/3kaaaaaaaaa2a"
	for n, spec := range []*engine.Post{
		{Text: "Thanks to @nobody." + w.handle},
		{Text: "This.", Quote: nowhere},
		{Text: "This.", ReplyTo: nowhere},
		{Text: "This.", Quote: "https://example.org/post"},
		{Text: "This.", ContentWarning: "spiders"},
		{Text: "This.", Language: "not a language"},
		{Text: strings.Repeat("a", 301)},
		{Text: strings.Repeat("👨‍👩‍👧‍👦", 121)},
		{Text: "Part one.", Thread: []engine.Post{{Text: strings.Repeat("a", 301)}}},
		{Text: "This.", Tags: strings.Fields("a b c d e f g h i")},
		{},
	} {
		d := w.desire(n, spec)
		w.wantKind("Prepare of "+spec.Text, w.provider().Prepare(w.Context(), d), engine.Invalid)
		_, err := w.provider().Create(w.Context(), d, w.intent(engine.Create, d))
		w.wantKind("Create of "+spec.Text, err, engine.Invalid)
	}
	if sent := w.wire.writes(); len(sent) > 0 {
		w.Errorf("sent %v, want nothing", sent)
	}
}

func thread(w *world, texts ...string) *engine.Post {
	post := &engine.Post{Text: texts[0], Language: "en"}
	for i, text := range texts[1:] {
		part := engine.Post{Text: text}
		if i == 0 {
			part.Media = []engine.Media{w.picture("of part two")}
		}
		post.Thread = append(post.Thread, part)
	}
	return post
}

func threadIsOneWrite(w *world) {
	spec := thread(w, "One.", "Two, see https://example.org.", "Three.")
	spec.Replies, spec.Quotes = "mentioned", "none"
	d := w.desire(1, spec)
	made := w.publish(d)
	if sent := w.wire.writes(); len(sent) != 1 || sent[0] != "com.atproto.repo.applyWrites" {
		w.Errorf("sent %v, want one batch", sent)
	}
	seen := w.read(made.Remote)
	w.wantShown("what was read", d, seen)
	if seen.Version != made.Version {
		w.Errorf("read version %q, created %q", seen.Version, made.Version)
	}
	if list := w.listed(); len(list) != 1 || list[0].Version != made.Version {
		w.Errorf("listed %+v, want the thread alone", list)
	} else {
		w.wantShown("what was listed", d, list[0])
	}
	wantReferences(w, made.Remote, 3)
	again, err := w.provider().Create(w.Context(), d, w.intent(engine.Create, d))
	if err != nil || again.Remote != made.Remote || again.Version != made.Version {
		w.Errorf("with the same key: %+v, %v; want what is there", again, err)
	}
	before := count(w)
	w.remove(made)
	if gone := before - count(w); gone != 3+3+1 {
		w.Errorf("%d records went with the thread, want 3 posts, 3 postgates and a threadgate", gone)
	}
	w.remove(made)
}

// wantReferences follows a thread record by record.
func wantReferences(w *world, first engine.RemoteID, parts int) {
	w.Helper()
	root, _ := w.row("app.bsky.feed.post", first)
	before := root
	tid, _ := atproto.ParseTID(string(first))
	for range parts - 1 {
		tid.Micros++
		r, found := w.row("app.bsky.feed.post", engine.RemoteID(tid.String()))
		if !found {
			w.Fatalf("part %s is not there", tid)
		}
		reply := r.Value["reply"].(map[string]any)
		for name, want := range map[string]row{"root": root, "parent": before} {
			if got := reply[name].(map[string]any); got["uri"] != want.URI || got["cid"] != want.CID {
				w.Errorf("the %s of %s is %v, want %s %s", name, r.URI, got, want.URI, want.CID)
			}
		}
		before = r
	}
}

func count(w *world) int {
	return len(w.rows("app.bsky.feed.post")) + len(w.rows("app.bsky.feed.threadgate")) + len(w.rows("app.bsky.feed.postgate"))
}

func threadGrowsWithoutTouchingItsParts(w *world) {
	made := w.publish(w.desire(1, thread(w, "One.", "Two.")))
	longer := w.desire(1, thread(w, "One.", "Two.", "Three.", "Four."))
	edits := bluesky.Constructor().Info.Edits
	if !edits(w.read(made.Remote).Spec, longer.Spec, engine.Rules{}) {
		w.Error("a thread cannot grow without edit: true")
	}
	before, _ := w.row("app.bsky.feed.post", made.Remote)
	w.wire.writes()
	seen, err := w.update(w.read(made.Remote), longer)
	if err != nil {
		w.Fatalf("Update: %v", err)
	}
	if sent := w.wire.writes(); len(sent) != 1 {
		w.Errorf("sent %v, want one batch", sent)
	}
	w.wantShown("what Update returned", longer, seen)
	w.wantShown("what was read", longer, w.read(made.Remote))
	if after, _ := w.row("app.bsky.feed.post", made.Remote); after.CID != before.CID {
		w.Errorf("the first part was written anew: %v, %v", before, after)
	}
	wantReferences(w, made.Remote, 4)
	shorter := w.desire(1, thread(w, "One."))
	if edits(seen.Spec, shorter.Spec, engine.Rules{}) || !edits(seen.Spec, shorter.Spec, engine.Rules{Edit: true}) {
		w.Error("taking parts away is an edit that has to be asked for")
	}
	if _, err := w.update(seen, shorter); err != nil {
		w.Fatalf("Update: %v", err)
	}
	if spec := w.read(made.Remote).Spec.(*engine.Post); len(spec.Thread) != 0 {
		w.Errorf("parts are left: %+v", spec.Thread)
	}
}

func editOfAThreadKeepsItsReferencesRight(w *world) {
	made := w.publish(w.desire(1, thread(w, "One.", "Two.", "Three.")))
	changed := w.desire(1, thread(w, "One, corrected.", "Two.", "Three."))
	if bluesky.Constructor().Info.Edits(made.Spec, changed.Spec, engine.Rules{}) {
		w.Error("a text may be edited without edit: true")
	}
	if _, err := w.update(made, changed); err != nil {
		w.Fatalf("Update: %v", err)
	}
	w.wantShown("what was read", changed, w.read(made.Remote))
	wantReferences(w, made.Remote, 3)
}

func gatesFollowTheFile(w *world) {
	made := w.publish(w.desire(1, &engine.Post{Text: "Discuss."}))
	for _, c := range []struct{ replies, quotes string }{
		{"none", ""}, {"followers", "none"}, {"mentioned", "all"}, {"all", "none"}, {"", ""},
	} {
		d := w.desire(1, &engine.Post{Text: "Discuss.", Replies: c.replies, Quotes: c.quotes})
		d.Fields = []string{"quotes", "replies", "text"}
		before := w.read(made.Remote)
		if !bluesky.Constructor().Info.Edits(before.Spec, d.Spec, engine.Rules{}) {
			w.Errorf("%+v is taken for an edit of the text", c)
		}
		if _, err := w.update(before, d); err != nil {
			w.Fatalf("%+v: %v", c, err)
		}
		w.wantShown("what was read", d, w.read(made.Remote))
	}
}

func updateOfWhatSomebodyChangedIsAConflict(w *world) {
	d := w.desire(1, &engine.Post{Text: "One."})
	stale := w.publish(d)
	theirs := w.desire(1, &engine.Post{Text: "One, by somebody else."})
	if _, err := w.update(stale, theirs); err != nil {
		w.Fatalf("Update: %v", err)
	}
	_, err := w.update(stale, w.desire(1, &engine.Post{Text: "One, a little late."}))
	w.wantKind("Update of what somebody changed", err, engine.Conflict)
	w.wantShown("what is left", theirs, w.read(stale.Remote))
	w.remove(stale)
	_, err = w.update(stale, d)
	w.wantKind("Update of what is gone", err, engine.NotFound)
}

// updateKeepsWhatItDoesNotKnow lets somebody write fields that no spec has.
func updateKeepsWhatItDoesNotKnow(w *world) {
	made := w.publish(w.desire(1, &engine.Post{Text: "One."}))
	r, _ := w.row("app.bsky.feed.post", made.Remote)
	r.Value["example.org/note"] = map[string]any{"n": 7}
	putByHand(w, "app.bsky.feed.post", made.Remote, r.Value)
	changed := w.desire(1, &engine.Post{Text: "Two."})
	if _, err := w.update(w.read(made.Remote), changed); err != nil {
		w.Fatalf("Update: %v", err)
	}
	after, _ := w.row("app.bsky.feed.post", made.Remote)
	if after.Value["example.org/note"] == nil || after.Value["createdAt"] != r.Value["createdAt"] || after.Value["text"] != "Two." {
		w.Errorf("the record became %v", after.Value)
	}
}

func lostReplyIsFoundByItsKey(w *world) {
	d := w.desire(1, &engine.Post{Text: "Once."})
	in := w.intent(engine.Create, d)
	p := w.provider()
	if _, err := p.Find(w.Context(), in); engine.KindOf(err) != engine.NotFound {
		w.Errorf("Find before anything was sent: %v", err)
	}
	w.wire.loseNext()
	_, err := p.Create(w.Context(), d, in)
	w.wantKind("Create whose answer was lost", err, engine.Uncertain)
	found, err := w.provider().Find(w.Context(), in)
	if err != nil || found.Remote != in.Remote {
		w.Fatalf("Find: %+v, %v", found, err)
	}
	w.wantShown("what was found", d, found)
	again, err := w.provider().Create(w.Context(), d, in)
	if err != nil || again.Version != found.Version {
		w.Errorf("Create again: %+v, %v", again, err)
	}
	if list := w.listed(); len(list) != 1 {
		w.Errorf("listed %d, want 1", len(list))
	}
}

func lostThreadIsFoundWhole(w *world) {
	d := w.desire(1, thread(w, "One.", "Two."))
	in := w.intent(engine.Create, d)
	p := w.provider()
	if err := p.Prepare(w.Context(), d); err != nil {
		w.Fatal(err)
	}
	w.wire.loseNext()
	_, err := p.Create(w.Context(), d, in)
	w.wantKind("Create whose answer was lost", err, engine.Uncertain)
	found, err := w.provider().Find(w.Context(), in)
	if err != nil {
		w.Fatalf("Find: %v", err)
	}
	w.wantShown("what was found", d, found)
	w.wire.loseNext()
	err = w.provider().Delete(w.Context(), found, engine.Intent{Remote: found.Remote})
	w.wantKind("Delete whose answer was lost", err, engine.Uncertain)
	if list := w.listed(); len(list) != 0 {
		w.Errorf("listed %d, want none", len(list))
	}
}

func oneKeyWithAnotherTextIsUncertain(w *world) {
	d := w.desire(1, &engine.Post{Text: "First."})
	in := w.intent(engine.Create, d)
	w.publish(d)
	for _, spec := range []*engine.Post{{Text: "Second."}, thread(w, "Second.", "And more.")} {
		other := w.desire(1, spec)
		p := w.provider()
		if err := p.Prepare(w.Context(), other); err != nil {
			w.Fatal(err)
		}
		_, err := p.Create(w.Context(), other, in)
		w.wantKind("Create of "+spec.Text, err, engine.Uncertain)
	}
	w.wantShown("what is there", d, w.read(in.Remote))
}

func pinnedPostIsOnTheProfile(w *world) {
	d := w.desire(1, &engine.Post{Text: "Read this first.", Pinned: true})
	made := w.publish(d)
	if sent := w.wire.writes(); len(sent) != 1 {
		w.Errorf("sent %v, want one batch", sent)
	}
	w.wantShown("what was read", d, w.read(made.Remote))
	second := w.desire(2, &engine.Post{Text: "No, this.", Pinned: true})
	later := w.publish(second)
	if w.read(made.Remote).Spec.(*engine.Post).Pinned {
		w.Error("two posts are pinned")
	}
	unpinned := w.desire(2, &engine.Post{Text: "No, this."})
	if !bluesky.Constructor().Info.Edits(later.Spec, unpinned.Spec, engine.Rules{}) {
		w.Error("a post cannot be taken from its place without edit: true")
	}
	if _, err := w.update(later, unpinned); err != nil {
		w.Fatalf("Update: %v", err)
	}
	if r, _ := w.row("app.bsky.actor.profile", "self"); r.Value["pinnedPost"] != nil {
		w.Errorf("the profile still shows %v", r.Value["pinnedPost"])
	}
	if _, err := w.update(w.read(later.Remote), second); err != nil {
		w.Fatalf("Update: %v", err)
	}
	w.remove(later)
	if r, _ := w.row("app.bsky.actor.profile", "self"); r.Value["pinnedPost"] != nil {
		w.Errorf("the profile shows a post that is gone: %v", r.Value["pinnedPost"])
	}
}

func profileKeepsWhatIsNotDeclared(w *world) {
	avatar := w.picture("")
	full := w.desire(1, &engine.Profile{Name: "The Morning Paper", Bio: "News.\nEvery day.", Avatar: []engine.Media{avatar}})
	p := w.provider()
	if err := p.Prepare(w.Context(), full); err != nil {
		w.Fatal(err)
	}
	made, err := p.Create(w.Context(), full, w.intent(engine.Create, full))
	if err != nil {
		w.Fatal(err)
	}
	w.wantShown("what Create returned", full, made)
	for first := range w.provider().List(w.Context(), engine.Window{}) {
		w.wantShown("what was listed first", full, first)
		break
	}
	bio := w.desire(1, &engine.Profile{Bio: "News, at last."})
	if _, err := w.update(made, bio); err != nil {
		w.Fatal(err)
	}
	seen, err := w.provider().Read(w.Context(), engine.KindProfile, "self")
	if err != nil {
		w.Fatal(err)
	}
	w.wantShown("what was declared", bio, seen)
	want := w.desire(1, &engine.Profile{Name: "The Morning Paper", Bio: "News, at last.", Avatar: []engine.Media{avatar}})
	w.wantShown("what was not", want, seen)
	_, err = w.update(made, bio)
	w.wantKind("Update of a profile that was changed", err, engine.Conflict)
	in := w.intent(engine.Create, bio)
	if found, err := w.provider().Find(w.Context(), in); err != nil || found.Remote != "self" {
		w.Errorf("Find: %+v, %v", found, err)
	}
	dropped := w.intent(engine.Update, bio)
	dropped.Dropped = []string{"avatar", "name"}
	if _, err := w.provider().Find(w.Context(), dropped); engine.KindOf(err) != engine.NotFound {
		w.Errorf("Find of what was not taken off: %v", err)
	}
	if _, err := w.provider().Update(w.Context(), seen, bio, dropped); err != nil {
		w.Fatalf("Update: %v", err)
	}
	if r, _ := w.row("app.bsky.actor.profile", "self"); r.Value["avatar"] != nil || r.Value["displayName"] != nil || r.Value["description"] == nil {
		w.Errorf("after name and avatar were taken off the profile is %v", r.Value)
	}
	other := w.desire(1, &engine.Profile{Bio: "Never sent."})
	_, err = w.provider().Find(w.Context(), w.intent(engine.Create, other))
	w.wantKind("Find of what was not sent", err, engine.NotFound)
}

// whatIsLeftOfAThreadIsTakenDown deletes the first part by hand.
func whatIsLeftOfAThreadIsTakenDown(w *world) {
	made := w.publish(w.desire(1, thread(w, "One.", "Two.", "Three.")))
	deleteByHand(w, "app.bsky.feed.post", made.Remote)
	_, err := w.provider().Read(w.Context(), engine.KindPost, made.Remote)
	w.wantKind("Read of what lost its first part", err, engine.NotFound)
	list := w.listed()
	if len(list) != 1 || list[0].Spec.(*engine.Post).Text != "Two." || len(list[0].Spec.(*engine.Post).Thread) != 1 {
		w.Errorf("listed %+v, want what is left", list)
	}
	w.remove(made)
	if list := w.listed(); len(list) != 0 {
		w.Errorf("listed %+v, want nothing", list)
	}
}

// answerIsNoPartOfTheThread answers a post of our own, due at the same moment.
func answerIsNoPartOfTheThread(w *world) {
	d := w.desire(1, &engine.Post{Text: "One."})
	first := w.publish(d)
	answer := w.desire(2, &engine.Post{Text: "And another thing.", ReplyTo: first.URL})
	answer.Due = d.Due
	made := w.publish(answer)
	if list := w.listed(); len(list) != 2 {
		w.Fatalf("listed %d, want the post and its answer", len(list))
	}
	w.wantShown("the post", d, w.read(first.Remote))
	w.wantShown("the answer", answer, w.read(made.Remote))
	if len(w.read(first.Remote).Spec.(*engine.Post).Thread) != 0 {
		w.Error("the answer is taken for a part of the thread")
	}
	longer := w.desire(2, &engine.Post{Text: "And another thing.", ReplyTo: first.URL, Thread: []engine.Post{{Text: "And more."}}})
	longer.Due = d.Due
	if _, err := w.update(made, longer); err != nil {
		w.Fatalf("Update: %v", err)
	}
	w.wantShown("the longer answer", longer, w.read(made.Remote))
	tid, _ := atproto.ParseTID(string(made.Remote))
	tid.Micros++
	part, _ := w.row("app.bsky.feed.post", engine.RemoteID(tid.String()))
	if !strings.Contains(textOf(w, part.Value["reply"].(map[string]any)["root"]), first.Version) {
		w.Errorf("the conversation of %v does not begin with %s", part.Value, first.Version)
	}
}

func wrongPasswordIsUnauthorized(w *world) {
	d := w.desire(1, &engine.Post{Text: "Never."})
	for _, password := range []string{"wrong-password", ""} {
		p := w.providerOf(w.handle, password)
		_, err := p.Probe(w.Context())
		w.wantKind("Probe", err, engine.Unauthorized)
		w.wantKind("Prepare", p.Prepare(w.Context(), d), engine.Unauthorized)
		if password != "" && strings.Contains(err.Error(), password) {
			w.Errorf("the error holds the password: %v", err)
		}
		if _, err := p.Read(w.Context(), engine.KindPost, "3kaaaaaaaaa2a"); engine.KindOf(err) != engine.NotFound {
			w.Errorf("Read needs no password: %v", err)
		}
	}
	if _, err := w.provider().Probe(w.Context()); err != nil {
		w.Errorf("Probe: %v", err)
	}
}

// serverNamesEveryRecordAsWeDo computes the CID of all that the other cases
// wrote.
func serverNamesEveryRecordAsWeDo(w *world) {
	named := 0
	for _, collection := range []string{"app.bsky.feed.post", "app.bsky.feed.threadgate", "app.bsky.feed.postgate", "app.bsky.actor.profile"} {
		for _, r := range w.rows(collection) {
			cid, err := atproto.CID(r.Value)
			if err != nil || cid != r.CID {
				w.Errorf("%s is %s to the server, %s to us (%v)", r.URI, r.CID, cid, err)
			}
			named++
		}
	}
	if named < 20 {
		w.Errorf("only %d records to compare", named)
	}
	if w.fake == nil {
		keepVectors(w)
	}
}
