package report

import "testing"

func TestWholeReportReadsWellInBothLanguages(t *testing.T) {
	d := Compose(newCinema(t).source())
	at := Addresses{Charts: "charts", Content: "https://forge.example/raw"}
	golden(t, "cinema.en.md", Lay(d, "en").Markdown(at))
	golden(t, "cinema.fr.md", Lay(d, "fr").Markdown(at))
}
