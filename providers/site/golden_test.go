package site

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"maps"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "write the golden site again")

func goldenSite(t *testing.T) *memTarget {
	t.Helper()
	target := newMemTarget()
	publishAll(t, open(t, target), slices.Sorted(maps.Keys(newsroom())))
	return target
}

func TestSiteIsGolden(t *testing.T) {
	target := goldenSite(t)
	const root = "testdata/site"
	if *update {
		if err := os.RemoveAll(root); err != nil {
			t.Fatal(err)
		}
		for name, data := range target.files {
			file := filepath.Join(root, goldenName(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	var golden []string
	err := filepath.WalkDir(root, func(file string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(root, file)
			golden = append(golden, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for name, data := range target.files {
		got = append(got, goldenName(name))
		want, err := os.ReadFile(filepath.Join(root, goldenName(name)))
		if err != nil || !bytes.Equal(want, data) {
			t.Errorf("%s differs from the golden site (%v); run with -update and read the difference", name, err)
		}
	}
	if slices.Sort(got); !slices.Equal(got, golden) {
		t.Errorf("files\n got %q\nwant %q", got, golden)
	}
}

// goldenName shows hidden files.
func goldenName(name string) string {
	if strings.HasPrefix(name, ".") {
		return "dot" + name
	}
	return name
}

func TestPagesAreWellFormed(t *testing.T) {
	for name, data := range goldenSite(t).files {
		if strings.HasSuffix(name, ".html") {
			t.Run(name, func(t *testing.T) { checkPage(t, data) })
		}
	}
}

var void = []string{"meta", "link", "img", "br", "hr", "source"}

func checkPage(t *testing.T, page []byte) {
	t.Helper()
	tokens := html.NewTokenizer(bytes.NewReader(page))
	var open []string
	ids := map[string]bool{}
	counts := map[string]int{}
	for {
		kind := tokens.Next()
		token := tokens.Token()
		switch kind {
		case html.ErrorToken:
			if tokens.Err() != io.EOF {
				t.Fatal(tokens.Err())
			}
			if len(open) > 0 {
				t.Errorf("never closed: %v", open)
			}
			for _, name := range []string{"html", "title", "main", "h1", "header", "footer", "nav"} {
				if name != "header" && name != "footer" && name != "nav" && counts[name] != 1 || counts[name] == 0 {
					t.Errorf("%d times <%s>", counts[name], name)
				}
			}
			return
		case html.StartTagToken:
			counts[token.Data]++
			if !slices.Contains(void, token.Data) {
				open = append(open, token.Data)
			}
			checkTag(t, token, ids)
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes %v", token.Data, open)
			}
			open = open[:len(open)-1]
		}
	}
}

func checkTag(t *testing.T, token html.Token, ids map[string]bool) {
	t.Helper()
	attr := map[string]string{}
	for _, a := range token.Attr {
		if strings.HasPrefix(a.Key, "on") || strings.Contains(a.Val, "ZgotmplZ") {
			t.Errorf("%s=%q in %s", a.Key, a.Val, token)
		}
		attr[a.Key] = a.Val
	}
	if id := attr["id"]; id != "" {
		if ids[id] {
			t.Errorf("id %q twice", id)
		}
		ids[id] = true
	}
	_, hasAlt := attr["alt"]
	_, hasLang := attr["lang"]
	_, hasVideoName := attr["aria-label"]
	switch token.Data {
	case "script", "iframe", "form", "object":
		t.Errorf("<%s>", token.Data)
	case "img":
		if !hasAlt {
			t.Errorf("no alt: %s", token)
		}
	case "video", "audio":
		if !hasVideoName {
			t.Errorf("no name: %s", token)
		}
	case "html", "article":
		if !hasLang && attr["class"] != "" || token.Data == "html" && !hasLang {
			t.Errorf("no language: %s", token)
		}
	}
}

func TestNoInternalLinkIsDead(t *testing.T) {
	for _, address := range []string{"https://galet.example/fr", ""} {
		target := newMemTarget()
		cfg := config(target)
		cfg.URL = address
		p, err := Constructor().New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		publishAll(t, p.(*Provider), slices.Sorted(maps.Keys(newsroom())))
		for i := range 40 { // several pages of the stream
			d, in := want("more-"+string(rune('a'+i%26))+strings.Repeat("x", i/26), day(6).AddDate(0, 0, i), newsroom()["note-1"].spec)
			if _, err := p.Create(t.Context(), d, in); err != nil {
				t.Fatal(err)
			}
		}
		for name, data := range target.files {
			if strings.HasSuffix(name, ".html") {
				checkLinks(t, target, address, name, data)
			}
		}
	}
}

func checkLinks(t *testing.T, target *memTarget, address, name string, page []byte) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if a.Key != "href" && a.Key != "src" || strings.HasPrefix(a.Val, "data:") {
				continue
			}
			u, err := url.Parse(a.Val)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if rest, own := strings.CutPrefix(a.Val, address+"/"); own && address != "" {
				u = &url.URL{Path: "/fr/" + rest}
			}
			if u.Scheme != "" || u.Path == "" {
				continue
			}
			to := path.Join(path.Dir("/fr/"+name), u.Path)
			if strings.HasPrefix(u.Path, "/") {
				to = u.Path
			}
			if strings.HasSuffix(u.Path, "/") {
				to = path.Join(to, "index.html")
			}
			if _, there := target.files[strings.TrimPrefix(path.Clean(to), "/fr/")]; !there {
				t.Errorf("%s: dead link %q (%s)", name, a.Val, to)
			}
		}
	}
}

func TestFeedsAreReadByMachines(t *testing.T) {
	files := goldenSite(t).files
	var feed struct {
		ID      string `xml:"id"`
		Updated string `xml:"updated"`
		Entries []struct {
			ID      string `xml:"id"`
			Content struct {
				Type string `xml:"type,attr"`
				Text string `xml:",chardata"`
			} `xml:"content"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(files["feed.xml"], &feed); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, e := range feed.Entries {
		ids = append(ids, e.ID)
	}
	wantIDs := []string{
		"tag:galet.example,2026-12-25:/2026/12/arabic/",
		"tag:galet.example,2026-12-24:/2026/12/storm/",
		"tag:galet.example,2026-12-05:/2026/12/tides/",
		"tag:galet.example,2026-12-04:/2026/12/note-1/",
		"tag:galet.example,2026-12-03:/2026/12/bonjour-maree/",
	}
	if !slices.Equal(ids, wantIDs) {
		t.Errorf("Atom ids\n got %q\nwant %q", ids, wantIDs)
	}
	launch := feed.Entries[4].Content
	if launch.Type != "html" || !strings.Contains(launch.Text, `src="https://galet.example/fr/media/`) || !strings.Contains(launch.Text, "<table>") {
		t.Errorf("the content is not whole: %s", launch.Text)
	}
	var jf struct {
		Version string
		Items   []struct {
			ID   string
			HTML string `json:"content_html"`
		}
	}
	if err := json.Unmarshal(files["feed.json"], &jf); err != nil {
		t.Fatal(err)
	}
	if len(jf.Items) != 5 || jf.Items[4].ID != wantIDs[4] || jf.Items[4].HTML != launch.Text {
		t.Errorf("the two feeds differ: %d items", len(jf.Items))
	}
	var sitemap struct {
		URLs []string `xml:"url>loc"`
	}
	if err := xml.Unmarshal(files["sitemap.xml"], &sitemap); err != nil || len(sitemap.URLs) != 8 {
		t.Errorf("site map: %v, %q", err, sitemap.URLs)
	}
}
