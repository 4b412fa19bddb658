package apply

import (
	"context"
	"maps"
	"slices"
	"time"

	"galley/engine"
	"galley/engine/observe"
)

// Recover looks up every intent that has no outcome, by what the intent itself
// holds, and returns what can be said of it now. It only reads. An intent of
// which nothing can be said yet gets no line: the next run looks again.
func Recover(ctx context.Context, cfg Config, record engine.Record, seen map[engine.Channel]engine.Observation) []engine.Outcome {
	var outcomes []engine.Outcome
	owners := observe.Owners(record)
	for _, id := range openIDs(record) {
		// Of a replacement the removal comes first; what it was to make is looked
		// for only once that is known.
		for rec := record.IDs[id]; rec.Open != nil; {
			l := lookup{ctx: ctx, cfg: cfg, intent: *rec.Open, provider: cfg.Providers[id.Channel],
				seen: seen[id.Channel], owners: owners, rec: rec}
			o, said := l.verdict()
			if !said || o.Result == engine.ResultUncertain && rec.Lookups >= enoughLookups {
				break
			}
			if o.Remote != "" {
				owners[observe.Place{Channel: id.Channel, Kind: id.Kind, Remote: o.Remote}] = id
			}
			outcomes = append(outcomes, o)
			if rec = rec.With(o); o.Result == engine.ResultUncertain {
				break
			}
		}
	}
	return outcomes
}

// enoughLookups is how many look-ups that could have told are written down:
// from then on a person decides, and further lines would say nothing new.
const enoughLookups = 3

