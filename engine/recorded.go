package engine

import (
	"slices"
	"time"
)

// How the record of one ID grows, line by line. Reading the ledger and looking
// ahead within one run go by the same two steps, so they cannot disagree.

// Began returns r after an intent was written for it.
func (r Recorded) Began(in Intent) Recorded {
	r.ID, r.Account = in.ID, in.Account
	if r.Open == nil {
		r.Open, r.Lookups = &in, 0
	} else {
		r.Behind = append(slices.Clip(r.Behind), in)
	}
	r.Generation = max(r.Generation, in.Generation)
	if in.Verb == Create && r.Chosen == "" {
		r.Chosen = in.Remote
	}
	return r
}

// With returns r after an outcome was written for it. An outcome that names an
// intent counts only while that intent is open: a repeated pair, or the late
// word of a run whose intent was closed by recovery, changes nothing.
func (r Recorded) With(o Outcome) Recorded {
	if o.Seq != 0 {
		if !r.opened(o.Ref()) {
			return r
		}
		if o.Result.Closes() {
			r = r.closed(o.Ref())
		}
	}
	r.ID, r.Last = o.ID, o
	if o.Account != (Account{}) {
		r.Account = o.Account
	}
	switch o.Result {
	case ResultUncertain:
		if o.Ready {
			r.Lookups++
		}
	case ResultConfirmed:
		if o.Phase != Absent {
			return r.there(o)
		}
		// What was only handed over was never public: cancelling it withdraws
		// nothing from readers.
		wasLive, after := r.Phase == Live, r.Generation
		if o.Seq != 0 {
			after = o.Generation // its successor's intent may be written already
		}
		r = r.ended(after)
		if r.Open != nil && r.Open.Verb == Create {
			r.Chosen = r.Open.Remote // of the successor, for all its attempts
		}
		r.Removed = wasLive && o.Verb == Delete
	case ResultAdopted, ResultWentLive:
		return r.there(o)
	case ResultRefused:
		r.Refused, r.Refusal = o.Digest, o.Reason
	case ResultSkipped:
		r.Skipped = o.Due
	case ResultHeld:
		r.Held = o.Due
	case ResultSeen:
		if r.Seen.IsZero() {
			r.Seen = o.Due
		}
	case ResultReleased:
		r.Released = true
	case ResultGone:
		r = r.ended(r.Generation)
		r.Gone = true
	}
	return r
}

// Ends reports whether an outcome that led from r to after took down what
// readers saw, or found it gone.
func (r Recorded) Ends(after Recorded) bool {
	return after.Gone && !r.Gone || after.Removed && !r.Removed
}

// WentLive is when readers first saw it, as far as anybody knows: what was taken
// over is as old as its file says. Zero if it never went out.
func (r Recorded) WentLive() time.Time {
	if r.TakenOver && !r.Due.IsZero() && r.Due.Before(r.Published) {
		return r.Due
	}
	return r.Published
}

func (r Recorded) opened(ref LineRef) bool {
	return r.Open != nil && r.Open.Ref() == ref ||
		slices.ContainsFunc(r.Behind, func(in Intent) bool { return in.Ref() == ref })
}

// closed takes an intent from those that are open. Look-ups are counted for one
// intent at a time.
func (r Recorded) closed(ref LineRef) Recorded {
	if r.Open.Ref() != ref {
		r.Behind = slices.DeleteFunc(slices.Clone(r.Behind), func(in Intent) bool { return in.Ref() == ref })
		return r
	}
	r.Open, r.Lookups = nil, 0
	if len(r.Behind) > 0 {
		next := r.Behind[0]
		r.Open, r.Behind = &next, r.Behind[1:]
	}
	return r
}

// there notes what the network has. A remote id, URL or version that the
// outcome does not name stays as it was.
func (r Recorded) there(o Outcome) Recorded {
	phase := o.Phase
	if phase == Absent || o.Result == ResultWentLive {
		phase = Live
	}
	if phase == Live && (r.Phase != Live || r.Published.IsZero()) {
		r.Published, r.TakenOver = o.At, o.Result == ResultAdopted
	}
	r.Phase = phase
	keep(&r.Remote, o.Remote)
	keep(&r.URL, o.URL)
	keep(&r.Version, o.Version)
	keep(&r.Digest, o.Digest)
	keep(&r.Revision, o.Revision)
	if o.Print.Text != "" || len(o.Print.Media) > 0 {
		r.Print = o.Print
	}
	if o.Fields != nil {
		r.Fields = o.Fields
	}
	if !o.Due.IsZero() {
		r.Due = o.Due
	}
	r.Skipped, r.Held = time.Time{}, time.Time{}
	r.Gone, r.Removed, r.Released = false, false, false
	r.Refused, r.Refusal = "", ""
	r.Renamed = ID{}
	return r
}

func keep[T ~string](to *T, value T) {
	if value != "" {
		*to = value
	}
}

// ended notes that the life of a generation is over on the network. What is
// created after is another post, and must not share a key with the one before.
func (r Recorded) ended(generation int) Recorded {
	r.Generation = max(r.Generation, generation+1)
	r.Phase = Absent
	r.Remote, r.URL, r.Version = "", "", ""
	r.Print, r.Fields, r.Chosen = Print{}, nil, ""
	r.Gone, r.Removed = false, false
	r.Refused, r.Refusal = "", ""
	return r
}

// MovedTo returns r after what it has on the network went on under another ID.
// What its own ID may name one day is another post, and must not share a key
// with the one that moved.
func (r Recorded) MovedTo(id ID) Recorded {
	r = r.ended(r.Generation)
	r.Published, r.TakenOver, r.Due = time.Time{}, false, time.Time{}
	r.Skipped, r.Held, r.Seen = time.Time{}, time.Time{}, time.Time{}
	r.Released, r.Renamed = false, id
	return r
}

// Inherit returns r after it took over what the former ID has on the network.
func (r Recorded) Inherit(former Recorded) Recorded {
	if !former.Published.IsZero() {
		r.Published, r.TakenOver = former.Published, former.TakenOver
	}
	if r.Remote == "" {
		r.Remote, r.URL, r.Version = former.Remote, former.URL, former.Version
	}
	if r.Print.Text == "" {
		r.Print = former.Print
	}
	if r.Fields == nil {
		r.Fields = former.Fields
	}
	if r.Due.IsZero() {
		r.Due = former.Due
	}
	r.Generation = max(r.Generation, former.Generation)
	return r
}
