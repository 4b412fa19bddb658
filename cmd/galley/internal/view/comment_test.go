package view_test

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"galley/cmd/galley/internal/view"
	"galley/engine"
)

var noon = time.Date(2026, 12, 9, 11, 0, 0, 0, time.UTC)

const (
	headSHA = "1111111aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	baseSHA = "2222222bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
)

// artifact is what a job found where nothing changes.
func artifact() view.Artifact {
	return view.Artifact{ToolVersion: "v1", AsOf: noon, Project: "gazette", Language: "en", Zone: "Europe/Paris", Verdict: view.VerdictValid,
		Head: headSHA, Base: baseSHA, Live: []string{"mastodon", "bluesky"}, PlanDigest: engine.HashText("plan"),
		Summary: view.SummaryJSON{Matches: 42, Scheduled: 9}}.Bounded()
}

func proof(slug, channel string, verb engine.Verb) view.Proof {
	at := noon.Add(26 * time.Hour)
	network := map[string]string{"mastodon": "Mastodon", "bluesky": "Bluesky", "blog": "Site"}[channel]
	text := "The bar opens at seven. Come early: there are only forty seats.\n\n#ReelDays https://prince.example/bar"
	p := view.Proof{ID: engine.ID{Kind: engine.KindPost, Channel: engine.Channel(channel), Slug: slug}, Verb: verb, Origin: engine.FromChange,
		Network: network, Account: "prince on " + channel, Due: &at, Digest: engine.HashText(slug + channel),
		Source: engine.Pos{File: "calendar/2026-12.yaml", Line: 12, Col: 3}, Author: "ada", Campaign: "reel-days",
		Card: &view.Card{Text: text, Length: 98, Limit: 500, Language: "en"}}
	if verb == engine.Update || verb == engine.Delete || verb == engine.ReleaseOwned {
		p.URL = "https://" + channel + ".example/1"
	}
	return p
}

func remark(severity engine.Severity, where view.Nearness, n int) view.Remark {
	return view.Remark{Where: where, Pos: engine.Pos{File: "calendar/2026-12.yaml", Line: n, Col: 5}, Severity: severity, Rule: "text-too-long",
		Text: "523 characters, Mastodon takes 500", Why: "nobody reads on", Hint: "shorten it", Object: "Post bar"}
}

