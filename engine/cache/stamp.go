package cache

import (
	"io/fs"
	"time"
)

// A Stamp is what a file system tells of a file: two of the same file that are
// equal speak of the same bytes, if the stamp is settled.
type Stamp struct {
	Size     int64
	Modified int64 // nanoseconds
	Changed  int64 // nanoseconds; nobody can set it back
	Inode    uint64
	Device   uint64
}

// settling is how long a file may change without another stamp: the grain of
// the clocks of file systems, and what two machines differ by.
const settling = 3 * time.Second

// StampOf returns the stamp of a file; the zero stamp, which is never settled,
// where the system does not tell enough.
func StampOf(info fs.FileInfo) Stamp {
	s, ok := systemStamp(info)
	if !ok || !info.Mode().IsRegular() {
		return Stamp{}
	}
	s.Size, s.Modified = info.Size(), info.ModTime().UnixNano()
	return s
}

// Settled reports whether the file with this stamp, read at or after now, would
// have got another one had it been changed since.
func (s Stamp) Settled(now time.Time) bool {
	limit := now.Add(-settling).UnixNano()
	return s != Stamp{} && !now.IsZero() && s.Modified < limit && s.Changed < limit
}
