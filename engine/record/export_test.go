package record

import (
	"iter"

	"galley/engine"
)

// Reduce is the record that all lines of a ledger together make.
func Reduce(lines iter.Seq[Line]) engine.Record {
	r := newReducer()
	for l := range lines {
		r.add(&l)
	}
	return r.record()
}
