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

// Across checks posts against each other: facts of all posts, sorted by post.
// What is due before AsOf and was never published does not count.
func (c *Charter) Across(facts []Facts, times Times) []engine.Finding {
	return nil
}
