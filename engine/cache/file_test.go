package cache

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestWhatIsKeptIsForThisUser(t *testing.T) {
	f := In(filepath.Join(t.TempDir(), "a", "b"), "root")
	if got := f.Read(); got != "" {
		t.Errorf("read %q before anything was written", got)
	}
	if err := f.Write(of("body")); err != nil {
		t.Fatal(err)
	}
	if got := f.Read(); got != "body" {
		t.Errorf("read %q", got)
	}
	info, err := os.Stat(f.Path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v (%v), want 0600", info.Mode(), err)
	}
}

func TestNothingButTheWholeIsRead(t *testing.T) {
	f := In(t.TempDir(), "root")
	if err := f.Write(of(strings.Repeat("body", 100))); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		spoilt := append([]byte{}, whole...)
		spoilt[i] ^= 0x40
		for _, data := range [][]byte{spoilt, whole[:i], append(whole[:len(whole):len(whole)], byte(i))} {
			if err := os.WriteFile(f.Path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			if got := f.Read(); got != "" {
				t.Fatalf("read %q of a spoilt file", got)
			}
		}
	}
}

// TestReadersSeeOneWholeOrAnother writes and reads at the same time.
func TestReadersSeeOneWholeOrAnother(t *testing.T) {
	f := In(t.TempDir(), "root")
	bodies := map[string]bool{}
	for i := range 4 {
		bodies[strings.Repeat(fmt.Sprint(i), 10_000*(i+1))] = true
	}
	var writers sync.WaitGroup
	for body := range bodies {
		if err := f.Write(of(body)); err != nil {
			t.Fatal(err)
		}
		writers.Go(func() {
			for range 20 {
				if err := f.Write(of(body)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 200 {
		if got := f.Read(); !bodies[got] {
			t.Fatalf("read %d bytes that nobody wrote", len(got))
		}
	}
	writers.Wait()
	names, err := os.ReadDir(filepath.Dir(f.Path))
	if err != nil || len(names) != 1 {
		t.Errorf("%v remain (%v), want one file", names, err)
	}
}

func TestTheFolderIsBounded(t *testing.T) {
	folder := t.TempDir()
	for i := range mostFiles + 5 {
		f := In(folder, fmt.Sprint("root", i))
		if err := f.Write(of("x")); err != nil {
			t.Fatal(err)
		}
		old := time.Now().Add(time.Duration(i-1000) * time.Minute)
		if err := os.Chtimes(f.Path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	last := In(folder, "root0")
	if err := last.Write(of("x")); err != nil {
		t.Fatal(err)
	}
	names, err := os.ReadDir(folder)
	if err != nil || len(names) > mostFiles || last.Read() != "x" {
		t.Errorf("%d files remain (%v), want %d, the one just written among them", len(names), err, mostFiles)
	}
}

// of writes a text.
func of(text string) func(io.Writer) error {
	return func(out io.Writer) error {
		_, err := io.WriteString(out, text)
		return err
	}
}
