package chart_test

import (
	"os"
	"path/filepath"
	"testing"

	"galley/engine/report/browsertest"
	"galley/engine/report/chart"
)

// The pictures of the manual are taken when golden files are written: no two
// versions of Chromium draw the same bytes.
func TestManualShowsTheCharts(t *testing.T) {
	for _, v := range versions()[:2] {
		file := filepath.Join("..", "..", "..", "docs", "pictures", "charts-"+v.name+".png")
		if !*update {
			if _, err := os.Stat(file); err != nil {
				t.Error(err)
			}
			continue
		}
		rows, err := chart.Rows(rows("fr", v.theme))
		if err != nil {
			t.Fatal(err)
		}
		bars, err := chart.Bars(engagement("en", v.theme))
		if err != nil {
			t.Fatal(err)
		}
		page := append([]byte(`<!DOCTYPE html><meta charset="utf-8"><body style="margin:0;font-size:0">`), append(rows, bars...)...)
		picture := browsertest.Open(t).Picture(page, browsertest.View{Width: chart.Wide})
		if err := os.WriteFile(file, picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
