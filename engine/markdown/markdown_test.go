package markdown

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

func TestHTMLShowsWhatIsSafe(t *testing.T) {
	for name, c := range map[string]struct {
		src  string
		o    Options
		want string
	}{
		"paragraph":              {src: "Été *doux* & **net**", want: "<p>Été <em>doux</em> &amp; <strong>net</strong></p>\n"},
		"raw HTML is left out":   {src: "a <b onclick=\"x()\">c</b>\n\n<script>alert(1)</script>\n", want: "<p>a c</p>\n"},
		"script link":            {src: "[x](javascript:alert(1))", want: "<p>x</p>\n"},
		"hidden script link":     {src: "[x](java&#10;script:alert(1)) [y](JaVaScRiPt:x) [z](\x01javascript:x)", want: "<p>x y z</p>\n"},
		"data image":             {src: "![alt](data:image/png;base64,AAAA)", want: "<p>alt</p>\n"},
		"plain http image":       {src: "![alt](http://example.org/a.png)", want: "<p>alt</p>\n"},
		"https image":            {src: "![a \"b\"](https://example.org/a.png)", want: "<p><img src=\"https://example.org/a.png\" alt=\"a &quot;b&quot;\" loading=\"lazy\"></p>\n"},
		"external link":          {src: "[x](https://example.org)", want: "<p><a href=\"https://example.org\" rel=\"noopener\">x</a></p>\n"},
		"internal link":          {src: "[x](/charter/)", want: "<p><a href=\"/charter/\">x</a></p>\n"},
		"bare link":              {src: "see https://example.org/a_b.", want: "<p>see <a href=\"https://example.org/a_b\" rel=\"noopener\">https://example.org/a_b</a>.</p>\n"},
		"ftp autolink":           {src: "<ftp://example.org>", want: "<p>ftp://example.org</p>\n"},
		"mail":                   {src: "<a@example.org>", want: "<p><a href=\"mailto:a@example.org\">a@example.org</a></p>\n"},
		"heading id":             {src: "## L’été à Œrsted\n\n## L'été à Œrsted", want: "<h2 id=\"l-ete-a-oersted\">L’été à Œrsted</h2>\n<h2 id=\"l-ete-a-oersted-2\">L'été à Œrsted</h2>\n"},
		"lower headings rise":    {src: "### A\n\n#### B", o: Options{Top: 2}, want: "<h2 id=\"a\">A</h2>\n<h3 id=\"b\">B</h3>\n"},
		"headings shift":         {src: "# A\n\n###### B", o: Options{Top: 2, Prefix: "n1-"}, want: "<h2 id=\"n1-a\">A</h2>\n<h6 id=\"n1-b\">B</h6>\n"},
		"heading without letter": {src: "# 🎉", want: "<h1 id=\"section\">🎉</h1>\n"},
		"strikethrough":          {src: "~~a~~", want: "<p><del>a</del></p>\n"},
		"quotes stay straight":   {src: `"a" -- 'b'...`, want: "<p>&quot;a&quot; -- 'b'...</p>\n"},
		"French spaces":          {src: "Oui ! « Non » : `a !` ?", o: Options{Language: "fr-FR"}, want: "<p>Oui\u202f! «\u00a0Non\u00a0»\u00a0: <code>a !</code>\u202f?</p>\n"},
		"spaces elsewhere":       {src: "Oui !", o: Options{Language: "en"}, want: "<p>Oui !</p>\n"},
		"image resolved": {src: "![a](photo.jpg) ![b](gone.jpg)",
			o:    Options{Image: func(d string) (string, bool) { return "media/1.jpg", d == "photo.jpg" }},
			want: "<p><img src=\"media/1.jpg\" alt=\"a\" loading=\"lazy\"> b</p>\n"},
		"CRLF and controls": {src: "a\r\nb\x00\x08", want: "<p>a\nb</p>\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := HTML(c.src, c.o); got != c.want {
				t.Errorf("HTML(%q)\n got %q\nwant %q", c.src, got, c.want)
			}
		})
	}
}

func TestFootnotesOfTwoTextsDoNotMeet(t *testing.T) {
	a := HTML("a[^1]\n\n[^1]: note", Options{Prefix: "a-"})
	if !strings.Contains(a, `id="a-fn:1"`) || !strings.Contains(a, `href="#a-fn:1"`) {
		t.Errorf("footnote without prefix: %s", a)
	}
}

