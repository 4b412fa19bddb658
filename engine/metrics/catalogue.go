package metrics

import (
	"time"

	"galley/engine"
)

// A Catalogue says what the counts of networks mean and how KPIs follow from
// them.
type Catalogue struct {
	Version string
	Metrics []Metric
	KPIs    []Definition // in the order in which they are shown

	// Engagement names the metrics that count as engagement, by network: the KPI
	// of that name is the sum of those that a network reports, whatever its
	// formula tells readers. Nil is what the formula says, on every network.
	Engagement map[engine.Network][]string
}

// A Metric is something that is counted.
type Metric struct {
	Name    string
	Subject Subject
	Sources []Source
}

// A Subject is what is counted. The zero subject is a post.
type Subject uint8

// The subjects.
const (
	OfPost    Subject = iota // a total, which grows over the life of a post
	OfAccount                // a level, which goes up and down
	OfImport                 // a sum of one day, which no network tells
)

// A Source is where one network tells a metric. Two fields that follow each
// other in time are a break; two at the same time are the same thing by two
// names, and the first that is reported counts.
type Source struct {
	Network engine.Network
	Field   string    // as snapshots name it
	From    time.Time // zero: since always
	To      time.Time // exclusive; zero: still
}

// holds reports whether the field meant the metric at a moment.
func (s Source) holds(at time.Time) bool {
	return !at.Before(s.From) && (s.To.IsZero() || at.Before(s.To))
}

// Facts are the names that formulas may use beside metrics and KPIs: what nobody
// needs to count, for Galley did it.
//
//	posts                  that went out in the period
//	all_posts              of the period, whatever their pillar
//	publication_followers  of the post's channel when it went out
//	weeks                  that the period lasts, or has lasted so far
//	volume                 posts that the charter asks for in that time
//	planned, due, on_time, late, skipped, held, blocked, uncertain
//	                       posts, by what became of them
func Facts() []string {
	own := []string{factPosts, factAllPosts, factAudience, factWeeks, factVolume}
	return append(own, deliveryFacts[:]...)
}

const (
	factPosts    = "posts"
	factAllPosts = "all_posts"
	factAudience = "publication_followers"
	factWeeks    = "weeks"
	factVolume   = "volume"
)

var deliveryFacts = [...]string{"planned", "due", "on_time", "late", "skipped", "held", "blocked", "uncertain"}
