package render

import (
	"slices"
	"strconv"

	"galley/engine"
	"galley/engine/calendar"
	"galley/engine/zone"
)

// repeat makes of what was rendered since before one rendition for each date on
// which the post goes out. A draft is one all the same: it has no dates yet.
func (r *rendition) repeat(before int) {
	rule := r.post.Repeat
	if rule == nil {
		return
	}
	if r.fields.Status != "retracted" && !r.repeats() {
		return
	}
	start, err := zone.Parse(r.fields.At, zone.Fold(r.fields.Fold), r.zone)
	if err != nil {
		return // told already
	}
	base := slices.Clone(r.desired[before:])
	series, wrong := calendar.Repeat{RRule: rule.RRule, Until: rule.Until, Count: rule.Count, Except: rule.Except}.
		Expand(start, zone.Fold(r.fields.Fold))
	for _, w := range wrong {
		r.fault(string(w.Kind), r.atRepeat(w), w.Text, w.Hint)
	}
	for _, w := range series.Remarks {
		r.told(string(w.Kind), r.atRepeat(w), w.Text, w.Hint)
	}
	if len(wrong) > 0 {
		return
	}
	r.desired = r.desired[:before]
	for _, o := range series.Occurrences {
		for _, d := range base {
			r.desired = append(r.desired, r.occurrence(d, o))
		}
	}
}

// repeats reports whether the post has a first date from which to count, and
// nothing that can be true of one date only.
func (r *rendition) repeats() bool {
	f := r.fields
	switch {
	case f.Status == "draft" || f.At == "" && f.Slot == "":
		return false
	case f.At == "merge" || f.At == "":
		r.fault(string(calendar.RepeatStart), r.at("repeat"), "a post that repeats needs its first date", "write it as at: 2026-12-24 09:00")
		return false
	case f.Until != "":
		r.fault(string(calendar.RepeatEnd), r.at("until"), "until takes a post down, and this one goes out again and again",
			"write until: inside repeat: for its last date")
		return false
	}
	return true
}

// occurrence is what was rendered once, on one of its dates.
func (n *newsroom) occurrence(d engine.Desired, o calendar.Occurrence) engine.Desired {
	id := d.ID
	d.ID = d.ID.On(o.Date)
	d.Due = o.At.UTC()
	if !d.Parent.IsZero() {
		d.Parent = d.Parent.On(o.Date)
	}
	d.Was = slices.Clone(d.Was)
	for i := range d.Was {
		d.Was[i] = d.Was[i].On(o.Date)
	}
	d.Refs = slices.Clone(d.Refs)
	for i, ref := range d.Refs {
		if ref.On("").Whole() == id.Whole() {
			d.Refs[i] = ref.On(o.Date)
		}
	}
	if a, ok := d.Spec.(*engine.Article); ok && a.SEO.Slug != "" { // each needs an address of its own
		copied := *a
		copied.SEO.Slug += "-" + o.Date
		d.Spec = &copied
	}
	d.Digest = n.digest(d)
	return d
}

// atRepeat is where what a remark is about is written.
func (r *rendition) atRepeat(w calendar.Remark) engine.Pos {
	switch {
	case w.Field == "at":
		return r.at("at")
	case w.Field == "except":
		return r.at("repeat", "except", strconv.Itoa(w.Index))
	case w.Field == "":
		return r.at("repeat")
	}
	return r.at("repeat", w.Field)
}
