package chart_test

import (
	"testing"

	"galley/engine/report/browsertest"
)

func TestPicturesAreReadable(t *testing.T) {
	b := browsertest.Open(t)
	for _, s := range scenes() {
		for _, v := range versions() {
			picture, err := s.draw(v.theme, v.width)
			if err != nil {
				t.Fatal(err)
			}
			page := append([]byte(`<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">`), picture...)
			f := b.Look(page, browsertest.View{Width: max(v.width, 330)})
			for fault, found := range map[string][]string{"sticks out": f.Overflow, "lies on another": f.Overlap, "is faint": f.Faint, "has no glyph": f.Missing} {
				for _, where := range found {
					t.Errorf("%s, %s: %s %s", s.name, v.name, where, fault)
				}
			}
		}
	}
}
