package charter

import (
	"time"

	"galley/engine"
)

// Times are what the checks across posts know beside the facts.
type Times struct {
	AsOf      time.Time
	Published []Published // what the ledger knows of; nil knows of nothing
}

// Published is something that went out, whether or not its file is still there.
type Published struct {
	ID engine.ID
	At time.Time // when it went live
}

// Across checks posts against each other: facts of all posts, in any order. A
// post counts at the time it went out, else at the time it is due; nothing is
// said of one whose time has passed. One that should have gone out long before
// AsOf does not count if the ledger knows of others and not of it.
func (c *Charter) Across(facts []Facts, times Times) []engine.Finding {
	if len(c.across) == 0 {
		return nil
	}
	a := c.agenda(facts, times)
	for _, check := range c.across {
		check(a)
	}
	engine.SortFindings(a.findings)
	return once(a.findings)
}

// overdue is how long after its time a post is still taken for one that goes
// out, while the ledger knows nothing of it.
const overdue = 24 * time.Hour
