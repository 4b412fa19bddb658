package site

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"galley/engine"
)

// dirTarget is a folder, written as the product writes one, without the sync.
type dirTarget string

func (d dirTarget) FS(context.Context) (fs.FS, error) { return os.DirFS(string(d)), nil }

func (d dirTarget) Write(_ context.Context, files []engine.TargetFile) error {
	for _, f := range files {
		name := filepath.Join(string(d), filepath.FromSlash(f.Name))
		if f.Data == nil {
			if err := os.Remove(name); err != nil {
				return err
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name+".tmp", f.Data, 0o644); err != nil {
			return err
		}
		if err := os.Rename(name+".tmp", name); err != nil {
			return err
		}
	}
	return nil
}

// many publishes n posts over ten years without writing each time what all of
// them share: only the sources and pages, and the rest with the last one.
func many(b *testing.B, target engine.Target, n int) *Provider {
	b.Helper()
	p := open(b, target)
	st := &batch{p: p}
	loaded, err := p.begin(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	st.st = loaded.st
	for i := range n - 1 {
		d, in := want(fmt.Sprint("post-", i), day(1).Add(-time.Duration(i)*(87600*time.Hour/time.Duration(n))), benchArticle(i))
		src := (&source{Format: format, ID: d.ID, Key: in.Key, Published: in.Due}).with(normalize(d.Spec))
		if src.Remote, err = address(d, d.Spec, in.Due.In(p.zone)); err != nil {
			b.Fatal(err)
		}
		r := p.newResource(src)
		r.name = r.file()
		page := p.render(&chrome{}, r)
		r.Region = sum(region(page))
		st.put(r.name, r.encode())
		st.put(pageFile(r.Remote), page)
	}
	if err := st.send(b.Context()); err != nil {
		b.Fatal(err)
	}
	p = open(b, target)
	create(b, p, "last", day(2), benchArticle(n))
	return p
}

func benchArticle(i int) *engine.Article {
	return &engine.Article{Title: fmt.Sprint("Titre numéro ", i), Body: strings.Repeat("Une *phrase* pas trop longue, avec un [lien](https://example.org/). ", 12),
		Language: "fr", Tags: []string{"tous", fmt.Sprint("tag-", i%40)}}
}

func BenchmarkCreate(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := many(b, dirTarget(b.TempDir()), n)
			i := 0
			b.ResetTimer()
			for b.Loop() {
				create(b, p, fmt.Sprint("new-", i), day(3).Add(time.Duration(i)*time.Minute), benchArticle(i))
				i++
			}
		})
	}
}

// BenchmarkFirstCreate is the first write of a run, which reads and compares
// everything.
func BenchmarkFirstCreate(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			target := dirTarget(b.TempDir())
			many(b, target, n)
			i := 0
			b.ResetTimer()
			for b.Loop() {
				create(b, open(b, target), fmt.Sprint("new-", i), day(3).Add(time.Duration(i)*time.Minute), benchArticle(i))
				i++
			}
		})
	}
}

func BenchmarkList(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := many(b, dirTarget(b.TempDir()), n)
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				if got := len(listAll(b, p, time.Time{})); got != n {
					b.Fatalf("%d listed, want %d", got, n)
				}
			}
		})
	}
}
