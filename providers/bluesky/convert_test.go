package bluesky

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"galley/engine"
)

// roundTrip composes a post and reads it back through JSON, as a server would.
func roundTrip(t *testing.T, post *engine.Post) *engine.Post {
	t.Helper()
	p := &Provider{handles: map[string]string{}, targets: map[string]target{}}
	normal := normalPost(*post)
	for _, part := range append([]engine.Post{*normal}, normal.Thread...) {
		for _, s := range spans(part.Text) {
			p.handles[s.Mention] = "did:plc:mentioned"
		}
	}
	records, err := p.compose(t.Context(), post)
	if err != nil {
		t.Fatal(err)
	}
	w := posting{key: recordKey("k", aDue, false).String()}
	want, _, err := becoming("did:plc:us", w, post, records, aDue)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want.parts {
		data, err := json.Marshal(want.parts[i].Value)
		if err != nil {
			t.Fatal(err)
		}
		var back record
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		stored, err := newStored(want.parts[i].Key, back)
		if err != nil || stored.CID != want.parts[i].CID {
			t.Fatalf("%s became %s on its way (%v)", want.parts[i].CID, stored.CID, err)
		}
		want.parts[i].stored = stored
	}
	return specOf(want)
}

// FuzzPostSurvives: what is read back of any post is what was declared, in the
// form of the network; and that form is its own.
func FuzzPostSurvives(f *testing.F) {
	f.Add("Été, see https://a.org.", "https://a.org", "news", "a cat", "Ana", "and more https://b.org", true)
	f.Add("see https://a.org and https://b.org", "https://a.org", "", "", "", "", true)
	f.Add(" \r\n@ana.example.org", "https://c.org/ ", "#x", "", "© B", "", false)
	f.Fuzz(func(t *testing.T, text, link, tag, alt, credit, next string, pictured bool) {
		post := &engine.Post{Text: text, Link: link, Tags: []string{tag}, Thread: []engine.Post{{Text: next}}}
		if pictured {
			picture := engine.Media{SHA256: strings.Repeat("ab", 32), Type: "image/png", Size: 9, Width: 3, Height: 2, Alt: alt, Credit: credit}
			post.Media = []engine.Media{picture}
			post.Thread[0].Media = []engine.Media{picture}
		}
		post.Card = &engine.Card{Title: alt, Description: credit, Image: post.Media}
		if !pictured && tag != "" {
			post.Card.Image = []engine.Media{{SHA256: strings.Repeat("cd", 32), Type: "image/jpeg", Size: 9, Alt: alt}}
		}
		want := normalize(post)
		if again := normalize(want); !reflect.DeepEqual(again.Fields(), want.Fields()) {
			t.Fatalf("normal is %v, then %v", want.Fields(), again.Fields())
		}
		if check(post) != nil {
			return
		}
		if got := normalize(roundTrip(t, post)); !reflect.DeepEqual(got.Fields(), want.Fields()) {
			t.Fatalf("declared %v, read %v", want.Fields(), got.Fields())
		}
	})
}

func TestForeignRecordsAreRead(t *testing.T) {
	const text = `{"$type":"app.bsky.feed.post","text":"Look","createdAt":"2026-12-01T09:00:00Z","langs":["pt-BR","en"],
		"labels":{"$type":"com.atproto.label.defs#selfLabels","values":[{"val":"nudity"}]},"brandNew":[1,2],
		"embed":{"$type":"app.bsky.embed.recordWithMedia",
			"record":{"$type":"app.bsky.embed.record","record":{"uri":"at://did:plc:x/app.bsky.feed.post/3kaaaaaaaaa2a","cid":"c"}},
			"media":{"$type":"app.bsky.embed.video","alt":"waves","aspectRatio":{"width":16,"height":9},
				"video":{"$type":"blob","ref":{"$link":"bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"},"mimeType":"video/mp4","size":77}}},
		"reply":{"parent":{"uri":"at://did:plc:y/app.bsky.feed.post/3kbbbbbbbbb2b","cid":"c"}}}`
	var r record
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatal(err)
	}
	gate := &stored{Value: record{"allow": []any{map[string]any{"$type": "app.bsky.feed.threadgate#listRule"}, map[string]any{"$type": "app.bsky.feed.threadgate#mentionRule"}}}}
	got := specOf(posting{parts: []part{{stored: stored{Value: r}}}, threadgate: gate})
	want := &engine.Post{
		Text: "Look", Language: "pt-BR", ContentWarning: "nudity",
		Quote:   "https://bsky.app/profile/did:plc:x/post/3kaaaaaaaaa2a",
		ReplyTo: "https://bsky.app/profile/did:plc:y/post/3kbbbbbbbbb2b",
		Replies: "app.bsky.feed.threadgate#listRule mentioned",
		Media: []engine.Media{{SHA256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
			Type: "video/mp4", Size: 77, Alt: "waves", Width: 16, Height: 9}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v\nwant %+v", got, want)
	}
	for _, odd := range []record{nil, {}, {"text": 7, "embed": "x", "langs": "en", "tags": []any{1}, "reply": []any{}, "labels": nil}} {
		if got := specOf(posting{parts: []part{{stored: stored{Value: odd}}}}); got.Plain() != "" {
			t.Errorf("%v is read as %+v", odd, got)
		}
	}
}

func TestAddressesOfOnePostAreEqual(t *testing.T) {
	for _, same := range []string{
		"https://bsky.app/profile/ana.example.org/post/3kaaaaaaaaa2a", " https://bsky.app/profile/@Ana.Example.org/post/3kaaaaaaaaa2a/",
		"https://bsky.app/profile/did:plc:x/post/3kaaaaaaaaa2a?ref=1", "at://did:plc:x/app.bsky.feed.post/3kaaaaaaaaa2a",
	} {
		if got := addressKey(same); got != "3kaaaaaaaaa2a" {
			t.Errorf("the key of %q is %q", same, got)
		}
	}
	for _, none := range []string{"", "3kaaaaaaaaa2a", "https://bsky.app/profile/ana.example.org", "https://bsky.app/profile/ana/post/3kaaaaaaaaa2a",
		"at://did:plc:x/app.bsky.feed.like/3kaaaaaaaaa2a", "at://did:plc:x", "https://bsky.app/profile/ana.example.org/post/x"} {
		if a, ok := parseAddress(none); ok {
			t.Errorf("%q is taken for the address %+v", none, a)
		}
	}
}
