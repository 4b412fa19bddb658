package record

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
)

// chained gives lines their numbers and hashes, so that only what they say can
// be wrong.
func chained(t *testing.T, lines ...Line) []Line {
	t.Helper()
	var last tail
	for i := range lines {
		l := &lines[i]
		l.V, l.N, l.Prev, l.Time = format, last.n+1, last.hash, time.Date(2026, 12, 1, 9, i, 0, 0, time.UTC)
		if _, err := l.encode(); err != nil {
			t.Fatal(err)
		}
		if err := last.follow(l); err != nil {
			t.Fatal(err)
		}
	}
	return lines
}

func TestVerifyUnderstandsWhatAWholeChainSays(t *testing.T) {
	post := engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: "a"}
	genesis := Line{Type: TypeGenesis, Genesis: &Genesis{Ledger: "l"}}
	intent := func(seq int) Line {
		return Line{Type: TypeIntent, Intent: &engine.Intent{ID: post, Verb: engine.Create, Run: "r", Seq: seq}}
	}
	outcome := func(seq int, result engine.Result) Line {
		return Line{Type: TypeOutcome, Outcome: &engine.Outcome{ID: post, Run: "r", Seq: seq, Result: result}}
	}
	other := outcome(1, engine.ResultConfirmed)
	other.Outcome.ID.Slug = "b"
	unsure, sure := outcome(1, engine.ResultUncertain), outcome(1, engine.ResultConfirmed)
	for name, c := range map[string]struct {
		lines []Line
		want  string
	}{
		"one after the other": {[]Line{genesis, intent(1), sure, intent(2), outcome(2, engine.ResultRefused)}, ""},
		"looked up twice":     {[]Line{genesis, intent(1), unsure, unsure, sure}, ""},
		"doubted afterwards":  {[]Line{genesis, intent(1), sure, unsure}, ""},
		"decisions":           {[]Line{genesis, outcome(0, engine.ResultSkipped), outcome(0, engine.ResultSkipped)}, ""},
		"no intent":           {[]Line{genesis, sure}, "2: the outcome of r/1 has no intent"},
		"begun twice":         {[]Line{genesis, intent(1), intent(1)}, "3: the intent r/1 is written twice"},
		"closed twice":        {[]Line{genesis, intent(1), sure, unsure, sure}, "5: r/1 is closed twice"},
		"of another post":     {[]Line{genesis, intent(1), other}, "3: the outcome of r/1 is of blog/b, its intent of blog/a"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, b := range Verify(slices.Values(chained(t, c.lines...))) {
				got = append(got, fmt.Sprintf("%d: %s", b.N, b.Text))
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("Verify = %q, want %q", got, c.want)
			}
		})
	}
}
