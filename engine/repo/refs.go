package repo

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// maxSymbolic bounds how many symbolic references may follow each other.
const maxSymbolic = 5

// Ref returns the commit a reference names, by its full name such as
// refs/heads/main. ErrNotFound if there is none; a file that is there and does
// not hold a hash is ErrDamaged: a truncated reference must never read as a
// missing one.
func (r *Repo) Ref(name string) (string, error) {
	hash, _, err := r.follow(name)
	if err != nil {
		return "", &Error{Op: "read " + name, Err: err}
	}
	return hash, nil
}

// follow returns what a reference names in the end, and the last reference on
// the way.
func (r *Repo) follow(name string) (hash, last string, err error) {
	for range maxSymbolic {
		value, err := r.readRef(name)
		if err != nil {
			return "", name, err
		}
		target, symbolic := strings.CutPrefix(value, "ref: ")
		if !symbolic {
			return value, name, nil
		}
		name = strings.TrimSpace(target)
	}
	return "", name, fmt.Errorf("%w: too many symbolic references", ErrDamaged)
}

// readRef returns a hash, or "ref: NAME".
func (r *Repo) readRef(name string) (string, error) {
	if err := checkRefName(name); err != nil {
		return "", err
	}
	file := r.refFile(name)
	data, err := os.ReadFile(file)
	switch {
	case err == nil:
		return parseRef(string(data))
	case errors.Is(err, os.ErrNotExist), isFolder(file), isBelowFile(err):
		return r.packedRef(name)
	}
	return "", err
}

func parseRef(data string) (string, error) {
	value := strings.TrimRight(data, " \t\r\n")
	if strings.HasPrefix(value, "ref: ") {
		return value, nil
	}
	if !isHash(value) {
		return "", fmt.Errorf("%w: its file holds no hash", ErrDamaged)
	}
	return value, nil
}

// refFile is where a loose reference lives. HEAD belongs to the working tree,
// what is below refs/ to all of them.
func (r *Repo) refFile(name string) string {
	if strings.HasPrefix(name, "refs/") {
		return filepath.Join(r.common, filepath.FromSlash(name))
	}
	return filepath.Join(r.gitDir, name)
}

func (r *Repo) packedRef(name string) (string, error) {
	found := ""
	err := r.eachPackedRef(func(hash, packed string) {
		if packed == name {
			found = hash
		}
	})
	if err != nil {
		return "", err
	}
	if found == "" {
		return "", ErrNotFound
	}
	return found, nil
}

func (r *Repo) eachPackedRef(yield func(hash, name string)) error {
	f, err := os.Open(filepath.Join(r.common, "packed-refs"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := lines.Text()
		if line == "" || line[0] == '#' || line[0] == '^' {
			continue
		}
		hash, name, ok := strings.Cut(line, " ")
		if !ok || !isHash(hash) {
			return fmt.Errorf("packed-refs %w", ErrDamaged)
		}
		yield(hash, name)
	}
	return lines.Err()
}

// checkRefName keeps a name inside the repository. It asks for less than git
// does: what passes here and not there is refused by the remote.
func checkRefName(name string) error {
	if name == "HEAD" {
		return nil
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part[0] == '.' || strings.HasSuffix(part, ".lock") || strings.HasSuffix(part, ".") {
			return fmt.Errorf("%q is not the name of a reference", name)
		}
	}
	if !strings.HasPrefix(name, "refs/") || strings.Contains(name, "..") || strings.Contains(name, "@{") ||
		strings.ContainsFunc(name, func(c rune) bool { return c <= ' ' || c == 0x7f || strings.ContainsRune(`~^:?*[\`, c) }) {
		return fmt.Errorf("%q is not the name of a reference", name)
	}
	return nil
}

func isHash(s string) bool {
	if len(s) != 40 {
		return false
	}
	_, err := hex.DecodeString(s)
	return err == nil
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// isBelowFile tells that a folder on the way is a file: refs/heads/a where
// refs/heads/a/b was asked for.
func isBelowFile(err error) bool {
	var path *os.PathError
	if !errors.As(err, &path) {
		return false
	}
	for at := filepath.Dir(path.Path); at != filepath.Dir(at); at = filepath.Dir(at) {
		if info, err := os.Stat(at); err == nil {
			return !info.IsDir()
		}
	}
	return false
}
