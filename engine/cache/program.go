package cache

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
)

// Program identifies this program: another build of it is another one. Empty if
// that cannot be told, and then nothing may be kept.
func Program() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return ""
	}
	// The linker writes the id of the build, a hash of all that went into it, to
	// the beginning of the program.
	h := sha256.New()
	if _, err := io.CopyN(h, f, 64<<10); err != nil && err != io.EOF {
		return ""
	}
	return fmt.Sprintf("%s %d %d %v %x", name, info.Size(), info.ModTime().UnixNano(), StampOf(info), h.Sum(nil))
}
