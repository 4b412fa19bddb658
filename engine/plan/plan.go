// Package plan computes what apply would do: desired resources, what the
// networks show, the record and the freezes travel in, a Plan comes out. It is
// pure: time and observations are values, nothing is read and nothing is sent.
package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"galley/engine"
)

// Input is everything a plan depends on.
type Input struct {
	AsOf     time.Time
	Policy   Policy
	Channels map[engine.Channel]Channel // every channel of the content
	Desired  []engine.Desired
	Record   engine.Record
	Freezes  []engine.Freeze
	Blocked  map[engine.ID]string // resources with an error finding, and which
	Base     map[engine.ID]string // digests of all that the revision before this one asks for; nil if unknown
	// Consents are the verdicts on the changes that somebody has to approve, by
	// digest. A change that is not there needs nobody's approval.
	Consents map[string]engine.Verdict
	Ask      Ask
}

// Policy is what the Project says of all posts.
type Policy struct {
	Restore        bool    // drift is put back without being asked
	Prune          bool    // a post whose file is gone is deleted
	MaxDeletes     int     // on one channel, in one plan
	MaxDeleteShare float64 // of the channel's live posts, from ShareFrom posts on
}

// ShareFrom is the number of live posts from which MaxDeleteShare counts: one
// deletion of two posts is no sign of an accident.
const ShareFrom = 10

// A Channel is what is known of one channel when the plan is made.
type Channel struct {
	Account engine.Account
	Info    engine.Info
	Caps    engine.Caps
	// Credential names the environment variable that holds the channel's
	// credential; empty if the channel names none.
	Credential string
	engine.Observation
}

// Hint is what a person can do where the network refused our credential; empty
// where it did not.
func (c Channel) Hint() string {
	if !c.Refused {
		return ""
	}
	return CredentialHint(c.Credential)
}

// CredentialHint is what a person can do about a credential that was refused. It
// names the environment variable that holds it, and never what is in it.
func CredentialHint(variable string) string {
	if variable == "" {
		return "write credentials: into the channel, with the name of the environment variable that holds them"
	}
	return "look at what the environment variable " + variable + " holds: it may have ended, been revoked, or not be allowed to do this"
}

// Ask is what a person asked of this run. The zero value asks for everything
// that is due.
type Ask struct {
	Only         []string         // IDs or slugs; empty is all
	Channels     []engine.Channel // empty is all
	Now          bool             // what is held for lateness or a past freeze goes out; needs Only
	Restore      []string         // IDs or slugs whose drift is put back
	Repost       []string         // IDs or slugs to publish again as a new generation
	AllowDeletes string           // digest of a set of deletions that the guards refused
	Approved     []string         // digests, at least 12 digits each; empty is no restriction
	// RequireApproval holds what no rule asks anybody to approve.
	RequireApproval bool
}

// Compute returns the plan. The same input, in whatever order, gives the same
// plan; it grows linearly with the number of resources. The plan points into
// its input, which must not be changed afterwards.
func Compute(in Input) engine.Plan {
	p := &planner{
		in:      in,
		desired: make(map[engine.ID]*engine.Desired, len(in.Desired)),
		renewed: map[engine.ID]engine.Recorded{},
		awaits:  map[engine.ID]engine.ID{},
		bound:   map[*engine.Observed]bool{},
		seen:    map[engine.ID]*engine.Observed{},
		live:    map[engine.Channel]int{},
	}
	p.in.Freezes = byName(in.Freezes)
	p.plan.AsOf = in.AsOf
	for _, f := range p.in.Freezes {
		if f.ActiveAt(in.AsOf) {
			p.plan.Freezes = append(p.plan.Freezes, f)
		}
	}
	p.index()
	p.renames()
	for _, id := range p.ids() {
		p.resource(id)
	}
	p.vanished()
	p.consent()
	p.references()
	p.approved()
	p.guards()
	p.problems()
	p.origins()
	p.finish()
	return p.plan
}

type planner struct {
	in      Input
	plan    engine.Plan
	desired map[engine.ID]*engine.Desired
	renewed map[engine.ID]engine.Recorded // records that a rename changed
	renamed map[engine.ID]engine.ID       // new -> old
	awaits  map[engine.ID]engine.ID       // new -> old, of which a request got no answer
	handed  []engine.Recorded             // what the networks' schedulers were to publish by now; see nearer
	bound   map[*engine.Observed]bool     // what something handed over became
	seen    map[engine.ID]*engine.Observed
	foreign map[engine.Channel]map[string][]*engine.Observed // unowned, by print
	live    map[engine.Channel]int                           // recorded live, for the guards
	byPost  map[engine.ID]*engine.Desired                    // see repeating

	occurrences bool // the record knows of a post that repeats
}

func (p *planner) index() {
	for i := range p.in.Desired {
		d := &p.in.Desired[i]
		p.desired[d.ID] = d
	}
	for id, r := range p.in.Record.IDs {
		if r.Managed() && r.Phase == engine.Live {
			p.live[id.Channel]++
		}
		p.occurrences = p.occurrences || id.Occurrence() != ""
	}
	p.foreign = map[engine.Channel]map[string][]*engine.Observed{}
	for name, c := range p.in.Channels {
		prints := map[string][]*engine.Observed{}
		for i := range c.Seen {
			o := &c.Seen[i]
			if !o.ID.IsZero() {
				p.seen[o.ID] = o
			}
			if !o.ID.IsZero() && !p.letGo(o.ID) {
				continue
			}
			if o.Spec != nil {
				key := keyOf(c.Info, o.Spec)
				prints[key] = append(prints[key], o)
			}
		}
		for _, alike := range prints {
			slices.SortFunc(alike, func(a, b *engine.Observed) int { return cmp.Compare(a.Remote, b.Remote) })
		}
		p.foreign[name] = prints
	}
}

