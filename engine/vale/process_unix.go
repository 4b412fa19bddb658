//go:build unix

package vale

import (
	"os/exec"
	"syscall"
)

// grouped makes an early end of cmd the end of all that it started.
func grouped(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
