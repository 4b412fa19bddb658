package record

import (
	"fmt"
	"os"
	"strings"
)

// ThisProcess describes the process that asks, for the Run of a Config. Where
// the system does not tell when a boot or a process began, those are empty, and
// a lease of it ends by the clock alone.
func ThisProcess() Run {
	host, _ := os.Hostname()
	return Run{Host: host, Boot: boot(), PID: os.Getpid(), Start: started(os.Getpid())}
}

// boot names what process ids are relative to: the boot, and the namespace of
// the container, if it is one.
func boot() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	space, err := os.Readlink("/proc/self/ns/pid")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(id)) + " " + space
}

// started returns when a process began, in ticks since the boot; "" if there is
// no such process or the system does not tell.
func started(pid int) string {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return ""
	}
	return start(string(data))
}

// start returns the start time in a process's stat file, "" where it is dead and
// not yet waited for.
func start(stat string) string {
	// The name in parentheses may hold anything, also parentheses.
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(fields) < 20 || fields[0] == "Z" || fields[0] == "X" {
		return ""
	}
	return fields[19]
}

// alive reports whether the process that began then still runs. It is asked
// only of a process of this boot, which has /proc.
func alive(pid int, start string) bool {
	return start == "" || started(pid) == start
}
