package intake_test

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"galley/engine/intake"
)

var paris = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return loc
}()

const whole = `### Titre / Title

_No response_

### Texte / Text

Bonjour **à tous** !

Deux lignes.

### Canaux / Channels

site-fr, hall

### Date et heure / Date and time

2026-12-24 09:00

### Lien / Link

https://a.example/b

### Remarques / Remarks

_No response_
`

func TestAFormIsADraft(t *testing.T) {
	got := intake.ReadForm(strings.ReplaceAll(whole, "\n", "\r\n"), paris)
	want := intake.Form{Draft: intake.Draft{Line: 1, Text: "Bonjour **à tous** !\n\nDeux lignes.", Channels: []string{"site-fr", "hall"},
		Link: "https://a.example/b", At: time.Date(2026, 12, 24, 9, 0, 0, 0, paris)}}
	if !got.At.Equal(want.At) {
		t.Errorf("at %s, want %s", got.At, want.At)
	}
	got.At, want.At = time.Time{}, time.Time{}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestFormsAreReadStrictly(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"a heading forged in the text":  {"Deux lignes.", "### Canaux / Channels\n\nhall", "twice, or out of order"},
		"a heading out of order":        {"### Titre / Title\n\n_No response_\n", "### Lien / Link\n\nx\n", "twice, or out of order"},
		"no form at all":                {"### Titre / Title", "Hello", "does not begin with a field"},
		"no text":                       {"Bonjour **à tous** !\n\nDeux lignes.", "_No response_", "Texte / Text: it is empty"},
		"no field for the text":         {"### Texte / Text", "### Text", "Texte / Text: the field is missing"},
		"no channel":                    {"site-fr, hall", "_No response_", "no channel is named"},
		"a time nobody can read":        {"2026-12-24 09:00", "24/12/2026 9h", `"24/12/2026 9h" is not a date and time`},
		"a time the clocks jump over":   {"2026-12-24 09:00", "2027-03-28 02:30", "Date et heure / Date and time"},
		"several lines where one is":    {"https://a.example/b", "https://a.example/b\nhttps://c.example", "several lines"},
		"more than GitHub itself takes": {"Deux lignes.", strings.Repeat("x", intake.MaxForm), "at most 65536"},
	} {
		body := strings.Replace(whole, c.old, c.new, 1)
		if body == whole {
			t.Fatalf("%s: %q is not in the form", name, c.old)
		}
		if got := said(intake.ReadForm(body, paris).Problems); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q does not say %q", name, got, c.want)
		}
	}
}

func said(problems []intake.Problem) string {
	var lines []string
	for _, p := range problems {
		lines = append(lines, fmt.Sprintf("%d: %s: %s (%s)", p.Line, p.Field, p.Text, p.Hint))
	}
	return strings.Join(lines, "\n")
}

// TestTheFormOfTheExampleHasOurLabels holds the form and its reader together.
func TestTheFormOfTheExampleHasOurLabels(t *testing.T) {
	data, err := os.ReadFile("../../examples/content/.github/ISSUE_TEMPLATE/post.yml")
	if err != nil {
		t.Fatal(err)
	}
	var got []intake.Label
	for _, m := range regexp.MustCompile(`(?m)^      label: (.+)$`).FindAllStringSubmatch(string(data), -1) {
		got = append(got, intake.Label(m[1]))
	}
	if !reflect.DeepEqual(got, intake.Labels()) {
		t.Errorf("the form has %q, the reader wants %q", got, intake.Labels())
	}
}

// TestTablesOfTheCommonSuitesAreRead reads the first post of each.
func TestTablesOfTheCommonSuitesAreRead(t *testing.T) {
	for name, c := range map[string]struct {
		table string
		want  string
	}{
		"metricool": {"Text,Date,Time,Draft,Facebook,Mastodon,Bluesky,Picture Url 1,Picture Url 2,Alt text picture 1,Alt text picture 2,Brand name\n" +
			"\"Hello, you\",2026-12-24,09:00:00,FALSE,TRUE,TRUE,,https://a.example/1.jpg,https://a.example/2.jpg,,Two,Us\n",
			`"Hello, you" at 2026-12-24 09:00 to [mastodon] pictures [https://a.example/1.jpg= https://a.example/2.jpg=Two] ignoring ["Facebook" "Brand name"]`},
		"hootsuite, which has no headings": {"12/24/2026 09:05,Hello,https://a.example\n",
			`"Hello" at 2026-12-24 09:05 link https://a.example`},
		"buffer": {"Text,Image URL,Tags,Posting Time\nHello,https://a.example/1.jpg,\"a, #b\",2026-12-24 09:00\n",
			`"Hello" at 2026-12-24 09:00 tags [a b] pictures [https://a.example/1.jpg=]`},
		"agorapulse": {"post_content,post_link,video_url,image_url,date\nHello,https://a.example,,\"https://a.example/1.jpg,https://a.example/2.jpg\",2026-12-24T09:00\n",
			`"Hello" at 2026-12-24 09:00 link https://a.example pictures [https://a.example/1.jpg= https://a.example/2.jpg=]`},
		"a French spreadsheet": {"\ufeffTexte;Date;Heure;Canal;Étiquettes\n\"Une ligne ;\nune autre\";24/12/2026;9h05;site-fr;noël\n",
			`"Une ligne ;\nune autre" at 2026-12-24 09:05 to [site-fr] tags [noël]`},
		"tabs, as Excel copies them": {"Message\tScheduled at\r\nHello\t24.12.2026 9:00 PM\r\n", `"Hello" at 2026-12-24 21:00`},
		"a time with its offset":     {"text,date\nHello,2026-12-24T08:00:00Z\n", `"Hello" at 2026-12-24 09:00`},
		"a draft":                    {"text,date,draft\nHello,2026-12-24,TRUE\n", `"Hello"`},
	} {
		got := intake.ReadTable([]byte(c.table), intake.TableOptions{Zone: paris, Networks: []string{"mastodon", "bluesky"}})
		if len(got.Problems) > 0 || len(got.Drafts) != 1 {
			t.Errorf("%s: %d drafts, %s", name, len(got.Drafts), said(got.Problems))
			continue
		}
		if text := describe(got.Drafts[0], got.Ignored); text != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, text, c.want)
		}
	}
}

