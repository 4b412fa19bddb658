package site

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBytesProveTheVersion(t *testing.T) {
	files, err := filepath.Glob("testdata/site/dot.galley/2026/12/*.json")
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.Replace(filepath.ToSlash(file), "testdata/site/dot.galley", sourceDir, 1)
		src, err := decode(name, data)
		if err != nil || src == nil || src.altered {
			t.Fatalf("decode(%s) = %v, %v", name, src, err)
		}
		proven := src.hash
		src.hash = ""
		if src.version() != proven || versionOf(data) != proven {
			t.Errorf("%s: by its bytes %s, by its content %s", name, versionOf(data), src.version())
		}
		edited := bytes.Replace(data, []byte(`"body": "`), []byte(`"body": "Edited. `), 1)
		if src, err := decode(name, edited); err != nil || src == nil || !src.altered {
			t.Errorf("decode(%s) does not tell that it was edited: %v, %v", name, src, err)
		}
		spaced := bytes.Replace(data, []byte(`"body": `), []byte(`"body":  `), 1)
		if src, err := decode(name, spaced); err != nil || src == nil || src.altered || src.hash != proven {
			t.Errorf("decode(%s) takes another layout for an edit: %v, %v", name, src, err)
		}
	}
}
