package vale

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain makes the test binary a Vale of its own, which misbehaves as its name
// says: a Vale gets no environment that could tell it.
func TestMain(m *testing.M) {
	name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	if fake, ok := strings.CutPrefix(name, "fake-"); ok {
		os.Exit(misbehave(fake))
	}
	os.Exit(m.Run())
}

func misbehave(how string) int {
	asked := len(os.Args) > 1 && os.Args[1] == "--version"
	switch {
	case asked && how == "old":
		fmt.Println("vale version 2.30.0")
		return 0
	case asked && how == "other":
		fmt.Println("Vale of Rheidol Railway 1902")
		return 0
	case asked && how == "unnumbered":
		fmt.Println("vale version master")
		return 0
	case asked:
		fmt.Println("vale version 3.21.0")
		return 0
	}
	switch how {
	case "crash":
		fmt.Fprintln(os.Stderr, "panic: runtime error: index out of range [7] with length 7")
		return 2
	case "killed":
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Kill()
		}
		fmt.Fprintln(os.Stderr, err)
		time.Sleep(time.Minute)
	case "hang":
		if len(os.Args) > 1 && os.Args[1] == "child" {
			time.Sleep(time.Minute)
			return 0
		}
		// A child that outlives its parent holds the pipes open.
		child, err := os.StartProcess(os.Args[0], []string{os.Args[0], "child"}, &os.ProcAttr{Files: []*os.File{nil, os.Stdout, os.Stderr}})
		fmt.Fprintln(os.Stderr, child, err)
		time.Sleep(time.Minute)
	case "garbage":
		fmt.Println("Checked 1 file, all is well")
	case "stranger":
		fmt.Println(`{"../../etc/passwd": [{"Check": "A.B", "Severity": "error", "Line": 1, "Span": [1, 1]}]}`)
	case "nameless":
		fmt.Println(`{"texts/000000.l0.txt": [{"Severity": "fatal", "Line": 1, "Span": [1, 1]}]}`)
	case "wild":
		fmt.Println(`{"texts/000000.l0.txt": [{"Check": "A.B", "Severity": "error", "Line": -4, "Span": [900, -2], "Match": "nowhere", "Message": "a\u001b[31m\nb"},
			{"Check": "A.C", "Severity": "warning", "Line": 99, "Span": [0, 0], "Match": ""}]}`)
	case "flood":
		line := strings.Repeat("x", 1<<16)
		for {
			if _, err := fmt.Println(line); err != nil {
				return 3
			}
		}
	case "curious":
		fmt.Fprintln(os.Stderr, strings.Join(os.Environ(), "\n"))
		return 2
	}
	return 0
}

// fake returns a Vale that misbehaves.
func fake(t testing.TB, how string) Tool {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "fake-"+how+filepath.Ext(self))
	if filepath.Ext(self) == ".test" {
		name = strings.TrimSuffix(name, ".test")
	}
	if err := os.Link(self, name); err != nil {
		data, err := os.ReadFile(self)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return Tool{Path: name, Version: "3.21.0", Within: 20 * time.Second}
}
