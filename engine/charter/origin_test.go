package charter

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"galley/engine"
	"galley/engine/load"
	"galley/engine/render"
	"galley/providers"
)

// mine are letters that only the values are made of: what references and
// parameters become has none of them.
const mine = "éàçœжщ"

// TestWhatWasCopiedIsFoundWhereItIsWritten renders random values and compares
// the origin of every letter with the one that counting them gives.
func TestWhatWasCopiedIsFoundWhereItIsWritten(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var posts strings.Builder
	for i := range 400 {
		fmt.Fprintf(&posts, "---\nkind: Post\nid: post-%d\nchannels: [site, toots, sky]\nat: 2026-12-01 10:00\nlanguage: fr\ncampaign: winter\n", i)
		fmt.Fprintf(&posts, "text: %s\nthread: [%s, %s]\nfirstComment: %s\n", randomValue(random), randomValue(random), randomValue(random), randomValue(random))
	}
	letters, exact := 0, 0
	for _, m := range messagesOf(t, strings.TrimPrefix(posts.String(), "---\n")) {
		for i := range m.surfaces {
			n, ok := tracesBack(t, &m.surfaces[i])
			letters, exact = letters+n, exact+ok
		}
	}
	if letters < 10_000 || exact < letters*99/100 {
		t.Errorf("%d of %d letters are exact, want nearly all", exact, letters)
	}
}

// tracesBack counts the letters of a surface, and those among them whose origin
// is exact.
func tracesBack(t *testing.T, s *surface) (letters, exact int) {
	var written []struct{ value, at int }
	for n, v := range s.values {
		for at, r := range v.text {
			if strings.ContainsRune(mine, r) {
				written = append(written, struct{ value, at int }{n, at})
			}
		}
	}
	for at, r := range s.text {
		if !strings.ContainsRune(mine, r) {
			continue
		}
		want := written[letters]
		letters++
		path, from, _, ok := s.origin(at, at+len(string(r)))
		if !ok {
			continue
		}
		exact++
		if v := s.values[want.value]; from != want.at || strings.Join(path, "/") != strings.Join(v.path, "/") {
			t.Errorf("byte %d of %q: traced to %v %d, written at %v %d of %q", at, s.text, path, from, v.path, want.at, v.text)
		}
	}
	return letters, exact
}

func randomValue(random *rand.Rand) string {
	parts := []string{"${handle.acme}", "${campaign.utm}", "${post.post-1.site.url}", "$${", "$${handle.acme}", "$${post.post-1.site.url}",
		"https://town.example/é", "https://town.example/a?b=c#d", "(https://town.example/x)", "[é](https://town.example/ç).", "https://town.example/?${campaign.utm}#ж",
		"https://other.example/${handle.acme}", "https://town.example/${handle.acme}/é, ", " ", "\n", "\n\n", ".", ",", "@", "\u00a0!", "#é", "$", "}", "{", "town", "é", "à ", " ç", "œ", "ж", "щ щ"}
	var b strings.Builder
	b.WriteString(strings.Repeat("\n", random.IntN(2)) + "é")
	for range random.IntN(12) {
		b.WriteString(parts[random.IntN(len(parts))])
	}
	b.WriteString("щ" + strings.Repeat("\n", random.IntN(2)))
	return strconv.Quote(b.String())
}

