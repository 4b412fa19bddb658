package load

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
)

// Replace writes a file below a root in place of what it held when it was
// edited, and keeps its mode. A reader sees the old file or the new one, whatever
// happens. Refused, with the old file as it was, are symbolic links and a file
// that changed meanwhile.
func Replace(root *os.Root, name string, before, after []byte) error {
	info, err := root.Lstat(name)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, reason(err))
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("write %s: it is not a regular file", name)
	}
	now, err := root.ReadFile(name)
	switch {
	case err != nil:
		return fmt.Errorf("write %s: %w", name, reason(err))
	case !bytes.Equal(now, before):
		return fmt.Errorf("write %s: it was changed by somebody else meanwhile", name)
	case bytes.Equal(before, after):
		return nil
	}
	// A name with a dot is not read as content, should it stay behind.
	part := path.Join(path.Dir(name), fmt.Sprintf(".%s.%08x.part", path.Base(name), rand.Uint32()))
	if err := writePart(root, part, after, info.Mode().Perm()); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", name, reason(err)), root.Remove(part))
	}
	if err := root.Rename(part, name); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", name, reason(err)), root.Remove(part))
	}
	return nil
}

func writePart(root *os.Root, name string, data []byte, mode os.FileMode) error {
	f, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
}
