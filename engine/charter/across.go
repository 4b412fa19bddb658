package charter

import (
	"time"

	"galley/engine"
)

// Times are what the checks across posts know beside the facts.
type Times struct {
	AsOf      time.Time
	Published []Published // what the ledger knows of; nil knows of nothing
	Skipped   []Skipped
}

// Published is something that went out, whether or not its file is still there.
type Published struct {
	ID engine.ID
	At time.Time // when it went live
}

// Skipped is something that came too late and was given up.
type Skipped struct {
	ID  engine.ID
	Due time.Time
}

// Across checks posts against each other: facts of all posts, in any order. A
// post counts at the time it went out, else at the time it is due, or at AsOf if
// it is late. Nothing is said of one that is out: what is not is held to the
// rules, late or not, for it may go out in this very run. Where the ledger knows
// of nothing, all count when they are due, and what was due a day before AsOf is
// taken for out.
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

// believed is for how long a post is taken for late, and not for out, by those
// who have no ledger.
const believed = 24 * time.Hour
