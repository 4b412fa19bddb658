package record_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"galley/engine/record"
)

func names(t *testing.T, l *record.Ledger) []string {
	t.Helper()
	entries, err := fs.ReadDir(l.Files(), "ledger")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func TestAMonthRollsOverAndTheOrderHolds(t *testing.T) {
	d := newsroom(t)
	c := newClock()
	s := founded(t, d, c, "one")
	l := read(t, s)
	begin(t, l, creates("a", 255), nil) // with the genesis, the file is full
	begin(t, l, creates("b", 1), nil)
	begin(t, l, creates("c", 3*256), nil)
	c.pass(31 * 24 * time.Hour)
	begin(t, l, creates("d", 1), nil)
	c.pass(-20 * 24 * time.Hour) // a clock that went back
	begin(t, l, creates("e", 1), nil)
	c.pass(40 * 24 * time.Hour)
	finish(t, l, nil) // gives the lease back in February, and has nothing to say
	l = read(t, s)
	sound(t, l)
	want := []string{"2026-12-0002.jsonl", "2026-12-0003.jsonl", "2026-12-0004.jsonl", "2026-12-0005.jsonl", "2026-12.jsonl", "2027-01.jsonl"}
	if got := names(t, l); !slices.Equal(got, want) {
		t.Errorf("files = %v, want %v", got, want)
	}
	if got := len(l.Record().IDs); got != 255+1+3*256+2 {
		t.Errorf("%d IDs", got)
	}
}

// TestTheCostOfACommitIsWhatItAdds compares sizes, not times: a thousand batches
// must not cost more each than a hundred do, beyond the file that is being
// filled.
func TestTheCostOfACommitIsWhatItAdds(t *testing.T) {
	if testing.Short() {
		t.Skip("writes a hundred commits")
	}
	t.Parallel()
	d := newsroom(t)
	c := newClock()
	s := founded(t, d, c, "one")
	l := read(t, s)
	size := func() int {
		out := d.git("count-objects", "-v")
		for line := range strings.Lines(out) {
			if n, ok := strings.CutPrefix(strings.TrimSpace(line), "size: "); ok {
				kib, err := strconv.Atoi(n)
				if err != nil {
					t.Fatal(err)
				}
				return kib
			}
		}
		t.Fatalf("git count-objects: %s", out)
		return 0
	}
	var marks []int
	const quarter, lines = 32, 8 // commits, and what each adds: one ledger file a quarter
	for i := range 4 * quarter {
		if i%quarter == 0 {
			marks = append(marks, size())
		}
		begin(t, l, creates(fmt.Sprintf("p-%d", i), lines), nil)
	}
	marks = append(marks, size())
	first, last := marks[1]-marks[0], marks[4]-marks[3]
	if last > 2*first+first/2 {
		t.Errorf("the first %d commits took %d KiB, the last %d: that grows with the ledger", quarter, first, last)
	}
	sound(t, read(t, s))
	d.git("gc", "-q", "--prune=now")
	d.fsck()
	again := read(t, s)
	if len(again.Record().IDs) != 4*quarter*lines {
		t.Errorf("after git gc: %d IDs", len(again.Record().IDs))
	}
	begin(t, again, creates("after-gc", 1), nil)
}
