package record_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/record"
	"galley/engine/repo"
)

// The test binary runs itself as a writer when this is set to the folder it
// works in.
const (
	envDir  = "GALLEY_TEST_WRITER"
	envRun  = "GALLEY_TEST_RUN"
	envKill = "GALLEY_TEST_KILL" // how many durable writes it survives; empty: all
	envWork = "GALLEY_TEST_WORK" // how many resources it publishes
	envLate = "GALLEY_TEST_LATE" // how much later it is for it
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(envDir); dir != "" {
		if err := writer(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// writer is a small apply: it publishes what is not yet recorded, two a batch,
// to a network that is a folder (one file per request). It dies by SIGKILL at
// the hook it is told to.
func writer(dir string) error {
	r, err := repo.Open(dir)
	if err != nil {
		return err
	}
	m, err := r.Remote("origin")
	if err != nil {
		return err
	}
	left, err := strconv.Atoi(os.Getenv(envKill))
	if err != nil {
		left = 1 << 30
	}
	late, err := time.ParseDuration(os.Getenv(envLate))
	if err != nil {
		return err
	}
	now := func() time.Time { return time.Now().Add(late) }
	cfg := record.Config{Repo: r, Remote: m, Branch: branch, LedgerID: ledgerID, Now: now, Run: record.ThisProcess(),
		TestOnlyHook: func(string) {
			if left--; left < 0 {
				if self, err := os.FindProcess(os.Getpid()); err == nil {
					self.Kill()
				}
				select {}
			}
		}}
	cfg.Run.ID = os.Getenv(envRun)
	work, err := strconv.Atoi(os.Getenv(envWork))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		more, err := round(ctx, record.Open(cfg), now, work)
		if err != nil && !errors.Is(err, engine.ErrLost) && !errors.Is(err, record.ErrHeld) {
			return err
		}
		if err == nil && !more {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond): // others are at work
		}
	}
}

// round is one run: recover, plan, publish all that is missing.
func round(ctx context.Context, s *record.Store, now engine.Clock, work int) (more bool, err error) {
	l, err := s.Read(ctx)
	if errors.Is(err, record.ErrAbsent) {
		if err = s.First(ctx, home); errors.Is(err, record.ErrExists) || errors.Is(err, engine.ErrLost) {
			err = nil
		}
		return true, err
	}
	if err != nil {
		return true, err
	}
	var recovered []engine.Outcome
	var todo []engine.Intent
	for i := range work {
		slug := fmt.Sprintf("post-%d", i)
		rec := l.Record().IDs[id(slug)]
		switch {
		case rec.Open != nil && wasPublished(slug):
			recovered = append(recovered, confirm(*rec.Open, now()))
		case rec.Open != nil:
			if !s.Journal().NeverLeft(rec.Open.Ref()) && now().Before(rec.Open.AbsentFrom(engine.DefaultSettle)) {
				return true, &record.Error{Op: "recover", Err: engine.ErrLost}
			}
			absent := confirm(*rec.Open, now())
			absent.Result = engine.ResultAbsent
			recovered = append(recovered, absent)
			more = true
		case !rec.Managed():
			todo = append(todo, create(slug))
		}
	}
	done := recovered
	for len(todo) > 0 {
		n := min(2, len(todo))
		intents, err := l.Begin(ctx, todo[:n], done)
		if err != nil {
			return true, err
		}
		todo, done = todo[n:], nil
		for _, in := range intents {
			if err := s.Journal().Sending(in.Ref()); err != nil {
				return true, err
			}
			if err := publish(in.ID.Slug); err != nil {
				return true, err
			}
			done = append(done, confirm(in, now()))
		}
	}
	return more, l.Close(ctx, done)
}

// network is the folder that stands for a network, home the remote's URL.
var network, home = os.Getenv("GALLEY_TEST_NETWORK"), os.Getenv("GALLEY_TEST_HOME")

// publish fails if it was done before: that is what must never happen.
func publish(slug string) error {
	f, err := os.OpenFile(filepath.Join(network, slug), os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		os.WriteFile(filepath.Join(network, "TWICE-"+slug), nil, 0o666)
		return err
	}
	return f.Close()
}

func wasPublished(slug string) bool {
	_, err := os.Stat(filepath.Join(network, slug))
	return err == nil
}

// start runs the test binary as a writer.
func start(t *testing.T, d dir, network, home, run string, kill, work int, late time.Duration) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), envDir+"="+d.path, envRun+"="+run, envWork+"="+strconv.Itoa(work),
		"GALLEY_TEST_NETWORK="+network, "GALLEY_TEST_HOME="+home, envLate+"="+late.String())
	if kill >= 0 {
		cmd.Env = append(cmd.Env, envKill+"="+strconv.Itoa(kill))
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// published checks that everything is there once, and in the ledger.
func published(t *testing.T, d dir, network string, work int) {
	t.Helper()
	l := read(t, store(t, d, newClock(), "reader"))
	sound(t, l)
	entries, err := os.ReadDir(network)
	if err != nil || len(entries) != work {
		t.Errorf("the network holds %v, %v, want %d posts", entries, err, work)
	}
	for i := range work {
		if rec := l.Record().IDs[id(fmt.Sprintf("post-%d", i))]; !rec.Managed() || rec.Open != nil {
			t.Errorf("post-%d is %s, open: %v, want it live and closed", i, rec.Phase, rec.Open != nil)
		}
	}
	d.fsck()
}

func TestKilledAtAnyWriteThenContinuedPublishesOnce(t *testing.T) {
	const work, points = 2, 18
	for _, kind := range []string{"local", "remote"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			killed := false
			for kill := range points {
				d := newsroom(t)
				at, home := d, ""
				if kind == "remote" {
					at = withRemote(d)
					home = at.path
				}
				network := t.TempDir()
				first := start(t, d, network, home, "first", kill, work, 0)
				killed = first.Wait() != nil || killed
				if err := start(t, d, network, home, "second", -1, work, time.Hour).Wait(); err != nil {
					t.Errorf("killed at write %d: the next run: %v", kill, err)
				}
				published(t, d, network, work)
				at.fsck()
			}
			if !killed {
				t.Error("no run was killed")
			}
		})
	}
}

func TestFiveProcessesAtOncePublishOnce(t *testing.T) {
	const work, processes = 8, 5
	for _, kind := range []string{"local", "remote"} {
		t.Run(kind, func(t *testing.T) {
			d := newsroom(t)
			disks := []dir{d, d, d, d, d}
			home := ""
			if kind == "remote" {
				bare := withRemote(d)
				home = bare.path
				for i := range disks {
					disks[i] = cloneOf(bare)
				}
			}
			network := t.TempDir()
			var running []*exec.Cmd
			for i := range processes {
				running = append(running, start(t, disks[i], network, home, fmt.Sprintf("run-%d", i), -1, work, 0))
			}
			for i, cmd := range running {
				if err := cmd.Wait(); err != nil {
					t.Errorf("process %d: %v", i, err)
				}
			}
			published(t, disks[0], network, work)
		})
	}
}
