package cache

import (
	"io/fs"
	"syscall"
)

func systemStamp(info fs.FileInfo) (Stamp, bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return Stamp{}, false
	}
	return Stamp{Changed: s.Ctim.Nano(), Inode: s.Ino, Device: uint64(s.Dev)}, true
}
