package repo

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// maxLinks bounds the symbolic links followed for one name.
const maxLinks = 40

// find returns what a clean path names, without following a link at its end.
func (t *tree) find(name string) (entry, error) {
	at := entry{".", filemode.Dir, t.root}
	if name == "." {
		return at, nil
	}
	for part := range strings.SplitSeq(name, "/") {
		if at.mode != filemode.Dir {
			return entry{}, fs.ErrNotExist
		}
		f, err := t.list(at.hash)
		if err != nil {
			return entry{}, err
		}
		below, ok := f.byName[part]
		if !ok {
			return entry{}, fs.ErrNotExist
		}
		at = below
	}
	return at, nil
}

// resolve returns the entry at the end of all links on the way to name.
func (t *tree) resolve(name string) (entry, error) {
	rest, done := strings.Split(name, "/"), "."
	for links := 0; len(rest) > 0; {
		next := path.Join(done, rest[0])
		if next == ".." || strings.HasPrefix(next, "../") {
			return entry{}, errors.New("a symbolic link leads out of the folder")
		}
		e, err := t.find(next)
		if err != nil {
			return entry{}, err
		}
		rest = rest[1:]
		if e.mode != filemode.Symlink {
			done = next
			continue
		}
		if links++; links > maxLinks {
			return entry{}, errors.New("too many symbolic links")
		}
		target, err := t.target(e)
		if err != nil {
			return entry{}, err
		}
		rest = append(strings.Split(target, "/"), rest...)
	}
	return t.find(done)
}

func (t *tree) target(e entry) (string, error) {
	data, err := t.repo.blob(e.hash)
	if err != nil {
		return "", err
	}
	if path.IsAbs(string(data)) {
		return "", errors.New("a symbolic link leads out of the folder")
	}
	return string(data), nil
}
