// Package apply brings a plan to the networks: it recovers what an earlier run
// left open, plans, takes the lease with the intents of a batch, sends, and
// hands the outcomes to the ledger. It is the only caller of a provider's
// writes and the only place that retries. It never decides what to publish;
// plan does.
package apply

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"galley/engine"
	"galley/engine/approve"
	"galley/engine/observe"
	"galley/engine/plan"
)

// A Session is one reading of everything that lies in git: made anew whenever
// the record moved under a run.
type Session struct {
	Ledger  engine.Ledger
	Freezes []engine.Freeze
	Blocked map[engine.ID]string // resources with an error finding, judged by what Ledger holds, and which
}

// Config is what a run works with. Every field is needed unless it says
// otherwise.
type Config struct {
	Now       engine.Clock
	Wait      func(ctx context.Context, d time.Duration) error // returns early with ctx's error
	Providers map[engine.Channel]engine.Provider
	Accounts  map[engine.Channel]engine.Account
	Desired   []engine.Desired
	Policy    plan.Policy
	Ask       plan.Ask
	Refresh   observe.Refresh
	// Credentials are the environment variables that hold them, for hints; a
	// channel without one may be missing.
	Credentials map[engine.Channel]string
	Failures    map[engine.Channel]string // channels whose provider could not be made; may be nil

	// Read reads the record as it is now, waiting while another run holds it.
	Read func(ctx context.Context) (Session, error)
	// Freezes reads them again, before every batch; nil where nothing can change.
	Freezes func(ctx context.Context) ([]engine.Freeze, error)
	// Current returns an error when the content is no longer what should be
	// applied. It is asked after the record was read and before every batch.
	Current func(ctx context.Context, record engine.Record) error
	// Doubt returns those of the approvals, about to be used for the first time,
	// that do not hold any more; nil where nobody has to be asked again.
	Doubt   func(ctx context.Context, record engine.Record, used []engine.Approval) ([]engine.Approval, error)
	Journal engine.Journal

	Revision string               // commit of the content, for the intents
	Skew     func() time.Duration // largest difference to a network's clock; may be nil
	Progress func(engine.Change)  // a write that is about to be sent; may be nil
}

// A Done is one change with what came of it.
type Done struct {
	Change  engine.Change
	Outcome engine.Outcome
	Err     error // nil when confirmed; its kind tells the rest
}

// Result is what a run did. It is complete even when Run returns an error.
type Result struct {
	Plan      engine.Plan      // the last one made
	Recovered []engine.Outcome // what became of intents that an earlier run left open
	Done      []Done
	Recorded  bool // something was written to the record
}

// Bounds of one run.
const (
	MaxBatch   = 20 // changes whose intents are made durable together
	MaxReplans = 50 // how often a run plans anew because the record moved
	maxSkew    = engine.SkewAllowance / 2
)

// ErrSkew means that this host's clock and a network's differ too much: no wait
// of the protocol would hold.
var ErrSkew = errors.New("this machine's clock is wrong")

// Run applies what is due. It returns the result in every case; the error says
// why the run ended early. After ctx is cancelled the running write is
// finished and everything is recorded.
func Run(ctx context.Context, cfg Config) (Result, error) {
	r := &run{Config: cfg}
	for range MaxReplans {
		err := r.once(ctx)
		if !errors.Is(err, engine.ErrLost) {
			return r.result, err
		}
		if err := ctx.Err(); err != nil {
			return r.result, err
		}
	}
	return r.result, fmt.Errorf("the record moved under this run %d times: %w", MaxReplans, engine.ErrLost)
}

type run struct {
	Config
	result  Result
	ledger  engine.Ledger
	record  engine.Record
	sent    map[engine.ID]engine.Outcome // what this run confirmed, for references
	ending  map[engine.ID]bool           // whose recorded address ends with the plan
	stopped map[engine.Channel]error     // channels that refused our credentials
	fenced  []engine.Change              // of the last batch, for which the lease left no time

	recovered []engine.Outcome // look-ups that are not durable yet
	began     bool             // the lease was taken since the record was read
}

// once reads, recovers, plans and sends. ErrLost asks for another time.
func (r *run) once(ctx context.Context) error {
	session, err := r.Read(ctx)
	if err != nil {
		return err
	}
	r.ledger, r.record = session.Ledger, session.Ledger.Record()
	if err := r.Current(ctx, r.record); err != nil {
		return err
	}
	seen := observe.Channels(ctx, r.Providers, r.record, r.Now, r.Refresh)
	for name, failure := range r.Failures {
		seen[name] = engine.Observation{Failure: failure}
	}
	if err := r.checkClock(); err != nil {
		return err
	}
	r.recovered = Recover(ctx, r.Config, r.record, seen)
	r.record = Apply(r.record, r.recovered)
	Reown(seen, r.record)
	input := Input(r.Config, r.record, session.Freezes, seen)
	input.Blocked = session.Blocked
	r.result.Plan = r.compute(ctx, input)
	if err := r.doubt(ctx, &input); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return r.send(ctx, input, r.recovered)
}

