// Package cli is the command line: one file a command, each turning flags into
// values, calling the stages in their order, and handing the result to a view.
// It alone reads arguments, environment and clock.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/transport"
	"galley/engine/zone"
	"galley/providers"
)

// Env is all the outside world a command may see.
type Env struct {
	Args      []string // without the program's name
	Stdin     io.Reader
	Stdout    io.Writer
	Stderr    io.Writer
	Getenv    func(string) string
	Now       engine.Clock
	Wait      func(context.Context, time.Duration) error
	Dir       string // working directory
	CacheDir  string // for what may be deleted at any time; empty keeps nothing
	Providers *providers.Registry
	Signals   []os.Signal // that end a run after the running write

	TestOnlyHook  func(point string)                            // called around every durable write
	TestOnlyWhole bool                                          // posts are kept whole while they are looked at
	TestOnlyLater time.Duration                                 // by which all files look older to the cache
	TestOnlyLease func() (lease, window, timeout time.Duration) // shorter ones
}

// OS is the environment of a real process.
func OS() Env {
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	cacheDir, err := os.UserCacheDir()
	if err == nil {
		cacheDir = filepath.Join(cacheDir, "galley")
	}
	return Env{CacheDir: cacheDir, Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Now: time.Now,
		Wait: wait, Dir: dir, Providers: providers.All(), Signals: []os.Signal{os.Interrupt, syscall.SIGTERM}}
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Main runs one command and returns the exit code.
func Main(ctx context.Context, env Env) int {
	switch {
	case env.Getenv("GOGC") != "":
	case env.Getenv("GOMEMLIMIT") != "":
		debug.SetGCPercent(gcPercent)
	default:
		defer collectLater()()
	}
	if len(env.Signals) > 0 {
		var stop context.CancelFunc
		ctx, stop = signal.NotifyContext(ctx, env.Signals...)
		defer stop()
	}
	a := &app{Env: env}
	defer a.tamed()()
	root := a.root()
	root.SetArgs(env.Args)
	root.SetIn(env.Stdin)
	root.SetOut(a.Stdout)
	root.SetErr(a.Stderr)
	err := root.ExecuteContext(ctx)
	return a.exit(ctx, err)
}

// An app is one invocation: the environment and the flags of every command.
type app struct {
	Env
	chdir  string
	format string
	color  string

	noCache bool

	log     io.Writer       // where what is meant for a machine is written as it is
	result  *result         // what a program reads; nil where people do
	secrets []engine.Secret // read so far
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "galley",
		Short: "Reviewed posts, published exactly once, with a record that proves it",
		Long: `Galley reads a team's charter, calendars and moderation policies from a git
repository, checks them, shows what would change on the networks, applies
exactly what was approved, exactly once, and records what it did in git.

Start with: galley demo`,
		Version:           Version(),
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: false},
	}
	root.SetVersionTemplate("galley {{.Version}} (time zones " + zone.Release + ")\n")
	flags := root.PersistentFlags()
	flags.StringVarP(&a.chdir, "directory", "C", "", "run as if started in `DIR`")
	flags.StringVar(&a.format, "format", "text", "`FORMAT` of the result: text or json; of validate also sarif or github")
	flags.StringVar(&a.color, "color", "auto", "`WHEN` to colour: auto, always or never")
	_ = root.RegisterFlagCompletionFunc("format", func(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		return formatsOf(c), cobra.ShellCompDirectiveNoFileComp
	}) // fails for a flag that does not exist
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error { return a.flags(c) }
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usage(err, "see: "+c.CommandPath()+" --help")
	})
	root.AddCommand(a.initCommand(), a.demoCommand(), a.validateCommand(), a.planCommand(), a.ciCommand(), a.commentCommand(), a.applyCommand(),
		a.statusCommand(), a.tasksCommand(), a.freezeCommand(), a.thawCommand(), a.importCommand(), a.intakeCommand(), a.reportCommand(), a.ledgerCommand(),
		a.watchCommand(), a.providersCommand(), a.schemaCommand(), a.explainCommand())
	return root
}

func (a *app) flags(c *cobra.Command) error {
	if err := a.checkFormat(c); err != nil {
		return err
	}
	if a.format != "text" {
		a.result = &result{to: a.log}
		a.Stdout = a.result
	}
	if a.color != "auto" && a.color != "always" && a.color != "never" {
		return usage(fmt.Errorf("--color %q: want auto, always or never", a.color), "")
	}
	return nil
}

