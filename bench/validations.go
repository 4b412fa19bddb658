package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// mostVetted is the largest corpus given to cue vet, which takes minutes and
// gigabytes beyond.
const mostVetted = 10_000

// repeats is how often a run of Galley is repeated; the median is shown.
const repeats = 5

// validations prints what checking content costs, beside the same by cue vet.
func (b *bench) validations(ctx context.Context) error {
	if b.galley == "" {
		return errors.New("the table validate measures a program: run bench/validate.sh, which builds it")
	}
	fmt.Fprintf(b.out, "\nValidate: a file for each post\n\n")
	t := newTable("posts", "program", "| wall", "CPU", "peak", "| µs/post", "| over cue vet: wall", "CPU", "peak")
	for _, n := range b.posts {
		c := corpus{filepath.Join(b.dir, fmt.Sprintf("validate-%d", n)), n}
		fmt.Fprintf(b.progress, "preparing %d posts\n", n)
		if err := c.write(); err != nil {
			return err
		}
		if err := b.validation(ctx, t, c); err != nil {
			return err
		}
		if err := os.RemoveAll(c.dir); err != nil {
			return err
		}
	}
	return t.write(b.out)
}

// validation adds the rows of one corpus.
func (b *bench) validation(ctx context.Context, t *table, c corpus) error {
	var vet spending
	if b.cue != "" && c.posts <= mostVetted {
		var err error
		if vet, err = b.vet(ctx, c); err != nil {
			return err
		}
		t.add(vet.cells(c.posts, "cue vet", spending{})...)
	}
	cache := filepath.Join(c.dir, "cache")
	for _, way := range []struct {
		name   string
		before func() error
		args   []string
	}{
		{"galley, no cache", nil, []string{"--no-cache"}},
		{"galley, empty cache", func() error { return os.RemoveAll(cache) }, nil},
		{"galley, nothing changed", nil, nil},
		{"galley, one file changed", c.edit(), nil},
	} {
		fmt.Fprintf(b.progress, "measuring %s\n", way.name)
		cost, err := median(repeats, func() (spending, error) {
			if way.before != nil {
				if err := way.before(); err != nil {
					return spending{}, err
				}
			}
			return b.spend(ctx, cache, b.galley, append([]string{"validate", "-C", c.content()}, way.args...)...)
		})
		if err != nil {
			return err
		}
		t.add(cost.cells(c.posts, way.name, vet)...)
	}
	return nil
}

// edit returns a function that changes one post, another one each time.
func (c corpus) edit() func() error {
	times := 0
	return func() error {
		i := times * len(sorts)
		times++
		d := short(i)
		return writeFile(filepath.Join(c.content(), filepath.FromSlash(postFile(i))),
			fmt.Sprintf("kind: Post\nid: %s\n%s# %d\n", postID(i), d.yaml, times))
	}
}

// vet runs cue vet over the same posts with the definition that Galley's own
// check is compiled from.
func (b *bench) vet(ctx context.Context, c corpus) (spending, error) {
	fmt.Fprintf(b.progress, "measuring cue vet\n")
	definitions, err := filepath.Glob(filepath.Join(b.schema, "*.cue"))
	if err != nil || len(definitions) == 0 {
		return spending{}, fmt.Errorf("find the definitions in %q: %w", b.schema, errors.Join(err, fs.ErrNotExist))
	}
	posts, err := yamlPosts(filepath.Join(c.content(), "calendar"), c.twins())
	if err != nil {
		return spending{}, err
	}
	if len(posts) != c.posts {
		return spending{}, fmt.Errorf("found %d posts for cue vet, want %d", len(posts), c.posts)
	}
	return b.spend(ctx, "", b.cue, slices.Concat([]string{"vet", "-c", "-d", "#Post"}, definitions, posts)...)
}

func yamlPosts(dirs ...string) ([]string, error) {
	var files []string
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
			if strings.HasSuffix(name, ".yaml") {
				files = append(files, name)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// A spending is what a process took from its start to its end.
type spending struct {
	wall, cpu time.Duration
	peak      int64
}

// spend runs a program that has nothing to complain of.
func (b *bench) spend(ctx context.Context, cache, program string, args ...string) (spending, error) {
	process := exec.CommandContext(ctx, program, args...)
	process.Env = append(os.Environ(), "GALLEY_CACHE="+cache)
	begun := time.Now()
	output, err := process.CombinedOutput()
	cost := spending{wall: time.Since(begun)}
	if err != nil {
		return cost, fmt.Errorf("%s %s: %w\n%.2000s", filepath.Base(program), args[0], err, output)
	}
	cost.cpu = process.ProcessState.UserTime() + process.ProcessState.SystemTime()
	cost.peak = peakOf(process.ProcessState)
	return cost, nil
}

// median is the run of middle wall time.
func median(n int, run func() (spending, error)) (spending, error) {
	var all []spending
	for range n {
		cost, err := run()
		if err != nil {
			return spending{}, err
		}
		all = append(all, cost)
	}
	slices.SortFunc(all, func(a, b spending) int { return int(a.wall - b.wall) })
	return all[len(all)/2], nil
}

// cells is a row of the table; without a peer it has no ratios.
func (s spending) cells(posts int, name string, peer spending) []string {
	cells := []string{fmt.Sprint(posts), name, seconds(s.wall), seconds(s.cpu), megabytes(s.peak),
		fmt.Sprintf("%.0f", float64(s.wall.Microseconds())/float64(posts))}
	if peer.wall == 0 {
		return append(cells, "", "", "")
	}
	return append(cells, ratio(float64(peer.wall), float64(s.wall)), ratio(float64(peer.cpu), float64(s.cpu)),
		ratio(float64(peer.peak), float64(s.peak)))
}
