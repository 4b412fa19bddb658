package record

import (
	"iter"

	"galley/engine"
)

// Reduce takes all lines of a ledger together, by the steps of engine.Recorded.
// What those leave to the reader of a whole ledger:
//
//   - An outcome that names an intent counts only while that intent is open: a
//     repeated pair, or the late word of a run whose intent was closed by
//     recovery, changes nothing.
//   - Where two intents of one ID are open, as those of a replacement are, the
//     older one is shown until it is closed: its successor depends on it.
func Reduce(lines iter.Seq[Line]) engine.Record {
	r := newReducer()
	for l := range lines {
		r.add(&l)
	}
	return r.record()
}

// A reducer is a Record in the making.
type reducer struct {
	ledger  string
	applied string
	remote  string // whose branch is the ledger, by the genesis or a restoration
	ids     map[engine.ID]engine.Recorded
	lastSeq map[string]int // of each run
}

func newReducer() *reducer {
	return &reducer{
		ids:     map[engine.ID]engine.Recorded{},
		lastSeq: map[string]int{},
	}
}

func (r *reducer) record() engine.Record {
	return engine.Record{Ledger: r.ledger, Applied: r.applied, IDs: r.ids}
}

func (r *reducer) add(l *Line) {
	switch l.Type {
	case TypeGenesis:
		r.ledger, r.remote = l.Genesis.Ledger, l.Genesis.Remote
	case TypeRestored:
		r.remote = l.Restored.Remote
	case TypeIntent:
		r.begin(l.Intent)
	case TypeOutcome:
		r.outcome(l.Outcome)
	}
}

func (r *reducer) begin(in *engine.Intent) {
	r.ids[in.ID] = r.ids[in.ID].Began(*in)
	r.lastSeq[in.Run] = max(r.lastSeq[in.Run], in.Seq)
	if in.Revision != "" {
		r.applied = in.Revision
	}
}

func (r *reducer) outcome(o *engine.Outcome) {
	rec := r.ids[o.ID].With(*o)
	if !o.Renamed.IsZero() && o.Result == engine.ResultAdopted {
		former := r.ids[o.Renamed]
		rec = rec.Inherit(former)
		former.ID, former.Renamed = o.Renamed, o.ID
		r.ids[o.Renamed] = former
	}
	r.ids[o.ID] = rec
}
