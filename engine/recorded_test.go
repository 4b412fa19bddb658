package engine

import (
	"testing"
	"time"
)

func TestWhatWasTakenOverIsAsOldAsItsFileSays(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 12, n, 9, 0, 0, 0, time.UTC) }
	adopted := Outcome{Result: ResultAdopted, Phase: Live, Due: day(1), At: day(10)}
	sent := Outcome{Result: ResultConfirmed, Phase: Live, Due: day(1), At: day(2)}
	for name, tc := range map[string]struct {
		record Recorded
		want   time.Time
	}{
		"nothing":                {Recorded{}, time.Time{}},
		"published late":         {Recorded{}.With(sent), day(2)},
		"taken over":             {Recorded{}.With(adopted), day(1)},
		"edited since":           {Recorded{}.With(adopted).With(Outcome{Result: ResultConfirmed, Phase: Live, At: day(12)}), day(1)},
		"adopted once more":      {Recorded{}.With(sent).With(adopted), day(2)},
		"published again":        {Recorded{}.With(adopted).With(Outcome{Result: ResultGone, At: day(11)}).With(Outcome{Result: ResultConfirmed, Phase: Live, Due: day(12), At: day(12)}), day(12)},
		"renamed":                {Recorded{}.With(adopted).Inherit(Recorded{}.With(sent)), day(2)},
		"taken over undated":     {Recorded{}.With(Outcome{Result: ResultAdopted, Phase: Live, At: day(10)}), day(10)},
		"due after the adoption": {Recorded{}.With(Outcome{Result: ResultAdopted, Phase: Live, Due: day(20), At: day(10)}), day(10)},
	} {
		if got := tc.record.WentLive(); !got.Equal(tc.want) {
			t.Errorf("%s: went live %v, want %v", name, got, tc.want)
		}
	}
}
