package charter_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"galley/engine"
	"galley/engine/charter"
	"galley/engine/load"
	"galley/engine/render"
	"galley/providers"
	"galley/schema"
)

// judged returns what the charter finds in the posts of an archive, at its real
// places.
func judged(t *testing.T, files string) []engine.Finding {
	t.Helper()
	archive := txtar.Parse([]byte(files))
	content := newsroom(t, archive, "")
	for _, f := range archive.Files {
		content[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	tree, found, err := load.Tree(t.Context(), content, load.Options{})
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	infos := providers.All().Infos()
	rendered, err := render.Content(t.Context(), render.Input{Content: tree, Infos: infos, Files: content})
	if err != nil {
		t.Fatal(err)
	}
	sources := load.NewSources(content, load.Options{})
	place := func(o *schema.Object, path []string, start, end int) (schema.Pos, int) {
		return sources.Place(o, start, path...), end - start
	}
	c, all := charter.New(charter.Input{Content: tree, Infos: infos, Files: content, Place: place})
	for i := range tree.Posts {
		own := slices.DeleteFunc(slices.Clone(rendered.Desired), func(d engine.Desired) bool { return d.ID.Slug != tree.Posts[i].ID })
		found, _ := c.Post(&tree.Posts[i], own)
		all = append(all, found...)
	}
	return all
}

// TestMistakesInTheCharterNameTheirPlaceAndTheNextStep covers what the rules of
// all sections have in common.
func TestMistakesInTheCharterNameTheirPlaceAndTheNextStep(t *testing.T) {
	var got []string
	for _, f := range judged(t, `-- charter.yaml --
kind: Charter
id: charter
pillars: [{id: useful}]
articles: [{number: "3.2", text: X}]
lexicon:
  - never: [con]
    scope: {channels: [toots, tots]}
    cite: "3.3"
  - instead: Name the price.
  - bank: words/none.txt
  - bank: words/bad.txt
  - pattern: '\bcon\b'
hashtags:
  - max: 3
    scope: {networks: [mastodont], campaigns: [winter], pillars: [use]}
-- words/bad.txt --
# a comment
mail -> courriel
mail ->
mail [loud]
-- posts.yaml --
kind: Post
id: a
channels: [toots]
at: 2026-12-01 10:00
language: fr
text: Un mail.
waivers: [{rule: prefered-term, reason: So., by: Ada}]
`) {
		got = append(got, fmt.Sprintf("%s %s %s: %s [%s]", f.Pos, f.Severity, f.Rule, f.Text, f.Hint))
	}
	want := []string{
		`charter.yaml:7:31 error unknown-channel: there is no channel "tots" [did you mean toots?]`,
		`charter.yaml:8:11 error unknown-article: there is no article "3.3" [did you mean 3.2?]`,
		`charter.yaml:9:5 error empty-rule: the rule asks for nothing [write what it asks for, or remove it]`,
		`charter.yaml:10:11 error missing-bank: there is no bank words/none.txt [create the file: one term a line, or "term -> preferred"]`,
		`charter.yaml:11:11 error bad-bank: words/bad.txt:3:1: nothing follows the arrow [write what is preferred after ->, or remove the arrow]`,
		`charter.yaml:11:11 error bad-bank: words/bad.txt:4:1: there is no marker [loud] [use one of word, prefix, contains, spelling, allow, case, accents, leet, repeats, lookalikes, plural, hashtags, compounds]`,
		`charter.yaml:12:14 error bad-pattern: pattern \bcon\b: \b knows no letter with an accent [write the word as a term, or put (?:^|[^\pL\pN]) before and (?:[^\pL\pN]|$) after a group (…)]`,
		`charter.yaml:15:24 error unknown-network: there is no network "mastodont" [did you mean mastodon?]`,
		`charter.yaml:15:48 error unknown-campaign: there is no campaign "winter" []`,
		`charter.yaml:15:67 error unknown-pillar: there is no pillar "use" [there are useful]`,
		`posts.yaml:6:10 error preferred-term: "mail", want "courriel" []`,
		`posts.yaml:7:18 error unknown-rule: no rule of the charter is called "prefered-term" [did you mean preferred-term?]`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestAFixIsOfferedWhereNothingElseHasToChange renders the same word in places
// where it can be replaced and where it cannot.
func TestAFixIsOfferedWhereNothingElseHasToChange(t *testing.T) {
	found := judged(t, `-- charter.yaml --
kind: Charter
id: charter
lexicon: [{write: courriel, not: [mail], severity: warning, reason: It is French.}]
-- galley.yaml --
kind: Project
id: newsroom
zone: Europe/Paris
languages: [fr, en]
record: {id: x}
handles: {acme: {mastodon: mail, bluesky: mail, site: un mail}}
-- posts.yaml --
kind: Post
id: a
channels: [site, toots]
at: 2026-12-01 10:00
language: fr
title: Mail
text: Par mail, au mail, ${handle.acme} et par MAIL.
body: "[Par mail](mail.html) et `+"`mail`"+` [par mail](mail.html)."
`)
	var got []string
	for _, f := range found {
		line := fmt.Sprintf("%d:%d %s %s", f.Pos.Line, f.Pos.Col, f.Severity, f.Text)
		if f.Fix != nil {
			line += fmt.Sprintf(" fix %s %d-%d %q -> %q", strings.Join(f.Fix.Path, "/"), f.Fix.Start, f.Fix.End, f.Fix.Was, f.Fix.Text)
		}
		got = append(got, line+" "+f.Reason)
	}
	want := []string{
		`6:8 warning "Mail", want "Courriel" fix title 0-4 "Mail" -> "Courriel" It is French.`,
		`8:13 warning "mail", want "courriel" fix body 5-9 "mail" -> "courriel" It is French.`,
		`8:45 warning "mail", want "courriel" fix body 37-41 "mail" -> "courriel" It is French.`,
		`7:11 warning "mail", want "courriel" fix text 4-8 "mail" -> "courriel" It is French.`,
		`7:20 warning "mail", want "courriel" It is French.`, // au courriel, but à l'adresse
		`7:26 warning "mail", want "courriel" It is French.`, // of the reference
		`7:48 warning "MAIL", want "COURRIEL" fix text 41-45 "MAIL" -> "COURRIEL" It is French.`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestARuleSpeaksOfAMessageSoOften keeps a text of nothing but forbidden words
// from filling the memory.
func TestARuleSpeaksOfAMessageSoOften(t *testing.T) {
	found := judged(t, `-- charter.yaml --
kind: Charter
id: charter
lexicon: [{never: [con]}]
-- posts.yaml --
kind: Post
id: a
channels: [site]
at: 2026-12-01 10:00
language: fr
title: T
body: `+strings.Repeat("con ", 50_000)+`
`)
	if len(found) == 0 || len(found) > 200 {
		t.Errorf("%d findings", len(found))
	}
	if last := found[len(found)-1]; !strings.Contains(last.Hint, "there are more") {
		t.Errorf("the last does not say that there are more: %q", last.Hint)
	}
}
