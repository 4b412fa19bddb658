package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/calendar"
	"galley/engine/load"
	"galley/engine/zone"
	"galley/schema"
)

// mostPasses bounds how often a file is mended: two fixes of one word are made
// one after the other.
const mostPasses = 5

// slotLead is how far away the nearest slot is that "slot: next" may take:
// review needs time, and timers of CI services are late at times.
const slotLead = time.Hour

// mend makes every fix of the findings within paths, gives posts that wait for
// a slot the next free one, and returns the content as it then is, with what was
// done. A fix that cannot be made leaves its file as it was and its finding
// stands.
func (a *app) mend(ctx context.Context, c content, paths []string, how proofreading) (content, []view.Mended, error) {
	var done []view.Mended
	for range mostPasses {
		edits := a.edits(c, paths)
		if len(edits) == 0 {
			break
		}
		made := 0
		for _, file := range slices.Sorted(maps.Keys(edits)) {
			n, err := a.mendFile(c, file, edits[file], &done)
			if err != nil {
				return c, done, err
			}
			made += n
		}
		if made == 0 {
			break
		}
		var err error
		if c, err = a.proofreadBy(ctx, a.worktree, how); err != nil {
			return c, done, err
		}
	}
	return c, done, nil
}

// An offer is an edit with what it will be said to have done.
type offer struct {
	load.Edit
	view.Mended
}

// mendFile edits one file; where the edits cannot all be made together, it makes
// those that can, one by one.
func (a *app) mendFile(c content, file string, offers []offer, done *[]view.Mended) (made int, err error) {
	var edits []load.Edit
	for _, o := range offers {
		edits = append(edits, o.Edit)
	}
	var refused *load.EditError
	switch err := c.edit(file, edits); {
	case err == nil:
		for _, o := range offers {
			*done = append(*done, o.Mended)
		}
		return len(offers), nil
	case !errors.As(err, &refused):
		return 0, err
	}
	// One edit moves what comes after it: only one of them is made in a pass.
	for _, o := range offers {
		err := c.edit(file, []load.Edit{o.Edit})
		if err == nil {
			*done = append(*done, o.Mended)
			return 1, nil
		}
		if !errors.As(err, &refused) {
			return 0, err
		}
	}
	return 0, nil
}

// edits are all that is offered, by file.
func (a *app) edits(c content, paths []string) map[string][]offer {
	all := map[string][]offer{}
	add := func(o offer) {
		if len(paths) == 0 || len(under([]engine.Finding{{Pos: o.Pos}}, paths)) > 0 {
			all[o.Pos.File] = append(all[o.Pos.File], o)
		}
	}
	for _, f := range c.findings {
		if f.Fix == nil {
			continue
		}
		if o, ok := c.offered(f); ok {
			add(o)
		}
	}
	for _, o := range a.slots(c) {
		add(o)
	}
	for file, list := range all {
		all[file] = apart(list)
	}
	return all
}

// apart leaves out what overlaps with, or is the same as, what comes before it.
func apart(list []offer) []offer {
	var out []offer
	for _, o := range list {
		if !slices.ContainsFunc(out, func(p offer) bool {
			return p.Start == o.Start && slices.Equal(p.Path, o.Path) &&
				(o.Kind != load.ReplaceText || p.Kind != load.ReplaceText || o.From < p.To && p.From < o.To || o.From == p.From)
		}) {
			out = append(out, o)
		}
	}
	return out
}

// offered turns a fix into an edit of the object it is about.
func (c content) offered(f engine.Finding) (offer, bool) {
	o := c.object(f.Fix.Kind, f.Fix.Slug)
	if o == nil {
		return offer{}, false
	}
	e := load.Edit{Start: o.Start, Path: f.Fix.Path}
	m := view.Mended{Pos: f.Pos, Rule: f.Rule, Was: f.Fix.Was, Now: f.Fix.Text}
	if f.Fix.Set != nil {
		e.Kind, e.Value = load.SetField, f.Fix.Set
		m.Now = fmt.Sprint(f.Fix.Set)
	} else {
		e.Kind, e.From, e.To, e.Text = load.ReplaceText, f.Fix.Start, f.Fix.End, f.Fix.Text
	}
	return offer{e, m}, true
}

// object finds what a fix is about; only posts and the charter have fixes.
func (c content) object(kind, slug string) *schema.Object {
	switch kind {
	case "Post":
		if i := slices.IndexFunc(c.Posts, func(p schema.Post) bool { return p.ID == slug }); i >= 0 {
			return c.Posts[i].Object
		}
	case "Charter":
		if c.Charter != nil {
			return c.Charter.Object
		}
	}
	return nil
}

// slots gives every post that asks for it the next free slot of its channels.
// Posts are served in the order of their files.
func (a *app) slots(c content) []offer {
	waiting := map[string]*schema.Post{}
	for i := range c.Posts {
		if p := &c.Posts[i]; p.Base["slot"] == "next" && p.Base["at"] == nil && p.Base["status"] != "draft" && p.Base["status"] != "retracted" {
			waiting[p.ID] = p
		}
	}
	if len(waiting) == 0 {
		return nil
	}
	board := calendar.Board{Zone: c.zone, AsOf: a.Now(), Lead: slotLead, Taken: map[engine.Channel][]time.Time{}}
	if c.held != nil {
		board.Closed = c.held.charter.Closed
	}
	for _, cal := range c.Calendars {
		slots, _ := calendar.SlotsOf(cal.Slots) // what cannot be read is a finding already
		board.Slots = append(board.Slots, slots...)
	}
	for _, d := range c.desired {
		if !d.Due.IsZero() && d.ID.Kind == engine.KindPost && d.ID.Child() == "" {
			board.Taken[d.ID.Channel] = append(board.Taken[d.ID.Channel], d.Due)
		}
	}
	given, refused := board.Assign(c.requests(waiting))
	for _, r := range refused {
		a.say("%s: post %s: %s", engine.Pos(waiting[r.Post].Object.At("slot")), r.Post, r.Remark.Error())
	}
	var offers []offer
	for _, g := range given {
		p := waiting[g.Post]
		offers = append(offers, offer{
			load.Edit{Start: p.Object.Start, Path: []string{"slot"}, Kind: load.RenameField, Key: "at", Value: g.Text},
			view.Mended{Pos: engine.Pos(p.Object.At("slot")), Rule: "open-slot", Was: "slot: next", Now: "at: " + g.Text},
		})
	}
	return offers
}

// requests are the posts that wait for a slot, within the days of their
// campaigns, in the order of their files.
func (c content) requests(waiting map[string]*schema.Post) []calendar.Request {
	posts := slices.SortedFunc(maps.Values(waiting), func(p, q *schema.Post) int {
		return cmp.Or(cmp.Compare(p.Object.Start.File, q.Object.Start.File), cmp.Compare(p.Object.Start.Line, q.Object.Start.Line))
	})
	var list []calendar.Request
	for _, p := range posts {
		r := calendar.Request{Post: p.ID}
		for _, channel := range p.Channels {
			r.Channels = append(r.Channels, engine.Channel(channel))
		}
		for _, campaign := range c.Campaigns {
			if campaign.ID != p.Base["campaign"] {
				continue
			}
			r.From, _ = zone.ParseDate(campaign.From, c.zone)
			if last, err := zone.ParseDate(campaign.To, c.zone); err == nil {
				r.To = last.AddDate(0, 0, 1)
			}
		}
		list = append(list, r)
	}
	return list
}
