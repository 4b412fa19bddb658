package report

import (
	"strings"
	"testing"
	"time"

	"galley/engine/metrics"
)

func TestDeliveryIsToldAsItWent(t *testing.T) {
	for _, c := range []struct {
		name   string
		total  Counts
		due    int
		en, fr string
	}{
		{"nothing due", Counts{Scheduled: 16}, 0, "Nothing was due. 16~posts still to come.", "Rien n’était échu. Encore à venir : 16~publications."},
		{"all withdrawn", Counts{Retracted: 1}, 0, "Nothing was due. Withdrawn: 1~post.", "Rien n’était échu. Retirées : 1~publication."},
		{"none on time", Counts{Late: 4, ToDo: 1}, 5, "4 of 5 posts due went out, none on time. Not out: 1 by hand.",
			"4 publications parues sur 5 échues, dont aucune à l’heure. Pas parues~: 1 à la main."},
		{"none at all", Counts{Skipped: 2}, 2, "0 of 2 posts due went out. Not out: 2 skipped.", "0 publication parue sur 2 échues. Pas parues~: 2 sautées."},
		{"all on time", Counts{OnTime: 3}, 3, "3 of 3 posts due went out, all of them on time.", "3 publications parues sur 3 échues, toutes à l’heure."},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := delivered{c.total, c.due}
			if got := visible.Replace(f.say((&Document{}).speaker("en")).String()); got != c.en {
				t.Errorf("in English: %q, want %q", got, c.en)
			}
			if got := visible.Replace(f.say((&Document{}).speaker("fr")).String()); got != c.fr {
				t.Errorf("in French: %q, want %q", got, c.fr)
			}
		})
	}
}

func TestAPictureIsDescribedAsItsPostDescribesIt(t *testing.T) {
	d := &Document{Source: Source{Delivery: Report{Zone: time.UTC}}}
	own := Ranked{PostFigures: metrics.PostFigures{Post: metrics.Post{Title: "Seats", Media: []string{"a.jpg"}, Alt: "A red seat in row F"}}}
	if got := d.speaker("en").card(own).Alt; got != "A red seat in row F" {
		t.Errorf("the picture is described as %q", got)
	}
	own.Alt = "\u202egnp.\nexe\" onload=x"
	w := &writer{at: Addresses{Content: "https://c.example"}}
	if w.card(d.speaker("en").card(own)); !strings.Contains(w.String(), `gnp. exe&#34; onload=x"`) {
		t.Errorf("a description is not what it was: %q", w.String())
	}
	if strings.Contains(w.String(), "\u202e") {
		t.Errorf("a description turns the direction of the text: %q", w.String())
	}
	own.Alt = ""
	if got := d.speaker("en").card(own).Alt; !strings.HasPrefix(got, "Picture of the post") {
		t.Errorf("a picture without a description is described as %q", got)
	}
}

func TestNothingIsManyInEnglishAndOneInFrench(t *testing.T) {
	en, fr := (&Document{}).speaker("en"), (&Document{}).speaker("fr")
	for n, want := range map[int][2]string{0: {"0~posts", "0~publication"}, 1: {"1~post", "1~publication"}, 2: {"2~posts", "2~publications"}} {
		if got := [2]string{visible.Replace(en.somePosts(n)), visible.Replace(fr.somePosts(n))}; got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
