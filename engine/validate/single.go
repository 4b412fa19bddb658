package validate

import (
	"galley/engine"
	"galley/schema"
)

// A Single looks at one post after the other, for who does not keep them: all
// that it knows of are the objects that are no posts. It may be used by several
// goroutines.
type Single struct{ checker *checker }

// NewSingle indexes the content, in which posts are not looked for.
func NewSingle(in Input) *Single {
	in.Content.Posts, in.Desired = nil, nil
	return &Single{newChecker(in)}
}

// Post returns what Apart finds in a post alone, given its renditions, sorted by
// ID.
func (s *Single) Post(p *schema.Post, desired []engine.Desired) []engine.Finding {
	c := *s.checker
	c.only, c.findings, c.said, c.first = p, nil, nil, map[engine.ID]string{}
	c.post(p)
	c.Desired = desired
	c.renditions(func(d *engine.Desired) {
		c.limits(d)
		c.lifetime(d)
	})
	return c.findings
}

// postOf returns the post that a resource comes of, nil if there is none.
func (c *checker) postOf(d *engine.Desired) *schema.Post {
	if c.only == nil {
		return c.postByID[d.ID.Slug]
	}
	return c.only
}