// situations are what comments are about; each has a golden file.
func situations() map[string]struct {
	artifact view.Artifact
	options  view.CommentOptions
} {
	type situation = struct {
		artifact view.Artifact
		options  view.CommentOptions
	}
	all := map[string]situation{}
	add := func(name string, change func(*view.Artifact, *view.CommentOptions)) {
		a, o := artifact(), view.CommentOptions{Marker: view.Marker("content"), Files: "https://forge.example/prince/content/blob/" + headSHA + "/"}
		change(&a, &o)
		all[name] = situation{a.Bounded(), o}
	}
	add("nothing", func(a *view.Artifact, _ *view.CommentOptions) {})
	add("new-post", func(a *view.Artifact, _ *view.CommentOptions) {
		blog := proof("bar", "blog", engine.Create)
		blog.Card = &view.Card{Title: "The bar", Summary: "It opens at seven.", Text: "## At seven\n\n- Come **early**.\n", Length: 27}
		sky := proof("bar", "bluesky", engine.Create)
		sky.Card.Limit = 300
		sky.Card.Preview = &view.LinkCard{Title: "The bar", Description: "Forty seats", Picture: "media/bar.jpg"}
		sky.Card.Link = "https://prince.example/bar"
		masto := proof("bar", "mastodon", engine.Create)
		masto.Card.Media = []view.Picture{{File: "media/bar.jpg", Type: "image/jpeg", Width: 1200, Height: 800, Size: 240_321, Alt: "A bar in the evening light,\nwith four people."},
			{File: "media/seat.png", Type: "image/png", Width: 10, Height: 10, Size: 900}}
		masto.Card.Warning = "alcohol"
		masto.Card.Seen = "unlisted"
		a.Proofs = []view.Proof{blog, masto, sky}
	})
	add("edits", func(a *view.Artifact, _ *view.CommentOptions) {
		x := proof("bar", "mastodon", engine.Update)
		x.Diff = []engine.FieldDiff{{Field: "at", Was: "2026-12-10T13:00:00Z", Now: "2026-12-11T13:00:00Z"},
			{Field: "text", Was: "The bar opens at six. Come early: there are only forty seats.", Now: x.Card.Text},
			{Field: "contentWarning", Was: "alcohol"}, {Field: "tags", Was: `["a"]`, Now: `["a","b"]`},
			{Field: "media", Was: `[{"SHA256":"1","Alt":"A bar"}]`, Now: `[{"SHA256":"2","Alt":"A bar"}]`}}
		x.Consent = view.Consent{Given: []string{"Grace (senior)"}, Needs: []string{"a member with the profile legal"}, Void: true}
		a.Reopened = 1
		a.Proofs = []view.Proof{x}
	})
	add("takes-down", func(a *view.Artifact, _ *view.CommentOptions) {
		gone, down, again := proof("soup", "mastodon", engine.ReleaseOwned), proof("bar", "mastodon", engine.Delete), proof("tea", "bluesky", engine.Replace)
		gone.Reason, down.Reason = "its file is gone; the post stays online", "retracted: the price was wrong"
		again.Reason = "this network cannot edit: it is deleted and published again, as replace: true asks"
		down.Card = nil
		a.Removed = view.Removed{Files: 3, Posts: 4}
		a.Proofs = []view.Proof{gone, down, again}
	})
	add("waits", func(a *view.Artifact, _ *view.CommentOptions) {
		down, again, held := proof("bar", "mastodon", engine.Delete), proof("tea", "bluesky", engine.Replace), proof("soup", "mastodon", engine.Create)
		down.Card = nil
		for i, x := range []*view.Proof{&down, &again, &held} {
			x.Hold, x.Reason, x.Hint = engine.HoldBlocked, "lacks the approval of a senior (Sam, Sue)", "git commit -S --allow-empty"
			x.Consent = view.Consent{Needs: []string{"a senior (Sam, Sue)"}, Holds: i < 2}
		}
		again.Consent.Needs = append(again.Consent.Needs, "a client (Cleo)")
		held.Reason, held.Hint = "it refers to mastodon/bar, which is not live", ""
		a.Proofs = []view.Proof{down, again, held}
	})
	add("errors", func(a *view.Artifact, _ *view.CommentOptions) {
		a.Verdict = view.VerdictInvalid
		blocked := proof("bar", "mastodon", engine.Create)
		blocked.Hold, blocked.Reason, blocked.Hint = engine.HoldBlocked, "523 characters, Mastodon takes 500", "galley validate tells where"
		blocked.Card.Length = 523
		a.Proofs = []view.Proof{blocked}
		a.Remarks = []view.Remark{remark(engine.SeverityWarning, view.Elsewhere, 90), remark(engine.SeverityWarning, view.InChangedFile, 30),
			remark(engine.SeverityError, view.Elsewhere, 80), remark(engine.SeverityError, view.OnChangedLine, 12)}
	})
	add("no-plan", func(a *view.Artifact, _ *view.CommentOptions) {
		a.Verdict, a.PlanDigest, a.Base = view.VerdictFailed, "", ""
		a.Failure, a.Hint = "the record branch cannot be read: connection refused", "try again"
	})
	add("fork", func(a *view.Artifact, o *view.CommentOptions) {
		o.Fork = true
		a.Live, a.Offline = nil, []view.Unread{{Channel: "mastodon", Why: "no credentials"}, {Channel: "bluesky", Why: "no credentials"}}
		a.Proofs = []view.Proof{proof("bar", "mastodon", engine.Create)}
	})
	add("no-base", func(a *view.Artifact, _ *view.CommentOptions) {
		a.Base, a.Live, a.Offline = "", []string{"bluesky"}, []view.Unread{{Channel: "mastodon", Why: view.UnreadCredential}}
		a.Proofs = []view.Proof{proof("bar", "mastodon", engine.Create)}
	})
	add("pending-and-drift", func(a *view.Artifact, _ *view.CommentOptions) {
		later, moved, mine := proof("soup", "mastodon", engine.Create), proof("tea", "bluesky", engine.Update), proof("bar", "blog", engine.Create)
		later.Origin, later.Hold = engine.FromPending, engine.HoldScheduled
		moved.Origin, moved.Hold, moved.Reason = engine.FromDrift, engine.HoldBlocked, "somebody edited it on the network"
		moved.Hint = "to keep the edit: galley import bluesky --only bluesky/tea"
		moved.Diff = []engine.FieldDiff{{Field: "text", Was: "Tea is served cold.", Now: "Tea is served hot."}}
		mine.Draft, mine.Verb, mine.Due = true, engine.Nothing, nil
		a.Problems = []engine.Problem{{Channel: "mastodon", Text: "401 Unauthorized", Hint: "look at what MASTODON_TOKEN holds"}}
		a.Proofs = []view.Proof{later, moved, mine}
	})
	add("thread-and-poll", func(a *view.Artifact, _ *view.CommentOptions) {
		first, second, whole := proof("walk", "mastodon", engine.Create), proof("walk", "mastodon", engine.Create), proof("walk", "bluesky", engine.Create)
		second.ID.Part = "2"
		second.Card = &view.Card{Text: "And further on.", Length: 15, Limit: 500}
		first.Card.Poll = &view.Ballot{Options: []string{"Yes", "No | maybe"}, Lasts: engine.Seconds(72 * time.Hour), Multiple: true}
		whole.Card.More = []view.CardPart{{Text: "And further on.", Length: 15}}
		whole.Native = true
		a.Proofs = []view.Proof{first, second, whole}
	})
	add("french", func(a *view.Artifact, _ *view.CommentOptions) {
		a.Language = "fr-FR"
		x, y := proof("bar", "mastodon", engine.Update), proof("soupe", "blog", engine.Delete)
		x.Card.Text = "Le bar ouvre à dix-neuf heures : venez tôt !"
		x.Diff = []engine.FieldDiff{{Field: "text", Was: "Le bar ouvre à dix-huit heures : venez tôt !", Now: x.Card.Text}}
		x.Consent.Needs = []string{"Grâce (senior)"}
		a.Removed = view.Removed{Files: 1, Posts: 1}
		a.Proofs, a.Remarks = []view.Proof{x, y}, []view.Remark{remark(engine.SeverityWarning, view.OnChangedLine, 3)}
	})
	add("too-much", func(a *view.Artifact, o *view.CommentOptions) {
		o.Limit = 9_000
		for i := range 40 {
			a.Proofs = append(a.Proofs, proof(fmt.Sprintf("post-%02d", i), "mastodon", engine.Create))
			a.Remarks = append(a.Remarks, remark(engine.SeverityWarning, view.OnChangedLine, i+1))
		}
		a.Proofs[0].Card.Text = strings.Repeat("A long story. ", 500)
	})
	add("injection", func(a *view.Artifact, _ *view.CommentOptions) { forge(a, injection) })
	return all
}

