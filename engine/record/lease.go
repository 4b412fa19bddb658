package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"galley/engine"
)

// A Lease says who writes to networks. It is a file of the record branch,
// taken in the commit that carries the first intents, and removed when it is
// given back.
type Lease struct {
	V int `json:"v"`
	Run
	Taken time.Time `json:"taken"`
	Until time.Time `json:"until"`
}

// readLease returns the lease of a commit, nil if it was given back.
func readLease(files fs.FS) (*Lease, error) {
	data, err := fs.ReadFile(files, leaseFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var l Lease
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, fmt.Errorf("%s: %w: %w", leaseFile, ErrDamaged, err)
	}
	if l.V > format {
		return nil, fmt.Errorf("%s: %w: format %d", leaseFile, ErrFormat, l.V)
	}
	return &l, nil
}

func (l Lease) encode() ([]byte, error) {
	data, err := json.MarshalIndent(l, "", "  ")
	return append(data, '\n'), err
}

// by reports whether the lease is that of a run, process included: two jobs
// with one run id are two runs.
func (l *Lease) by(r Run) bool { return l != nil && l.Run == r }

// over returns why a lease has ended, "" if it has not.
func (s *Store) over(ctx context.Context, l *Lease) string {
	switch now := s.now(); {
	case l == nil:
		return "given back"
	case l.gone(s.cfg.Run):
		return "its process is gone"
	case now.After(l.Until.Add(engine.SkewAllowance)):
		return "its time is up"
	case s.cfg.Ended != nil && s.cfg.Ended(ctx, *l):
		return "its run is completed"
	}
	return ""
}

// gone reports whether the holder is known to run no more: it was a process of
// this boot of this host, and that process is not there.
func (l *Lease) gone(here Run) bool {
	if l.Host != here.Host || l.Boot != here.Boot || l.Boot == "" || l.PID <= 0 {
		return false
	}
	return !alive(l.PID, l.Start)
}

// A Holder is what is known of the lease.
type Holder struct {
	Lease
	Ours bool
	Over bool
	Why  string // it is over
}

// held is the error of a run that meets the lease of another.
func (s *Store) held(l *Lease) error {
	who := l.Run.ID
	if l.URL != "" {
		who += " (" + l.URL + ")"
	}
	until := l.Until.Add(engine.SkewAllowance)
	return &Error{Op: "take the lease", Err: fmt.Errorf("%w: %s on %s, until %s at the latest", ErrHeld, who, l.Host,
		until.UTC().Format(time.RFC3339)), Next: "wait for it to end, then run this again"}
}
