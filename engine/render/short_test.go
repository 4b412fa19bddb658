package render

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"galley/engine"
	"galley/engine/media"
)

// social are two networks that show all there is to a short post: one with
// children, and one that writes a thread at once.
func social() desk {
	d := newDesk()
	all := engine.Limits{Fields: append(slices.Clone(shortFields), "firstComment"), MediaTypes: []string{"image/jpeg", "image/png"},
		MediaBytes: 30_000, MediaWidth: 200}
	kinds := map[engine.Kind]engine.Limits{engine.KindPost: all,
		engine.KindProfile: {Fields: []string{"avatar", "bio", "name"}, MediaTypes: []string{"image/png"}, MediaWidth: 50},
		engine.KindFilter:  {Fields: []string{"action", "contexts", "title", "words"}}}
	d.infos["open"] = engine.Info{Network: "open", PostKind: engine.KindPost, Children: true, Kinds: kinds}
	d.infos["sky"] = engine.Info{Network: "sky", PostKind: engine.KindPost, Atomic: true, Kinds: kinds}
	d.add(object("Channel", "masto", fields{"network": "open", "handle": "@town"}), object("Channel", "bsky", fields{"network": "sky", "handle": "town"}))
	return d
}

func TestPostsKeepCompany(t *testing.T) {
	d := social()
	d.add(post("ask", fields{"channels": list{"masto"}, "at": "merge", "text": "When?", "visibility": "unlisted", "pin": true, "edit": true,
		"replyTo": "https://open.example/@a/1", "quote": "${post.launch.masto.url}", "replies": "mentioned", "quotes": false,
		"poll":   fields{"options": list{"With ${handle.acme}", "$${now}"}, "lasts": "1d12h", "multiple": true, "hide": true},
		"thread": list{"Two"}}),
		post("launch", fields{"channels": list{"masto"}, "at": "merge", "text": "Launch"}))
	d.content.Project.Handles["acme"]["open"] = "@acme"
	got := d.sound(t)

	ask := got["masto/ask"]
	want := &engine.Post{Text: "When?", Language: "en", Visibility: "unlisted", Pinned: true, Quotes: "none", Replies: "mentioned",
		ReplyTo: "https://open.example/@a/1", Quote: "${post.launch.masto.url}",
		Poll: &engine.Poll{Options: []string{"With @acme", "${now}"}, Lasts: engine.Seconds(36 * time.Hour), Multiple: true, Hide: true}}
	if !reflect.DeepEqual(ask.Spec, want) {
		t.Errorf("got  %+v\nwant %+v", ask.Spec, want)
	}
	fieldsWanted := []string{"language", "pin", "poll", "quote", "quotes", "replies", "replyTo", "text", "visibility"}
	if !slices.Equal(ask.Fields, fieldsWanted) || !ask.Rules.Edit {
		t.Errorf("fields %v, rules %+v", ask.Fields, ask.Rules)
	}
	if refs := []engine.ID{{Kind: engine.KindPost, Channel: "masto", Slug: "launch"}}; !slices.Equal(ask.Refs, refs) {
		t.Errorf("it waits for %v, want %v", ask.Refs, refs)
	}
	part := got["masto/ask/2"]
	if want := (&engine.Post{Text: "Two", Language: "en", Visibility: "unlisted", Quotes: "none"}); !reflect.DeepEqual(part.Spec, want) {
		t.Errorf("a part is\n%+v, want\n%+v", part.Spec, want)
	}
	if want := []string{"language", "quotes", "text", "visibility"}; !slices.Equal(part.Fields, want) {
		t.Errorf("a part has the fields %v, want %v", part.Fields, want)
	}
}

func TestThreadsAreOneWriteWhereTheNetworkCan(t *testing.T) {
	d := social()
	d.add(post("tale", fields{"channels": list{"bsky"}, "at": "merge", "text": "One", "firstComment": "Last $${x} ${post.launch.blog.url}",
		"thread": list{"Two", "Three"}}), post("launch", fields{"channels": list{"blog"}, "at": "merge", "text": "Launch"}))
	got := d.sound(t)
	tale := got["bsky/tale"]
	want := &engine.Post{Text: "One", Language: "en", Thread: []engine.Post{{Text: "Two"}, {Text: "Three"}, {Text: "Last ${x} ${post.launch.blog.url}"}}}
	if len(got) != 2 || !reflect.DeepEqual(tale.Spec, want) || !slices.Equal(tale.Fields, []string{"language", "text", "thread"}) || len(tale.Refs) != 1 {
		t.Errorf("got %+v of %v after %v, want %+v", tale.Spec, tale.Fields, tale.Refs, want)
	}
}

