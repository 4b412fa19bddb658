package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"galley/engine"
	"galley/engine/apply"
	"galley/engine/load"
	"galley/engine/record"
	"galley/engine/render"
	"galley/engine/repo"
	"galley/providers/memory"
)

func (b *bench) applies(ctx context.Context) error {
	for _, remote := range []bool{false, true} {
		title := "the record in a repository without a remote"
		if remote {
			title = "the record on a bare remote on this disk"
		}
		fmt.Fprintf(b.out, "\nApply to a network in memory: %s\n\n", title)
		t := newTable("changes", "batches", "pushes", "commits", "| time", "CPU", "| CPU ms/change", "ratio", "| bytes/change", "ratio", "ledger bytes/change")
		var firstCPU, firstBytes float64
		for _, n := range b.changes {
			fmt.Fprintf(b.progress, "applying %d changes: %s\n", n, title)
			a, err := b.applyOnce(ctx, n, remote)
			if err != nil {
				return err
			}
			perChange, bytesPerChange := float64(a.cost.CPU.Microseconds())/1000/float64(n), float64(a.written)/float64(n)
			if firstCPU == 0 {
				firstCPU, firstBytes = perChange, bytesPerChange
			}
			t.add(fmt.Sprint(n), fmt.Sprint(a.batches), fmt.Sprint(a.pushes), fmt.Sprint(a.commits),
				seconds(a.cost.Wall), seconds(a.cost.CPU), fmt.Sprintf("%.2f", perChange), ratio(perChange, firstCPU),
				fmt.Sprintf("%.0f", bytesPerChange), ratio(bytesPerChange, firstBytes), fmt.Sprintf("%.0f", float64(a.ledger)/float64(n)))
		}
		if err := t.write(b.out); err != nil {
			return err
		}
	}
	return nil
}

// An applied is what one apply did to the record.
type applied struct {
	cost    cost
	batches int
	pushes  int   // moves of the record branch, by push where there is a remote
	commits int   // of the record branch, without the one that began it
	written int64 // bytes that the objects of the repository, or of the remote, grew by
	ledger  int64 // bytes of the ledger's lines
}

// applyOnce publishes n posts that are due.
func (b *bench) applyOnce(ctx context.Context, n int, remote bool) (applied, error) {
	dir, err := os.MkdirTemp(b.dir, "apply-")
	if err != nil {
		return applied{}, err
	}
	a, err := measureApply(ctx, dir, n, remote)
	return a, errors.Join(err, os.RemoveAll(dir))
}

// measureApply makes a newsroom in dir and publishes its n posts.
func measureApply(ctx context.Context, dir string, n int, remote bool) (applied, error) {
	p, err := newPress(ctx, dir, n, remote)
	if err != nil {
		return applied{}, fmt.Errorf("prepare %d changes: %w", n, err)
	}
	defer p.repo.Close()
	a := applied{batches: (n + apply.MaxBatch - 1) / apply.MaxBatch}
	before, err := sizeOf(p.objects)
	if err != nil {
		return a, err
	}
	p.pushes = 0 // one began the ledger
	var m meter
	if err := m.stage("apply", func() error { return p.run(ctx, n) }); err != nil {
		return a, fmt.Errorf("apply %d changes: %w", n, err)
	}
	after, err := sizeOf(p.objects)
	a.cost, a.pushes, a.written = m.costs[0], p.pushes, after-before
	return a, errors.Join(err, p.count(ctx, &a))
}

// A press is a repository with a ledger that is empty, and content that is due.
type press struct {
	content newsroom
	desired []engine.Desired
	network *memory.Network
	repo    *repo.Repo
	store   *record.Store
	objects string // the folder that every commit of the record grows
	pushes  int
}