// letGo reports whether an ID owns something that nobody manages any more: to a
// post of the same text, it is as good as one made by hand.
func (p *planner) letGo(id engine.ID) bool {
	_, wanted := p.desired[id]
	return !wanted && p.in.Record.IDs[id].Released
}

func printKey(p engine.Print) string { return p.Text + strings.Join(p.Media, "") }

// looseKey is the key of what a network shows without saying which files it
// has: the text, and how many there are.
func looseKey(p engine.Print) string { return fmt.Sprintf("%s and %d files", p.Text, len(p.Media)) }

// strangers are the posts of a channel that no ID owns and that may be what a
// print is of.
func (p *planner) strangers(channel engine.Channel, print engine.Print) []*engine.Observed {
	all := p.foreign[channel]
	if len(print.Media) == 0 {
		return all[printKey(print)]
	}
	return slices.Concat(all[printKey(print)], all[looseKey(print)])
}

// keyOf is the key under which something observed is found again.
func keyOf(info engine.Info, s engine.Spec) string {
	p := engine.PrintOf(info, s)
	if slices.Contains(p.Media, "") {
		return looseKey(p)
	}
	return printKey(p)
}

// ids returns every ID there is something to say about, sorted, without those
// that the person did not ask for.
func (p *planner) ids() []engine.ID {
	ids := make([]engine.ID, 0, len(p.desired)+16)
	for id := range p.desired {
		ids = append(ids, id)
	}
	for id, r := range p.in.Record.IDs {
		if _, wanted := p.desired[id]; wanted {
			continue
		}
		if renewed, ok := p.renewed[id]; ok {
			r = renewed
		}
		if r.Managed() || r.Open != nil {
			ids = append(ids, id)
		}
	}
	ids = slices.DeleteFunc(ids, func(id engine.ID) bool { return !p.in.Ask.selects(id) })
	slices.SortFunc(ids, engine.ID.Compare)
	return ids
}

func (a Ask) selects(id engine.ID) bool {
	return (len(a.Channels) == 0 || slices.Contains(a.Channels, id.Channel)) &&
		(len(a.Only) == 0 || names(a.Only, id))
}

// names reports whether one of the names means id.
func names(list []string, id engine.ID) bool {
	return slices.ContainsFunc(list, func(name string) bool { return Names(name, id) })
}

// Names reports whether a person who says name means id: its full name, that
// of the whole it belongs to, or its slug.
func Names(name string, id engine.ID) bool {
	return name == id.String() || name == id.Whole().String() || name == id.Slug
}

// pushed reports whether the person named id to be sent now.
func (p *planner) pushed(id engine.ID) bool {
	return p.in.Ask.Now && names(p.in.Ask.Only, id)
}

// recorded returns what the record says of id, as of this plan.
func (p *planner) recorded(id engine.ID) engine.Recorded {
	if r, ok := p.renewed[id]; ok {
		return r
	}
	return p.in.Record.IDs[id]
}

func (p *planner) add(c engine.Change) { p.plan.Changes = append(p.plan.Changes, c) }

func (p *planner) channel(id engine.ID) (Channel, bool) {
	c, ok := p.in.Channels[id.Channel]
	return c, ok
}

// approved holds whatever the person did not name by digest.
func (p *planner) approved() {
	if len(p.in.Ask.Approved) == 0 {
		return
	}
	for i := range p.plan.Changes {
		c := &p.plan.Changes[i]
		if c.Verb.Sends() && c.Hold == engine.HoldNone && !slices.ContainsFunc(p.in.Ask.Approved, func(a string) bool {
			return len(a) >= MinDigest && strings.HasPrefix(c.Digest, strings.ToLower(a))
		}) {
			c.Hold, c.Reason = engine.HoldBlocked, "its digest "+c.Digest[:MinDigest]+" is not among those approved for this run"
		}
	}
}

// MinDigest is how many hexadecimal digits of a digest are enough to name it.
const MinDigest = 12

// origins tells what this revision explains from what was waiting before it: a
// digest that is new, or a file that is gone. What somebody did on the network,
// and a request that got no answer, no revision explains.
func (p *planner) origins() {
	if p.in.Base == nil {
		return
	}
	for i := range p.plan.Changes {
		c := &p.plan.Changes[i]
		if c.Origin == engine.FromDrift || c.Hold == engine.HoldUncertain {
			continue
		}
		was, explained := p.in.Base[c.ID]
		if d, wanted := p.desired[c.ID]; wanted {
			explained = was != d.Digest
		}
		if c.Origin = engine.FromPending; explained {
			c.Origin = engine.FromChange
		}
	}
}

func (p *planner) problems() {
	for name, c := range p.in.Channels {
		if c.Failure != "" && (len(p.in.Ask.Channels) == 0 || slices.Contains(p.in.Ask.Channels, name)) {
			p.plan.Problems = append(p.plan.Problems, engine.Problem{Channel: name, Text: c.Failure, Hint: c.Hint()})
		}
	}
	slices.SortFunc(p.plan.Problems, func(a, b engine.Problem) int {
		return cmp.Or(cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Text, b.Text))
	})
}

func (p *planner) finish() {
	slices.SortStableFunc(p.plan.Changes, func(a, b engine.Change) int {
		return cmp.Or(cmp.Compare(a.ID.Channel, b.ID.Channel), a.Due.Compare(b.Due), a.ID.Compare(b.ID))
	})
	var digests []string
	for _, c := range p.plan.Changes {
		if c.Hold == engine.HoldNone && c.Verb.Sends() {
			digests = append(digests, c.Digest)
		}
	}
	p.plan.Digest = engine.SetDigest(digests)
}
