//go:build unix

package charter

import (
	"syscall"
	"time"
)

// cpuTime is what this process has used of all cores: unlike the clock, it does
// not depend on what else the machine does.
func cpuTime() time.Duration {
	var use syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &use) != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}
