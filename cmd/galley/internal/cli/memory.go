package cli

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// gcPercent is how much garbage may gather, in parts of what is in use. Nearly
// all of a plan stays in use to its end: collecting twice as often as Go would
// costs a tenth more CPU time and saves up to a fifth of the memory, which on a
// small runner is what there is less of.
const gcPercent = 50

// firstCollection is how much memory a run may take before any garbage is
// collected: most runs end before that. leastHeap is how large the heap may grow
// in any case before it is collected again: a validation keeps little of what it
// reads. mostGarbage is how much may gather while eight times as much is not in
// use. mostGaps is how much more may lie unused between what is in use, and a
// sixteenth of that, before it is given back to the system.
const (
	firstCollection = 104 << 20
	leastHeap       = 72 << 20
	mostGarbage     = 48 << 20
	mostGaps        = 40 << 20
)

// collectLater has garbage collected from firstCollection on, by gcPercent but
// not below leastHeap, until it is told to stop.
func collectLater() (stop func()) {
	debug.SetMemoryLimit(firstCollection)
	debug.SetGCPercent(-1)
	var stopped atomic.Bool
	afterCollection(&stopped)
	return func() {
		stopped.Store(true)
		pace(gcPercent, math.MaxInt64)
	}
}

func pace(percent int, limit int64) {
	debug.SetGCPercent(percent)
	debug.SetMemoryLimit(limit)
}

// afterCollection has the next but one paced once the next collection is over,
// which finds this object and nobody who holds it.
func afterCollection(stopped *atomic.Bool) {
	runtime.AddCleanup(new([64]byte), paceCollection, stopped)
}

func paceCollection(stopped *atomic.Bool) {
	if stopped.Load() {
		return
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	if in := int(live[0].Value.Uint64()); in > 0 {
		room := max(min(in*gcPercent/100, mostGarbage), in/8, leastHeap-in)
		pace(room*100/in, int64(in+room+in/16+mostGaps))
	} else {
		pace(gcPercent, math.MaxInt64)
	}
	afterCollection(stopped)
}