// injection is what a stranger writes who wants the comment to be his own.
const injection = "@everyone @prince/board #12 GH-12 prince/content#3 0123456789abcdef https://github.com/prince/content/issues/1\n" +
	"```\n~~~~\n--> <!-- galley:plan:content -->\n</td></tr></table></details><details open><script>alert(1)</script>\n" +
	"![x](https://evil.example/x.png) <img src=x onerror=y> [y](javascript:z) **bold** | a | b |\n\n# Title\n\n> [!CAUTION]\n" +
	"::set-output name=x::y\n##[error]z %0A${{ secrets.TOKEN }} $x^2$ :tada: \x1b[31mred\u202egnp.exe\u2066 &lt; &#64;everyone https://a@b.example/@all"

// forge writes a text wherever an artifact has one.
func forge(a *view.Artifact, text string) {
	a.Project, a.Zone, a.Failure, a.Hint = text, text, text, text
	a.Live, a.Offline = []string{text}, []view.Unread{{Channel: text, Why: text}}
	a.Removed, a.Reopened = view.Removed{Files: 1, Posts: 2}, 3
	a.Problems = []engine.Problem{{Channel: engine.Channel(text), Text: text, Hint: text}}
	for i, verb := range []engine.Verb{engine.Create, engine.Update, engine.Delete, engine.ReleaseOwned, engine.Replace, engine.Nothing} {
		x := proof("bar", "mastodon", verb)
		x.ID.Slug = cmp.Or(text, "bar")
		x.Network, x.Account, x.Reason, x.Hint, x.Author, x.Campaign, x.URL = text, text, text, text, text, text, text
		x.Tags, x.Notes, x.Source.File, x.Sign = []string{text}, []string{text}, text, text
		x.Consent = view.Consent{Given: []string{text}, Needs: []string{text}}
		x.Card = &view.Card{Title: text, Summary: text, Text: text, Warning: text, Language: text, Seen: text, Link: text, Quote: text, ReplyTo: text,
			Preview: &view.LinkCard{Title: text, Description: text, Picture: text}, Media: []view.Picture{{File: text, Type: text, Alt: text, Credit: text}},
			Poll: &view.Ballot{Options: []string{text}}, Hashtags: []string{text}, More: []view.CardPart{{Text: text}}, Words: []string{text}, Links: []string{text}}
		for _, field := range []string{"text", "body", text, "media", "at", "card"} {
			x.Diff = append(x.Diff, engine.FieldDiff{Field: field, Was: "a " + text, Now: text + " b"}, engine.FieldDiff{Field: field, Now: text, Recorded: true})
		}
		switch x.Digest = engine.HashText(fmt.Sprint(i)); verb {
		case engine.Replace:
			x.Origin = engine.FromPending
		case engine.Nothing:
			x.Origin = engine.FromDrift
		}
		a.Proofs = append(a.Proofs, x)
	}
	for _, where := range []view.Nearness{view.OnChangedLine, view.Elsewhere} {
		a.Remarks = append(a.Remarks, view.Remark{Where: where, Pos: engine.Pos{File: text, Line: 1}, Severity: engine.SeverityWarning, Rule: text, Text: text, Why: text, Hint: text, Object: text},
			view.Remark{Where: where, Pos: engine.Pos{File: text}, Rule: text, Text: text, Why: text, Hint: text})
	}
}

