package main

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"time"
)

// A cost is what one stage took, and how much memory the process had needed at
// its end.
type cost struct {
	Stage  string        `json:"stage"`
	Wall   time.Duration `json:"wall"`
	CPU    time.Duration `json:"cpu"` // of this process, all its threads, garbage collection included
	Allocs uint64        `json:"allocs"`
	Peak   int64         `json:"peak"` // bytes, the most the process ever held
}

// A meter measures one stage after the other.
type meter struct {
	costs []cost
}

func (m *meter) stage(name string, work func() error) error {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begun, cpu := time.Now(), cpuTime()
	err := work()
	c := cost{Stage: name, Wall: time.Since(begun), CPU: cpuTime() - cpu}
	runtime.ReadMemStats(&after)
	c.Allocs, c.Peak = after.Mallocs-before.Mallocs, peakMemory()
	m.costs = append(m.costs, c)
	return err
}

// peakMemory is the most memory this process ever held. getrusage is no help:
// on Linux its peak begins with that of the process that started this one.
func peakMemory() int64 {
	status, _ := os.ReadFile("/proc/self/status")
	if _, rest, found := bytes.Cut(status, []byte("VmHWM:")); found {
		fields := bytes.Fields(rest)
		if kilobytes, err := strconv.ParseInt(string(fields[0]), 10, 64); err == nil {
			return kilobytes << 10
		}
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.Sys - stats.HeapReleased)
}
