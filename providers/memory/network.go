package memory

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"galley/engine"
)

// defaultPage is the number of things per page of a listing.
const defaultPage = 20

// Options are the traits of a network. The zero value has none.
type Options struct {
	Settle  time.Duration // a listing shows a post only this long after it went live
	Page    int           // things per page of a listing; 20 if zero
	Token   string        // the credential that its HTTP form asks for; empty asks for none
	Uploads bool          // media must have been uploaded before they are posted
}

// A Network is the service itself: accounts and what they show. It is safe for
// use by many at once.
type Network struct {
	clock   engine.Clock
	options Options

	mu       sync.Mutex
	accounts map[string]*account
	seq      int
	events   []Event
	before   func(Op) error
	after    func(Op) error
}

// NewNetwork returns an empty network that lives by clock.
func NewNetwork(clock engine.Clock, options Options) *Network {
	if options.Page <= 0 {
		options.Page = defaultPage
	}
	return &Network{clock: clock, options: options, accounts: map[string]*account{}}
}

// A draft is what a client asks to be published.
type draft struct {
	Key    string
	Parent string
	Spec   engine.Spec
	Due    time.Time // for the scheduler; zero is now
}

// create publishes or schedules. A key that was used before makes nothing: what
// it made is returned, and Conflict if that is gone.
func (n *Network) create(handle string, d draft) (*item, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	a := n.account(handle)
	if id, used := a.keys[d.Key]; used && d.Key != "" {
		if it := a.byID[id]; it != nil {
			return it, nil
		}
		return nil, refuse(engine.Conflict, "this key made a post that is gone")
	}
	now := n.clock().UTC()
	if err := n.check(a, d, now); err != nil {
		return nil, err
	}
	it := &item{Key: d.Key, Kind: d.Spec.Kind(), Parent: d.Parent, Spec: normalize(d.Spec), Counts: map[string]int64{"likes": 0}}
	if d.Due.After(now) {
		it.Phase, it.Due = engine.Scheduled, d.Due.UTC()
		n.number(it, "s")
	} else {
		it.Phase, it.Created = engine.Live, now
		n.number(it, "p")
	}
	a.put(it)
	if d.Key != "" {
		a.keys[d.Key] = it.ID
	}
	n.note(handle, "create", it)
	return it, nil
}

// read returns one item by its id.
func (n *Network) read(handle, id string) (*item, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if it := n.account(handle).byID[id]; it != nil {
		return it, nil
	}
	return nil, refuse(engine.NotFound, "there is no %s", id)
}

// byKey returns what a key made.
func (n *Network) byKey(handle, key string) (*item, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	a := n.account(handle)
	if it := a.byID[a.keys[key]]; it != nil {
		return it, nil
	}
	return nil, refuse(engine.NotFound, "nothing was made with this key")
}

// page returns items, newest first, that went live at or after since and come
// after the one with the number cursor; zero begins. What is scheduled comes
// with the first page, beyond its size. The next cursor is zero at the end.
// A profile is not listed.
func (n *Network) page(handle string, since time.Time, cursor int) (list []*item, next int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	a := n.account(handle)
	end := len(a.live)
	if cursor > 0 {
		end = a.livePlace(cursor)
	} else {
		list = slices.Clone(a.waiting)
		slices.Reverse(list)
	}
	visible := n.clock().Add(-n.options.Settle)
	shown := 0
	for _, it := range slices.Backward(a.live[:end]) {
		if it.Created.Before(since) {
			break
		}
		if it.Created.After(visible) {
			continue
		}
		if shown == n.options.Page {
			return list, list[len(list)-1].Seq
		}
		list = append(list, it)
		shown++
	}
	return list, 0
}

// update replaces the content of an item. An empty version asks for no check.
func (n *Network) update(handle, id, version string, d draft) (*item, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	a := n.account(handle)
	was := a.byID[id]
	switch {
	case was == nil:
		return nil, refuse(engine.NotFound, "there is no %s", id)
	case version != "" && version != was.Version:
		return nil, refuse(engine.Conflict, "%s was changed meanwhile", id)
	case d.Spec == nil || d.Spec.Kind() != was.Kind:
		return nil, refuse(engine.Invalid, "%s is a %s and stays one", id, was.Kind)
	}
	if err := n.checkSpec(a, d.Spec); err != nil {
		return nil, err
	}
	now := *was
	now.Spec, now.Version = normalize(d.Spec), n.version()
	if was.Phase == engine.Scheduled && !d.Due.IsZero() {
		now.Due = d.Due.UTC()
	}
	a.replace(was, &now)
	n.note(handle, "update", &now)
	return &now, nil
}

// remove takes an item down; what is gone already is no error.
func (n *Network) remove(handle, id string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	a := n.account(handle)
	if it := a.byID[id]; it != nil {
		a.take(it)
		n.note(handle, "delete", it)
	}
}

// upload keeps a medium.
func (n *Network) upload(handle, sum string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.account(handle).media[sum] = true
}

// number gives an item its identity. A profile is the only one of its account.
func (n *Network) number(it *item, prefix string) {
	n.seq++
	it.Seq, it.ID = n.seq, fmt.Sprintf("%s%d", prefix, n.seq)
	if it.Kind == engine.KindProfile {
		it.ID = profileID
	}
	it.Version = n.version()
}

func (n *Network) version() string {
	n.seq++
	return fmt.Sprintf("v%d", n.seq)
}
