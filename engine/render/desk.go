package render

import (
	"context"
	"slices"

	"galley/engine"
	"galley/schema"
)

// A Desk renders one post after the other, for who does not keep them: all that
// it knows of are the objects that are no posts. It may be used by several
// goroutines.
type Desk struct{ newsroom *newsroom }

// NewDesk indexes the content, in which posts are not looked for.
func NewDesk(in Input) *Desk {
	in.Content.Posts = nil
	n := newNewsroom(in)
	n.light = true
	return &Desk{n}
}

// Post is what Content makes of a post that refers to no others, sorted by ID,
// and what is wrong with it. Digests are left out: they are much of the work,
// and for those who approve.
func (d *Desk) Post(ctx context.Context, p *schema.Post) ([]engine.Desired, []engine.Finding) {
	made := d.newsroom.post(ctx, p).outcome()
	slices.SortFunc(made.desired, func(a, b engine.Desired) int { return a.ID.Compare(b.ID) })
	return made.desired, made.findings
}

// digest is that of d, if anybody asks for it.
func (n *newsroom) digest(d engine.Desired) string {
	if n.light {
		return ""
	}
	return d.ComputeDigest()
}
