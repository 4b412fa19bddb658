package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/markdown"
	"galley/engine/observe"
	"galley/engine/record"
)

// Declarations are the resources of a channel, ready to be found by what a
// network shows of them.
type declarations struct {
	byText map[string][]*engine.Desired
	bySlug map[string]*engine.Desired // pages and articles: by their address
}

// declare indexes resources. Text and the number of files decide: many networks
// keep pictures in another form.
func declare(desired []engine.Desired, info engine.Info) declarations {
	d := declarations{map[string][]*engine.Desired{}, map[string]*engine.Desired{}}
	for i := range desired {
		one := &desired[i]
		key := textKey(info, one.Spec)
		d.byText[key] = append(d.byText[key], one)
		switch s := one.Spec.(type) {
		case *engine.Article:
			d.bySlug[cmp.Or(s.SEO.Slug, one.ID.Slug)] = one
		case *engine.Page, *engine.Profile:
			d.bySlug[string(s.Kind())+":"+one.ID.Slug] = one
		}
	}
	return d
}

func textKey(info engine.Info, s engine.Spec) string {
	p := engine.PrintOf(info, s)
	return fmt.Sprintf("%s %s %d", s.Kind(), p.Text, len(p.Media))
}

// find returns what declares something live: by its text, and of several with the
// same the one due nearest to when it went live, else by its address.
func (d declarations) find(info engine.Info, o engine.Observed) *engine.Desired {
	if same := d.byText[textKey(info, o.Spec)]; len(same) > 0 {
		return nearest(same, o)
	}
	switch s := o.Spec.(type) {
	case *engine.Article:
		return d.bySlug[slugOf(o)]
	case *engine.Page:
		return d.bySlug[string(engine.KindPage)+":"+s.Slug]
	case *engine.Profile:
		return d.bySlug[string(engine.KindProfile)+":profile"]
	}
	return nil
}

// nearest is what was due nearest to when o went live; the first if that is not
// known.
func nearest(same []*engine.Desired, o engine.Observed) *engine.Desired {
	if o.Created.IsZero() {
		return same[0]
	}
	return slices.MinFunc(same, func(a, b *engine.Desired) int {
		return cmp.Compare(a.Due.Sub(o.Created).Abs(), b.Due.Sub(o.Created).Abs())
	})
}

// take finds, and leaves what it found for nobody else.
func (d declarations) take(info engine.Info, o engine.Observed) *engine.Desired {
	found := d.find(info, o)
	if found == nil {
		return nil
	}
	key := textKey(info, found.Spec)
	d.byText[key] = slices.DeleteFunc(d.byText[key], func(x *engine.Desired) bool { return x == found })
	for slug, one := range d.bySlug {
		if one == found {
			delete(d.bySlug, slug)
			break
		}
	}
	return found
}

func slugOf(o engine.Observed) string {
	switch s := o.Spec.(type) {
	case *engine.Article:
		if s.SEO.Slug != "" {
			return s.SEO.Slug
		}
	case *engine.Page:
		return s.Slug
	}
	parts := strings.FieldsFunc(strings.TrimSuffix(o.URL, "index.html"), func(r rune) bool { return r == '/' })
	if len(parts) > 0 {
		if slug := markdown.Slug(strings.TrimSuffix(parts[len(parts)-1], ".html")); slug != "" {
			return slug
		}
	}
	return markdown.Slug(string(o.Remote))
}

// adopt writes one ledger line for each live post that a file declares and that
// no ID owns.
func (a *app) adopt(ctx context.Context, c content, name engine.Channel, info engine.Info, live []engine.Observed) error {
	store, err := a.openToWrite(c)
	if err != nil {
		return err
	}
	ledger, err := a.readRecord(ctx, store)
	if errors.Is(err, record.ErrAbsent) {
		if err = a.beginRecord(ctx, c, store); err == nil {
			ledger, err = a.readRecord(ctx, store)
		}
	}
	if err != nil {
		return err
	}
	rec := ledger.Record()
	owners := observe.Owners(rec)
	desired := slices.DeleteFunc(slices.Clone(c.desired), func(d engine.Desired) bool {
		r := rec.IDs[d.ID]
		return d.ID.Channel != name || d.Class != engine.Publish || r.Managed() || r.Open != nil
	})
	declared := declare(desired, info)
	var outcomes []engine.Outcome
	for _, o := range live {
		if !owners[observe.PlaceOf(name, o)].IsZero() {
			continue
		}
		d := declared.take(info, o)
		if d == nil {
			continue
		}
		outcomes = append(outcomes, adopted(*d, rec.IDs[d.ID], info, o, a.Now))
		fmt.Fprintf(a.Stdout, "  =   %s  %s\n", d.ID, o.URL)
	}
	if len(outcomes) > 0 {
		if err := ledger.Close(ctx, outcomes); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(a.Stdout, "Taken over: %s.\n", view.Count(len(outcomes), "post", "posts"))
	return err
}

func adopted(d engine.Desired, r engine.Recorded, info engine.Info, o engine.Observed, now engine.Clock) engine.Outcome {
	due := d.Due
	if due.IsZero() {
		due = o.Created
	}
	var sent []string
	for _, m := range d.Spec.Files() {
		sent = append(sent, m.SHA256)
	}
	live := engine.AsSent(o.Spec, sent)
	fields := engine.FieldPrints(info, live, d.Fields)
	if _, told := info.Normalized(live).Fields()["language"]; !told && slices.Contains(d.Fields, "language") {
		// Nobody wrote it in the file either: it is the channel's.
		fields["language"] = engine.FieldPrints(info, d.Spec, []string{"language"})["language"]
	}
	return engine.Outcome{ID: d.ID, Account: d.Account, Result: engine.ResultAdopted, Verb: engine.Adopt, Phase: o.Phase,
		Remote: o.Remote, URL: o.URL, Version: o.Version, Print: engine.PrintOf(info, live),
		Fields: fields, Due: due, Digest: d.Digest, Generation: r.Generation,
		Author: d.Labels.Author, Reason: "imported", At: now().UTC().Round(0)}
}
