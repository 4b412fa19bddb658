package render

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"galley/engine"
	"galley/schema"
)

var update = flag.Bool("update", false, "write the golden files")

// Every finding of rendering, with its place: in the variant where that won.
func TestFindingsNameTheirPlaceAndTheNextStep(t *testing.T) {
	var b strings.Builder
	for _, c := range []struct {
		name string
		post fields
	}{
		{"bad date once for both channels", fields{"at": "24/12/2026 9h", "text": "x"}},
		{"bad date in the variant of one channel", fields{"at": "merge", "text": "x", "variants": fields{"toots": fields{"at": "2026-03-29 02:30"}}}},
		{"until in a fold", fields{"at": "merge", "text": "x", "until": "2026-10-25 02:30"}},
		{"bad duration", fields{"at": "merge", "text": "x", "late": fields{"max": "soon"}}},
		{"no text", fields{"at": "merge", "title": "x"}},
		{"nothing at all", fields{"at": "merge"}},
		{"text of the wrong type", fields{"at": "merge", "text": int64(5)}},
		{"fields one network does not show", fields{"at": "merge", "text": "x", "author": "a", "firstComment": "c"}},
		{"article field meant for a short network", fields{"at": "merge", "text": "x", "variants": fields{"short": fields{"seo": fields{"slug": "s"}}}}},
		{"dangling", fields{"at": "merge", "text": "${post.lunch.blog.url} ${post.launch.blgo.url} ${post.launch.nowhere.url}"}},
		{"unknown references", fields{"at": "merge", "text": "${HOME} ${post.x} ${campaign.utm} ${handle.acne} ${handle.lone} ${open"}},
		{"unclosed before the end of a line", fields{"at": "merge", "text": "${open\nnext } line"}},
		{"bad link", fields{"at": "merge", "text": "x", "link": "javascript:alert(1)"}},
		{"outside the campaign", fields{"at": "2026-11-30 23:59", "text": "x", "campaign": "winter"}},
		{"retracted without a reason", fields{"status": "retracted", "text": "x"}},
		{"a draft may be unfinished", fields{"status": "draft", "media": list{fields{"file": "gone.png"}}}},
		{"a draft may not dangle", fields{"text": "${post.lunch.blog.url}"}},
		{"thread and comment", fields{"at": "merge", "text": "x", "thread": list{"fine", "${nope}"}, "variants": fields{"blog": fields{"firstComment": nil}}, "firstComment": "${nope}"}},
	} {
		d := newDesk(post("p", c.post), post("launch", fields{"channels": list{"blog"}, "at": "merge", "text": "x"}))
		d.content.Project.Handles["lone"] = map[string]string{"other": "@lone"}
		d.files = fstest.MapFS{}
		result := d.render(t)
		fmt.Fprintf(&b, "== %s\n", c.name)
		for _, f := range result.Findings {
			fmt.Fprintln(&b, say(f))
		}
		if len(result.Findings) == 0 {
			t.Errorf("%s: nothing was found", c.name)
		}
		if !slices.ContainsFunc(result.Desired, func(d engine.Desired) bool { return d.ID.String() == "toots/p" }) {
			t.Errorf("%s: the faulty post is missing, it would look as if its file were gone", c.name)
		}
	}
	golden(t, "findings.golden", b.String())
}

func TestFindingsOnOtherObjects(t *testing.T) {
	d := newDesk()
	d.content.Project.Late.Max = "often"
	d.add(object("Campaign", "spring", fields{"from": "1/3/2027", "utm": fields{}}),
		object("Channel", "shorts", fields{"network": "short", "handle": "@b", "profile": fields{"name": "B"}}),
		object("Charter", "charter", fields{"publish": list{fields{"channel": "shorts", "slug": "c"}, fields{"channel": "gone", "slug": "c"}}}),
		object("Freeze", "storm", fields{"scope": fields{"all": true}, "reason": "x", "from": "noon"}))
	site := d.infos["site"]
	site.Kinds[engine.KindProfile] = engine.Limits{Fields: []string{"name"}}
	d.add(object("Channel", "home", fields{"network": "site", "profile": fields{"bio": "B"}}))
	var b strings.Builder
	for _, f := range d.render(t).Findings {
		fmt.Fprintln(&b, say(f))
	}
	golden(t, "others.golden", b.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (run with -update to accept):\n%s", path, got)
	}
}

// Whatever the text: no panic, no endless loop; what is no reference stays; and
// what plan will resolve is what was noted.
func FuzzReferences(f *testing.F) {
	for _, seed := range []string{"${post.launch.blog.url}", "$${", "$$${post.launch.blog.url}", "${", "${}", "${handle.acme}${campaign.utm}",
		"a ${post.launch.blog.url} $${post.launch.blog.url} b", "${post.a\n.b.url}", "https://town.example/${handle.acme}).", "$$$${{}}"} {
		f.Add(seed)
	}
	d := newDesk(post("launch", fields{"channels": list{"blog"}, "at": "merge", "text": "x"}))
	f.Fuzz(func(t *testing.T, text string) {
		content := schema.Content{Project: d.content.Project, Channels: d.content.Channels, Campaigns: d.content.Campaigns}
		content.Posts = slices.Clone(d.content.Posts)
		content.Add(post("p", fields{"channels": list{"toots"}, "at": "merge", "text": text, "campaign": "winter"}))
		content.Sort()
		result := desk{content: content, infos: d.infos}.render(t)
		got := result.Desired[slices.IndexFunc(result.Desired, func(d engine.Desired) bool { return d.ID.Slug == "p" })]
		shown := got.Spec.Plain()
		if !strings.Contains(text, "${") && !strings.Contains(text, "://") && shown != tidy(text) {
			t.Errorf("%q became %q", text, shown)
		}
		refers := strings.Contains(strings.ReplaceAll(shown, "$${", ""), "${post.launch.blog.url}")
		if errors := len(result.Findings); errors == 0 && refers && len(got.Refs) == 0 && !strings.Contains(text, "$${") {
			t.Errorf("%q refers to a post that is not among %v", shown, got.Refs)
		}
	})
}
