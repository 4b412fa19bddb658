package report

import (
	"strings"
	"testing"
)

func TestWholeReportReadsWellInBothLanguages(t *testing.T) {
	d := Compose(newCinema(t).source())
	at := Addresses{Charts: "charts", Content: "https://forge.example/raw"}
	golden(t, "cinema.en.md", Lay(d, "en").Markdown(at))
	golden(t, "cinema.fr.md", Lay(d, "fr").Markdown(at))
}

func TestEveryChartOfAReportIsDrawnForBothThemes(t *testing.T) {
	l := Lay(Compose(newCinema(t).source()), "fr")
	pictures, err := l.Pictures()
	if err != nil {
		t.Fatal(err)
	}
	text := string(l.Markdown(Addresses{Charts: "charts"}))
	if len(pictures) != 4 {
		t.Fatalf("%d pictures, want 4", len(pictures))
	}
	for _, p := range pictures {
		if !strings.Contains(text, "charts/"+p.File) || !strings.HasPrefix(string(p.Data), "<svg") {
			t.Errorf("%s is not shown, or no picture", p.File)
		}
	}
}
