package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"galley/engine/metrics"
	"galley/engine/metrics/metricstest"
)

// figuresArgument makes the program one that reads the snapshots in a folder and
// computes figures of them.
const figuresArgument = "figures"

// spans are the periods of which figures are computed: that of all posts, and
// one that leaves most of them out.
var spans = []string{"year", "month"}

// figures prints the table of what it takes to read the snapshots of a year, six
// of each post, and to compute the figures of a period.
func (b *bench) figures(ctx context.Context) error {
	fmt.Fprintf(b.out, "\nFigures of metrics: snapshots of a year as the record keeps them\n\n")
	t := newTable("posts", "files", "size", "| period", "read", "read and compute", "CPU", "peak", "| CPU µs/post", "ratio", "B/post", "ratio")
	first := map[string][2]float64{}
	for _, n := range b.posts {
		dir := filepath.Join(b.dir, fmt.Sprintf("figures-%d", n))
		fmt.Fprintf(b.progress, "preparing the snapshots of %d posts\n", n)
		files, size, err := writeSnapshots(dir, n)
		if err != nil {
			return err
		}
		for _, span := range spans {
			fmt.Fprintf(b.progress, "measuring\n")
			m, err := measureFigures(ctx, dir, n, span)
			if err != nil {
				return err
			}
			read, whole := m.Costs[0], m.Costs[1]
			per := [2]float64{float64(whole.CPU.Microseconds()) / float64(n), float64(whole.Peak-m.Idle) / float64(n)}
			if first[span] == [2]float64{} {
				first[span] = per
			}
			t.add(fmt.Sprint(n), fmt.Sprint(files), megabytes(size), span, seconds(read.Wall), seconds(whole.Wall), seconds(whole.CPU), megabytes(whole.Peak),
				fmt.Sprintf("%.1f", per[0]), ratio(per[0], first[span][0]), fmt.Sprintf("%.0f", per[1]), ratio(per[1], first[span][1]))
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return t.write(b.out)
}

// writeSnapshots keeps the snapshots of n posts in a folder, as months that are
// over are kept.
func writeSnapshots(dir string, n int) (files int, size int64, err error) {
	_, snapshots, err := metricstest.Crowd(n)
	if err != nil {
		return 0, 0, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, 0, err
	}
	months := map[string][]metrics.Snapshot{}
	for s := range snapshots {
		month := s.At.Format("2006-01")
		months[month] = append(months[month], s)
	}
	for _, list := range months {
		changed, _, err := metrics.Append(os.DirFS(filepath.Join(dir, "none")), list) // nothing of a month is in another
		if err = errors.Join(err, writeFiles(dir, changed)); err != nil {
			return 0, 0, err
		}
	}
	changed, err := metrics.Compact(os.DirFS(dir), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	if err = errors.Join(err, writeFiles(dir, changed)); err != nil {
		return 0, 0, err
	}
	for _, f := range changed {
		if f.Data != nil {
			files, size = files+1, size+int64(len(f.Data))
		}
	}
	return files, size, nil
}

func writeFiles(dir string, files []metrics.File) error {
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if f.Data == nil {
			if err := os.Remove(name); err != nil {
				return err
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func measureFigures(ctx context.Context, dir string, n int, span string) (measurement, error) {
	self, err := os.Executable()
	if err != nil {
		return measurement{}, err
	}
	var out, problems bytes.Buffer
	process := exec.CommandContext(ctx, self, figuresArgument, dir, strconv.Itoa(n), span)
	process.Stdout, process.Stderr = &out, &problems
	if err := process.Run(); err != nil {
		return measurement{}, fmt.Errorf("figures of %d posts: %w: %s", n, err, problems.Bytes())
	}
	var m measurement
	return m, json.Unmarshal(out.Bytes(), &m)
}

// figuresProcess reads once for the time that it takes, and once more to compute.
// The posts, which the command knows by then, are made before it begins.
func figuresProcess(dir, posts, span string, out io.Writer) error {
	n, err := strconv.Atoi(posts)
	if err != nil {
		return err
	}
	in, _, err := metricstest.Crowd(n)
	if err != nil {
		return err
	}
	if span == "month" {
		in.Period = metrics.Period{From: in.Period.To.AddDate(0, -1, 0), To: in.Period.To}
	}
	var wrong []metrics.Problem
	files := os.DirFS(dir)
	snapshots := metrics.Read(files, metrics.Period{}, func(p metrics.Problem) { wrong = append(wrong, p) })
	w := meter{}
	idle := peakMemory()
	read := 0
	_ = w.stage("read", func() error {
		for range snapshots {
			read++
		}
		return nil
	})
	in.Snapshots = snapshots
	var figures metrics.Figures
	_ = w.stage("compute", func() error { figures = metrics.Compute(in); return nil })
	switch engagement, _ := figures.Of("engagement", metrics.Scope{}); {
	case len(wrong) > 0:
		return wrong[0]
	case read < 6*n*9/10 || !engagement.Now.Known || len(figures.Posts) < n/13:
		return fmt.Errorf("%d snapshots of %d posts were read, of %d there are figures", read, n, len(figures.Posts))
	case slices.ContainsFunc(figures.Posts, func(p metrics.PostFigures) bool {
		return len(p.Counts) == 0 && p.Published.Before(in.AsOf.Add(-time.Hour))
	}):
		return errors.New("a post was not counted")
	}
	return json.NewEncoder(out).Encode(measurement{Idle: idle, Costs: w.costs, Matches: len(figures.Posts)})
}