func TestFieldsThatNoReaderWouldSeeAreRefused(t *testing.T) {
	for name, value := range map[string]any{"visibility": "followers", "poll": fields{"options": list{"a", "b"}, "lasts": "1d"}, "quotes": false,
		"replies": "none", "replyTo": "https://a.example/1", "quote": "https://a.example/1", "pin": true} {
		d := newDesk(post("p", fields{"at": "merge", "text": "x", "channels": list{"toots", "blog"}, name: value}))
		result := d.render(t)
		if len(result.Findings) != 2 {
			t.Errorf("%s: %+v, want one finding for each channel", name, result.Findings)
		}
		for _, f := range result.Findings {
			if f.Rule != RuleUnsupportedField || !strings.HasSuffix(f.Text, "shows no "+name) {
				t.Errorf("%s: %+v", name, f)
			}
		}
		for _, r := range result.Desired {
			if slices.Contains(r.Fields, name) || r.Spec.Fields()[name] != "" {
				t.Errorf("%s is sent all the same: %+v", name, r.Spec)
			}
		}
	}
}

func TestAskingForWhatHappensAnywayIsNoMistake(t *testing.T) {
	newDesk(post("p", fields{"at": "merge", "text": "x", "visibility": "public", "replies": "all", "quotes": true, "pin": false})).sound(t)
}

func TestAddressesOfPostsAreWhole(t *testing.T) {
	d := social()
	d.add(post("p", fields{"channels": list{"masto"}, "at": "merge", "text": "x", "replyTo": "@somebody", "quote": "open.example/1"}))
	result := d.render(t)
	if len(result.Findings) != 2 || result.Findings[0].Rule != RuleBadLink || result.Findings[1].Rule != RuleBadLink {
		t.Errorf("%+v", result.Findings)
	}
}