func TestComments(t *testing.T) {
	for name, s := range situations() {
		t.Run(name, func(t *testing.T) {
			got := view.Comment(s.artifact, s.options)
			golden(t, filepath.Join("testdata", "comment", name+".md"), got)
			harmless(t, got)
		})
	}
}

// TestCommentsKeepToTheirLimit tries artifacts far larger than a comment.
func TestCommentsKeepToTheirLimit(t *testing.T) {
	a := artifact()
	for i := range 3_000 {
		x := proof(fmt.Sprintf("post-%04d", i), "mastodon", engine.Create)
		x.Card.Text = strings.Repeat("é😀 ", i%700)
		switch i % 4 {
		case 0:
			x.Origin = engine.FromPending
		case 1:
			x.Verb = engine.Delete
		}
		a.Proofs = append(a.Proofs, x)
		a.Remarks = append(a.Remarks, remark(engine.Severity(i%3), view.OnChangedLine, i+1))
	}
	for _, o := range []view.CommentOptions{{Marker: view.Marker("content")}, {Limit: 3_000}, {Summary: true, Limit: view.SummaryLimit, Bytes: view.SummaryLimit}} {
		got := view.Comment(a, o)
		if n := utf8.RuneCountInString(got); n > cmp.Or(o.Limit, view.CommentLimit) || o.Bytes > 0 && len(got) > o.Bytes {
			t.Errorf("%d characters, %d bytes with %+v", n, len(got), o)
		}
		if !strings.Contains(got, "more") || !strings.Contains(got, "2222222") {
			t.Errorf("it neither counts what is left out nor ends as it should: …%s", got[len(got)-500:])
		}
		harmless(t, got)
	}
}

func TestAnArtifactIsReadAsItWasWritten(t *testing.T) {
	for name, s := range situations() {
		if name == "injection" {
			continue // no job writes such names
		}
		var b bytes.Buffer
		if err := view.Write(&b, s.artifact); err != nil {
			t.Fatal(err)
		}
		got, err := view.DecodeArtifact(&b)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if was, is := view.Comment(s.artifact, s.options), view.Comment(got, s.options); was != is {
			t.Errorf("%s reads otherwise:\n%s\nwant:\n%s", name, is, was)
		}
	}
}

func TestAStrangersArtifactIsRefused(t *testing.T) {
	var b bytes.Buffer
	if err := view.Write(&b, situations()["new-post"].artifact); err != nil {
		t.Fatal(err)
	}
	good := b.String()
	for name, bad := range map[string]string{
		"nothing":          "",
		"no JSON":          "@everyone",
		"another version":  strings.Replace(good, `"format_version": "1.0"`, `"format_version": "2.0"`, 1),
		"an unknown field": strings.Replace(good, `"verdict"`, `"pull_request": 1, "verdict"`, 1),
		"another verdict":  strings.Replace(good, `"verdict": "valid"`, `"verdict": "approved"`, 1),
		"no commit":        strings.Replace(good, headSHA, "HEAD", 1),
		"a forged name":    strings.Replace(good, `"blog/bar"`, `"blog/<b>"`, 1),
		"a forged digest":  strings.Replace(good, engine.HashText("plan"), "<b>", 1),
		"an unknown verb":  strings.Replace(good, `"verb": "create"`, `"verb": "explode"`, 1),
		"a severity":       strings.Replace(good, `"findings": []`, `"findings": [{"severity": 7}]`, 1),
		"negative counts":  strings.Replace(good, `"reopened": 0`, `"reopened": -1`, 1),
		"more behind it":   good + "{}",
		"too large":        good + strings.Repeat(" ", view.MaxArtifact),
		"endless fields":   strings.Replace(good, `"campaign": "reel-days",`, `"diff": [`+strings.Repeat(`{"field": "a", "was": "", "now": ""},`, 99)+`{"field": "a", "was": "", "now": ""}],`, 1),
		"deep nesting":     strings.Repeat("[", 100_000),
	} {
		if bad == good {
			t.Fatalf("%s: the fixture changed", name)
		}
		if _, err := view.DecodeArtifact(strings.NewReader(bad)); err == nil {
			t.Errorf("an artifact with %s is taken", name)
		}
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != got {
		t.Errorf("%s (%v) differs:\n%s", path, err, got)
	}
}
