package browsertest_test

import (
	"testing"

	"galley/engine/report/browsertest"
)

// Each page has one fault; who finds none finds nothing in good pages either.
func TestEachFaultIsSeen(t *testing.T) {
	b := browsertest.Open(t)
	const sound = `<!DOCTYPE html><body style="margin:0;font:16px sans-serif"><p>A good page, in French : été, « œuvre », 1&#8239;234 ✓</p>`
	for name, c := range map[string]struct {
		body  string
		count func(browsertest.Faults) int
	}{
		"overflow":        {`<p style="width:500px">wide</p>`, func(f browsertest.Faults) int { return len(f.Overflow) }},
		"hidden":          {`<div style="overflow:auto;width:100px"><p style="width:300px">cut off</p></div>`, func(f browsertest.Faults) int { return len(f.Overflow) }},
		"of a box":        {`<div style="width:100px;padding:9px"><table width="110"><tr><td>sticks out</td></tr></table></div>`, func(f browsertest.Faults) int { return len(f.Overflow) }},
		"of a picture":    {`<svg width="100" height="20"><text x="80" y="15">sticks out</text></svg>`, func(f browsertest.Faults) int { return len(f.Overflow) }},
		"overlap":         {`<svg width="200" height="40"><text x="10" y="20">one</text><text x="20" y="24">two</text></svg>`, func(f browsertest.Faults) int { return len(f.Overlap) }},
		"overlap of text": {`<div style="width:60px;white-space:nowrap;float:left">much too long a label</div><div style="float:left">12</div>`, func(f browsertest.Faults) int { return len(f.Overlap) }},
		"faint":           {`<p style="color:#999">faint</p>`, func(f browsertest.Faults) int { return len(f.Faint) }},
		"faint on dark":   {`<p style="color:#555;background:#111">faint</p>`, func(f browsertest.Faults) int { return len(f.Faint) }},
		"missing":         {"<p>\U000e0fff\U0010ff01</p>", func(f browsertest.Faults) int { return len(f.Missing) }},
		"broken picture":  {`<img alt="gone" src="data:image/png;base64,AAAA">`, func(f browsertest.Faults) int { return len(f.Broken) }},
	} {
		if n := c.count(b.Look([]byte(sound+c.body), browsertest.View{Width: 360})); n == 0 {
			t.Errorf("%s: the fault is not seen", name)
		}
	}
	f := b.Look([]byte(sound), browsertest.View{Width: 360})
	if n := len(f.Overflow) + len(f.Overlap) + len(f.Faint) + len(f.Missing) + len(f.Broken); n > 0 {
		t.Errorf("a good page has faults: %+v", f)
	}
}

func TestViewsDiffer(t *testing.T) {
	b := browsertest.Open(t)
	page := []byte(`<!DOCTYPE html><style>body{background:#fff;color:#000}@media(prefers-color-scheme:dark){body{color:#ddd}}</style><p>text</p>`)
	if f := b.Look(page, browsertest.View{Width: 360}); len(f.Faint) > 0 {
		t.Errorf("in the light: %v", f.Faint)
	}
	if f := b.Look(page, browsertest.View{Width: 360, Dark: true}); len(f.Faint) == 0 {
		t.Error("the dark is not seen")
	}
}
