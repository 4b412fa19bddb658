package site

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestLook(t *testing.T) {
	dir := os.Getenv("LOOK")
	if dir == "" {
		t.Skip()
	}
	target := newMemTarget()
	cfg := config(target)
	cfg.URL = ""
	pp, _ := Constructor().New(cfg)
	p := pp.(*Provider)
	publishAll(t, p, slices.Sorted(maps.Keys(newsroom())))
	for n, d := range target.files {
		os.MkdirAll(filepath.Dir(filepath.Join(dir, n)), 0o755)
		os.WriteFile(filepath.Join(dir, n), d, 0o644)
	}
}
