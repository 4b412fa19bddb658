// Package record keeps the ledger: what Galley meant to do on a network and
// what came of it, on a branch of its own together with reports and freezes. In
// travel intents and outcomes; out travels an engine.Record.
//
// Every write is one commit on top of the one that was read, by
// compare-and-swap. It never publishes, never plans, and never takes a ledger
// that is missing for one that is empty.
package record

import (
	"cmp"
	"context"
	"sync"
	"time"

	"galley/engine"
	"galley/engine/repo"
)

// What a Config that does not say means.
const (
	defaultLease      = 10 * time.Minute
	defaultTimeout    = time.Minute
	defaultSendWindow = 2 * time.Minute
)

// A Config is what a Store needs to know.
type Config struct {
	Repo     *repo.Repo
	Remote   *repo.Remote // whose branch is the ledger; nil: the local branch is
	Branch   string       // of the record, without refs/heads/
	LedgerID string       // record.id of the Project
	Signing  Signing
	Run      Run // who writes
	Now      engine.Clock

	Lease      time.Duration // how long one lasts; zero is 10 minutes
	Timeout    time.Duration // of a request to a network; zero is a minute
	SendWindow time.Duration // from an intent to its last moment to leave; zero is 2 minutes + Timeout

	Revision      string // commit of the content
	CharterDigest string // of the charter in Revision; empty if there is none
	Zones         string // release of the time zones, such as "2025c"

	// Settle returns how long a network takes to show what was written; nil is
	// engine.DefaultSettle for all.
	Settle func(engine.Network) time.Duration
	// Ended reports whether the run of a lease is known to be over, such as by
	// its forge; nil knows nothing.
	Ended func(context.Context, Lease) bool
	// TestOnlyHook is called before and after every durable write.
	TestOnlyHook func(point string)
}

// A Run is one run of Galley and the process it is.
type Run struct {
	ID    string `json:"run"`
	URL   string `json:"url,omitempty"` // where its log is
	Host  string `json:"host"`
	Boot  string `json:"boot,omitempty"` // since when process ids of the host mean the same
	PID   int    `json:"pid"`
	Start string `json:"start,omitempty"` // of the process, in the system's own terms
}

// A Store is the record branch of one Project.
type Store struct {
	cfg     Config
	journal *Journal

	mu     sync.Mutex
	busy   string // the other run whose lease lasted when the ledger was last read
	signed string // the last commit up to which all signatures were checked
}

// Open returns the store that cfg describes. It reads nothing yet.
func Open(cfg Config) *Store {
	cfg.Lease = cmp.Or(cfg.Lease, defaultLease)
	cfg.Timeout = cmp.Or(cfg.Timeout, defaultTimeout)
	cfg.SendWindow = cmp.Or(cfg.SendWindow, defaultSendWindow+cfg.Timeout)
	s := &Store{cfg: cfg}
	s.journal = newJournal(s)
	return s
}

// RunID is how the ledger names the run that opened it.
func (s *Store) RunID() string { return s.cfg.Run.ID }

// Journal returns this disk's account of which requests left.
func (s *Store) Journal() *Journal { return s.journal }

// now is the time in UTC, without a monotonic reading.
func (s *Store) now() time.Time { return s.cfg.Now().UTC() }

// head and anchor are the references of the record.
func (s *Store) head() string   { return "refs/heads/" + s.cfg.Branch }
func (s *Store) anchor() string { return s.head() + "-anchor" }

func (s *Store) hook(point string) {
	if s.cfg.TestOnlyHook != nil {
		s.cfg.TestOnlyHook(point)
	}
}

// settle returns the settle time of a network.
func (s *Store) settle(n engine.Network) time.Duration {
	if s.cfg.Settle == nil {
		return engine.DefaultSettle
	}
	return s.cfg.Settle(n)
}

// place names the ledger for people.
func (s *Store) place() string {
	if s.cfg.Remote == nil {
		return "branch " + s.cfg.Branch
	}
	return "branch " + s.cfg.Branch + " of " + s.cfg.Remote.URL
}
