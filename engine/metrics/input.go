package metrics

import (
	"iter"
	"time"

	"galley/engine"
)

// Input is all that figures are made of. Nothing in it needs to be sorted.
type Input struct {
	Period    Period
	Zone      *time.Location // of days and weeks; nil is UTC
	AsOf      time.Time      // nothing later is looked at; zero is the end of Period
	Catalogue Catalogue

	// Channels are those that the figures speak of, with their networks. What
	// belongs to another channel is left out.
	Channels map[engine.Channel]engine.Network

	Posts     []Post             // that went out, whenever
	Snapshots iter.Seq[Snapshot] // passed over once; nil is none
	Imports   []Import           // of any time
	Delivered Deliveries
	Volumes   []Volume
}

// An Import is a number that no network tells, from a file of the team: how many
// visits, conversions or what spend fell on one day.
type Import struct {
	Day      time.Time      // midnight in UTC of the date that is meant, whatever the zone
	Channel  engine.Channel // empty where the file does not say
	Campaign string
	Metric   string // visits, conversions or spend
	N        float64
}

// Deliveries are what came of what was planned, in the three periods that
// Compared names. A nil slice is not known; an empty one is nothing planned.
type Deliveries struct{ Now, Before, Year []Delivery }

// A Delivery counts posts by what became of them. Each post is in one Delivery
// only.
type Delivery struct {
	Channel engine.Channel
	Pillar  string

	Planned   int // that were to go out in the period
	Due       int // of these, whose time has come
	OnTime    int
	Late      int
	Skipped   int
	Held      int // by a freeze
	Blocked   int
	Uncertain int // that may have gone out
}

// A Volume is how much the charter asks of a channel.
type Volume struct {
	Channel engine.Channel
	PerWeek float64 // posts, at least
}