func TestTablesScrollByThemselves(t *testing.T) {
	got := HTML("| a | b |\n|---|--:|\n| 1 | 2 |", Options{})
	for _, want := range []string{`<div class="table" tabindex="0"><table>`, "</table></div>", `text-align:right`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
}

func TestTextIsWhatAReaderReads(t *testing.T) {
	src := "# Titre\n\nUn *mot*,\net [un lien](https://x.example) &amp; \\*fin\\*[^1].\n\n- a\n- b\n\n<i>brut</i>\n\n[^1]: note"
	want := "Titre\n\nUn mot, et un lien & *fin*.\n\na\n\nb\n\nbrut"
	if got := Text(src); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestSummaryEndsAtAWord(t *testing.T) {
	for _, c := range []struct {
		src  string
		n    int
		want string
	}{
		{"Le chat dort.", 40, "Le chat dort."},
		{"Le chat dort.", 9, "Le chat…"},
		{"Le chat, et le chien", 9, "Le chat…"},
		{"Anticonstitutionnellement", 5, "Anti…"},
		{"abc👍🏽defgh", 5, "abc…"},
		{"a\n\nb", 10, "a b"},
		{"abc", 0, ""},
		{"", 5, ""},
	} {
		if got := Summary(c.src, c.n); got != c.want || len([]rune(got)) > max(c.n, 0) {
			t.Errorf("Summary(%q, %d) = %q, want %q", c.src, c.n, got, c.want)
		}
	}
}

func TestSlugKnowsAccents(t *testing.T) {
	for text, want := range map[string]string{
		"L’été à l'œil":     "l-ete-a-l-oeil",
		"  Ça — va ?  ":     "ca-va",
		"Straße Łódź Ærø":   "strasse-lodz-aero",
		"100 % pur":         "100-pur",
		"e\u0301te\u0301":   "ete",
		"مرحبا بالعالم":     "مرحبا-بالعالم",
		"Чай й":             "чай-й",
		"हिन्दी":            "हिन्दी",
		"🎉":                 "",
		"../../etc/passwd":  "etc-passwd",
		"\xff":              "",
		"<script>alert</b>": "script-alert-b",
	} {
		if got := Slug(text); got != want {
			t.Errorf("Slug(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestHTMLReadsBackAsMarkdown(t *testing.T) {
	for _, src := range []string{
		"Un *mot* et **deux**, ~~trois~~.",
		"# Titre\n\n## Sous-titre\n\nTexte avec `code` et [lien](https://x.example/a).",
		"- a\n- b\n  - c",
		"1. a\n2. b",
		"> cité\n>\n> encore",
		"```\na < b\n\n  c\n```",
		"| a | b |\n| --- | --- |\n| 1 | 2 |",
		"ligne\\\nsuite",
		"![alt](https://x.example/a.png)",
		"deux \\* trois \\_ quatre \\[x\\]",
		"https://x.example/a_b",
		"---",
	} {
		page := ReadHTML([]byte("<main>" + HTML(src, Options{Top: 2}) + "</main>"))
		if got := page.Tag("main").Markdown(1); got != src {
			t.Errorf("got %q\nwant %q", got, src)
		}
	}
}

func TestElementsThatAreNotThereAreEmpty(t *testing.T) {
	e := ReadHTML([]byte("<p class='a b'>x")).Class("c")
	if e.Exists() || e.Text() != "" || e.Attr("id") != "" || e.Markdown(0) != "" || e.Tag("p").Exists() {
		t.Errorf("the missing element has something: %+v", e)
	}
}

func TestDeepNestingIsBounded(t *testing.T) {
	for _, unit := range []string{"> ", "- ", "[", "*a ", "![", "<", "`", "[^1]", "|a"} {
		src := strings.Repeat(unit, 20000/len(unit))
		start := time.Now()
		_ = Text(src)
		checkSafe(t, src, HTML(src, Options{}))
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%q took %s", unit, took)
		}
	}
}

func FuzzHTMLIsSafe(f *testing.F) {
	for _, seed := range []string{
		"<script>x</script>", "[a](javascript:x)", "![a](javascript:x 'o')", "<a@b.c>", "<javascript:x>",
		"[a]: javascript:x\n\n[a]", "# <img src=x onerror=y>", "a[^1]\n\n[^1]: <svg/onload=x>", "| <x> |\n|---|\n|[a](vbscript:x)|",
		"[a](//x 'b\" onclick=\"c')", "![a\" onload=\"b](c)", "``` \"onclick=x\n```", "[a](\\\\x)", "[x](&#x6A;avascript:y)",
		"<https://a.b/\"onclick=x>", "www.a.b/\"onclick='x", "# a {onclick=x}", "[a](data:text/html,x)",
	} {
		f.Add(seed, "fr", 1)
	}
	f.Fuzz(func(t *testing.T, src, language string, top int) {
		o := Options{Language: language, Top: top % 10}
		got := HTML(src, o)
		checkSafe(t, src, got)
		if again := HTML(src, o); again != got {
			t.Errorf("not the same bytes twice for %q", src)
		}
		_ = Text(src)
		_ = Summary(src, 20)
		if slug := Slug(src); Slug(slug) != slug {
			t.Errorf("Slug(%q) = %q is not a slug", src, slug)
		}
		if page := ReadHTML([]byte(src)); page.Exists() {
			checkSafe(t, src, HTML(page.Markdown(1), o))
		}
	})
}

var harmless = []string{"a", "blockquote", "br", "code", "del", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
	"html", "head", "body", "img", "li", "ol", "p", "pre", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}

func checkSafe(t *testing.T, src, out string) {
	t.Helper()
	if strings.Contains(strings.ToLower(out), "<script") {
		t.Errorf("script in %q from %q", out, src)
	}
	doc, err := html.Parse(bytes.NewReader([]byte(out)))
	if err != nil {
		return // deeper than any browser would go
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if !slices.Contains(harmless, n.Data) {
			t.Errorf("<%s> in %q from %q", n.Data, out, src)
		}
		for _, a := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style" && !strings.HasPrefix(a.Val, "text-align:"):
				t.Errorf("attribute %s in %q from %q", a.Key, out, src)
			case a.Key == "href" && !SafeLink(a.Val), a.Key == "src" && !SafeImage(a.Val),
				(a.Key == "href" || a.Key == "src") && strings.HasPrefix(value, "javascript:"):
				t.Errorf("address %s=%q from %q", a.Key, a.Val, src)
			}
		}
	}
}
