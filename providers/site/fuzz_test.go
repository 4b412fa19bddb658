package site

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"galley/engine"
)

func FuzzAnyTextMakesASoundSite(f *testing.F) {
	for _, seed := range []string{
		"a", "<>&\"'", "مرحبا", "👩‍👩‍👧 🏳️‍🌈", "a\r\nb\r", "e\u0301", "</main></article>", `" onload="x`, "{{.}}", "\x00\x1b\x85",
		"[x](javascript:y)", "# feed", "]]>", "<!--", "a\u202eb", strings.Repeat("x", 500), " data-version=\"0123456789abcdef\"",
	} {
		f.Add(seed, "fr")
	}
	f.Fuzz(func(t *testing.T, text, language string) {
		spec := &engine.Article{Title: text, Summary: text, Body: text, Author: text, Language: language, ContentWarning: text,
			Tags: []string{text}, SEO: engine.SEO{Title: text, Description: text, Keywords: []string{text}}}
		once := normalize(spec)
		same(t, info(), once, spec)
		same(t, engine.Info{}, normalize(once), once)
		target := newMemTarget()
		p := open(t, target)
		d, in := want("any", day(3), spec)
		made, err := p.Create(t.Context(), d, in)
		if engine.KindOf(err) == engine.Invalid && once.(*engine.Article).Title == "" {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		seen, err := open(t, target).Read(t.Context(), engine.KindArticle, made.Remote)
		if err != nil || seen.Version != made.Version {
			t.Fatalf("read %+v, %v", seen, err)
		}
		same(t, info(), seen.Spec, spec)
		for name, data := range target.files {
			switch {
			case strings.HasSuffix(name, ".html"):
				checkPage(t, data)
			case strings.HasSuffix(name, ".xml"):
				if err := xml.Unmarshal(data, new(struct{ XMLName xml.Name })); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			case strings.HasSuffix(name, ".json") && !json.Valid(data):
				t.Errorf("%s is not JSON: %s", name, data)
			}
		}
	})
}

// FuzzListingSurvivesAnyFile puts bytes where a page, a source and the stamp
// are.
func FuzzListingSurvivesAnyFile(f *testing.F) {
	f.Add([]byte(`{"format":1,"address":"/../x/","article":{}}`))
	f.Add([]byte(`<main data-version="0123456789abcdef"></main>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		target := newMemTarget()
		target.files["2026/12/a/index.html"] = data
		target.files[".galley/2026/12/a.0123456789abcdef.json"] = data
		target.files[".galley/profile.json"] = data
		target.files[".galley/site.json"] = data
		target.files["tags/a/index.html"] = data
		p := open(t, target)
		for o, err := range p.List(t.Context(), engine.Window{}) {
			if err != nil {
				t.Fatal(err)
			}
			if read, err := p.Read(t.Context(), engine.KindArticle, o.Remote); err != nil || read.Version != o.Version {
				t.Errorf("listed %+v, read %+v, %v", o, read, err)
			}
		}
		create(t, p, "other", day(3), &engine.Article{Title: "Autre"})
	})
}

func TestColoursHaveEnoughContrast(t *testing.T) {
	th, err := readTheme()
	if err != nil {
		t.Fatal(err)
	}
	schemes := regexp.MustCompile(`:root \{[^}]*--paper: #[0-9a-f]{6}[^}]*\}`).FindAllString(string(th.style), -1)
	if len(schemes) != 2 {
		t.Fatalf("%d colour schemes", len(schemes))
	}
	for _, scheme := range schemes {
		for _, front := range []string{"ink", "soft", "accent"} {
			for _, back := range []string{"paper", "raised", "wash"} {
				a, b := luminance(t, scheme, front), luminance(t, scheme, back)
				if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
					t.Errorf("%s on %s: %.2f in %.30q", front, back, ratio, scheme)
				}
			}
		}
	}
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(t *testing.T, scheme, name string) float64 {
	t.Helper()
	m := regexp.MustCompile(fmt.Sprintf(`--%s: #([0-9a-f]{6})`, name)).FindStringSubmatch(scheme)
	if m == nil {
		t.Fatalf("no colour %s in %s", name, scheme)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v, err := strconv.ParseUint(m[1][2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		if c := float64(v) / 255; c <= 0.04045 {
			sum += weight * c / 12.92
		} else {
			sum += weight * math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return sum
}
