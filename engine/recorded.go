package engine

// How the record of one ID grows, line by line. Reading the ledger and looking
// ahead within one run go by the same two steps, so they cannot disagree.

// Began returns r after an intent was written for it.
func (r Recorded) Began(in Intent) Recorded {
	r.ID, r.Account = in.ID, in.Account
	r.Open, r.Lookups = &in, 0
	r.Generation = max(r.Generation, in.Generation)
	return r
}

// With returns r after an outcome was written for it. An outcome of an intent
// that is no longer open changes nothing: it was said before.
func (r Recorded) With(o Outcome) Recorded {
	if o.Seq != 0 && (r.Open == nil || r.Open.Ref() != o.Ref()) {
		return r
	}
	r.ID, r.Account, r.Last = o.ID, o.Account, o
	r.Generation = max(r.Generation, o.Generation)
	if o.Seq != 0 && o.Result.Closes() {
		r.Open = nil
	}
	switch o.Result {
	case ResultUncertain:
		if o.Ready {
			r.Lookups++
		}
	case ResultConfirmed:
		return r.confirmed(o)
	case ResultRefused:
		r.Refused, r.Refusal = o.Digest, o.Reason
	case ResultSkipped:
		r.Skipped = o.Due
	case ResultHeld:
		r.Held = o.Due
	case ResultSeen:
		r.Seen = o.Due
	case ResultWentLive, ResultAdopted:
		return r.took(o)
	case ResultReleased:
		r.Released = true
	case ResultGone:
		r.Gone = true
		if o.Phase == Absent {
			r.Phase = Absent
		}
	}
	return r
}

// confirmed is the end of an intent that did what it was to do.
func (r Recorded) confirmed(o Outcome) Recorded {
	r.Refused, r.Refusal = "", ""
	if o.Phase == Absent {
		r.Phase, r.Removed, r.Gone = Absent, true, false
		r.Remote, r.Version, r.Fields = "", "", nil
		r.Generation = o.Generation + 1
		return r
	}
	return r.took(o)
}

// took is a resource that stands on its network as o says.
func (r Recorded) took(o Outcome) Recorded {
	if o.Phase == Live && (r.Phase != Live || r.Gone || r.Published.IsZero()) {
		r.Published = o.At
	}
	r.Phase, r.Remote, r.URL, r.Version = o.Phase, o.Remote, o.URL, o.Version
	r.Print, r.Fields, r.Due, r.Digest = o.Print, o.Fields, o.Due, o.Digest
	r.Removed, r.Gone, r.Released = false, false, false
	return r
}
