package media

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// counted is a Folder that counts what is done anew.
type counted struct {
	Folder
	kept *int
}

func (c counted) Keep(key string, r Result) {
	*c.kept++
	c.Folder.Keep(key, r)
}

func TestWhatWasDecodedOnceIsRemembered(t *testing.T) {
	kept := 0
	m := counted{Folder(filepath.Join(t.TempDir(), "pictures")), &kept}
	measure := func(data []byte, b Bounds) Result {
		t.Helper()
		as, err := Measure(context.Background(), bytes.NewReader(data), m)
		if err != nil {
			t.Fatal(err)
		}
		if b.Takes(as) {
			return as
		}
		fitted, err := MeasureFit(bytes.NewReader(data), as, b, m)
		if err != nil {
			t.Fatal(err)
		}
		return fitted
	}
	upright, turned := tellingJPEG(t, scene(64, 48), 1), tellingJPEG(t, scene(64, 48), 6)
	for _, step := range []struct {
		name   string
		data   []byte
		bounds Bounds
		kept   int
	}{
		{"an upright picture needs no memory", upright, Bounds{}, 0},
		{"turned", turned, Bounds{}, 1},
		{"turned again", turned, Bounds{}, 1},
		{"scaled", upright, Bounds{MaxWidth: 32}, 2},
		{"scaled again", upright, Bounds{MaxWidth: 32}, 2},
		{"to another size", upright, Bounds{MaxWidth: 31}, 3},
		{"another picture", tellingJPEG(t, scene(65, 48), 1), Bounds{MaxWidth: 32}, 4},
	} {
		got := measure(step.data, step.bounds)
		want, err := Fit(step.data, step.bounds)
		want.Data = nil
		if err != nil || !reflect.DeepEqual(got, want) || kept != step.kept {
			t.Errorf("%s: %+v after %d decodings, want %+v after %d; %v", step.name, got, kept, want, step.kept, err)
		}
	}
}

func TestABrokenMemoryForgets(t *testing.T) {
	dir := t.TempDir()
	m := Folder(dir)
	whole := Result{SHA256: keyOf("x"), Size: 1, Type: "image/png", Width: 1, Height: 1}
	m.Keep("a", whole)
	if got, known := m.Recall("a"); !known || !reflect.DeepEqual(got, whole) {
		t.Errorf("got %+v, want %+v", got, whole)
	}
	for _, text := range []string{"", "{", "{}", `{"SHA256": "00", "Size": 1, "Width": 1, "Height": 1}`} {
		if err := os.WriteFile(filepath.Join(dir, "a.json"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if got, known := m.Recall("a"); known {
			t.Errorf("%q is recalled as %+v", text, got)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
	unwritable := Folder(filepath.Join(dir, "a.json", "below"))
	unwritable.Keep("b", whole)
	if _, known := unwritable.Recall("b"); known {
		t.Error("a folder that cannot be made remembers")
	}
}
