package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestWholeReportReadsWellInBothLanguages(t *testing.T) {
	d := Compose(newCinema(t).source())
	at := Addresses{Charts: "charts", Content: "https://forge.example/raw"}
	golden(t, "cinema.en.md", Lay(d, "en").Markdown(at))
	golden(t, "cinema.fr.md", Lay(d, "fr").Markdown(at))
	golden(t, "cinema.json", d.JSON())
	golden(t, "cinema.fr.csv", d.CSV("fr"))
}

func TestEachAudienceIsToldItsPart(t *testing.T) {
	source := newCinema(t).source()
	for audience, want := range map[Audience]string{
		ForTeam:       "objectives facts decisions delivery todo audience posts kpis channels campaigns further definitions caveats settled notes",
		ForClient:     "objectives facts decisions delivery audience posts kpis channels campaigns definitions caveats notes",
		ForManagement: "objectives facts decisions audience kpis channels campaigns definitions caveats notes",
	} {
		source.Audience = audience
		d := Compose(source)
		if got := sections(Lay(d, "en")); got != want {
			t.Errorf("%s: got %q, want %q", audience, got, want)
		}
		if text := string(Lay(d, "en").Markdown(Addresses{})); audience != ForTeam && strings.Contains(text, "calendar/2026-11.yaml") {
			t.Errorf("%s is told where files are", audience)
		}
	}
	source.Template = OnePage
	if got, want := sections(Lay(Compose(source), "en")), "objectives facts decisions notes"; got != want {
		t.Errorf("one page: got %q, want %q", got, want)
	}
}

func sections(l Layout) string {
	var names []string
	for _, s := range append(l.First[:len(l.First):len(l.First)], l.Rest...) {
		names = append(names, s.Name)
	}
	return strings.Join(names, " ")
}

func TestAudiencesHaveTheSameNumbers(t *testing.T) {
	source := newCinema(t).source()
	team := Compose(source).JSON()
	source.Audience, source.Template = ForClient, OnePage
	if !bytes.Equal(team, Compose(source).JSON()) {
		t.Error("the numbers of the client are not those of the team")
	}
}

func TestTheSameWholeReportLaterIsTheSame(t *testing.T) {
	source := newCinema(t).source()
	old := Compose(source).JSON()
	source.Record, source.Delivery.AsOf = "another", source.Delivery.AsOf.Add(26*time.Hour)
	if !Same(old, Compose(source).JSON()) {
		t.Error("a day later nothing happened, and the report is another")
	}
	source.Figures.All[0].Now.N++
	if Same(old, Compose(source).JSON()) {
		t.Error("a number changed, and the report is the same")
	}
}

func TestWhatIsNotKnownIsNotZero(t *testing.T) {
	d := Compose(newCinema(t).source())
	var file struct {
		Figures []struct {
			KPI      string   `json:"kpi"`
			Channel  string   `json:"channel"`
			Campaign string   `json:"campaign"`
			Pillar   string   `json:"pillar"`
			Now      *float64 `json:"now"`
		} `json:"figures"`
	}
	if err := json.Unmarshal(d.JSON(), &file); err != nil {
		t.Fatal(err)
	}
	for _, f := range file.Figures {
		if f.KPI == "visits" && f.Now != nil {
			t.Errorf("visits nobody counted are %v", *f.Now)
		}
	}
	for _, row := range sheetRows(t, d.CSV("en"), ',') {
		if row[5] == "visits" && row[8] == "now" && row[valueColumn] != "" {
			t.Errorf("visits nobody counted are %q", row[valueColumn])
		}
	}
}

// sheetRows reads a sheet; every row has as many cells.
func sheetRows(t *testing.T, data []byte, comma rune) [][]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.Comma = comma
	rows, err := r.ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	return rows
}

func TestNoCellIsTakenForAFormula(t *testing.T) {
	source := newCinema(t).source()
	source.Figures.Posts[0].Pillar, source.Figures.Posts[0].Campaign = "=1+1", "@sum"
	for _, comma := range []struct {
		language string
		comma    rune
	}{{"en", ','}, {"fr", ';'}} {
		for _, row := range sheetRows(t, Compose(source).CSV(comma.language), comma.comma) {
			for i, cell := range row {
				if i != valueColumn && strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "@") {
					t.Errorf("cell %q begins a formula", cell)
				}
			}
		}
	}
}

func TestEveryChartOfAReportIsDrawnForBothThemes(t *testing.T) {
	l := Lay(Compose(newCinema(t).source()), "fr")
	pictures, err := l.Pictures()
	if err != nil {
		t.Fatal(err)
	}
	text := string(l.Markdown(Addresses{Charts: "charts"}))
	if len(pictures) != 6 {
		t.Fatalf("%d pictures, want 6", len(pictures))
	}
	for _, p := range pictures {
		if !strings.Contains(text, "charts/"+p.File) || !strings.HasPrefix(string(p.Data), "<svg") {
			t.Errorf("%s is not shown, or no picture", p.File)
		}
	}
}

func TestHostileTextsStayTexts(t *testing.T) {
	const hostile = "<script>x</script> | **b** [e](http://f) `c` <!-- notes --> $a$ ~~s~~ &amp; :x: \n# h\n- l"
	source := newCinema(t).source()
	for i := range source.Figures.Posts {
		p := &source.Figures.Posts[i]
		p.Title, p.Text, p.Pillar, p.URL = hostile, hostile, hostile, "javascript:alert(1)"
		p.Media = []string{"a b/\"><img src=x>.jpg"}
	}
	for i := range source.Delivery.Posts {
		source.Delivery.Posts[i].Title, source.Delivery.Posts[i].Detail = hostile, hostile
	}
	source.Delivery.Project, source.Name = hostile, hostile
	source.Campaigns[0].Name, source.Campaigns[0].Objective = hostile, hostile
	for _, audience := range []Audience{ForTeam, ForClient} {
		source.Audience = audience
		text := string(Lay(Compose(source), "fr").Markdown(Addresses{Charts: ".", Content: "https://forge.example/raw"}))
		text = regexp.MustCompile(`alt="[^"<>]*"`).ReplaceAllString(text, "") // in a tag nothing is Markdown
		for _, raw := range []string{"<script", "**b**", "[e](", "](javascript", "<img src=x", "~~s", "\n# h", "\n- l", " $a$"} {
			if strings.Contains(text, raw) {
				t.Errorf("%s: %q is not escaped", audience, raw)
			}
		}
		if n := strings.Count(text, notesBegin); n != 1 {
			t.Errorf("%s: %d marks of notes, want 1", audience, n)
		}
	}
}

func TestNotesOfPeopleAreKeptInAWholeReport(t *testing.T) {
	source := newCinema(t).source()
	fresh := Lay(Compose(source), "fr").Markdown(Addresses{})
	old := bytes.Replace(fresh, []byte(french().notesHint), []byte("Le four de la cabine est réparé."), 1)
	if got := Merge(old, fresh); !bytes.Equal(got, old) {
		t.Errorf("notes are lost:\n%s", got)
	}
}
