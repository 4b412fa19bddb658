//go:build !unix

package load

import (
	"io/fs"
	"os"
)

// Folder is a folder on disk as [os.DirFS] gives it.
func Folder(dir string) fs.FS { return os.DirFS(dir) }