func TestPeriods(t *testing.T) {
	for text, want := range map[string]time.Duration{"3d": 72 * time.Hour, "12h": 12 * time.Hour, "1d12h30m": 36*time.Hour + 30*time.Minute,
		"45m": 45 * time.Minute, "": 0, "3 days": 0, "h": 0, "1h1d": 0, "99999999999999999999d": 0} {
		if got := period(text); got != want {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
}

func TestFiltersAreResources(t *testing.T) {
	d := social()
	d.add(object("Channel", "other", fields{"network": "open", "handle": "@other", "was": list{"former"}, "filters": list{
		fields{"title": "Été: loterie !", "words": list{fields{"text": "lottery", "whole": true}}},
		fields{"id": "rude", "title": "Été: loterie !", "contexts": list{"thread", "home"}, "action": "hide", "words": list{fields{"text": "w"}}},
		fields{"title": "宝くじ", "words": list{fields{"text": "w"}}}}}))
	got := d.sound(t)
	first := got["filter:other/ete-loterie"]
	want := &engine.Filter{Title: "Été: loterie !", Action: "warn", Contexts: allContexts, Words: []engine.FilterWord{{Text: "lottery", Whole: true}}}
	if !reflect.DeepEqual(first.Spec, want) || !first.Merge || first.Class != engine.Publish || len(first.Was) != 1 {
		t.Errorf("got %+v: %+v, want %+v", first, first.Spec, want)
	}
	if rude, ok := got["filter:other/rude"].Spec.(*engine.Filter); !ok || rude.Action != "hide" || !slices.Equal(rude.Contexts, []string{"home", "thread"}) {
		t.Errorf("rude is %+v", rude)
	}
	if len(got) != 3 {
		t.Errorf("%d resources, want 3", len(got))
	}
	for id := range got {
		if parsed, err := engine.ParseID(id); err != nil || parsed.String() != id {
			t.Errorf("%s cannot be read back: %v", id, err)
		}
	}
}

func noise(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i, seed := 0, uint32(1); i < len(m.Pix); i++ {
		seed = seed*1664525 + 1013904223
		m.Pix[i] = byte(seed >> 24)
		if i%4 == 3 {
			m.Pix[i] = 255
		}
	}
	return m
}

func encoded(t testing.TB, m image.Image, encode func(io.Writer, image.Image) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func toJPEG(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) }

// TestCardsAreRenderedWhereTheyAreShown follows a card to a network that shows
// one, to a post without a link, and to a network that makes its own.
func TestCardsAreRenderedWhereTheyAreShown(t *testing.T) {
	d := social()
	mute := d.infos["open"]
	limits := mute.Kinds[engine.KindPost]
	limits.Fields = []string{"link", "media", "text"}
	mute.Network, mute.Kinds = "mute", map[engine.Kind]engine.Limits{engine.KindPost: limits}
	d.infos["mute"] = mute
	card := fields{"title": "Ask ${handle.acme}", "description": "Until March.", "image": fields{"file": "small.png", "alt": "Ice"}}
	d.add(object("Channel", "quiet", fields{"network": "mute", "handle": "@q"}),
		post("linked", fields{"channels": list{"masto", "quiet"}, "at": "merge", "text": "x", "link": "https://town.example", "card": card}),
		post("bare", fields{"channels": list{"masto"}, "at": "merge", "text": "x", "card": card}))
	d.content.Project.Handles["acme"]["open"] = "@acme"
	d.files = fstest.MapFS{"small.png": {Data: encoded(t, noise(4, 3), png.Encode)}}
	got := d.sound(t)

	post := got["masto/linked"].Spec.(*engine.Post)
	if c := post.Card; c == nil || c.Title != "Ask @acme" || c.Description != "Until March." || len(c.Image) != 1 || c.Image[0].Alt != "Ice" || c.Image[0].File != "small.png" {
		t.Errorf("the card is %+v", c)
	}
	if !slices.Contains(got["masto/linked"].Fields, "card") || !slices.Equal(post.Files(), engine.CardFiles(post)) {
		t.Errorf("fields %v, files %+v", got["masto/linked"].Fields, post.Files())
	}
	if bare := got["masto/bare"]; bare.Spec.(*engine.Post).Card != nil || !slices.Contains(bare.Fields, "card") {
		t.Errorf("without a link: %+v", bare.Spec)
	}
	if quiet := got["quiet/linked"]; quiet.Spec.(*engine.Post).Card != nil || slices.Contains(quiet.Fields, "card") {
		t.Errorf("where it is not shown: %+v, fields %v", quiet.Spec, quiet.Fields)
	}
}

// TestPictureOfACardIsFitted: the limits of a card are other than those of media.
func TestPictureOfACardIsFitted(t *testing.T) {
	d := social()
	for name, info := range d.infos {
		if limits, short := info.Kinds[engine.KindPost]; short {
			limits.MediaWidth, limits.CardBytes = 0, 9_000
			info.Kinds[engine.KindPost] = limits
			d.infos[name] = info
		}
	}
	d.add(object("Channel", "fitted", fields{"network": "open", "handle": "@fitted", "media": fields{"fit": true}}),
		post("p", fields{"channels": list{"fitted"}, "at": "merge", "text": "x", "link": "https://town.example",
			"media": list{fields{"file": "wide.jpg", "alt": "A"}}, "card": fields{"image": fields{"file": "wide.jpg"}}}))
	d.files = fstest.MapFS{"wide.jpg": {Data: encoded(t, noise(200, 150), toJPEG)}}
	result := d.render(t)
	files := result.Desired[0].Spec.Files()
	if len(result.Findings) > 0 || len(files) != 2 || files[0].Size <= 9_000 || files[1].Size > 9_000 {
		t.Fatalf("files %+v, findings %+v", files, result.Findings)
	}
	if notes := result.Desired[0].Notes; len(notes) != 1 || !strings.Contains(notes[0], "scaled") {
		t.Errorf("the plan says %q", notes)
	}
	if len(result.Media) != 2 {
		t.Errorf("%d files can be opened, want 2", len(result.Media))
	}
}

// TestPicturesAreFittedWhereTheChannelSaysSo sends one picture to two channels:
// what each will send is hashed, told, and opened again with the same bytes.
func TestPicturesAreFittedWhereTheChannelSaysSo(t *testing.T) {
	d := social()
	d.add(object("Channel", "fitted", fields{"network": "open", "handle": "@fitted", "media": fields{"fit": true},
		"limits": fields{"mediaBytes": int64(9_000)}, "profile": fields{"name": "T", "avatar": "wide.png"}}),
		post("p", fields{"channels": list{"masto", "fitted"}, "at": "merge", "text": "x", "media": list{
			fields{"file": "wide.jpg", "alt": "A"}, fields{"file": "small.png", "alt": "B"}}}))
	small := encoded(t, noise(4, 3), png.Encode)
	d.files = fstest.MapFS{"wide.jpg": {Data: encoded(t, noise(400, 300), toJPEG)}, "wide.png": {Data: encoded(t, noise(400, 300), png.Encode)},
		"small.png": {Data: small}}
	result := d.render(t)
	if len(result.Findings) > 0 {
		t.Fatalf("%+v", result.Findings)
	}
	got := map[string]engine.Desired{}
	for _, r := range result.Desired {
		got[r.ID.String()] = r
	}
	whole, fitted, profile := got["masto/p"], got["fitted/p"], got["profile:fitted/profile"]
	if m := whole.Spec.Files()[0]; m.Width != 400 || whole.Notes != nil {
		t.Errorf("without fit: %+v, %v", m, whole.Notes)
	}
	m := fitted.Spec.Files()
	if m[0].Width > 200 || m[0].Size > 9_000 || m[0].File != "wide.jpg" || m[1] != whole.Spec.Files()[1] {
		t.Errorf("with fit: %+v", m)
	}
	if len(fitted.Notes) != 1 || !strings.HasPrefix(fitted.Notes[0], "wide.jpg: scaled from 400×300 to ") {
		t.Errorf("the plan says %q", fitted.Notes)
	}
	noted := fitted
	noted.Notes = nil
	if noted.ComputeDigest() != fitted.Digest || fitted.Digest == whole.Digest {
		t.Error("the digest names notes, or does not name what is sent")
	}
	if a := profile.Spec.Files(); len(a) != 1 || a[0].Width != 50 || !slices.Equal(profile.Fields, []string{"avatar", "name"}) || len(profile.Notes) != 1 {
		t.Errorf("the avatar is %+v, fields %v, notes %v", a, profile.Fields, profile.Notes)
	}
	for sha256, medium := range result.Media {
		r, err := medium.Open(d.files)
		if err != nil {
			t.Fatal(err)
		}
		sent, err := media.Measure(t.Context(), r, nil)
		if r.Close() != nil || err != nil || sent.SHA256 != sha256 {
			t.Errorf("%+v opens as %s, %v, want %s", medium, sent.SHA256, err, sha256)
		}
	}
	if len(result.Media) != 4 {
		t.Errorf("%d media, want 4", len(result.Media))
	}
	if _, err := (Medium{Path: "gone.jpg"}).Open(d.files); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is gone: %v", err)
	}
}

func TestAvatarsThatAreNotThereAreFound(t *testing.T) {
	d := social()
	d.add(object("Channel", "fitted", fields{"network": "open", "handle": "@fitted", "profile": fields{"avatar": "gone.png"}}))
	d.files = fstest.MapFS{}
	if result := d.render(t); len(result.Findings) != 1 || result.Findings[0].Rule != RuleMissingMedia || result.Findings[0].Object != "Profile fitted" {
		t.Errorf("%+v", result.Findings)
	}
}

// liar is a Memory that recalls what never was.
type liar struct{}

func (liar) Recall(string) (media.Result, bool) {
	return media.Result{SHA256: engine.HashText("a lie"), Size: 1, Type: "image/jpeg", Width: 1, Height: 1}, true
}
func (liar) Keep(string, media.Result) {}

func TestWhatWasNotPlannedIsNotSent(t *testing.T) {
	d := social()
	d.add(object("Channel", "fitted", fields{"network": "open", "handle": "@fitted", "media": fields{"fit": true}}),
		post("p", fields{"channels": list{"fitted"}, "at": "merge", "text": "x", "media": list{fields{"file": "wide.jpg", "alt": "A"}}}))
	d.files = fstest.MapFS{"wide.jpg": {Data: encoded(t, noise(400, 300), toJPEG)}}
	result, err := Content(t.Context(), Input{Content: d.content, Infos: d.infos, Files: d.files, Memory: liar{}})
	if err != nil {
		t.Fatal(err)
	}
	medium := result.Media[engine.HashText("a lie")]
	if _, err := medium.Open(d.files); err == nil || !strings.Contains(err.Error(), "was planned") {
		t.Errorf("it opens: %v", err)
	}
}
