package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"time"

	"galley/engine"
	"galley/engine/apply"
	"galley/engine/load"
	"galley/engine/observe"
	"galley/engine/record"
	"galley/engine/render"
	"galley/engine/repo"
	"galley/engine/transport"
	"galley/engine/validate"
	"galley/providers/memory"
	"galley/providers/site"
	"galley/schema"
)

// measureArgument starts this program as the process that is measured: it reads
// a task and writes a measurement.
const measureArgument = "measure"

// A task is what a measured process is to do.
type task struct {
	Newsroom newsroom `json:"newsroom"`
	Dir      string   `json:"dir"`  // of the repository
	Load     bool     `json:"load"` // read and check the files, else begin after that with the same objects
	CPU      string   `json:"cpu,omitempty"`
	Heap     string   `json:"heap,omitempty"`
}

// A measurement is what it did.
type measurement struct {
	Idle    int64  `json:"idle"` // bytes, the most the process held before it began
	Costs   []cost `json:"costs"`
	Matches int    `json:"matches"`
	Changes int    `json:"changes"`
	Digests string `json:"digests"` // of all that was rendered
}

func measureProcess(ctx context.Context, in io.Reader, out io.Writer) error {
	var t task
	if err := json.NewDecoder(in).Decode(&t); err != nil {
		return err
	}
	if t.CPU != "" {
		f, err := os.Create(t.CPU)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50) // as the command does once it holds much
	}
	w := &worker{task: t}
	result, err := w.plan(ctx)
	if err != nil {
		return err
	}
	if t.Heap != "" {
		if err := writeHeap(t.Heap); err != nil {
			return err
		}
	}
	runtime.KeepAlive(w)
	return json.NewEncoder(out).Encode(result)
}

func writeHeap(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	runtime.GC()
	return pprof.WriteHeapProfile(f)
}

// A worker is one "galley plan", stage by stage, as the command does it.
type worker struct {
	task
	meter
	content  schema.Content
	desired  []engine.Desired
	blocked  map[engine.ID]string
	record   engine.Record
	observed map[engine.Channel]engine.Observation
	planned  engine.Plan
}

func (w *worker) plan(ctx context.Context) (measurement, error) {
	idle := peakMemory()
	providers, err := w.Newsroom.providers(w.Dir)
	if err != nil {
		return measurement{}, err
	}
	cfg := apply.Config{Now: w.clock, Providers: providers,
		Accounts: map[engine.Channel]engine.Account{channelName: w.Newsroom.account()}}
	begin := stage{"objects", func() error { w.content = w.Newsroom.objects(); return nil }}
	if w.Load {
		begin = stage{"load", func() error { return w.load(ctx) }}
	}
	for _, s := range []stage{
		begin,
		{"render", func() error { return w.render(ctx) }},
		{"check", w.check},
		{"record", func() error { return w.read(ctx) }},
		{"observe", func() error {
			w.observed = observe.Channels(ctx, providers, w.record, w.clock, observe.RefreshWindow)
			return failureOf(w.observed)
		}},
		{"plan", func() error {
			cfg.Desired = w.desired
			w.record = apply.Apply(w.record, apply.Recover(ctx, cfg, w.record, w.observed))
			apply.Reown(w.observed, w.record)
			in := apply.Input(cfg, w.record, nil, w.observed)
			in.Blocked = w.blocked
			w.planned = apply.Compute(ctx, in, providers)
			return nil
		}},
	} {
		if err := w.stage(s.name, s.work); err != nil {
			return measurement{}, fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return measurement{Idle: idle, Costs: w.costs, Matches: w.planned.Matches, Changes: len(w.planned.Changes),
		Digests: engine.SetDigest(digests(w.desired))}, nil
}

type stage struct {
	name string
	work func() error
}

// clock stands still, so that the content need not be as young as the run.
func (w *worker) clock() time.Time { return w.Newsroom.AsOf }

func (w *worker) load(ctx context.Context) error {
	content, findings, err := load.Tree(ctx, os.DirFS(w.Dir), load.Options{})
	if err == nil && len(findings) > 0 {
		err = fmt.Errorf("%d findings, the first: %s", len(findings), findings[0].Text)
	}
	w.content = content
	return err
}

func (w *worker) render(ctx context.Context) error {
	rendered, err := render.Content(ctx, render.Input{Content: w.content, Infos: infos(), Files: os.DirFS(w.Dir)})
	if err == nil && len(rendered.Findings) > 0 {
		err = fmt.Errorf("%d findings, the first: %s", len(rendered.Findings), rendered.Findings[0].Text)
	}
	w.desired = rendered.Desired
	return err
}

func (w *worker) check() error {
	findings := validate.Check(validate.Input{Content: w.content, Desired: w.desired, Infos: infos()})
	w.blocked = validate.Blocked(w.desired, findings)
	if len(w.blocked) > 0 {
		return fmt.Errorf("%d findings, the first: %s", len(findings), findings[0].Text)
	}
	return nil
}

func (w *worker) read(ctx context.Context) error {
	store, close, err := w.Newsroom.store(w.Dir, w.clock, "reader")
	if err != nil {
		return err
	}
	defer close()
	ledger, err := store.Read(ctx)
	if err != nil {
		return err
	}
	w.record = ledger.Record()
	return nil
}

func failureOf(seen map[engine.Channel]engine.Observation) error {
	if failure := seen[channelName].Failure; failure != "" {
		return fmt.Errorf("channel %s: %s", channelName, failure)
	}
	return nil
}

// powers are those of the network behind HTTP: it does all that it can.
func powers() memory.Powers { return memory.All() }

func infos() map[engine.Network]engine.Info {
	infos := map[engine.Network]engine.Info{}
	for _, c := range []engine.Constructor{memory.Constructor(powers()), site.Constructor()} {
		infos[c.Info.Network] = c.Info
	}
	return infos
}

// providers are made as the command makes them: a client of its own for the
// network, the folder for the site.
func (n newsroom) providers(dir string) (map[engine.Channel]engine.Provider, error) {
	cfg := engine.Config{Channel: channelName, Account: n.account(), URL: n.URL, Language: "en", Zone: time.UTC, Now: time.Now,
		HTTP: transport.Client(transport.Options{Now: time.Now})}
	constructor := memory.Constructor(powers())
	if n.Network == "site" {
		constructor, cfg.Target = site.Constructor(), repo.Folder(siteOf(dir))
	}
	p, err := constructor.New(cfg)
	return map[engine.Channel]engine.Provider{channelName: p}, err
}

// store opens the record; the second result closes its repository.
func (n newsroom) store(dir string, now engine.Clock, run string) (*record.Store, func() error, error) {
	r, err := repo.Open(dir)
	if err != nil {
		return nil, nil, err
	}
	remote, err := r.Remote("origin")
	if err != nil {
		return nil, nil, err
	}
	process := record.ThisProcess()
	process.ID = run
	return record.Open(record.Config{Repo: r, Remote: remote, Branch: recordName, LedgerID: ledgerID, Run: process, Now: now}),
		r.Close, nil
}
