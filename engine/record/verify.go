package record

import (
	"fmt"
	"iter"

	"galley/engine"
)

// A Break is a place where the ledger is not what it should be.
type Break struct {
	N    int // of the line
	Text string
}

// Verify checks all lines: the chain of hashes, the numbers, that there is one
// genesis and it is first, that no intent is written twice and that outcomes
// name intents that were written. It returns every break, in order.
func Verify(lines iter.Seq[Line]) []Break {
	var breaks []Break
	var t tail
	intents, closed := map[engine.LineRef]engine.ID{}, map[engine.LineRef]bool{}
	for l := range lines {
		note := func(format string, args ...any) { breaks = append(breaks, Break{l.N, fmt.Sprintf(format, args...)}) }
		if t.n == 0 && l.Type != TypeGenesis {
			note("the first line is no genesis")
		}
		if err := t.follow(&l); err != nil {
			note("%s", err)
			t.n, t.hash = l.N, l.hash
		}
		switch {
		case l.Intent != nil:
			if _, twice := intents[l.Intent.Ref()]; twice {
				note("the intent %s/%d is written twice", l.Intent.Run, l.Intent.Seq)
			}
			intents[l.Intent.Ref()] = l.Intent.ID
		case l.Outcome != nil && l.Outcome.Seq != 0:
			checkOutcome(l.Outcome, intents, closed, note)
		}
	}
	if t.n == 0 {
		breaks = append(breaks, Break{0, "the ledger is empty"})
	}
	return breaks
}

func checkOutcome(o *engine.Outcome, intents map[engine.LineRef]engine.ID, closed map[engine.LineRef]bool, note func(string, ...any)) {
	id, ok := intents[o.Ref()]
	switch {
	case !ok:
		note("the outcome of %s/%d has no intent", o.Run, o.Seq)
	case id != o.ID:
		note("the outcome of %s/%d is of %s, its intent of %s", o.Run, o.Seq, o.ID, id)
	case closed[o.Ref()] && o.Result.Closes():
		note("%s/%d is closed twice", o.Run, o.Seq)
	}
	closed[o.Ref()] = closed[o.Ref()] || o.Result.Closes()
}