func openIDs(record engine.Record) []engine.ID {
	var ids []engine.ID
	for id, rec := range record.IDs {
		if rec.Open != nil {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, engine.ID.Compare)
	return ids
}

// A lookup is the search for what came of one intent.
type lookup struct {
	ctx      context.Context
	cfg      Config
	intent   engine.Intent
	provider engine.Provider
	seen     engine.Observation
	owners   map[observe.Place]engine.ID
	rec      engine.Recorded // what the record says of its ID
}

// verdict returns the ledger line, and false where nothing can be said yet.
func (l lookup) verdict() (engine.Outcome, bool) {
	if l.cfg.Journal != nil && l.cfg.Journal.NeverLeft(l.intent.Ref()) {
		return l.absent("this machine's journal shows that it never left"), true
	}
	if l.provider == nil {
		return engine.Outcome{}, false
	}
	if l.provider.Info().Manual {
		return l.absent("it was for a person to do, and was not handed over"), true
	}
	look := l.changed
	if l.intent.Verb == engine.Create {
		look = l.created
	}
	o, said := look()
	if account := l.cfg.Accounts[l.intent.ID.Channel]; said && o.Phase == engine.Absent && l.intent.Account != account && !l.limits().Mirrored {
		return l.unknown("it was sent as " + l.intent.Account.String() + ", and the channel is " + account.String() + " now")
	}
	return o, said
}

// created looks for what a create made.
func (l lookup) created() (engine.Outcome, bool) {
	finder, can := l.provider.(engine.Finder)
	if !can {
		return l.unknown("this network cannot be searched")
	}
	begun := l.cfg.Now()
	found, err := finder.Find(l.ctx, l.intent)
	owner := l.owners[observe.Place{Channel: l.intent.ID.Channel, Kind: l.intent.ID.Kind, Remote: found.Remote}]
	switch {
	case err == nil && (owner.IsZero() || owner == l.intent.ID):
		return l.confirmed(found), true
	case err == nil:
		// Another ID owns the only copy: it answers for one intent, not for two.
	case engine.KindOf(err) != engine.NotFound:
		return engine.Outcome{}, false
	}
	if l.repeatable() {
		return l.absent("the network does not have it"), true
	}
	from := l.intent.AbsentFrom(l.provider.Info().Settled())
	if _, can := l.provider.(engine.Lister); !can {
		// What shows no listing was searched at begun.
		return l.absent("the network does not have it"), !begun.Before(from)
	}
	if o, told := l.listed(from, l.since()); !told {
		return o, o.Ready
	}
	if o := l.stranger(); o != nil {
		return l.unknown("a post that nobody owns is there: " + string(o.Remote) + " " + o.URL)
	}
	return l.absent("the network does not have it"), true
}

// listed reports whether the channel was listed whole, back to since, by a
// listing that began at or after from: only such a one tells what is not there.
// Where none ever will, a person is asked: the outcome says so.
func (l lookup) listed(from, since time.Time) (engine.Outcome, bool) {
	if !l.tells(from) {
		return engine.Outcome{}, false
	}
	if l.seen.Since.After(since) {
		o, _ := l.unknown("it is older than what was listed")
		return o, false
	}
	return engine.Outcome{}, true
}

// tells reports whether the listing is complete and began at or after from.
func (l lookup) tells(from time.Time) bool { return l.seen.Listed && !l.seen.Begun.Before(from) }

// changed looks whether an update or a deletion arrived. A network that cannot be
// read now says nothing; one that never can leaves it to a person.
func (l lookup) changed() (engine.Outcome, bool) {
	begun := l.cfg.Now()
	found, err := l.read()
	kind := engine.KindOf(err)
	gone := kind == engine.NotFound
	switch {
	case kind == engine.Unsupported:
		return l.unknown("this network cannot be read back")
	case err != nil && !gone:
		return engine.Outcome{}, false
	case gone && removes(l.intent) && cameDue(l.rec, begun):
		return l.leftScheduler()
	case gone && removes(l.intent):
		return l.outcome(engine.ResultConfirmed, "it is not on the network any more"), true
	case gone:
		return l.absent("what it was to edit is gone"), true
	case l.intent.Verb == engine.Update && l.arrived(found):
		return l.confirmed(found), true
	case l.repeatable() || !begun.Before(l.intent.AbsentFrom(0)):
		return l.absent("the network does not show it"), true
	}
	return engine.Outcome{}, false
}

// cameDue reports whether something that was handed over may have been published
// by the network's scheduler, whichever clock is right.
func cameDue(r engine.Recorded, now time.Time) bool {
	return r.Phase == engine.Scheduled && !now.Add(engine.SkewAllowance).Before(r.Due)
}

// leftScheduler is what was to be taken out of the network's scheduler, and is
// not there any more, at a time from which on it may be live under another id.
func (l lookup) leftScheduler() (engine.Outcome, bool) {
	if _, can := l.provider.(engine.Lister); !can {
		return l.unknown("the network's scheduler may have published it, and nothing lists what is live")
	}
	from := l.rec.Due.Add(l.provider.Info().Settled() + engine.SkewAllowance)
	if o, told := l.listed(from, l.rec.Due.Add(-engine.SkewAllowance)); !told {
		return o, o.Ready
	}
	for _, o := range l.seen.Seen {
		if o.Phase == engine.Live && o.Spec != nil && l.owners[observe.PlaceOf(l.intent.ID.Channel, o)].IsZero() &&
			engine.PrintOf(l.provider.Info(), engine.AsSent(o.Spec, l.rec.Print.Media)).Equal(l.rec.Print) {
			return l.absent("the network's scheduler published it first"), true
		}
	}
	return l.outcome(engine.ResultConfirmed, "it is neither in the network's scheduler nor live"), true
}

// arrived reports whether what was found is what the intent was to make. Of a
// profile only what its file declares is ours.
func (l lookup) arrived(found engine.Observed) bool {
	info := l.provider.Info()
	shown := engine.PrintOf(info, engine.AsSent(found.Spec, l.intent.Print.Media))
	return (l.intent.ID.Kind == engine.KindProfile || shown.Equal(l.intent.Print)) && l.intent.Arrived(info, found.Spec)
}

// read returns what the intent was to change, from the network or the listing.
func (l lookup) read() (engine.Observed, error) {
	if reader, can := l.provider.(engine.Reader); can {
		return reader.Read(l.ctx, observe.KindOf(l.provider.Info(), l.intent.ID), l.intent.Remote)
	}
	failed := func(kind engine.ErrKind, why string) (engine.Observed, error) {
		return engine.Observed{}, engine.Errorf(kind, "read", l.intent.ID, "%s", why)
	}
	if _, can := l.provider.(engine.Lister); !can {
		return failed(engine.Unsupported, "the network cannot be read")
	}
	if !l.tells(l.intent.AbsentFrom(l.provider.Info().Settled())) {
		return failed(engine.Transient, "it was not listed, or too early")
	}
	for _, o := range l.seen.Seen {
		if o.Remote == l.intent.Remote {
			return o, nil
		}
	}
	if !l.seen.Since.IsZero() {
		return failed(engine.Unsupported, "it may be older than what was listed")
	}
	return failed(engine.NotFound, "not in the listing")
}

func (l lookup) repeatable() bool { return l.limits().Repeatable }

func (l lookup) limits() engine.Limits {
	info := l.provider.Info()
	return info.Kinds[observe.KindOf(info, l.intent.ID)]
}

// intentWindow is how long before its last moment an intent can have been
// written: the longest lease.
const intentWindow = 10 * time.Minute

// since is the beginning of the intent's window.
func (l lookup) since() time.Time { return l.intent.SendBy.Add(-intentWindow - engine.SkewAllowance) }

// stranger returns a post of the intent's window that no ID owns, whatever its
// text: somebody may have corrected ours by hand.
func (l lookup) stranger() *engine.Observed {
	since := l.since()
	for i, o := range l.seen.Seen {
		if !l.owners[observe.PlaceOf(l.intent.ID.Channel, o)].IsZero() {
			continue
		}
		if o.Phase == engine.Live && !o.Created.Before(since) {
			return &l.seen.Seen[i]
		}
	}
	return nil
}

// outcome is a line about the intent. Its phase is Absent.
func (l lookup) outcome(result engine.Result, reason string) engine.Outcome {
	in := l.intent
	return engine.Outcome{Run: in.Run, Seq: in.Seq, ID: in.ID, Account: in.Account, Result: result, Verb: in.Verb,
		Due: in.Due, Digest: in.Digest, Generation: in.Generation, Revision: in.Revision, Author: in.Author,
		Reason: reason, At: l.cfg.Now().UTC().Round(0)}
}

func (l lookup) absent(reason string) engine.Outcome {
	return l.outcome(engine.ResultAbsent, reason)
}

// unknown is a look-up that could have told and did not. Only those count
// towards asking a person.
func (l lookup) unknown(reason string) (engine.Outcome, bool) {
	if l.cfg.Now().Before(l.intent.AbsentFrom(l.provider.Info().Settled())) {
		return engine.Outcome{}, false
	}
	rec := l.outcome(engine.ResultUncertain, reason)
	rec.Ready = true
	return rec, true
}

func (l lookup) confirmed(found engine.Observed) engine.Outcome {
	o := l.outcome(engine.ResultConfirmed, "found on the network")
	o.Phase, o.Remote, o.URL, o.Version = found.Phase, found.Remote, found.URL, found.Version
	o.Print, o.Fields = l.intent.Print, l.intent.Fields
	return o
}

// Apply returns record as it will read once outcomes were written to it.
func Apply(record engine.Record, outcomes []engine.Outcome) engine.Record {
	if len(outcomes) == 0 {
		return record
	}
	ids := maps.Clone(record.IDs)
	if ids == nil {
		ids = map[engine.ID]engine.Recorded{}
	}
	for _, o := range outcomes {
		before := ids[o.ID]
		ids[o.ID] = before.With(o)
		if before.Ends(ids[o.ID]) {
			record.Consent = record.Consent.Without(o.ID)
		}
	}
	record.IDs = ids
	return record
}
