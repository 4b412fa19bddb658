package repo

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"galley/engine"
)

var _ engine.AppendFS = (*beneath)(nil)

// An os.Root opens each part of a path by itself, and looks at each entry of a
// folder that it lists: for a site of ten thousand pages that is most of what
// looking at it costs. Linux can be told to
// resolve a whole path at once and to stay beneath a folder meanwhile, which is
// the same promise in one call. Whatever that call does not answer with a file
// is left to os.Root, on older kernels everything: its answer counts.

// fastFS reads below root like root.FS does, with fewer system calls.
func fastFS(root *os.Root) fs.FS {
	plain, ok := root.FS().(rootFS)
	if !ok {
		return root.FS()
	}
	top, err := root.Open(".")
	if err != nil {
		return plain
	}
	return &beneath{rootFS: plain, top: top}
}

// rootFS is what the file system of an os.Root can do.
type rootFS interface {
	fs.ReadDirFS
	fs.ReadFileFS
	fs.StatFS
	fs.ReadLinkFS
}

type beneath struct {
	rootFS
	top *os.File
}

// open returns a descriptor of name for reading, and whether there is one.
func (b *beneath) open(name string, flags uint64) (int, bool) {
	if !fs.ValidPath(name) {
		return 0, false
	}
	defer runtime.KeepAlive(b.top)
	how := unix.OpenHow{Flags: unix.O_RDONLY | unix.O_CLOEXEC | flags, Resolve: unix.RESOLVE_BENEATH}
	for {
		fd, err := unix.Openat2(int(b.top.Fd()), name, &how)
		if err != unix.EINTR {
			return fd, err == nil
		}
	}
}

// ReadFile implements fs.ReadFileFS.
func (b *beneath) ReadFile(name string) ([]byte, error) { return b.AppendFile(nil, name) }

// AppendFile implements engine.AppendFS.
func (b *beneath) AppendFile(data []byte, name string) ([]byte, error) {
	if fd, ok := b.open(name, 0); ok {
		all, err := readAll(fd, data)
		unix.Close(fd)
		if err == nil {
			return all, nil
		}
	}
	read, err := b.rootFS.ReadFile(name)
	return append(data, read...), err
}

// readAll appends what is left to read to data.
func readAll(fd int, data []byte) ([]byte, error) {
	for {
		if len(data) == cap(data) {
			data = slices.Grow(data, max(4<<10, cap(data)))
		}
		n, err := unix.Read(fd, data[len(data):cap(data)])
		switch {
		case err == unix.EINTR:
		case err != nil:
			return data, err
		case n == 0:
			return data, nil
		default:
			data = data[:len(data)+n]
		}
	}
}

// ReadDir implements fs.ReadDirFS.
func (b *beneath) ReadDir(name string) ([]fs.DirEntry, error) {
	fd, ok := b.open(name, unix.O_DIRECTORY)
	if !ok {
		return b.rootFS.ReadDir(name)
	}
	// The path serves only where the disk keeps no types of entries.
	dir := os.NewFile(uintptr(fd), filepath.Join(b.top.Name(), filepath.FromSlash(name)))
	defer dir.Close()
	entries, err := dir.ReadDir(-1)
	if err != nil {
		return b.rootFS.ReadDir(name)
	}
	for i, e := range entries {
		entries[i] = beneathEntry{e, b, name}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// A beneathEntry is looked at below the root as well.
type beneathEntry struct {
	fs.DirEntry
	in  *beneath
	dir string
}

// Info implements fs.DirEntry.
func (e beneathEntry) Info() (fs.FileInfo, error) { return e.in.Lstat(path.Join(e.dir, e.Name())) }
