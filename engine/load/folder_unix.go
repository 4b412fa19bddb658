//go:build unix

package load

import (
	"io/fs"
	"os"
	"syscall"
)

// Folder is a folder on disk as [os.DirFS] gives it. To open what is no file,
// such as a pipe, never waits; and the system is not asked of each file whether
// reading it could, which is much of what reading small files takes.
func Folder(dir string) fs.FS { return folder{os.DirFS(dir).(dirFS), dir} }

// dirFS is what [os.DirFS] says of its result.
type dirFS interface {
	fs.StatFS
	fs.ReadFileFS
	fs.ReadDirFS
	fs.ReadLinkFS
}

type folder struct {
	dirFS
	dir string
}

// Open implements [fs.FS].
func (f folder) Open(name string) (fs.File, error) {
	if fs.ValidPath(name) {
		if file, err := os.OpenFile(f.dir+"/"+name, os.O_RDONLY|syscall.O_NONBLOCK, 0); err == nil {
			return file, nil
		}
	}
	return f.dirFS.Open(name) // it says what is wrong
}