func describe(d intake.Draft, ignored []string) string {
	text := fmt.Sprintf("%q", d.Text)
	if !d.At.IsZero() {
		text += " at " + d.At.In(paris).Format("2006-01-02 15:04")
	}
	if len(d.Channels) > 0 {
		text += fmt.Sprintf(" to %v", d.Channels)
	}
	if d.Link != "" {
		text += " link " + d.Link
	}
	if len(d.Tags) > 0 {
		text += fmt.Sprintf(" tags %v", d.Tags)
	}
	if len(d.Pictures) > 0 {
		var list []string
		for _, p := range d.Pictures {
			list = append(list, p.URL+"="+p.Alt)
		}
		text += fmt.Sprintf(" pictures %v", list)
	}
	if len(ignored) > 0 {
		text += fmt.Sprintf(" ignoring %q", ignored)
	}
	return text
}

func TestBadTablesSayWhere(t *testing.T) {
	for name, c := range map[string]struct{ table, want string }{
		"no text column":         {"date,place\n2026-12-24,here\n", "0: : no column is the text"},
		"dates of two readings":  {"text,date\na,03/04/2026 09:00\nb,05/06/2026 09:00\n", "--date-format dmy or --date-format mdy"},
		"dates that contradict":  {"text,date\na,24/12/2026 09:00\nb,12/24/2026 09:00\n", "--date-format"},
		"no time of day":         {"text,date\na,2026-12-24\n", "2: date: the time of day is missing"},
		"a day that is none":     {"text,date\na,2026-13-45 09:00\n", "2: date: "},
		"an hour that is none":   {"text,date\na,2026-12-24 13:00 pm\n", `2: date: "13:00 pm" is no time of day`},
		"an empty text":          {"text,date\n,2026-12-24 09:00\n", "2: text: it is empty"},
		"a quote never closed":   {"text,date\nok,2026-12-24 09:00\n\"open,2026\n", "3: : "},
		"a separator in a text":  {"text,date\na,b,2026-12-24 09:00\n", "it has 3 cells below 2 headings"},
		"neither yes nor no":     {"text,draft\na,perhaps\n", "2: draft: it is neither yes nor no"},
		"an image":               {"\x89PNG\x00\x01", "it is not UTF-8"},
		"Latin-1":                {"text\ncaf\xe9\n", "it is not UTF-8"},
		"nothing":                {"", "it has no rows"},
		"a time that is skipped": {"text,date\na,2027-03-28 02:30\n", "2: date: "},
	} {
		got := intake.ReadTable([]byte(c.table), intake.TableOptions{Zone: paris})
		if text := said(got.Problems); !strings.Contains(text, c.want) {
			t.Errorf("%s: %q does not say %q", name, text, c.want)
		}
	}
}

func TestARowWithAProblemStopsNoOther(t *testing.T) {
	got := intake.ReadTable([]byte("text,date\n\"a\nb\",2026-12-24 09:00\n,x\nc,2026-12-25 09:00\n"), intake.TableOptions{Zone: paris})
	if len(got.Drafts) != 2 || got.Drafts[0].Line != 2 || got.Drafts[1].Line != 5 {
		t.Errorf("drafts: %+v", got.Drafts)
	}
	for _, p := range got.Problems {
		if p.Line != 4 {
			t.Errorf("problem in line %d, want 4: %s", p.Line, p.Text)
		}
	}
}

func TestExcelsUnicodeTextIsRead(t *testing.T) {
	data := []byte{0xFF, 0xFE}
	for _, r := range "text\tdate\r\nété\t2026-12-24 09:00\r\n" {
		data = append(data, byte(r), byte(r>>8))
	}
	got := intake.ReadTable(data, intake.TableOptions{Zone: paris})
	if len(got.Drafts) != 1 || got.Drafts[0].Text != "été" {
		t.Errorf("got %+v %s", got.Drafts, said(got.Problems))
	}
}

func FuzzForm(f *testing.F) {
	f.Add(whole)
	f.Add("### Texte / Text\n\n### Texte / Text\n")
	f.Fuzz(func(t *testing.T, body string) {
		form := intake.ReadForm(body, paris)
		if len(form.Problems) == 0 && (form.Text == "" || len(form.Channels) == 0) {
			t.Errorf("a form without a problem is no post: %+v", form)
		}
		if strings.Contains(form.Title, "\n") || strings.Contains(form.Link, "\n") {
			t.Errorf("a field of one line has two: %+v", form)
		}
	})
}

func FuzzTable(f *testing.F) {
	f.Add([]byte("Text,Date,Time,Draft,Mastodon,Picture Url 1\na,24/12/2026,9h,,x,https://a\n"))
	f.Add([]byte("\ufeffTexte;Date\n\"a;\nb\";24.12.2026 9:00\n"))
	f.Add([]byte("12/24/2026 09:05,Hello,https://a.example\n"))
	f.Add([]byte{0xFF, 0xFE, 't', 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		table := intake.ReadTable(data, intake.TableOptions{Zone: paris, Networks: []string{"mastodon"}})
		for _, d := range table.Drafts {
			if d.Text == "" || d.Line < 1 {
				t.Errorf("a draft without text or line: %+v", d)
			}
		}
	})
}
