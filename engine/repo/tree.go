package repo

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// Tree returns the folder sub of a commit as a file system; "" or "." is the
// whole. Nothing is read before it is asked for. Symbolic links are followed
// inside the folder and are an error where they lead out of it. A folder with
// submodules is ErrUnsupported.
func (r *Repo) Tree(commit, sub string) (fs.FS, error) {
	op := fmt.Sprintf("open %s of commit %.7s", cmp.Or(sub, "."), commit)
	c, err := r.commit(plumbing.NewHash(commit))
	if err != nil {
		return nil, &Error{Op: op, Err: err}
	}
	top := &tree{repo: r, root: c.TreeHash, time: c.Committer.When.UTC(), folders: map[plumbing.Hash]folder{}}
	if sub != "" && sub != "." {
		e, err := top.find(sub)
		if err == nil && e.mode != filemode.Dir {
			err = errors.New("not a folder")
		}
		if err != nil {
			return nil, &Error{Op: op, Err: err}
		}
		top.root = e.hash
	}
	if _, err := top.find(".gitmodules"); err == nil {
		return nil, &Error{Op: op, Err: fmt.Errorf("submodules: %w", ErrUnsupported),
			Next: "keep the content in one repository; what is in a submodule would not be part of the commit"}
	}
	return top, nil
}

// An entry is one line of a tree.
type entry struct {
	name string
	mode filemode.FileMode
	hash plumbing.Hash
}

// A tree is a folder of a commit. It implements fs.FS and its kin.
type tree struct {
	repo *Repo
	root plumbing.Hash
	time time.Time

	mu      sync.Mutex
	folders map[plumbing.Hash]folder // read so far
}

// A folder is a tree object, in its own order and by name.
type folder struct {
	entries []entry
	byName  map[string]entry
}

var (
	_ fs.ReadFileFS = (*tree)(nil)
	_ fs.ReadDirFS  = (*tree)(nil)
	_ fs.StatFS     = (*tree)(nil)
	_ fs.ReadLinkFS = (*tree)(nil)
)

func (t *tree) list(hash plumbing.Hash) (folder, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f, ok := t.folders[hash]; ok {
		return f, nil
	}
	entries, err := t.repo.entries(hash)
	if err != nil {
		return folder{}, err
	}
	f := folder{entries, make(map[string]entry, len(entries))}
	for _, e := range entries {
		f.byName[e.name] = e
	}
	t.folders[hash] = f
	return f, nil
}

// entries reads a tree object.
func (r *Repo) entries(hash plumbing.Hash) ([]entry, error) {
	o, err := r.encoded(plumbing.TreeObject, hash)
	if err != nil {
		return nil, err
	}
	reader, err := o.Reader()
	if err != nil {
		return nil, fmt.Errorf("tree %s %w: %w", hash, ErrDamaged, err)
	}
	defer reader.Close()
	data, err := io.ReadAll(reader)
	if err != nil {
		return nil, fmt.Errorf("tree %s %w: %w", hash, ErrDamaged, err)
	}
	var entries []entry
	for len(data) > 0 {
		space, end := bytes.IndexByte(data, ' '), bytes.IndexByte(data, 0)
		if space < 0 || end < space || len(data) < end+21 {
			return nil, fmt.Errorf("tree %s %w", hash, ErrDamaged)
		}
		mode, err := filemode.New(string(data[:space]))
		if err != nil {
			return nil, fmt.Errorf("tree %s %w: %w", hash, ErrDamaged, err)
		}
		entries = append(entries, entry{string(data[space+1 : end]), mode, plumbing.Hash(data[end+1 : end+21])})
		data = data[end+21:]
	}
	return entries, nil
}

func (t *tree) look(op, name string, find func(string) (entry, error)) (entry, error) {
	if !fs.ValidPath(name) {
		return entry{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	e, err := find(name)
	if err == nil && e.mode == filemode.Submodule {
		err = fmt.Errorf("a submodule: %w", ErrUnsupported)
	}
	if err != nil {
		return entry{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	e.name = path.Base(name)
	return e, nil
}

// Open implements fs.FS.
func (t *tree) Open(name string) (fs.File, error) {
	e, err := t.look("open", name, t.resolve)
	if err != nil {
		return nil, err
	}
	info := &fileInfo{t, e}
	if e.mode == filemode.Dir {
		entries, err := t.ReadDir(name)
		if err != nil {
			return nil, err
		}
		return &openFolder{fileInfo: info, rest: entries}, nil
	}
	data, err := t.repo.blob(e.hash)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &openFile{fileInfo: info, Reader: bytes.NewReader(data)}, nil
}

// ReadFile implements fs.ReadFileFS.
func (t *tree) ReadFile(name string) ([]byte, error) {
	e, err := t.look("read", name, t.resolve)
	if err != nil {
		return nil, err
	}
	if e.mode == filemode.Dir {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("is a folder")}
	}
	data, err := t.repo.blob(e.hash)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return data, nil
}

// ReadDir implements fs.ReadDirFS. A folder that holds a submodule is an error.
func (t *tree) ReadDir(name string) ([]fs.DirEntry, error) {
	e, err := t.look("readdir", name, t.resolve)
	if err == nil && e.mode != filemode.Dir {
		err = &fs.PathError{Op: "readdir", Path: name, Err: errors.New("not a folder")}
	}
	if err != nil {
		return nil, err
	}
	f, err := t.list(e.hash)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	list := make([]fs.DirEntry, 0, len(f.entries))
	for _, e := range f.entries {
		if e.mode == filemode.Submodule {
			return nil, &fs.PathError{Op: "readdir", Path: path.Join(name, e.name),
				Err: fmt.Errorf("a submodule: %w", ErrUnsupported)}
		}
		list = append(list, fs.FileInfoToDirEntry(&fileInfo{t, e}))
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return list, nil
}

// Stat implements fs.StatFS.
func (t *tree) Stat(name string) (fs.FileInfo, error) {
	e, err := t.look("stat", name, t.resolve)
	if err != nil {
		return nil, err
	}
	return &fileInfo{t, e}, nil
}

// Lstat implements fs.ReadLinkFS.
func (t *tree) Lstat(name string) (fs.FileInfo, error) {
	e, err := t.look("lstat", name, t.find)
	if err != nil {
		return nil, err
	}
	return &fileInfo{t, e}, nil
}

// ReadLink implements fs.ReadLinkFS.
func (t *tree) ReadLink(name string) (string, error) {
	e, err := t.look("readlink", name, t.find)
	if err == nil && e.mode != filemode.Symlink {
		err = &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	if err != nil {
		return "", err
	}
	data, err := t.repo.blob(e.hash)
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: err}
	}
	return string(data), nil
}
