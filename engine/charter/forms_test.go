package charter_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// everyForm has all rules that look for something other than words.
const everyForm = `kind: Charter
id: charter
accessibility: [{alt: true, altMax: 3}]
hashtags: [{max: 1, min: 1, required: [x], forbidden: [y], camelCase: true}]
emoji: [{max: 1, row: 1, forbidden: ["💩"], allowed: ["🎬"]}]
links: [{https: true, domains: [b.example], forbidden: [c.example], shorteners: false, utm: [source], unique: true, max: 1}]
disclosure: [{mentions: {fr: [Publicité], en: [Advertisement]}}]
packs: [{pack: influence-fr}, {pack: alcohol-fr}, {pack: contest-fr}, {pack: image-consent}, {pack: finance-fr}]
embargoes: [{terms: [Project Aurora, ONU], until: 2026-12-24 09:00}]
`

// TestLongTextsAreCheckedInTimeThatGrowsWithThem gives every rule texts of some
// hundred thousand bytes that were made to cost much.
func TestLongTextsAreCheckedInTimeThatGrowsWithThem(t *testing.T) {
	var tags strings.Builder
	for i := range 15_000 {
		tags.WriteString("#tag" + strconv.Itoa(i) + "x ")
	}
	for name, text := range map[string]string{
		"hashtags":  tags.String(),
		"addresses": strings.ReplaceAll(tags.String(), "#tag", "https://a.example/"),
		"marks":     strings.Repeat("#", 125_000),
		"emoji":     strings.Repeat("🎉", 25_000),
		"families":  strings.Repeat("👩\u200d", 10_000),
		"denials":   strings.Repeat("sans publicité ", 10_000),
		"targets":   strings.Repeat("](https://a.example ", 8_000),
		"pictures":  strings.Repeat("![", 100_000) + "](https://a.example)",
		"nested":    strings.Repeat("https://a.example/", 8_000),
		"bare":      strings.Repeat("bit.ly/a ", 8_000),
		"joined":    strings.Repeat("#projectaurora", 10_000),
	} {
		t.Run(name, func(t *testing.T) {
			content := newsroom(t, &txtar.Archive{}, completed("sponsor: Acme\nchannels: [site]\ntags: [vin, bourse, concours]\nbody: "+strconv.Quote(text), "fr"))
			content["charter.yaml"] = &fstest.MapFile{Data: []byte(everyForm)}
			began := time.Now()
			check(t, content)
			if took := time.Since(began); took > 20*time.Second { // a second, where nothing else runs
				t.Errorf("it took %s", took)
			}
		})
	}
}

// TestWhatCannotBeReadIsHeldToTheStricterReading: an embargo or a consent with a
// time that nobody understands lets nothing out.
func TestWhatCannotBeReadIsHeldToTheStricterReading(t *testing.T) {
	content := newsroom(t, &txtar.Archive{}, completed("text: Project Aurora\nmedia: [{file: media/a.jpg, alt: A class, people: [person-1]}]", "en"))
	content["charter.yaml"] = &fstest.MapFile{Data: []byte(`kind: Charter
id: charter
packs: [{pack: image-consent}]
consents: [{id: person-1, until: 31/12/2028}]
embargoes: [{terms: [" ", Project Aurora], until: 24/12/2026 9h}]
`)}
	found, _ := check(t, content)
	var rules []string
	for _, f := range found {
		rules = append(rules, f.Rule)
	}
	slices.Sort(rules)
	if want := []string{"bad-date", "bad-date", "bad-term", "consent-expired", "embargo-told"}; !slices.Equal(rules, want) {
		t.Errorf("found %q, want %q", rules, want)
	}
}
