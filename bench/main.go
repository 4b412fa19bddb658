// Command bench prints what Galley costs, in tables with ratios: absolute times
// are those of the machine, a ratio is the program's. "make bench" runs it;
// docs/performance.md says what it measures and shows what it printed.
//
//	go run ./bench                          all tables
//	go run ./bench -posts 1000,10000        fewer sizes
//	go run ./bench -tables site -cpu DIR    one table, with a CPU profile of each measured process
//	make bench BENCH='-posts 1000,10000'    the same by make
//	bench/validate.sh                       what checking content costs, beside cue vet
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// readArgument makes the program one that reads a content root.
const readArgument = "read"

// run is the program: the tables, or with "measure", "read" or "figures" the process that
// is measured for one of their rows.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) == 1 && args[0] == measureArgument {
		return measureProcess(ctx, os.Stdin, stdout)
	}
	if len(args) == 2 && args[0] == readArgument {
		return readContent(ctx, args[1])
	}
	if len(args) == 4 && args[0] == figuresArgument {
		debug.SetGCPercent(50) // as the command does once it holds much
		return figuresProcess(args[1], args[2], args[3], stdout)
	}
	b := &bench{out: stdout, progress: stderr}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Func("posts", "sizes of the no-change plan and of the figures (default 1000,10000,100000)", sizes(&b.posts))
	flags.Func("changes", "sizes of the apply (default 100,1000,10000)", sizes(&b.changes))
	flags.StringVar(&b.tables, "tables", "memory,window,site,apply,figures", "which tables to print")
	flags.StringVar(&b.galley, "galley", "", "the `program` of the table validate")
	flags.StringVar(&b.cue, "cue", "", "the cue `program` of the table validate; without it there are no ratios")
	flags.StringVar(&b.schema, "schema", "schema", "the `folder` of the definitions given to cue")
	flags.StringVar(&b.profiles, "cpu", "", "write CPU profiles of the measured processes to this `folder`")
	flags.StringVar(&b.heaps, "heap", "", "write heap profiles of the measured processes to this `folder`")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	if b.posts == nil {
		b.posts = []int{1000, 10000, 100000}
	}
	if b.changes == nil {
		b.changes = []int{100, 1000, 10000}
	}
	dir, err := os.MkdirTemp("", "galley-bench-")
	if err != nil {
		return err
	}
	b.dir = dir
	return errors.Join(b.run(ctx), os.RemoveAll(dir))
}

// sizes reads a list such as 1000,10000.
func sizes(into *[]int) func(string) error {
	return func(text string) error {
		*into = nil
		for part := range strings.SplitSeq(text, ",") {
			n, err := strconv.Atoi(part)
			if err != nil || n < 1 {
				return fmt.Errorf("%q is not a number of posts", part)
			}
			*into = append(*into, n)
		}
		return nil
	}
}

// A bench prints tables.
type bench struct {
	out, progress io.Writer
	dir           string // for repositories and sites; removed at the end
	posts         []int
	changes       []int
	tables        string
	galley        string
	cue           string
	schema        string
	profiles      string
	heaps         string
}

func (b *bench) run(ctx context.Context) error {
	for name := range strings.SplitSeq(b.tables, ",") {
		print := b.applies
		if s, known := sceneOf(name); known {
			print = func(ctx context.Context) error { return b.scene(ctx, s) }
		} else if name == "validate" {
			print = b.validations
		} else if name == "figures" {
			print = b.figures
		} else if name != "apply" {
			return fmt.Errorf("there is no table %q: want memory, window, site, apply, figures or validate", name)
		}
		if err := print(ctx); err != nil {
			return err
		}
	}
	return nil
}
