// Package validate looks at a content repository as a whole and at what it
// renders to: references between objects, the limits of the networks, times.
// Content and engine.Desired travel in, findings travel out. It is pure:
// offline, without credentials, without a clock of its own.
package validate

import (
	"runtime"
	"slices"
	"sync"
	"time"

	"galley/engine"
	"galley/engine/zone"
	"galley/schema"
)

// Input is what Check looks at.
type Input struct {
	Content schema.Content
	Desired []engine.Desired               // as rendered from Content
	Infos   map[engine.Network]engine.Info // of every network there is
	AsOf    time.Time                      // for remarks on times that have passed; zero makes none
	// Recorded is what the ledger knows: its time may have passed. Nil knows of
	// nothing.
	Recorded map[engine.ID]engine.Recorded
	// Known reports of a post, by its id, that what there is to find in it alone
	// is known. It is looked at beside the others only. Nil knows of none.
	Known func(post string) bool
}

// Check returns all that is wrong, sorted. What rendering has found already is
// not found again.
func Check(in Input) []engine.Finding {
	alone, together := Apart(in)
	found := append(alone, together...)
	engine.SortFindings(found)
	return found
}

// Apart returns what Check does, not sorted, in two parts. What is found in posts
// each alone holds as long as the post, its media, the posts that it names, and
// all objects that are no posts are as they are; the rest depends on all posts,
// the time and the ledger.
func Apart(in Input) (alone, together []engine.Finding) {
	c := newChecker(in)
	c.alone()
	alone, c.findings = c.findings, nil
	c.project()
	c.channels()
	c.charter()
	c.objectives()
	c.reports()
	c.calendars()
	c.freezes()
	c.formerNames()
	c.addresses()
	c.references()
	c.renditions(func(d *engine.Desired) {
		if d.ID.Kind != engine.KindPost {
			c.limits(d)
		}
		c.timely(d)
	})
	c.forgottenDrafts()
	return alone, c.findings
}

// alone looks at each post for itself, on all cores.
func (c *checker) alone() {
	var whole []*engine.Desired
	c.renditions(func(d *engine.Desired) {
		if d.ID.Kind == engine.KindPost && !c.known(d.ID.Slug) {
			whole = append(whole, d)
		}
	})
	workers := make([]checker, runtime.GOMAXPROCS(0))
	var all sync.WaitGroup
	for n := range workers {
		w := &workers[n]
		*w = *c // the indexes do not change any more
		w.findings, w.said = nil, nil
		all.Go(func() {
			for i := n; i < len(c.Content.Posts); i += len(workers) {
				if p := &c.Content.Posts[i]; !c.known(p.ID) {
					w.post(p)
				}
			}
			for _, d := range whole[len(whole)*n/len(workers) : len(whole)*(n+1)/len(workers)] {
				w.limits(d)
				w.lifetime(d)
			}
		})
	}
	all.Wait()
	for _, w := range workers {
		for _, f := range w.findings {
			c.report(f)
		}
	}
}

func (c *checker) known(post string) bool { return c.Known != nil && c.Known(post) }

// renditions calls f for all that is desired but later occurrences.
func (c *checker) renditions(f func(d *engine.Desired)) {
	for i := range c.Desired {
		if d := &c.Desired[i]; !c.again(d) {
			f(d)
		}
	}
}

// again reports whether d belongs to a later occurrence of a post that repeats:
// it says what the first one says.
func (c *checker) again(d *engine.Desired) bool {
	date := d.ID.Occurrence()
	if date == "" {
		return false
	}
	whole := d.ID.On("").Whole()
	if first, met := c.first[whole]; met {
		return date != first
	}
	c.first[whole] = date
	return false
}

// A checker is the content with its indexes, and what was found so far.
type checker struct {
	Input
	zone       *time.Location
	channel    map[string]*schema.Channel
	campaign   map[string]bool
	postByID   map[string]*schema.Post
	desired    map[engine.ID]*engine.Desired
	channelIDs []string
	networks   []string
	catalogue  schema.Catalogue     // empty until told asks it
	only       *schema.Post         // nil: all of them
	first      map[engine.ID]string // first occurrence of what repeats
	findings   []engine.Finding
	said       map[engine.Finding]bool
}

func newChecker(in Input) *checker {
	c := &checker{
		Input:    in,
		zone:     time.UTC,
		channel:  make(map[string]*schema.Channel, len(in.Content.Channels)),
		campaign: make(map[string]bool, len(in.Content.Campaigns)),
		postByID: make(map[string]*schema.Post, len(in.Content.Posts)),
		first:    map[engine.ID]string{},
	}
	if loc, err := zone.Load(in.Content.Project.Zone); err == nil {
		c.zone = loc
	}
	for i := range in.Content.Channels {
		channel := &in.Content.Channels[i]
		c.channel[channel.ID] = channel
		c.channelIDs = append(c.channelIDs, channel.ID)
	}
	for _, campaign := range in.Content.Campaigns {
		c.campaign[campaign.ID] = true
	}
	for i := range in.Content.Posts {
		c.postByID[in.Content.Posts[i].ID] = &in.Content.Posts[i]
	}
	for network := range in.Infos {
		c.networks = append(c.networks, string(network))
	}
	slices.Sort(c.channelIDs)
	slices.Sort(c.networks)
	return c
}

// report adds a finding once.
func (c *checker) report(f engine.Finding) {
	key := f
	key.Fix = nil
	if c.said == nil {
		c.said = map[engine.Finding]bool{}
	}
	if !c.said[key] {
		c.said[key] = true
		c.findings = append(c.findings, f)
	}
}

// position is where a path of an object is written; zero without an object.
func position(o *schema.Object, path ...string) engine.Pos {
	if o == nil {
		return engine.Pos{}
	}
	return engine.Pos(o.At(path...))
}

func didYouMean(name string) string {
	if name == "" {
		return ""
	}
	return "did you mean " + name + "?"
}
