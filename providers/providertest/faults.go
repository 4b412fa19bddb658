package providertest

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"sync"
	"testing/fstest"

	"galley/engine"
)

// errLost is what a local network sees instead of an answer.
var errLost = errors.New("connection lost")

// Faults are the two points at which a local network fails on demand: "never
// sent" and "done, answer lost". A local network calls Before when a write
// arrives and After once it has acted, and returns a non-nil error as if its
// connection had broken there. Target does so for a network that writes files.
// The zero value never fails.
type Faults struct {
	mu     sync.Mutex
	writes int
	lose   int    // the write whose answer is lost, counted from 1; zero is none
	block  int    // the write that never arrives
	onLoss func() // called just before the answer is lost
}

// Before is called when a write arrives. On an error the network must not act.
func (f *Faults) Before() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.writes++
	if f.writes == f.block {
		return errLost
	}
	return nil
}

// After is called once the network acted. On an error the caller must not learn
// what came of it.
func (f *Faults) After() error {
	f.mu.Lock()
	lost, onLoss := f.writes == f.lose, f.onLoss
	f.mu.Unlock()
	if !lost {
		return nil
	}
	if onLoss != nil {
		onLoss()
	}
	return errLost
}

// Target puts the two points around the writes of a site's target.
func (f *Faults) Target(t engine.Target) engine.Target { return &faultyTarget{t, f} }

type faultyTarget struct {
	engine.Target
	faults *Faults
}

func (t *faultyTarget) Write(ctx context.Context, files []engine.TargetFile) error {
	if err := t.faults.Before(); err != nil {
		return err
	}
	if err := t.Target.Write(ctx, files); err != nil {
		return err
	}
	return t.faults.After()
}

// A Target is an engine.Target in memory. The zero value is empty.
type Target struct {
	mu    sync.Mutex
	files fstest.MapFS
}

// FS returns what is there now; later writes do not change it.
func (t *Target) FS(ctx context.Context) (fs.FS, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.files == nil {
		return fstest.MapFS{}, nil
	}
	return maps.Clone(t.files), nil
}

// Write puts and removes files, all of them or, for a name that is no valid
// path, none.
func (t *Target) Write(ctx context.Context, files []engine.TargetFile) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, f := range files {
		if !fs.ValidPath(f.Name) {
			return &fs.PathError{Op: "write", Path: f.Name, Err: fs.ErrInvalid}
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.files == nil {
		t.files = fstest.MapFS{}
	}
	for _, f := range files {
		if f.Data == nil {
			delete(t.files, f.Name)
			continue
		}
		t.files[f.Name] = &fstest.MapFile{Data: append([]byte{}, f.Data...), Mode: 0o644}
	}
	return nil
}
