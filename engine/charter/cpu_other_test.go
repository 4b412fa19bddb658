//go:build !unix

package charter

import "time"

// cpuTime is not known here.
func cpuTime() time.Duration { return 0 }
