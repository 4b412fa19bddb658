package report

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"galley/engine/metrics"
)

// clipped is from what size on Gmail cuts a message off, and hides the rest behind
// a link. Google does not document it; senders have measured it.
const clipped = 102 * 1024

func TestPageReadsWellInBothLanguages(t *testing.T) {
	d := Compose(newCinema(t).source())
	for _, language := range []string{"en", "fr"} {
		golden(t, "cinema."+language+".html", pageOf(t, Lay(d, language)))
	}
}

func TestFirstPageIsNotClippedInAMail(t *testing.T) {
	source := newCinema(t).source()
	source.Template = OnePage
	if n := len(pageOf(t, Lay(Compose(source), "fr"))); n >= clipped {
		t.Errorf("the page has %d bytes, from %d on mails are clipped", n, clipped)
	}
}

func pageOf(t *testing.T, l Layout) []byte {
	t.Helper()
	page, err := l.HTML(thumbnails(t))
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// thumbnails are one for each picture of the cinema: a screen in the dark.
func thumbnails(t *testing.T) map[string]Thumbnail {
	t.Helper()
	screen := image.NewPaletted(image.Rect(0, 0, 152, 102), color.Palette{color.RGBA{20, 20, 30, 255}, color.RGBA{230, 220, 190, 255}, color.RGBA{120, 40, 40, 255}})
	for x := range 152 {
		for y := range 102 {
			switch {
			case y > 76 && math.Mod(float64(x), 19) < 16:
				screen.SetColorIndex(x, y, 2)
			case x > 30 && x < 122 && y > 14 && y < 66:
				screen.SetColorIndex(x, y, 1)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, screen); err != nil {
		t.Fatal(err)
	}
	all := map[string]Thumbnail{}
	for _, pillar := range []string{"coulisses", "rencontres", "jeune-public", "programme"} {
		all["media/"+pillar+".jpg"] = Thumbnail{"image/png", b.Bytes()}
	}
	return all
}

// hostile is what a stranger may have written wherever a text goes.
const hostile = "\"><script>alert(1)</script><img src=https://evil.example/x onerror=alert(2)>' onload='x]]>--><style>*{display:none}</style>\u202e\x00\x1b[31m javascript:alert(3)"

func hostileLayout() Layout {
	text := Text{{Text: hostile, Style: Strong, URL: "javascript:alert(1)"}, {Text: hostile, Style: Code, URL: "https://site.example/\"><script>"}, {Text: hostile, Style: BadgeMet}}
	blocks := []Block{Paragraph{text}, Points{Items: []Text{text}}, Tiles{[]Tile{{hostile, hostile, text}}},
		Table{[]Column{{hostile, true}, {hostile, false}}, [][]Text{{text, text}, {text}}, text},
		Chart{Kind: BarChart, Title: hostile, Description: hostile, Labels: []string{hostile}, Series: []ChartSeries{{Name: hostile, Values: []metrics.Value{metrics.Known(1)}}}},
		Cards{[]Card{{Title: text, Meta: text, Quote: hostile, Media: []string{"a", hostile}, Alt: hostile, Why: []Text{text}}}},
		Notes{hostile, "# Notes\n\n" + hostile + "\n\n![x](https://evil.example/y.png)\n\n[z](javascript:alert(4))"}}
	return Layout{Language: "fr", Title: hostile, Lead: text, First: []Section{{hostile, hostile, blocks}},
		Rest: []Section{{"rest", hostile, []Block{Fold{hostile, blocks}}}}, Foot: []Text{text}}
}

func TestPageLoadsNothingAndRunsNothing(t *testing.T) {
	page, err := hostileLayout().HTML(map[string]Thumbnail{"a": {`image/svg+xml;"onload="alert(5)`, []byte("x")}})
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for n := range root.Descendants() {
		if n.Type == html.TextNode && strings.Contains(n.Data, "alert(1)") {
			told++
		}
		if n.Type != html.ElementNode {
			continue
		}
		if slices.Contains([]string{"script", "iframe", "object", "embed", "link", "base", "form", "svg"}, n.Data) {
			t.Errorf("the page has an element %s", n.Data)
		}
		for _, a := range n.Attr {
			switch web := strings.HasPrefix(a.Val, "https://") || strings.HasPrefix(a.Val, "http://"); {
			case strings.HasPrefix(a.Key, "on"), a.Key == "srcdoc", a.Key == "background":
				t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
			case (a.Key == "src" || a.Key == "srcset") && !strings.HasPrefix(a.Val, "data:image/"):
				t.Errorf("<%s> loads %q", n.Data, a.Val)
			case a.Key == "href" && !web:
				t.Errorf("<%s> leads to %q", n.Data, a.Val)
			case a.Key == "style" && strings.Contains(a.Val, "url("):
				t.Errorf("<%s> loads by its style: %q", n.Data, a.Val)
			}
		}
	}
	if told < 40 {
		t.Errorf("what the stranger wrote is told %d times only: texts are lost", told)
	}
	if strings.ContainsAny(string(page), "\u202e\x00\x1b") {
		t.Error("the page has characters that turn or break the text around them")
	}
	if n := strings.Count(string(page), "<style"); n != 1 {
		t.Errorf("the page has %d style elements, want its own", n)
	}
}

func TestChartThatCannotBeDrawnIsAnError(t *testing.T) {
	l := Layout{First: []Section{{"s", "S", []Block{Chart{Kind: LineChart, Title: "Followers"}}}}}
	if _, err := l.HTML(nil); err == nil || err.Error() != `draw "Followers": no series` {
		t.Errorf("the error is %v", err)
	}
}
