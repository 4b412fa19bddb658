package repo

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"time"

	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// A fileInfo describes an entry. Its size is looked up when asked for; of what
// cannot be read it is zero, and reading it tells why.
type fileInfo struct {
	tree *tree
	entry
}

func (i *fileInfo) Name() string               { return i.name }
func (i *fileInfo) ModTime() time.Time         { return i.tree.time }
func (i *fileInfo) IsDir() bool                { return i.mode == filemode.Dir }
func (i *fileInfo) Sys() any                   { return nil }
func (i *fileInfo) Stat() (fs.FileInfo, error) { return i, nil }
func (i *fileInfo) Close() error               { return nil }

func (i *fileInfo) Size() int64 {
	if i.IsDir() {
		return 0
	}
	size, err := i.tree.repo.blobSize(i.hash)
	if err != nil {
		return 0
	}
	return size
}

func (i *fileInfo) Mode() fs.FileMode {
	switch i.mode {
	case filemode.Dir:
		return fs.ModeDir | 0o555
	case filemode.Symlink:
		return fs.ModeSymlink | 0o444
	case filemode.Executable:
		return 0o555
	}
	return 0o444
}

// An openFile is a file of a commit, whole in memory.
type openFile struct {
	*fileInfo
	*bytes.Reader
}

// Size says which of the two embedded sizes is meant.
func (f *openFile) Size() int64 { return f.Reader.Size() }

// An openFolder is a folder that is being listed.
type openFolder struct {
	*fileInfo
	rest []fs.DirEntry
}

// Read implements fs.File.
func (f *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.name, Err: errors.New("is a folder")}
}

// ReadDir implements fs.ReadDirFile.
func (f *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(f.rest) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(f.rest) {
		n = len(f.rest)
	}
	list := f.rest[:n]
	f.rest = f.rest[n:]
	return list, nil
}

// emptyRoot describes the top of an empty tree.
func emptyRoot() *fileInfo {
	return &fileInfo{entry: entry{name: ".", mode: filemode.Dir}, tree: &tree{}}
}
