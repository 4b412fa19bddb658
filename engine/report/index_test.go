package report

import (
	"strings"
	"testing"
	"time"
)

func TestIndexListsReportsWithALineOfHowTheyWent(t *testing.T) {
	source := newCinema(t).source()
	now := Compose(source).JSON()
	source.Delivery.From, source.Delivery.To = source.Figures.Before.From, source.Figures.Before.To
	for i := range source.Figures.All {
		f := &source.Figures.All[i]
		f.Now, f.Before = f.Before, f.Year
	}
	source.Objectives = source.Objectives[:1]
	before := Compose(source).JSON()
	source.Report, source.Name, source.Span = "festival", "Bilan <du> festival", OneCampaign
	source.Delivery.From, source.Delivery.To = source.Campaigns[0].From, source.Campaigns[0].To
	campaign := Compose(source).JSON()
	list := []Listed{
		{"mensuel/2026-10", []string{"report.json", "report.fr.md", "report.fr.csv", "report.fr.html", "delivery.fr.light.svg"}, before},
		{"mensuel/2026-11", []string{"report.json", "report.fr.md", "report.en.md"}, now},
		{"festival", []string{"report.json", "report.fr.md"}, campaign},
		{"delivery-2026-11", []string{"report.json"}, []byte(`{"format_version": "1.0"}`)},
		{"broken", nil, []byte("{")},
	}
	for _, language := range []string{"en", "fr"} {
		text, pictures, err := Index(list, "Le Lanterneau", language)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "index."+language+".md", text)
		if len(pictures) != 2 || !strings.Contains(string(text), `src="`+pictures[0].File+`"`) {
			t.Errorf("%s: %d pictures, of which the first is not shown", language, len(pictures))
		}
	}
}

func TestIndexOfNothingIsAPage(t *testing.T) {
	text, pictures, err := Index(nil, "Le Lanterneau", "en")
	if want := "# Le Lanterneau · reports\n\n0 report\n"; err != nil || string(text) != want || len(pictures) > 0 {
		t.Errorf("got %q, %d pictures, %v; want %q", text, len(pictures), err, want)
	}
}

func TestIndexTakesNoAddressFromAFile(t *testing.T) {
	source := newCinema(t).source()
	source.Name = "[x](javascript:alert(1))"
	source.Delivery.AsOf = source.Delivery.AsOf.Add(time.Hour)
	text, _, err := Index([]Listed{{"a (b)", []string{"report.en.md"}, Compose(source).JSON()}}, "p", "en")
	if err != nil || strings.Contains(string(text), "[x]") || !strings.Contains(string(text), "](a%20%28b%29/report.en.md)") {
		t.Errorf("%v:\n%s", err, text)
	}
}