func newPress(ctx context.Context, dir string, n int, remote bool) (*press, error) {
	p := &press{content: newsroom{Network: "memory", URL: "https://net.example", Posts: n, AsOf: time.Now().UTC(), Spread: time.Hour},
		network: memory.NewNetwork(time.Now, memory.Options{})}
	rendered, err := render.Content(ctx, render.Input{Content: p.content.objects(), Infos: infos()})
	if err != nil {
		return nil, err
	}
	p.desired = rendered.Desired
	work := filepath.Join(dir, "work")
	p.objects = filepath.Join(work, ".git", "objects")
	if err := beginRepo(work); err != nil {
		return nil, err
	}
	if remote {
		bare := filepath.Join(dir, "bare.git")
		if err := bareRemote(ctx, work, bare); err != nil {
			return nil, err
		}
		p.objects = filepath.Join(bare, "objects")
	}
	if p.repo, err = repo.Open(work); err != nil {
		return nil, err
	}
	return p, p.begin(ctx)
}

// bareRemote makes an empty repository that work pushes to.
func bareRemote(ctx context.Context, work, bare string) error {
	if out, err := exec.CommandContext(ctx, "git", "init", "-q", "--bare", bare).CombinedOutput(); err != nil {
		return fmt.Errorf("git init: %w: %s", err, out)
	}
	config, err := os.OpenFile(filepath.Join(work, ".git", "config"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(config, "[remote \"origin\"]\n\turl = %s\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n", bare)
	return errors.Join(err, config.Close())
}

// begin founds the ledger.
func (p *press) begin(ctx context.Context) error {
	remote, err := p.repo.Remote("origin")
	if err != nil {
		return err
	}
	process := record.ThisProcess()
	process.ID = "bench"
	p.store = record.Open(record.Config{Repo: p.repo, Remote: remote, Branch: recordName, LedgerID: ledgerID, Run: process,
		Now: time.Now, TestOnlyHook: func(point string) {
			if point == "write:after" {
				p.pushes++
			}
		}})
	url := ""
	if remote != nil {
		url = remote.URL
	}
	return p.store.First(ctx, url)
}

// run is one "galley apply": every post is created.
func (p *press) run(ctx context.Context, n int) error {
	account := p.content.account()
	provider, err := memory.New(p.network, engine.Config{Channel: channelName, Account: account, URL: p.content.URL}, powers())
	if err != nil {
		return err
	}
	result, err := apply.Run(ctx, apply.Config{
		Now: time.Now, Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		Providers: map[engine.Channel]engine.Provider{channelName: provider},
		Accounts:  map[engine.Channel]engine.Account{channelName: account},
		Desired:   p.desired, Revision: revision, Journal: p.store.Journal(),
		Read:    p.session,
		Freezes: p.freezes,
		Current: func(context.Context, engine.Record) error { return nil },
	})
	confirmed := 0
	for _, done := range result.Done {
		if done.Outcome.Result == engine.ResultConfirmed {
			confirmed++
		}
	}
	if err == nil && confirmed != n {
		err = fmt.Errorf("%d of %d are confirmed", confirmed, n)
	}
	return err
}

func (p *press) session(ctx context.Context) (apply.Session, error) {
	ledger, err := p.store.Read(ctx)
	return apply.Session{Ledger: ledger}, err
}

// freezes reads them as the command does before every batch.
func (p *press) freezes(ctx context.Context) ([]engine.Freeze, error) {
	files, err := p.store.Files(ctx)
	if err != nil {
		return nil, err
	}
	list, _ := load.Freezes(files, "")
	freezes, _ := render.Freezes(list, time.UTC)
	return freezes, nil
}

// count looks at what is in the record afterwards.
func (p *press) count(ctx context.Context, a *applied) error {
	ledger, err := p.store.Read(ctx)
	if err != nil {
		return err
	}
	for at := ledger.Head(); ; a.commits++ {
		c, err := p.repo.Resolve(at)
		if err != nil {
			return err
		}
		if len(c.Parents) == 0 {
			break
		}
		at = c.Parents[0]
	}
	return fs.WalkDir(ledger.Files(), "ledger", func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			a.ledger += info.Size()
		}
		return err
	})
}

// sizeOf is the sum of the sizes of all files below dir.
func sizeOf(dir string) (int64, error) {
	var sum int64
	err := filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			sum += info.Size()
		}
		return err
	})
	return sum, err
}
