package repo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"galley/engine"
)

// Folder returns a target that is a folder on this disk, made when it is first
// written. Each file is replaced atomically, one after the other; symbolic
// links are never followed out of the folder.
func Folder(dir string) engine.Target { return folderTarget(dir) }

type folderTarget string

var _ engine.Target = folderTarget("")

// FS implements engine.Target.
func (f folderTarget) FS(context.Context) (fs.FS, error) {
	root, err := os.OpenRoot(string(f))
	if errors.Is(err, os.ErrNotExist) {
		return emptyFS{}, nil
	}
	if err != nil {
		return nil, &Error{Op: "open folder " + string(f), Err: err}
	}
	return fastFS(root), nil
}

// Write implements engine.Target.
func (f folderTarget) Write(ctx context.Context, files []engine.TargetFile) error {
	if err := os.MkdirAll(string(f), 0o777); err != nil {
		return f.fault(".", err)
	}
	root, err := os.OpenRoot(string(f))
	if err != nil {
		return f.fault(".", err)
	}
	defer root.Close()
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return f.fault(file.Name, err)
		}
		if err := checkTargetName(file.Name); err != nil {
			return &engine.Error{Op: "write " + string(f), Kind: engine.Invalid, Err: err}
		}
		if err := f.writeOne(root, file); err != nil {
			return f.fault(file.Name, err)
		}
	}
	return nil
}

// fault leaves the kind at Uncertain: files written before this one are there.
func (f folderTarget) fault(name string, err error) error {
	return &engine.Error{Op: "write " + filepath.Join(string(f), filepath.FromSlash(name)), Kind: engine.Uncertain, Err: err}
}

func checkTargetName(name string) error {
	if !fs.ValidPath(name) || name == "." || !filepath.IsLocal(filepath.FromSlash(name)) {
		return fmt.Errorf("%q is not a path inside the target", name)
	}
	return nil
}

func (f folderTarget) writeOne(root *os.Root, file engine.TargetFile) error {
	if file.Data == nil {
		return f.remove(root, file.Name)
	}
	dir := path.Dir(file.Name)
	if err := root.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	temp := path.Join(dir, ".galley-"+path.Base(file.Name)+".tmp")
	if err := f.writeTemp(root, temp, file.Data); err != nil {
		root.Remove(temp)
		return err
	}
	if err := root.Rename(temp, file.Name); err != nil {
		root.Remove(temp)
		return err
	}
	return SyncDir(filepath.Join(string(f), filepath.FromSlash(dir)))
}

func (f folderTarget) writeTemp(root *os.Root, name string, data []byte) error {
	out, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return err
	}
	if _, err := out.Write(data); err != nil {
		out.Close()
		return err
	}
	if err := out.Sync(); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

// remove takes a file away, and the folders that it leaves empty.
func (f folderTarget) remove(root *os.Root, name string) error {
	err := root.Remove(name)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if root.Remove(dir) != nil {
			break
		}
	}
	return nil
}

// emptyFS is what is there before anything was written.
type emptyFS struct{}

// Open implements fs.FS.
func (emptyFS) Open(name string) (fs.File, error) {
	if name == "." {
		return &openFolder{fileInfo: emptyRoot()}, nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
