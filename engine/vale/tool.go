package vale

import (
	"bytes"
	"context"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// A Tool is a Vale that can be run. Get one from Open.
type Tool struct {
	Path    string // of the program, absolute
	Version string // "3.21.0"; "development" with a digest of the program where it has none
	// Within bounds each process that Check starts; zero is five minutes.
	Within time.Duration
}

// oldest is the first version whose answers the tests of this package were run
// against; earlier ones also lack flags.
const oldest = "3.20.0"

// Find returns the program to run: explicit, where a person named one by a flag
// or the environment, otherwise the first vale in a folder of path, which is
// written like PATH. Folders of path that are not absolute are passed over: a
// program of the content repository is never run. An explicit name is a path,
// absolute or relative to the process's folder, and must exist.
func Find(explicit, path string) (string, error) {
	if explicit != "" {
		if err := runnable(explicit); err != nil {
			return "", &Error{Op: "find Vale at " + explicit, Kind: Missing, Err: err, Next: howToInstall}
		}
		return filepath.Abs(explicit)
	}
	name := "vale"
	if runtime.GOOS == "windows" {
		name = "vale.exe"
	}
	for _, dir := range filepath.SplitList(path) {
		if file := filepath.Join(dir, name); filepath.IsAbs(dir) && runnable(file) == nil {
			return file, nil
		}
	}
	return "", &Error{Op: "find Vale", Kind: Missing, Next: howToInstall,
		Err: errors.New("the charter lists styles of Vale, and no vale is on PATH")}
}

func runnable(file string) error {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return errors.New("there is no such file")
	case err != nil:
		return err
	case !info.Mode().IsRegular() || runtime.GOOS != "windows" && info.Mode()&0o111 == 0:
		return errors.New("this is no program")
	}
	return nil
}

// Open asks the program at path, which is absolute, for its version and refuses
// what is no Vale or too old.
func Open(ctx context.Context, path string) (Tool, error) {
	op := "ask " + path + " for its version"
	unfit := func(format string, args ...any) (Tool, error) {
		return Tool{}, &Error{Op: op, Kind: Unfit, Err: fmt.Errorf(format, args...), Next: howToInstall}
	}
	if !filepath.IsAbs(path) {
		return unfit("its path is not absolute")
	}
	home, err := os.MkdirTemp("", "galley-vale-")
	if err != nil {
		return Tool{}, fmt.Errorf("%s: %w", op, err)
	}
	defer os.RemoveAll(home)
	said, err := run(ctx, process{op: op, path: path, args: []string{"--version"}, dir: home, within: versionWithin})
	if err != nil && kindOf(err) != Crashed {
		return Tool{}, err
	}
	m := versionLine.FindSubmatch(bytes.TrimSpace(said.out))
	if err != nil || said.code != 0 || m == nil {
		return unfit("this is not Vale")
	}
	version := string(m[1])
	if _, ok := parseVersion(version); !ok {
		// Only releases know their number; what "go install" builds says "master".
		if version, err = builtVersion(path); err != nil {
			return unfit("read the program: %w", err)
		}
	}
	have, numbered := parseVersion(version)
	if least, _ := parseVersion(oldest); numbered && before(have, least) {
		return unfit("version %s is too old: %s is the oldest that works", version, oldest)
	}
	return Tool{Path: path, Version: version}, nil
}

// versionWithin is generous: the first start after an install may be checked by
// the system.
const versionWithin = 30 * time.Second

var versionLine = regexp.MustCompile(`^vale version v?([0-9A-Za-z.+-]{1,60})$`)

// builtVersion reads which version of the module a program was built from, and
// falls back to a digest of the program.
func builtVersion(path string) (string, error) {
	if info, err := buildinfo.ReadFile(path); err == nil && strings.HasSuffix(info.Main.Path, "/vale/v3") {
		if version := strings.TrimPrefix(info.Main.Version, "v"); version != "" && version != "(devel)" {
			return version, nil
		}
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return "development " + hex.EncodeToString(sum.Sum(nil))[:16], nil
}

var versionNumber = regexp.MustCompile(`^([0-9]{1,6})\.([0-9]{1,6})\.([0-9]{1,6})(?:[-+].*)?$`)

func parseVersion(text string) (v [3]int, ok bool) {
	m := versionNumber.FindStringSubmatch(text)
	if m == nil {
		return v, false
	}
	for i := range v {
		v[i], _ = strconv.Atoi(m[i+1])
	}
	return v, true
}

func before(a, b [3]int) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

func kindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Crashed
}
