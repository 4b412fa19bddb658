package report

import (
	"os"
	"path/filepath"
	"testing"

	"galley/engine/report/browsertest"
)

func TestPageIsReadableInEveryWindow(t *testing.T) {
	b := browsertest.Open(t)
	d := Compose(newCinema(t).source())
	for _, language := range []string{"en", "fr"} {
		mustRead(t, b, language, pageOf(t, Lay(d, language)))
	}
}

func TestPageOfNumbersAloneIsReadable(t *testing.T) {
	source := newCinema(t).source()
	source.Objectives = nil // then a few figures are told large
	mustRead(t, browsertest.Open(t), "figures", pageOf(t, Lay(Compose(source), "fr")))
}

func TestWhatStrangersWroteDoesNotBreakThePage(t *testing.T) {
	mustRead(t, browsertest.Open(t), "hostile", pageOf(t, hostileLayout()))
}

// mustRead fails for whatever a reader would stumble over, from telephones to
// screens, in both themes.
func mustRead(t *testing.T, b *browsertest.Browser, name string, page []byte) {
	t.Helper()
	for _, width := range []int{360, 600, 1200} {
		for _, dark := range []bool{false, true} {
			view := browsertest.View{Width: width, Dark: dark}
			f := b.Look(page, view)
			for fault, found := range map[string][]string{"sticks out": f.Overflow, "lies on another": f.Overlap, "is faint": f.Faint, "has no glyph": f.Missing, "does not show": f.Broken} {
				for _, what := range found {
					t.Errorf("%s at %s: %s %s", name, view, what, fault)
				}
			}
		}
	}
}

// The pictures of the manual are taken when golden files are written: no two
// versions of Chromium draw the same bytes.
func TestManualShowsTheReport(t *testing.T) {
	folder := filepath.Join("..", "..", "docs", "pictures")
	shots := []struct {
		file, language string
		view           browsertest.View
	}{
		{"report-light.png", "en", browsertest.View{Width: 760, Height: 1570}},
		{"report-dark.png", "fr", browsertest.View{Width: 760, Height: 1570, Dark: true}},
		{"report-telephone.png", "en", browsertest.View{Width: 360, Height: 1300}},
	}
	if !*update {
		for _, shot := range shots {
			if _, err := os.Stat(filepath.Join(folder, shot.file)); err != nil {
				t.Error(err)
			}
		}
		return
	}
	b := browsertest.Open(t)
	d := Compose(newCinema(t).source())
	for _, shot := range shots {
		picture := b.Picture(pageOf(t, Lay(d, shot.language)), shot.view)
		if err := os.WriteFile(filepath.Join(folder, shot.file), picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