// Version is the version of this build.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}

// dir is the folder a command works in.
func (a *app) dir() string { return a.path(a.chdir) }

// style is how text is written to out.
func (a *app) style(out io.Writer, loc *time.Location) view.Style {
	return view.Style{Color: a.colored(out), Zone: loc, Now: a.Now(), Width: columns(out)}
}

// columns is how wide a terminal is, as far as lines are good to read; 0 of what
// is no terminal.
func columns(out io.Writer) int {
	const most = 110
	if !terminal(out) {
		return 0
	}
	n, _, err := term.GetSize(int(out.(*os.File).Fd()))
	if err != nil || n <= 0 {
		return 0
	}
	return min(n, most)
}

func (a *app) colored(out io.Writer) bool {
	switch {
	case a.color == "always":
		return true
	case a.color == "never", a.Getenv("NO_COLOR") != "", a.Getenv("TERM") == "dumb":
		return false
	}
	return terminal(out)
}

func terminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// say tells the person something that is not the result.
func (a *app) say(format string, args ...any) {
	fmt.Fprintf(a.Stderr, "galley: %s\n", a.safe(fmt.Sprintf(format, args...)))
}

// safe is text of anybody as it may be shown: without credentials, and without
// what a terminal would obey.
func (a *app) safe(text string) string { return view.Safe(a.redact(text)) }

// redact takes credentials out of a text, whoever put them there.
func (a *app) redact(text string) string { return transport.Redact(text, a.secrets...) }

// secret reads a credential, and remembers to keep it out of what is printed.
func (a *app) secret(variable string) engine.Secret {
	s := engine.NewSecret(a.Getenv(variable))
	if !s.Empty() {
		a.secrets = append(a.secrets, s)
	}
	return s
}

// An Exit is an error that knows its exit code.
type exitError struct {
	code int
	hint string
	err  error // nil: everything was said already
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// Exit codes. When several hold, the first of this list counts.
const (
	exitInterrupted = 130
	exitInvalid     = 4 // the content is invalid
	exitFailed      = 1
	exitPartly      = 3 // some of it was applied
	exitUncertain   = 6 // uncertain outcomes await a person
	exitRefused     = 5 // approval, guard, revision; something to remove by hand
	exitChanges     = 2 // changes pending, only with --detailed-exitcode
)

func usage(err error, hint string) error { return &exitError{exitFailed, hint, err} }

// one wants one argument, and shows an example of it where there is none, or where
// a text of several words was not put in quotes.
func one(example string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		_, wanted, _ := strings.Cut(c.Use, " ")
		return usage(fmt.Errorf("%s takes one argument, %s, and got %d", c.CommandPath(), strings.Fields(wanted)[0], len(args)), "such as: "+example)
	}
}

func refused(hint, format string, args ...any) error {
	return &exitError{exitRefused, hint, fmt.Errorf(format, args...)}
}

func failed(hint, format string, args ...any) error {
	return &exitError{exitFailed, hint, fmt.Errorf(format, args...)}
}

func silent(code int) error {
	if code == 0 {
		return nil
	}
	return &exitError{code: code}
}

// hinted is an error of a stage that knows the next step.
type hinted interface{ Hint() string }

// hintOf is the next step that an error knows, if any.
func hintOf(err error) string {
	var e *exitError
	if errors.As(err, &e) && e.hint != "" {
		return e.hint
	}
	var h hinted
	if errors.As(err, &h) {
		return h.Hint()
	}
	return ""
}

// exit prints what is left to say and returns the exit code.
func (a *app) exit(ctx context.Context, err error) int {
	if err == nil {
		return 0
	}
	code, hint := exitFailed, hintOf(err)
	var e *exitError
	if errors.As(err, &e) {
		code = e.code
	}
	if text := err.Error(); text != "" && !engine.Interrupted(err) {
		a.say("%s", strings.TrimPrefix(text, "galley: "))
	}
	a.failedInstead(err, hint)
	if hint != "" {
		fmt.Fprintf(a.Stderr, "hint: %s\n", a.safe(hint))
	}
	if ctx.Err() != nil || errors.Is(err, context.Canceled) {
		return exitInterrupted
	}
	return code
}

// exitHelp is the part of a help text that tells the exit codes.
func exitHelp(codes ...string) string {
	return "\nExit status:\n  " + strings.Join(codes, "\n  ") + "\n"
}
