package repo

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// A File is one file of a commit to make. Nil Data takes the file away; an
// empty file has empty Data that is not nil.
type File struct {
	Path string // slash-separated, from the top of the repository
	Data []byte
}

// A Signature says who made a commit, and when.
type Signature struct {
	Name  string
	Email string
	Time  time.Time
	Key   *SigningKey // that vouches for it; nil leaves the commit unsigned
}

// Email returns the address in git's configuration, or fallback.
func (r *Repo) Email(fallback string) string {
	return cmp.Or(r.config.last("user", "", "email"), fallback)
}

// Commit writes a commit and returns its hash: the files of parent ("" for a
// commit without one) with the given ones put in their places. Only objects are
// written, each synced; no reference, index or working tree changes. The same
// arguments make the same commit.
func (r *Repo) Commit(ctx context.Context, parent string, files []File, by Signature, message string) (string, error) {
	if parent == "" {
		return r.commitOn(ctx, "commit", nil, files, by, message)
	}
	return r.commitOn(ctx, fmt.Sprintf("commit on %.7s", parent), []string{parent}, files, by, message)
}

// Merge is Commit with a second parent, of whose files none are taken: what that
// one holds is known to be in files, or not wanted any more.
func (r *Repo) Merge(ctx context.Context, parent, other string, files []File, by Signature, message string) (string, error) {
	return r.commitOn(ctx, fmt.Sprintf("merge %.7s into %.7s", other, parent), []string{parent, other}, files, by, message)
}

// commitOn takes the files of the first parent, if there is one.
func (r *Repo) commitOn(ctx context.Context, op string, parents []string, files []File, by Signature, message string) (string, error) {
	base := plumbing.ZeroHash
	if len(parents) > 0 {
		c, err := r.commit(plumbing.NewHash(parents[0]))
		if err != nil {
			return "", &Error{Op: op, Err: err}
		}
		base = c.TreeHash
	}
	edits := &edit{}
	for _, f := range files {
		if err := edits.add(f); err != nil {
			return "", &Error{Op: op, Err: err}
		}
	}
	objects := &objectWriter{repo: r}
	root, err := objects.rewrite(ctx, base, edits)
	if err != nil {
		return "", &Error{Op: op, Err: err}
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "tree %s\n", root)
	for _, parent := range parents {
		fmt.Fprintf(&b, "parent %s\n", parent)
	}
	who := fmt.Sprintf("%s <%s> %d %s", plain(by.Name), plain(by.Email), by.Time.Unix(), by.Time.Format("-0700"))
	fmt.Fprintf(&b, "author %s\ncommitter %s\n", who, who)
	data, err := by.closed(b.Bytes(), "\n"+strings.TrimRight(message, "\n")+"\n")
	if err != nil {
		return "", &Error{Op: op, Err: err}
	}
	hash, err := objects.add(plumbing.CommitObject, data)
	if err == nil {
		err = objects.flush()
	}
	if err != nil {
		return "", &Error{Op: op, Err: err}
	}
	return hash.String(), nil
}

// closed returns a commit of its headers and its message, signed if there is a
// key.
func (s Signature) closed(headers []byte, message string) ([]byte, error) {
	if s.Key == nil {
		return append(headers, message...), nil
	}
	signature, err := s.Key.header(append(bytes.Clone(headers), message...))
	return append(append(headers, signature...), message...), err
}

// plain takes out what would end a name or an address early.
func plain(s string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if c < ' ' || c == '<' || c == '>' {
			return -1
		}
		return c
	}, s))
}

// An edit is what becomes of one name of a folder: a file, or edits below it.
type edit struct {
	file  *File
	below map[string]*edit
}

func (e *edit) add(f File) error {
	if !fs.ValidPath(f.Path) || f.Path == "." || strings.ContainsRune(f.Path, 0) {
		return fmt.Errorf("%q is not a path inside the repository", f.Path)
	}
	at := e
	for part := range strings.SplitSeq(f.Path, "/") {
		if strings.EqualFold(part, ".git") {
			return fmt.Errorf("%q would reach into a git directory", f.Path)
		}
		if at.file != nil {
			return fmt.Errorf("%s is written as a file and as a folder", at.file.Path)
		}
		if at.below == nil {
			at.below = map[string]*edit{}
		}
		if at.below[part] == nil {
			at.below[part] = &edit{}
		}
		at = at.below[part]
	}
	if at.below != nil {
		return fmt.Errorf("%s is written as a file and as a folder", f.Path)
	}
	at.file = &f
	return nil
}

// rewrite returns the tree that base becomes, the zero hash if it becomes empty
// below the top.
func (w *objectWriter) rewrite(ctx context.Context, base plumbing.Hash, edits *edit) (plumbing.Hash, error) {
	if err := ctx.Err(); err != nil {
		return base, err
	}
	entries := map[string]entry{}
	if base != plumbing.ZeroHash {
		list, err := w.repo.entries(base)
		if err != nil {
			return base, err
		}
		for _, e := range list {
			entries[e.name] = e
		}
	}
	for _, name := range slices.Sorted(maps.Keys(edits.below)) {
		changed, err := w.rewriteEntry(ctx, entries[name], name, edits.below[name])
		if err != nil {
			return base, err
		}
		if changed.hash == plumbing.ZeroHash {
			delete(entries, name)
		} else {
			entries[name] = changed
		}
	}
	return w.add(plumbing.TreeObject, encodeTree(slices.Collect(maps.Values(entries))))
}

// rewriteEntry returns what one name becomes; a zero hash takes it away.
func (w *objectWriter) rewriteEntry(ctx context.Context, old entry, name string, e *edit) (entry, error) {
	if e.file == nil {
		base := old.hash
		if old.mode != filemode.Dir && old.hash != plumbing.ZeroHash {
			return entry{}, fmt.Errorf("%s is a file, not a folder", name)
		}
		hash, err := w.rewrite(ctx, base, e)
		if err == nil && hash == emptyTree() {
			hash = plumbing.ZeroHash
		}
		return entry{name, filemode.Dir, hash}, err
	}
	if old.mode == filemode.Dir && old.hash != plumbing.ZeroHash {
		return entry{}, fmt.Errorf("%s is a folder, not a file", e.file.Path)
	}
	if e.file.Data == nil {
		return entry{}, nil
	}
	mode := filemode.Regular
	if old.mode == filemode.Executable {
		mode = filemode.Executable
	}
	hash, err := w.add(plumbing.BlobObject, e.file.Data)
	return entry{name, mode, hash}, err
}

func emptyTree() plumbing.Hash { return plumbing.NewHash("4b825dc642cb6eb9a060e54bf8d69288fbee4904") }

// encodeTree sorts as git does: a folder as if its name ended in a slash.
func encodeTree(entries []entry) []byte {
	key := func(e entry) string {
		if e.mode == filemode.Dir {
			return e.name + "/"
		}
		return e.name
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(key(a), key(b)) })
	var b bytes.Buffer
	for _, e := range entries {
		fmt.Fprintf(&b, "%o %s\x00", uint32(e.mode), e.name)
		b.Write(e.hash[:])
	}
	return b.Bytes()
}

// errNoCommit is what a reference update without a target is refused with.
var errNoCommit = errors.New("no commit to move to")
