//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
	"time"
)

// cpuTime is what this process used so far, in user and system mode.
func cpuTime() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// peakOf is the most memory a process that has ended ever held. On Linux it is
// at least what this process held when it started that one.
func peakOf(ended *os.ProcessState) int64 {
	use, ok := ended.SysUsage().(*syscall.Rusage)
	switch {
	case !ok:
		return 0
	case runtime.GOOS == "darwin" || runtime.GOOS == "ios":
		return int64(use.Maxrss)
	}
	return int64(use.Maxrss) << 10
}