// messagesOf loads and renders posts in a small newsroom.
func messagesOf(t testing.TB, posts string) []*message {
	t.Helper()
	content := fstest.MapFS{
		"galley.yaml":   {Data: []byte("kind: Project\nid: newsroom\nzone: Europe/Paris\nlanguages: [fr]\nrecord: {id: x}\nhandles: {acme: {mastodon: \"@acme@town.example\", bluesky: \"@acme.town.example\", site: Acme Ltd.}}\n")},
		"campaign.yaml": {Data: []byte("kind: Campaign\nid: winter\nfrom: 2026-11-01\nto: 2026-12-31\nutm: {source: town.example, campaign: winter}\n")},
		"channels.yaml": {Data: []byte(newsroomChannels)},
		"posts.yaml":    {Data: []byte(posts)},
	}
	tree, found, err := load.Tree(t.Context(), content, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if f.Severity == engine.SeverityError {
			t.Fatalf("%s: %s", f.Pos, f.Text)
		}
	}
	infos := providers.All().Infos()
	rendered, err := render.Content(t.Context(), render.Input{Content: tree, Infos: infos, Files: content})
	if err != nil {
		t.Fatal(err)
	}
	c, _ := New(Input{Content: tree, Infos: infos, Files: content})
	bySlug := map[string][]engine.Desired{}
	for _, d := range rendered.Desired {
		bySlug[d.ID.Slug] = append(bySlug[d.ID.Slug], d)
	}
	var list []*message
	for i := range tree.Posts {
		list = append(list, c.messages(&tree.Posts[i], bySlug[tree.Posts[i].ID])...)
	}
	return list
}

const newsroomChannels = `kind: Channel
id: site
network: site
url: https://town.example
target: {dir: public}
---
kind: Channel
id: toots
network: mastodon
handle: "@town@social.example"
url: https://social.example
credentials: TOOTS
---
kind: Channel
id: sky
network: bluesky
handle: town.example
credentials: SKY
`

// TestOriginsOfALongTextAreFoundInTimeThatGrowsWithIt asks for as many places of
// a text as it has words.
func TestOriginsOfALongTextAreFoundInTimeThatGrowsWithIt(t *testing.T) {
	text := strings.Repeat("un mot ${handle.acme} https://town.example/a et https://town.example/b. ", 4000)
	sent := strings.ReplaceAll(strings.ReplaceAll(text, "${handle.acme}", "@acme"), "/a ", "/a?utm_source=x ")
	s := surface{text: strings.TrimRight(sent, " "), values: []value{{[]string{"body"}, text}}}
	began := time.Now()
	for at := 0; at < len(s.text)-3; at += 64 {
		if path, from, to, exact := s.origin(at, at+3); exact && text[from:to] != s.text[at:at+3] {
			t.Fatalf("byte %d: %v %d to %d", at, path, from, to)
		}
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
}

// FuzzOrigin asks for every byte of whatever text of whatever values: what is
// exact is the same in both.
func FuzzOrigin(f *testing.F) {
	f.Add("a ${handle.x} b $${c} https://a.example/b#c.", "d\n", "a @x b ${c} https://a.example/b?u=1#c.\n\nd")
	f.Add("", "${", "x")
	f.Add("\n\n", " \n", "")
	f.Add("a${x}a${x}a", "a", "aaaaaaa")
	f.Fuzz(func(t *testing.T, first, second, text string) {
		s := surface{text: text, values: []value{{[]string{"text"}, first}, {[]string{"thread", "0"}, second}}}
		for at := range len(text) {
			path, from, to, exact := s.origin(at, at+1)
			v := first
			if len(path) == 2 {
				v = second
			}
			if from < 0 || to < from || to > len(v) || exact && v[from:to] != text[at:at+1] {
				t.Fatalf("byte %d of %q: %v %d to %d, exact %v", at, text, path, from, to, exact)
			}
		}
	})
}

// TestAnotherCheckerMaySpeakOften asks for more findings than a rule of ours has.
func TestAnotherCheckerMaySpeakOften(t *testing.T) {
	m := messagesOf(t, "kind: Post\nid: a\nchannels: [toots]\nat: 2026-12-01 10:00\nlanguage: fr\ntext: Un mot.\n")[0]
	text := Prose{message: m, surface: &m.surfaces[0]}
	for range 2 * mostRemarks {
		if f := text.Finding(Remark{Rule: "vale/House.Word", Start: 3, End: 6, Text: "x"}); f.Text != "x" {
			t.Fatalf("%+v", f)
		}
	}
}
