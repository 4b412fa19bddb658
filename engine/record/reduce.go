package record

import "galley/engine"

// A reducer takes all lines of a ledger together, by the steps of engine.Recorded.
// What those leave to the reader of a whole ledger:
//
//   - An outcome that names an intent counts only while that intent is open: a
//     repeated pair, or the late word of a run whose intent was closed by
//     recovery, changes nothing.
//   - Where two intents of one ID are open, as those of a replacement are, the
//     older one is shown until it is closed: its successor depends on it.
//   - What readers saw of an ID was taken down, or is gone: its approvals are
//     void, because the digest of a repost is the same.
type reducer struct {
	ledger  string
	applied string
	remote  string // whose branch is the ledger, by the genesis or a restoration
	ids     map[engine.ID]engine.Recorded
	consent engine.Consent
	digests map[engine.ID][]string // that were approved
	lastSeq map[string]int         // of each run
}

func newReducer() *reducer {
	return &reducer{
		ids:     map[engine.ID]engine.Recorded{},
		digests: map[engine.ID][]string{},
		lastSeq: map[string]int{},
	}
}

func (r *reducer) record() engine.Record {
	return engine.Record{Ledger: r.ledger, Applied: r.applied, IDs: r.ids, Consent: r.consent}
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
	case TypeJudged:
		r.consent.Add(engine.Judgement{Judged: *l.Judged})
	case TypeDemand:
		r.consent.Add(engine.Judgement{Demands: []engine.Demand{*l.Demand}})
	case TypeApproval:
		r.consent.Add(engine.Judgement{Approvals: []engine.Approval{*l.Approval}})
		r.digests[l.Approval.ID] = append(r.digests[l.Approval.ID], l.Approval.Digest)
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
	before := r.ids[o.ID]
	rec := before.With(*o)
	if before.Ends(rec) {
		for _, digest := range r.digests[o.ID] {
			delete(r.consent.Approvals, digest)
		}
	}
	if !o.Renamed.IsZero() && o.Result == engine.ResultAdopted {
		former := r.ids[o.Renamed]
		rec = rec.Inherit(former)
		former.ID = o.Renamed
		r.ids[o.Renamed] = former.MovedTo(o.ID)
	}
	r.ids[o.ID] = rec
}
