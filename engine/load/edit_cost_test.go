package load

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"galley/schema"
)

// largeCalendar is about 1 MiB of posts, and a word of each.
func largeCalendar(posts int) string {
	var b strings.Builder
	b.WriteString("kind: Calendar\nid: c\nposts:\n")
	for i := range posts {
		fmt.Fprintf(&b, "  - id: p%d\n    channels: [b]\n    at: 2026-12-24 09:00 # le soir\n    text: |\n%s      un mot ici\n", i, strings.Repeat("      de la neige, encore et encore\n", 4))
	}
	return b.String()
}

func TestManyWordsOfOneFileAreFoundAndEdited(t *testing.T) {
	const posts = 4000
	data := largeCalendar(posts)
	files := tree("a.yaml", data)
	content, _, err := Tree(t.Context(), files, Options{})
	if err != nil || len(content.Posts) != posts {
		t.Fatalf("%d posts, %v", len(content.Posts), err)
	}
	start := time.Now()
	s := NewSources(files, Options{})
	var edits []Edit
	for _, p := range content.Posts {
		text, _ := p.Object.Text("text")
		at := strings.Index(text, "mot")
		if got, line := s.Place(p.Object, at, "text"), p.Object.Start.Line+8; got != (schema.Pos{File: "a.yaml", Line: line, Col: 10}) {
			t.Fatalf("got %v, want line %d", got, line)
		}
		edits = append(edits, Edit{Start: p.Object.Start, Path: []string{"text"}, Kind: ReplaceText, From: at, To: at + 3, Text: "mots"})
	}
	t.Logf("places: %v", time.Since(start))
	start = time.Now()
	got, err := Apply("a.yaml", []byte(data), edits)
	if want := strings.ReplaceAll(data, "un mot ici", "un mots ici"); err != nil || string(got) != want {
		t.Fatalf("%v: the file is not as wanted", err)
	}
	t.Logf("edits: %v", time.Since(start))
}

func TestPlacesAreFoundSideBySide(t *testing.T) {
	pairs := []string{}
	for i := range 8 {
		pairs = append(pairs, fmt.Sprintf("%d.yaml", i), fmt.Sprintf("kind: Post\nid: p%d\nchannels: [b]\ntext: un mot\n", i))
	}
	files := tree(pairs...)
	content, _, err := Tree(t.Context(), files, Options{})
	if err != nil || len(content.Posts) != 8 {
		t.Fatalf("%d posts, %v", len(content.Posts), err)
	}
	s := NewSources(files, Options{})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for _, p := range content.Posts {
				if got := s.Place(p.Object, 3, "text"); got.Line != 4 || got.Col != 10 {
					t.Errorf("got %v", got)
				}
			}
		})
	}
	all.Wait()
}
