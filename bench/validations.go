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

// vets is how often cue vet is run; the fastest is shown.
const vets = 2

// repeats is how often a run of Galley is repeated; the fastest is shown, which
// other work of the machine disturbed least.
const repeats = 5

// validations prints what checking content costs, beside the same by cue vet.
func (b *bench) validations(ctx context.Context) error {
	if b.galley == "" {
		return errors.New("the table validate measures a program: run bench/validate.sh, which builds it")
	}
	for _, n := range b.posts {
		if err := b.validated(ctx, "posts of an agency", n, agency); err != nil {
			return err
		}
		if n == mostVetted {
			if err := b.validated(ctx, "short messages", n, messages); err != nil {
				return err
			}
		}
	}
	return nil
}

// validated prints the table of one corpus.
func (b *bench) validated(ctx context.Context, name string, posts int, sorts [10]sort) error {
	c := corpus{filepath.Join(b.dir, fmt.Sprintf("validate-%d", posts)), posts, sorts}
	fmt.Fprintf(b.progress, "preparing %d posts\n", posts)
	if err := c.write(); err != nil {
		return err
	}
	size, err := c.size()
	if err != nil {
		return err
	}
	fmt.Fprintf(b.out, "\nValidate: %s, a file for each, %d bytes in the mean; load of the machine %s\n\n", name, size, loadAverage())
	t := newTable("posts", "program", "| wall", "CPU", "peak", "| µs/post", "| over cue vet: wall", "CPU", "peak")
	if err := errors.Join(b.validation(ctx, t, c), os.RemoveAll(c.dir)); err != nil {
		return err
	}
	return t.write(b.out)
}

// loadAverage is that of the machine in the last minute, where it tells.
func loadAverage() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Fields(string(data))[0]
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
	itself, err := os.Executable()
	if err != nil {
		return err
	}
	cache := filepath.Join(c.dir, "cache")
	validate := func(more ...string) []string { return append([]string{"validate", "-C", c.content()}, more...) }
	for _, way := range []struct {
		name    string
		before  func() error
		program string
		args    []string
	}{
		{"schema only, as cue vet", nil, itself, []string{readArgument, c.content()}},
		{"galley, no cache", nil, b.galley, validate("--no-cache")},
		{"galley, empty cache", func() error { return os.RemoveAll(cache) }, b.galley, validate()},
		{"galley, nothing changed", nil, b.galley, validate()},
		{"galley, one file changed", c.edit(), b.galley, validate()},
	} {
		fmt.Fprintf(b.progress, "measuring %s\n", way.name)
		cost, err := fastest(repeats, func() (spending, error) {
			if way.before != nil {
				if err := way.before(); err != nil {
					return spending{}, err
				}
			}
			return b.spend(ctx, cache, way.program, way.args...)
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
		i := times*len(c.sorts) + len(c.sorts) - 1 // a short one
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
	return fastest(vets, func() (spending, error) {
		return b.spend(ctx, "", b.cue, slices.Concat([]string{"vet", "-c", "-d", "#Post"}, definitions, posts)...)
	})
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

// fastest is the least time and the highest peak of several runs.
func fastest(n int, run func() (spending, error)) (spending, error) {
	var least spending
	for i := range n {
		cost, err := run()
		switch {
		case err != nil:
			return spending{}, err
		case i == 0:
			least = cost
		default:
			least = spending{min(least.wall, cost.wall), min(least.cpu, cost.cpu), max(least.peak, cost.peak)}
		}
	}
	return least, nil
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
