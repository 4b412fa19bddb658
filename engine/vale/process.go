package vale

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A process is one start of Vale in a folder of its own.
type process struct {
	op     string // for errors
	path   string // of the program
	args   []string
	dir    string // its working folder, home and place for temporary files
	within time.Duration
}

// A said is what a process that came to its end wrote.
type said struct {
	out, err []byte
	code     int
}

// What a process may write before it is stopped. Ten thousand posts with ten
// remarks each are some 40 MB.
const (
	mostOutput = 128 << 20
	mostErrors = 1 << 20
)

// afterwards is how long pipes may stay open once the process was told to end.
const afterwards = 2 * time.Second

var errTooMuch = errors.New("it writes too much")

// run starts p and waits until it has ended, or ends it together with all that
// it started. The error is about a process that gave no answer; what its exit
// code means is the caller's to say.
func run(ctx context.Context, p process) (said, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	limited, done := context.WithTimeout(ctx, p.within)
	defer done()
	out := &bounded{most: mostOutput, full: func() { stop(errTooMuch) }}
	errs := &bounded{most: mostErrors, full: func() { stop(errTooMuch) }}
	cmd := exec.CommandContext(limited, p.path, p.args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.Env = p.dir, out, errs, environment(p.dir)
	cmd.WaitDelay = afterwards
	grouped(cmd)
	err := cmd.Run()
	var exit *exec.ExitError
	switch cause := context.Cause(limited); {
	case errors.Is(cause, errTooMuch):
		return said{}, &Error{Op: p.op, Kind: TooMuch, Err: errTooMuch, Next: "switch off the rule that finds something everywhere"}
	case errors.Is(cause, context.DeadlineExceeded) && err != nil:
		return said{}, &Error{Op: p.op, Kind: TooSlow, Err: fmt.Errorf("it did not finish within %s", p.within),
			Next: "look for a pattern that repeats a repetition, such as (a+)+, in the styles"}
	case cause != nil && err != nil:
		return said{}, fmt.Errorf("%s: %w", p.op, cause)
	case errors.As(err, &exit) && exit.ExitCode() >= 0:
		return said{out.data.Bytes(), errs.data.Bytes(), exit.ExitCode()}, nil
	case errors.As(err, &exit):
		return said{}, &Error{Op: p.op, Kind: Crashed, Err: fmt.Errorf("it was ended by %s%s", exit, lastWords(errs.data.Bytes(), p.dir))}
	case err != nil:
		return said{}, &Error{Op: p.op, Kind: Crashed, Err: err}
	}
	return said{out: out.data.Bytes(), err: errs.data.Bytes()}, nil
}

// environment is all that Vale gets to know: no credentials, no configuration of
// the user. Windows adds SYSTEMROOT by itself.
func environment(dir string) []string {
	home := filepath.Join(dir, "home")
	return []string{
		"HOME=" + home, "USERPROFILE=" + home, "APPDATA=" + home, "LOCALAPPDATA=" + home,
		"XDG_CONFIG_HOME=" + home, "XDG_DATA_HOME=" + home, "XDG_CACHE_HOME=" + home, "XDG_STATE_HOME=" + home,
		"XDG_CONFIG_DIRS=" + home, "XDG_DATA_DIRS=" + home,
		"TMPDIR=" + dir, "TMP=" + dir, "TEMP=" + dir, "PATH=", "LC_ALL=C.UTF-8", "NO_COLOR=1",
	}
}

// lastWords is the end of what a process complained about, without the name of
// its folder.
func lastWords(errs []byte, dir string) string {
	text := strings.ToValidUTF8(string(errs), "\uFFFD")
	text = strings.TrimSpace(strings.ReplaceAll(text, dir+string(filepath.Separator), ""))
	if text == "" {
		return ""
	}
	lines := strings.Split(text, "\n")
	text = strings.Join(lines[:min(len(lines), 5)], "; ")
	return ": " + cut(text, 400)
}

// cut shortens text to a number of characters.
func cut(text string, most int) string {
	for i := range text {
		if most--; most < 0 {
			return text[:i] + "…"
		}
	}
	return text
}

// A bounded buffer calls full when more comes than it may hold, and
// forgets the rest. It is no bytes.Buffer, which would read past Write.
type bounded struct {
	data bytes.Buffer
	most int
	full func()
}

func (b *bounded) Write(data []byte) (int, error) {
	if b.data.Len()+len(data) > b.most {
		b.full()
		return 0, errTooMuch
	}
	return b.data.Write(data)
}
