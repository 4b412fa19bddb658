package metrics

import (
	"slices"
	"time"
)

// metricFollowers is the level by which posts are weighed.
const metricFollowers = "followers"

const (
	// levelLasts is how long the level of an account stands for later days: it is
	// asked daily, and what was true a week ago is no longer known.
	levelLasts = 7 * 24 * time.Hour
	// levelEarlier is how long before it was taken a level stands for, where there
	// is none from before: counting began a little later than publishing.
	levelEarlier = 48 * time.Hour
)

// levelUntil returns the latest level before a moment; false if it is too old
// to be believed.
func (t *tally) levelUntil(of levelOf, moment time.Time) (level, bool) {
	list := t.levels[of]
	i, _ := slices.BinarySearchFunc(list, moment, func(l level, at time.Time) int { return l.at.Compare(at) })
	if i == 0 || moment.Sub(list[i-1].at) > levelLasts {
		return level{}, false
	}
	return list[i-1], true
}

// levelAround returns the level at a moment, if need be from a little later.
func (t *tally) levelAround(of levelOf, moment time.Time) (level, bool) {
	if l, known := t.levelUntil(of, moment.Add(time.Second)); known {
		return l, true
	}
	list := t.levels[of]
	i, _ := slices.BinarySearchFunc(list, moment, func(l level, at time.Time) int { return l.at.Compare(at) })
	if i == len(list) || list[i].at.Sub(moment) > levelEarlier {
		return level{}, false
	}
	return list[i], true
}
