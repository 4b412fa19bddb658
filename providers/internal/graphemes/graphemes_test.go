package graphemes

import (
	"testing"

	"github.com/rivo/uniseg"
)

// TestWhatStandsAloneIsNeverJoined tries all pairs: no rule of Unicode on what
// is joined looks at more, unless one of two is joined already.
func TestWhatStandsAloneIsNeverJoined(t *testing.T) {
	var all []rune
	for r := range rune(0x3000) {
		if alone(r) {
			all = append(all, r)
		}
	}
	for _, a := range all {
		for _, b := range all {
			if text := string([]rune{a, b}); uniseg.GraphemeClusterCount(text) != 2 {
				t.Errorf("%q counts as one", text)
			}
		}
	}
}

func FuzzCount(f *testing.F) {
	for _, text := range []string{"", "L’hiver : 4 €…", "e\u0301te\u0301", "a\r\nb\n\r", "👨‍👩‍👧‍👦🏳️‍🌈", "©\u200d™", "\xff\xfe", "\u00ad"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := Count(text), uniseg.GraphemeClusterCount(text); got != want {
			t.Errorf("%q counts as %d, want %d", text, got, want)
		}
	})
}
