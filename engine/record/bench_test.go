package record_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/record"
)

// large makes a ledger of n resources, each with an intent and an outcome.
func large(b testing.TB, n int) *record.Store {
	d := newsroom(b)
	c := newClock()
	s := founded(b, d, c, "one")
	l := read(b, s)
	var done []engine.Outcome
	for i := 0; i < n; i += 500 {
		c.pass(time.Minute)
		done = confirmAll(begin(b, l, creates(fmt.Sprintf("post-%d", i), min(500, n-i)), done), c.now)
	}
	finish(b, l, done)
	return s
}

func BenchmarkRead(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprintf("IDs=%d", n), func(b *testing.B) {
			s := large(b, n)
			b.ReportAllocs()
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			var kept *record.Ledger
			for b.Loop() {
				kept = read(b, s)
			}
			runtime.GC()
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/1e6, "live-MB")
			if len(kept.Record().IDs) != n {
				b.Fatalf("%d IDs", len(kept.Record().IDs))
			}
		})
	}
}
