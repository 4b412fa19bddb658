package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"galley/engine"
	"galley/engine/metrics"
	"galley/engine/record"
	"galley/engine/report"
	"galley/engine/zone"
	"galley/schema"
)

// A reporting is what reports are made of: content and record, as of one moment.
// The same three make the same bytes.
type reporting struct {
	*app
	c       content
	store   *record.Store
	ledger  *record.Ledger
	freezes []engine.Freeze
	asOf    time.Time

	metrics   schema.Catalogue
	catalogue metrics.Catalogue // the same, as figures are computed by it
	pillars   map[engine.ID]string
	warned    map[string]bool
}

// reporting reads content and record. The content is that of a commit: what lies
// in the folder nobody could look at again.
func (a *app) reporting(ctx context.Context, f reportFlags) (*reporting, error) {
	r := &reporting{app: a, metrics: schema.Metrics(), pillars: map[engine.ID]string{}, warned: map[string]bool{}}
	if f.from == "" && (f.content != "" || f.asOf != "") {
		return nil, usage(errors.New("--content and --as-of go with --from"), "")
	}
	if err := r.open(ctx, f); err != nil {
		return nil, err
	}
	if err := r.moment(f); err != nil {
		return nil, err
	}
	revision := f.content
	if f.from != "" && revision == "" {
		if revision = r.ledger.Record().Applied; revision == "" {
			return nil, failed("--content COMMIT says which content is meant", "nothing had been applied by %s", brief(r.ledger.Head()))
		}
	}
	if revision != "" {
		if err := r.load(ctx, r.c.place, revision); err != nil {
			return nil, err
		}
	}
	r.c.asOf, r.c.known = r.asOf, r.ledger.Record().IDs
	if err := a.checkInto(ctx, &r.c); err != nil {
		return nil, err
	}
	if err := a.invalid(r.c); err != nil {
		return nil, err
	}
	for _, d := range r.c.desired {
		if d.Labels.Pillar != "" {
			r.pillars[d.ID.Whole()] = d.Labels.Pillar
		}
	}
	var err error
	if r.catalogue, err = metrics.CatalogueOf(r.metrics); err != nil {
		return nil, err
	}
	r.freezes, err = a.freezes(r.c, r.ledger.Files())
	return r, err
}

// open loads the content at HEAD, which says where the record is, and reads the
// record.
func (r *reporting) open(ctx context.Context, f reportFlags) error {
	p, err := r.locate()
	if err != nil {
		return err
	}
	if err := r.load(ctx, p, "HEAD"); err != nil {
		return err
	}
	if f.from == "" || r.c.Project.Object == nil {
		if err := r.invalid(r.c); err != nil {
			return err
		}
	}
	open := r.app.open
	if f.commits() {
		open = r.app.openToWrite
	}
	if r.store, err = open(r.c); err != nil {
		return err
	}
	if f.from == "" {
		r.ledger, err = r.store.Read(ctx)
		return err
	}
	if looksLikeADay(f.from) {
		return usage(fmt.Errorf("--from %s: want a commit of the record branch", f.from), "days are --since and --until")
	}
	r.ledger, err = r.store.At(ctx, f.from)
	return err
}

func looksLikeADay(text string) bool {
	_, err := zone.ParseDate(text, time.UTC)
	return err == nil
}

// load reads the objects of a revision, as far as they can be read.
func (r *reporting) load(ctx context.Context, p place, revision string) error {
	hash, files, err := p.tree(revision)
	if err != nil {
		return err
	}
	r.c = content{place: p, files: files, revision: hash, zone: time.UTC}
	return r.loadInto(ctx, &r.c)
}

// moment finds the time as of which reports are made, to the second: the one that
// was asked for, that of the commit that was asked for, or now.
func (r *reporting) moment(f reportFlags) error {
	switch {
	case f.asOf != "":
		t, err := zone.Parse(f.asOf, zone.FoldNone, r.c.zone)
		if err != nil {
			return usage(fmt.Errorf("--as-of: %w", err), "")
		}
		r.asOf = t.UTC()
	case f.from != "":
		at, err := r.c.repo.Resolve(r.ledger.Head())
		if err != nil {
			return err
		}
		r.asOf = at.Time.UTC()
	default:
		// The end of the running second: all that was recorded so far lies before.
		r.asOf = r.Now().UTC().Truncate(time.Second).Add(time.Second)
	}
	return nil
}

// delivery is what became of the posts of an order.
func (r *reporting) delivery(o order) report.Report {
	in := report.Input{Project: r.c.Project.Name, Commit: r.c.revision, From: o.period.From, To: o.period.To, Zone: r.c.zone,
		AsOf: r.asOf, Freezes: r.freezes, Manual: r.manual(), Blocked: r.c.blocked}
	in.Desired, in.Record = r.c.desired, r.ledger.Record()
	if len(o.channels) == 0 && o.campaign == "" {
		return report.Compute(in)
	}
	in.Desired = nil
	campaigns := map[engine.ID]string{}
	for _, d := range r.c.desired {
		campaigns[d.ID] = d.Labels.Campaign
		if o.chosen(d.ID, d.Labels.Campaign) {
			in.Desired = append(in.Desired, d)
		}
	}
	in.Record.IDs = map[engine.ID]engine.Recorded{}
	for id, rec := range r.ledger.Record().IDs {
		if o.chosen(id, campaigns[id]) { // nobody knows to which campaign a file that is gone belonged
			in.Record.IDs[id] = rec
		}
	}
	return report.Compute(in)
}