// doubt asks whether the approvals hold with which something would be sent, and
// plans anew without those that do not: others may take their place.
func (r *run) doubt(ctx context.Context, in *plan.Input) error {
	if r.Doubt == nil {
		return nil
	}
	var asked []engine.Approval
	for {
		used := slices.DeleteFunc(inUse(r.result.Plan), func(a engine.Approval) bool { return slices.ContainsFunc(asked, a.Same) })
		if len(used) == 0 {
			return nil
		}
		void, err := r.Doubt(ctx, r.record, used)
		if err != nil {
			return err
		}
		if asked = append(asked, used...); len(void) == 0 {
			return nil
		}
		r.record.Consent = r.record.Consent.Less(void)
		in.Record, in.Consents = r.record, consents(r.record.Consent, r.Desired, in.AsOf)
		r.result.Plan = r.compute(ctx, *in)
	}
}

// inUse are the approvals with which a plan sends something.
func inUse(p engine.Plan) []engine.Approval {
	var used []engine.Approval
	for _, c := range p.Changes {
		if c.Hold == engine.HoldNone && c.Consent != nil {
			used = append(used, c.Consent.Given...)
		}
	}
	return used
}

// compute plans, reads the few resources that would change and were not seen,
// and plans again with what they show.
func (r *run) compute(ctx context.Context, in plan.Input) engine.Plan {
	return Compute(ctx, in, r.Providers)
}

// Compute makes the plan, reading one by one the resources that it would
// change, or call gone, and that no listing showed: a listing by keys that tell
// another time than that of publication may leave one out.
func Compute(ctx context.Context, in plan.Input, providers map[engine.Channel]engine.Provider) engine.Plan {
	first := plan.Compute(in)
	blind := map[engine.Channel][]engine.ID{}
	for _, c := range first.Changes {
		unseen := c.Blind && c.Hold == engine.HoldNone && c.Verb.Sends()
		gone := c.Note != nil && c.Note.Result == engine.ResultGone
		if unseen || gone {
			blind[c.ID.Channel] = append(blind[c.ID.Channel], recordedAs(c))
		}
	}
	if len(blind) == 0 {
		return first
	}
	in.Channels = maps.Clone(in.Channels)
	for name, ids := range blind {
		c := in.Channels[name]
		reads, err := observe.Reads(ctx, providers[name], in.Record, ids)
		if err != nil {
			c.Failure, c.Refused = err.Error(), engine.KindOf(err) == engine.Unauthorized
		}
		c.Reads = reads
		in.Channels[name] = c
	}
	return plan.Compute(in)
}

// recordedAs is the ID under which the record knows what c changes.
func recordedAs(c engine.Change) engine.ID {
	if c.Note != nil && !c.Note.Renamed.IsZero() {
		return c.Note.Renamed
	}
	return c.ID
}

// Input puts together what a plan is made of, but for what is blocked.
func Input(cfg Config, record engine.Record, freezes []engine.Freeze, seen map[engine.Channel]engine.Observation) plan.Input {
	in := plan.Input{AsOf: cfg.Now().UTC().Round(0), Policy: cfg.Policy, Desired: cfg.Desired, Record: record,
		Freezes: freezes, Ask: cfg.Ask, Channels: make(map[engine.Channel]plan.Channel, len(cfg.Accounts))}
	in.Consents = consents(record.Consent, cfg.Desired, in.AsOf)
	for name, account := range cfg.Accounts {
		c := plan.Channel{Account: account, Credential: cfg.Credentials[name], Observation: seen[name]}
		if p := cfg.Providers[name]; p != nil {
			c.Info, c.Caps = p.Info(), engine.CapsOf(p)
		}
		in.Channels[name] = c
	}
	return in
}

// consents are the verdicts on all that somebody was asked about: as of now, and
// of what goes out later as of then, when its approval may have ended.
func consents(c engine.Consent, desired []engine.Desired, asOf time.Time) map[string]engine.Verdict {
	if len(c.Demands) == 0 {
		return nil
	}
	due := make(map[string]time.Time, len(c.Demands))
	for i := range desired {
		if d := &desired[i]; d.Due.After(asOf) {
			due[d.Digest] = d.Due
		}
	}
	return approve.Verdicts(c, func(digest string) time.Time {
		if later, ok := due[digest]; ok {
			return later
		}
		return asOf
	})
}

func (r *run) checkClock() error {
	if r.Skew == nil {
		return nil
	}
	if skew := r.Skew().Abs(); skew > maxSkew {
		return fmt.Errorf("%w: it is %s off a network's; nothing is sent", ErrSkew, skew.Round(time.Second))
	}
	return nil
}

// Reown names the owners anew after recovery bound some of what was seen.
func Reown(seen map[engine.Channel]engine.Observation, record engine.Record) {
	owners := observe.Owners(record)
	for name, o := range seen {
		for i := range o.Seen {
			o.Seen[i].ID = owners[observe.PlaceOf(name, o.Seen[i])]
		}
	}
}
