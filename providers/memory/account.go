package memory

import (
	"cmp"
	"slices"
	"time"

	"galley/engine"
)

// profileID names the profile of every account.
const profileID = "profile"

// An account is what one handle shows.
type account struct {
	live    []*item // by number: in the order in which they went live
	waiting []*item // in the scheduler, by due time
	byID    map[string]*item
	keys    map[string]string // the id of what a key made; stays when that is deleted
	media   map[string]bool   // uploaded, by SHA-256
}

// An item is one thing on the network. It is replaced, never changed, so that
// what was handed out stays as it was.
type item struct {
	ID      string
	Key     string // with which it was made; may be empty
	Seq     int
	Kind    engine.Kind
	Phase   engine.Phase
	Version string
	Parent  string
	Spec    engine.Spec
	Due     time.Time
	Created time.Time
	Counts  map[string]int64
}

// account returns the account of a handle, which exists as soon as somebody
// names it. The lock is held.
func (n *Network) account(handle string) *account {
	a := n.accounts[handle]
	if a == nil {
		a = &account{byID: map[string]*item{}, keys: map[string]string{}, media: map[string]bool{}}
		n.accounts[handle] = a
	}
	n.promote(handle, a)
	return a
}

// promote publishes what is due. A scheduled post gets a new id when it goes
// live, as on Mastodon.
func (n *Network) promote(handle string, a *account) {
	now := n.clock()
	for len(a.waiting) > 0 && !a.waiting[0].Due.After(now) {
		was := a.waiting[0]
		live := *was
		live.Phase, live.Created, live.Due = engine.Live, was.Due, time.Time{}
		n.number(&live, "p")
		a.take(was)
		a.put(&live)
		if live.Key != "" {
			a.keys[live.Key] = live.ID
		}
		n.note(handle, "went live", &live)
	}
}

// put adds an item at its place; a profile takes the place of the one before.
func (a *account) put(it *item) {
	a.byID[it.ID] = it
	switch {
	case it.Kind == engine.KindProfile:
	case it.Phase == engine.Scheduled:
		a.waiting = slices.Insert(a.waiting, a.waitingPlace(it), it)
	default:
		a.live = slices.Insert(a.live, a.livePlace(it.Seq), it)
	}
}

// take removes an item.
func (a *account) take(it *item) {
	delete(a.byID, it.ID)
	switch {
	case it.Kind == engine.KindProfile:
	case it.Phase == engine.Scheduled:
		i := a.waitingPlace(it)
		a.waiting = slices.Delete(a.waiting, i, i+1)
	default:
		i := a.livePlace(it.Seq)
		a.live = slices.Delete(a.live, i, i+1)
	}
}

// replace puts an item in the place of another with its number.
func (a *account) replace(was, now *item) {
	switch {
	case was.Kind == engine.KindProfile, was.Phase == engine.Scheduled:
		a.take(was)
		a.put(now)
	default:
		a.byID[now.ID] = now
		a.live[a.livePlace(was.Seq)] = now
	}
}

// livePlace is where the live item with a number is, or would be.
func (a *account) livePlace(seq int) int {
	i, _ := slices.BinarySearchFunc(a.live, seq, func(it *item, seq int) int { return cmp.Compare(it.Seq, seq) })
	return i
}

// waitingPlace is where a scheduled item is, or would be.
func (a *account) waitingPlace(it *item) int {
	i, _ := slices.BinarySearchFunc(a.waiting, it, func(x, y *item) int {
		return cmp.Or(x.Due.Compare(y.Due), cmp.Compare(x.Seq, y.Seq))
	})
	return i
}
