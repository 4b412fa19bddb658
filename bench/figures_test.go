package main

import (
	"bytes"
	"encoding/json"
	"strconv"
	"testing"
)

// What is measured must be the figures of what was written.
func TestFiguresAreOfTheSnapshotsThatWereWritten(t *testing.T) {
	dir := t.TempDir()
	const posts = 400
	files, size, err := writeSnapshots(dir, posts)
	if err != nil || files < 12 || size < 6*posts*100 {
		t.Fatalf("wrote %d files of %d bytes: %v", files, size, err)
	}
	for span, want := range map[string]int{"year": posts, "month": posts / 12} {
		var out bytes.Buffer
		if err := figuresProcess(dir, strconv.Itoa(posts), span, &out); err != nil {
			t.Fatal(err)
		}
		var m measurement
		if err := json.Unmarshal(out.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		if m.Matches < want || m.Matches > want+2 || len(m.Costs) != 2 {
			t.Errorf("figures of a %s are of %d posts in %d stages, want %d in 2", span, m.Matches, len(m.Costs), want)
		}
	}
}
