package metrics

import (
	"time"

	"galley/engine"
)

// A Text is said in both languages of the catalogue.
type Text struct{ En, Fr string }

// A Definition is what a reader needs to know of a KPI before believing a figure:
// its entry in the catalogue.
type Definition struct {
	KPI       string
	Label     Text
	Meaning   Text   // one or two sentences
	Formula   string // of metrics and KPIs, by their names
	Unit      string // count, percent (12.5 is 12.5 %), seconds, or a currency such as EUR
	Better    string // up, down, or none where neither is
	Group     string // visibility, engagement, loyalty, conversion or delivery
	Averaging string // how posts and channels are brought together: ratio of sums, …
}

// An Objective is a KPI that is to reach a target by a day.
type Objective struct {
	KPI      string
	Campaign string           // empty for one of the charter
	Channels []engine.Channel // of the project, sorted; empty is all
	Baseline Value            // where it began
	Target   float64
	From     time.Time // when it began; zero is not known
	Due      time.Time // exclusive: the target is to be reached before
	Note     string    // of the team
}

// A Light says how an objective stands. The zero light is unknown: nobody is told
// that all is well for want of numbers.
type Light uint8

// The lights.
const (
	LightUnknown Light = iota
	LightMet
	LightOnTrack
	LightAtRisk // short of the pace that leads to the target
	LightMissed // the day has passed
)

var lightNames = [...]string{"unknown", "met", "on_track", "at_risk", "missed"}

// String returns the name used in JSON.
func (l Light) String() string { return lightNames[l] }

// MarshalText writes the name.
func (l Light) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// Judged is an objective and how it stands.
type Judged struct {
	Objective
	Light     Light
	Now       Value // the figure that is measured against the target
	Expected  Value // what the pace from Baseline to Target asks for by now
	Projected Value // what Now leads to by Due, at the pace kept so far
}
