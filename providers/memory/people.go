package memory

import (
	"fmt"
	"time"

	"galley/engine"
)

// An Op is one request to the network, told to the faults.
type Op struct {
	Name  string // create, read, find, list, update, delete, upload, measure, probe
	Write bool   // it may change what readers see: create, update, delete
}

// Strike sets the two points at which requests fail: before the network acts,
// and after it has acted and before it answers. Either may be nil. The error is
// what the caller gets: an *engine.Error as it is (a refusal), anything else as
// a broken connection, of which a write cannot know whether it arrived. The
// handler breaks the connection for real.
func (n *Network) Strike(before, after func(Op) error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.before, n.after = before, after
}

func (n *Network) strikeBefore(op Op) error {
	n.mu.Lock()
	hit := n.before
	n.mu.Unlock()
	if hit == nil {
		return nil
	}
	return hit(op)
}

func (n *Network) strikeAfter(op Op) error {
	n.mu.Lock()
	hit := n.after
	n.mu.Unlock()
	if hit == nil {
		return nil
	}
	return hit(op)
}

// An Event is one change that readers could see.
type Event struct {
	At      time.Time
	Account string
	What    string // create, went live, update, delete
	Remote  engine.RemoteID
	Phase   engine.Phase
	Text    string // of the resource, then
}

// String returns an event in one line.
func (e Event) String() string {
	return fmt.Sprintf("%s %s %s %s %q", e.At.UTC().Format(time.RFC3339), e.Account, e.What, e.Remote, e.Text)
}

func (n *Network) note(handle, what string, it *item) {
	n.events = append(n.events, Event{n.clock().UTC(), handle, what, engine.RemoteID(it.ID), it.Phase, it.Spec.Plain()})
}

// Events returns every change so far, oldest first.
func (n *Network) Events() []Event {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]Event{}, n.events...)
}

// Shown returns all that an account shows or will show, without any settle
// time: live ones in the order in which they went live, then the scheduled, then
// the profile.
func (n *Network) Shown(handle string) []engine.Observed {
	n.mu.Lock()
	defer n.mu.Unlock()
	a := n.account(handle)
	var all []engine.Observed
	for _, it := range a.live {
		all = append(all, observed("", it))
	}
	for _, it := range a.waiting {
		all = append(all, observed("", it))
	}
	if it := a.byID["profile"]; it != nil {
		all = append(all, observed("", it))
	}
	return all
}

// PublishByHand is somebody posting without us.
func (n *Network) PublishByHand(handle string, spec engine.Spec) (engine.RemoteID, error) {
	it, err := n.create(handle, draft{Spec: spec})
	if err != nil {
		return "", err
	}
	return engine.RemoteID(it.ID), nil
}

// EditByHand is somebody correcting a post without us.
func (n *Network) EditByHand(handle string, remote engine.RemoteID, spec engine.Spec) error {
	_, err := n.update(handle, string(remote), "", draft{Spec: spec})
	return err
}

// DeleteByHand is somebody taking a post down without us.
func (n *Network) DeleteByHand(handle string, remote engine.RemoteID) {
	n.remove(handle, string(remote))
}

// Count sets a count that the network reports for a post.
func (n *Network) Count(handle string, remote engine.RemoteID, name string, value int64) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	it := n.account(handle).byID[string(remote)]
	if it == nil {
		return refuse(engine.NotFound, "there is no %s", remote)
	}
	counts := map[string]int64{name: value}
	for other, v := range it.Counts {
		if other != name {
			counts[other] = v
		}
	}
	it.Counts = counts
	return nil
}
