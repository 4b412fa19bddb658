package manual

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"galley/engine"
)

var update = flag.Bool("update", false, "write the golden tasks again")

func TestTaskSaysWhatToDo(t *testing.T) {
	paris := time.FixedZone("Europe/Paris", 3600)
	id := engine.ID{Kind: engine.KindPost, Channel: "linkedin", Slug: "launch"}
	account := engine.Account{Network: "manual", Handle: "Le Galet"}
	due := time.Date(2026, 12, 1, 8, 5, 0, 0, time.UTC)
	media := []engine.Media{
		{SHA256: "0123456789abcdef0123", Type: "image/png", Alt: "La plage,\nà l’aube", Credit: "A. B.", File: "media/plage.png"},
		{SHA256: "0123456789abcdef0123", Type: "video/mp4"},
	}
	for name, c := range map[string]struct {
		d    engine.Desired
		zone *time.Location
	}{
		"full-fr": {engine.Desired{ID: id, Account: account, Due: due, Spec: &engine.Post{
			Text: "La mer monte !\r\n\r\n```\ncode\n```\n#marées", Link: "https://galet.example/", Language: "fr-FR", ContentWarning: "Météo",
			Tags: []string{"marées", "mer"}, Media: media}}, paris},
		"full-en": {engine.Desired{ID: id, Account: account, Due: due, Spec: &engine.Post{
			Text: "The sea rises, see https://galet.example/", Link: "https://galet.example/", Language: "en", Tags: []string{"#sea"}, Media: media}}, nil},
		"bare": {engine.Desired{ID: engine.ID{Kind: engine.KindPost, Channel: "x", Slug: "a", Part: "2"}, Spec: &engine.Post{Text: "Hi"}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := taskOf(c.d, c.zone)
			file := filepath.Join("testdata", name+".md")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil || got != string(want) {
				t.Errorf("%v\n got %s\nwant %s", err, got, want)
			}
		})
	}
}

func TestNoTaskWithoutAPost(t *testing.T) {
	for _, spec := range []engine.Spec{nil, &engine.Page{Title: "x"}} {
		if got := taskOf(engine.Desired{Spec: spec}, nil); got != "" {
			t.Errorf("a task for %T: %s", spec, got)
		}
	}
}

func TestSameIntentIsTheSameTask(t *testing.T) {
	d := engine.Desired{Spec: &engine.Post{Text: "Hi"}}
	in := engine.Intent{Key: "0123456789abcdef"}
	for range 2 {
		o, err := provider{}.Create(t.Context(), d, in)
		if err != nil || o.Remote != "task-0123456789ab" || o.Phase != engine.Draft || o.URL != "" {
			t.Errorf("got %+v, %v", o, err)
		}
	}
}
