//go:build !linux

package repo

import (
	"io/fs"
	"os"
)

// fastFS is root.FS: only Linux has something faster.
func fastFS(root *os.Root) fs.FS { return root.FS() }
