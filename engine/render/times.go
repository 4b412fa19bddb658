package render

import (
	"fmt"
	"time"

	"galley/engine"
	"galley/engine/zone"
	"galley/schema"
)

// times reads when the post is to go live and when it is taken down again.
func (r *rendition) times(d *engine.Desired) {
	f := r.fields
	fold := zone.Fold(f.Fold)
	switch {
	case f.Status == "draft":
	case f.At == "merge":
		d.Merge = true
	case f.At != "":
		due, err := zone.Parse(f.At, fold, r.zone)
		if err != nil {
			r.untimely("at", err)
			break
		}
		d.Due, d.Zone = due.UTC(), due.Location().String()
	case f.Slot == "next":
		d.Slot = true
	}
	if f.Until == "" {
		return
	}
	until, err := zone.Parse(f.Until, fold, r.zone)
	if err != nil {
		r.untimely("until", err)
		return
	}
	d.Until = until.UTC()
	if d.Due.IsZero() {
		d.Zone = until.Location().String()
	}
}

const durationHint = "write hours, minutes or both, such as 4h or 1h30m"

func parseDuration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%q is not a duration", text)
	}
	return d, nil
}

// Freezes reads the times of freezes, in loc where they name no zone. The list
// is sorted by slug. A freeze whose time cannot be read is a fatal finding,
// and in force from the beginning without an end: it may be the one that
// matters.
func Freezes(list []schema.Freeze, loc *time.Location) ([]engine.Freeze, []engine.Finding) {
	freezes := make([]engine.Freeze, 0, len(list))
	var findings []engine.Finding
	for _, f := range list {
		freeze := engine.Freeze{
			Slug: f.ID, All: f.Scope.All, Campaigns: f.Scope.Campaigns, Tags: f.Scope.Tags, Allow: f.Allow,
			Reason: f.Reason, By: f.By, Source: position(f.Object),
		}
		for _, c := range f.Scope.Channels {
			freeze.Channels = append(freeze.Channels, engine.Channel(c))
		}
		read := func(field, text string, into *time.Time) {
			if text == "" {
				return
			}
			t, err := zone.Parse(text, zone.FoldFirst, loc)
			if err != nil {
				rule, what, hint := timeFinding(err)
				findings = append(findings, engine.Finding{Pos: position(f.Object, field), Rule: rule,
					Text: field + ": " + what, Hint: hint, Object: "Freeze " + f.ID, Fatal: true})
				return
			}
			*into = t.UTC()
		}
		read("from", f.From, &freeze.From)
		read("until", f.Until, &freeze.Until)
		freezes = append(freezes, freeze)
	}
	sortBySlug(freezes)
	engine.SortFindings(findings)
	return freezes, findings
}
