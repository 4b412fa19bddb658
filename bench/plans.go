package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"galley/engine"
)

// asOf is when the plans are made.
var asOf = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)

const (
	inWindow = 13 * 24 * time.Hour // every post is within what a plan reads of a network
	tenYears = 3650 * 24 * time.Hour
)

// A scene is where a no-change plan is measured.
type scene struct {
	name    string
	title   string
	network engine.Network
	spread  time.Duration
}

var scenes = []scene{
	{"memory", "memory over HTTP, posts of ten years", "memory", tenYears},
	{"window", "memory over HTTP, every post within the window of two weeks", "memory", inWindow},
	{"site", "site in a folder, posts of ten years, every page read", "site", tenYears},
}

func sceneOf(name string) (scene, bool) {
	i := slices.IndexFunc(scenes, func(s scene) bool { return s.name == name })
	if i < 0 {
		return scene{}, false
	}
	return scenes[i], true
}

// scene prints the table of one scene.
func (b *bench) scene(ctx context.Context, s scene) error {
	fmt.Fprintf(b.out, "\nNo-change plan: %s\n\n", s.title)
	t := newTable("posts", "load", "peak", "| render", "check", "record", "observe", "plan",
		"| after validation", "CPU", "peak", "| requests", "pages", "| CPU µs/post", "ratio", "B/post", "ratio")
	var first, firstBytes float64
	for _, n := range b.posts {
		row, err := b.row(ctx, s, n)
		if err != nil {
			return err
		}
		perPost := float64(row.after.CPU.Microseconds()) / float64(n)
		bytesPerPost := float64(row.after.Peak-row.idle) / float64(n)
		if first == 0 {
			first, firstBytes = perPost, bytesPerPost
		}
		cells := []string{fmt.Sprint(n), seconds(row.load.Wall), megabytes(row.load.Peak)}
		for _, name := range []string{"render", "check", "record", "observe", "plan"} {
			cells = append(cells, seconds(row.stage[name].Wall))
		}
		t.add(append(cells, seconds(row.after.Wall), seconds(row.after.CPU), megabytes(row.after.Peak),
			fmt.Sprint(row.requests), fmt.Sprint(row.pages), fmt.Sprintf("%.1f", perPost), ratio(perPost, first),
			fmt.Sprintf("%.0f", bytesPerPost), ratio(bytesPerPost, firstBytes))...)
	}
	return t.write(b.out)
}

// A row is what was measured of one size.
type row struct {
	load     cost            // reading and checking the files, in a process that then does the rest
	stage    map[string]cost // of a process that begins after validation
	after    cost            // those together, without check, which is part of validation
	idle     int64           // the memory of a process that has not begun
	requests int64
	pages    int
}

// row prepares a world and plans twice in processes of their own: once from the
// files, once from the objects that loading them gives.
func (b *bench) row(ctx context.Context, s scene, n int) (row, error) {
	dir := filepath.Join(b.dir, fmt.Sprintf("%s-%d-%d", s.network, n, s.spread))
	fmt.Fprintf(b.progress, "preparing %d posts: %s\n", n, s.title)
	w, err := newWorld(ctx, dir, newsroom{Network: s.network, Posts: n, AsOf: asOf, Spread: s.spread})
	if err != nil {
		return row{}, err
	}
	defer os.RemoveAll(dir)
	defer os.RemoveAll(siteOf(dir))
	defer w.close()
	fmt.Fprintf(b.progress, "measuring\n")
	after, err := b.measure(ctx, w, false)
	if err != nil {
		return row{}, err
	}
	r := row{stage: map[string]cost{}, idle: after.Idle, requests: w.requests.Load(), pages: w.pages()}
	whole, err := b.measure(ctx, w, true)
	if err != nil {
		return row{}, err
	}
	if after.Digests != whole.Digests {
		return row{}, errors.New("the objects are not those of the files: what was measured is not what follows validation")
	}
	r.load = whole.Costs[0]
	for _, c := range after.Costs {
		r.stage[c.Stage] = c
		switch c.Stage {
		case "objects", "check": // what comes before, and what belongs to validation
		default:
			r.after.Wall += c.Wall
			r.after.CPU += c.CPU
			r.after.Peak = c.Peak
		}
	}
	if s.network == "site" {
		r.pages = 0
	}
	return r, nil
}

// measure runs one plan in a process of its own and checks that it had nothing
// to do.
func (b *bench) measure(ctx context.Context, w *world, load bool) (measurement, error) {
	t := task{Newsroom: w.newsroom, Dir: w.dir, Load: load}
	name := fmt.Sprintf("%s-%d-%d-load=%t.pprof", w.Network, w.Posts, w.Spread/time.Hour, load)
	if b.profiles != "" {
		t.CPU = filepath.Join(b.profiles, "cpu-"+name)
	}
	if b.heaps != "" {
		t.Heap = filepath.Join(b.heaps, "heap-"+name)
	}
	input, err := json.Marshal(t)
	if err != nil {
		return measurement{}, err
	}
	self, err := os.Executable()
	if err != nil {
		return measurement{}, err
	}
	process := exec.CommandContext(ctx, self, measureArgument)
	process.Stdin, process.Stderr = bytes.NewReader(input), b.progress
	output, err := process.Output()
	if err != nil {
		return measurement{}, fmt.Errorf("measure %d posts on %s: %w", w.Posts, w.Network, err)
	}
	var m measurement
	if err := json.Unmarshal(output, &m); err != nil {
		return m, fmt.Errorf("measure %d posts on %s: %w", w.Posts, w.Network, err)
	}
	if m.Changes != 0 || m.Matches != w.Posts {
		return m, fmt.Errorf("the plan of %d posts on %s has %d changes and %d matches: it is not the plan to measure",
			w.Posts, w.Network, m.Changes, m.Matches)
	}
	return m, nil
}
