package main_test

import (
	"bytes"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// TestNoticesHoldTheLicenceOfEveryModule is of what a release archive holds beside
// the program.
func TestNoticesHoldTheLicenceOfEveryModule(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("releases are made on Linux")
	}
	notices := exec.Command("../../.ci/notices")
	var told bytes.Buffer
	notices.Stderr = &told
	out, err := notices.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, told.Bytes())
	}
	linked, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for module := range strings.FieldsFuncSeq(string(linked), func(r rune) bool { return r == '\n' }) {
		if !strings.Contains(string(out), "\n"+module+", ") {
			t.Errorf("no licence of %s", module)
		}
	}
	for _, words := range []string{"The Go standard library\n\nCopyright", "Mozilla Public License", "Apache License"} {
		if !strings.Contains(string(out), words) {
			t.Errorf("nowhere is %q", words)
		}
	}
}
