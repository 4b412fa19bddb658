package record

import (
	"iter"
	"time"

	"galley/engine"
)

// Reduce takes all lines of a ledger together.
//
//   - The generation of an ID counts what ended a life of it on the network: a
//     confirmed removal (a deletion, or the removal half of a replacement) and
//     its being found gone. What is created after either is another post, and
//     must not share a key with the one before. It is never less than what an
//     intent carried.
//   - An outcome that names an intent counts only while that intent is open: a
//     repeated pair, or the late word of a run whose intent was closed by
//     recovery, changes nothing.
//   - Uncertain keeps an intent open; it counts as a look-up only if it was
//     made after the moment from which absence can be told (Ready).
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
	ids     map[engine.ID]*engine.Recorded
	open    map[engine.LineRef]*engine.Intent
	lastSeq map[string]int // of each run
}

func newReducer() *reducer {
	return &reducer{
		ids:     map[engine.ID]*engine.Recorded{},
		open:    map[engine.LineRef]*engine.Intent{},
		lastSeq: map[string]int{},
	}
}

func (r *reducer) record() engine.Record {
	all := make(map[engine.ID]engine.Recorded, len(r.ids))
	for id, rec := range r.ids {
		all[id] = *rec
	}
	return engine.Record{Ledger: r.ledger, Applied: r.applied, IDs: all}
}

func (r *reducer) of(id engine.ID) *engine.Recorded {
	rec := r.ids[id]
	if rec == nil {
		rec = &engine.Recorded{ID: id}
		r.ids[id] = rec
	}
	return rec
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
	rec := r.of(in.ID)
	rec.Account = in.Account
	rec.Open, rec.Lookups = in, 0
	rec.OpenedAt = in.AbsentFrom(engine.DefaultSettle)
	rec.Generation = max(rec.Generation, in.Generation)
	r.open[in.Ref()] = in
	r.lastSeq[in.Run] = max(r.lastSeq[in.Run], in.Seq)
	if in.Revision != "" {
		r.applied = in.Revision
	}
}

func (r *reducer) outcome(o *engine.Outcome) {
	rec := r.of(o.ID)
	if o.Seq != 0 {
		in := r.open[o.Ref()]
		if in == nil {
			return
		}
		if o.Result.Closes() {
			delete(r.open, o.Ref())
			if rec.Open == in {
				rec.Open = nil
			}
		} else if o.Ready {
			rec.Lookups++
		}
	}
	if o.Account != (engine.Account{}) {
		rec.Account = o.Account
	}
	r.apply(rec, o)
	rec.Last = *o
}

// apply says what each result means for an ID.
func (r *reducer) apply(rec *engine.Recorded, o *engine.Outcome) {
	switch o.Result {
	case engine.ResultConfirmed:
		if o.Phase == engine.Absent {
			removed(rec, o)
		} else {
			there(rec, o)
		}
	case engine.ResultAdopted:
		there(rec, o)
		if !o.Renamed.IsZero() {
			r.rename(rec, o)
		}
	case engine.ResultWentLive:
		there(rec, o)
	case engine.ResultRefused:
		rec.Refused, rec.Refusal = o.Digest, o.Reason
	case engine.ResultSkipped:
		rec.Skipped = o.Due
	case engine.ResultHeld:
		rec.Held = o.Due
	case engine.ResultSeen:
		if rec.Seen.IsZero() {
			rec.Seen = firstTime(o.Due, o.At)
		}
	case engine.ResultReleased:
		rec.Released = true
	case engine.ResultGone:
		gone(rec, o)
	case engine.ResultUncertain, engine.ResultAbsent:
	}
}

// there notes what the network has. A remote id, URL or version that the
// outcome does not name stays as it was.
func there(rec *engine.Recorded, o *engine.Outcome) {
	if o.Verb == engine.Create || o.Verb == engine.Replace {
		rec.Remote, rec.URL, rec.Version, rec.Published = "", "", "", time.Time{}
	}
	phase := o.Phase
	if phase == engine.Absent || o.Result == engine.ResultWentLive {
		phase = engine.Live
	}
	if phase == engine.Live && (rec.Phase != engine.Live || rec.Published.IsZero()) {
		rec.Published = o.At
	}
	rec.Phase = phase
	keep(&rec.Remote, o.Remote)
	keep(&rec.URL, o.URL)
	keep(&rec.Version, o.Version)
	keep(&rec.Digest, o.Digest)
	if o.Print.Text != "" || len(o.Print.Media) > 0 {
		rec.Print = o.Print
	}
	if o.Fields != nil {
		rec.Fields = o.Fields
	}
	if !o.Due.IsZero() {
		rec.Due = o.Due
	}
	rec.Skipped, rec.Held = time.Time{}, time.Time{}
	rec.Gone, rec.Removed, rec.Released = false, false, false
	rec.Refused, rec.Refusal = "", ""
	rec.Renamed = engine.ID{}
}

func keep[T ~string](to *T, value T) {
	if value != "" {
		*to = value
	}
}

func firstTime(times ...time.Time) time.Time {
	for _, t := range times {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// removed notes that we took it down. What was only handed over was never
// public: cancelling it withdraws nothing from readers.
func removed(rec *engine.Recorded, o *engine.Outcome) {
	wasLive := rec.Phase == engine.Live
	rec.Generation++
	rec.Phase = engine.Absent
	rec.Remote, rec.URL, rec.Version = "", "", ""
	rec.Print, rec.Fields = engine.Print{}, nil
	rec.Gone, rec.Removed = false, wasLive && o.Verb == engine.Delete
	rec.Refused, rec.Refusal = "", ""
}

// gone notes that somebody else took it down. What it was is kept, so that it
// is known again if it comes back.
func gone(rec *engine.Recorded, o *engine.Outcome) {
	if !rec.Gone {
		rec.Generation++
	}
	rec.Phase, rec.Gone = o.Phase, true
}

// rename hands what the former ID has over to the new one.
func (r *reducer) rename(rec *engine.Recorded, o *engine.Outcome) {
	former := r.of(o.Renamed)
	former.Renamed = rec.ID
	if !former.Published.IsZero() {
		rec.Published = former.Published
	}
	inherit(&rec.Remote, former.Remote)
	inherit(&rec.URL, former.URL)
	inherit(&rec.Version, former.Version)
	if rec.Print.Text == "" {
		rec.Print = former.Print
	}
	if rec.Fields == nil {
		rec.Fields = former.Fields
	}
	if rec.Due.IsZero() {
		rec.Due = former.Due
	}
}

func inherit[T ~string](to *T, value T) {
	if *to == "" {
		*to = value
	}
}
