package load

import (
	"cmp"
	"sync/atomic"
	"time"
)

// Limits bound what a content tree may cost. Each zero field is its default.
type Limits struct {
	FileBytes  int64         // of one text file; default 1 MiB
	TotalBytes int64         // of all text files; default 256 MiB
	Files      int           // files and folders of any sort; default 200,000
	Depth      int           // of values inside values; default 64
	Aliased    int           // values that the aliases of one file stand for; default 100,000
	CUEBytes   int64         // of one CUE file; default 256 KiB
	CUETime    time.Duration // for evaluating one CUE file, or house rules on one object; default 5 s, none if negative
}

func (l Limits) orDefaults() Limits {
	return Limits{
		FileBytes:  cmp.Or(l.FileBytes, 1<<20),
		TotalBytes: cmp.Or(l.TotalBytes, 256<<20),
		Files:      cmp.Or(l.Files, 200_000),
		Depth:      cmp.Or(l.Depth, 64),
		Aliased:    cmp.Or(l.Aliased, 100_000),
		CUEBytes:   cmp.Or(l.CUEBytes, 256<<10),
		CUETime:    cmp.Or(l.CUETime, 5*time.Second),
	}
}

// spent counts what was used of the limits that hold for the whole tree.
type spent struct {
	bytes atomic.Int64
	files int
}
