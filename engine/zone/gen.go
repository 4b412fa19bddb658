//go:build ignore

// This program copies the time zone data of the Go distribution that runs it
// into this folder, with the name of its release.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

var releaseLine = regexp.MustCompile(`(?m)^DATA=(\d{4}[a-z]+)$`)

func main() {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		log.Fatalf("go env GOROOT: %v", err)
	}
	if err := refresh(filepath.Join(strings.TrimSpace(string(root)), "lib", "time")); err != nil {
		log.Fatal(err)
	}
}

func refresh(from string) error {
	script, err := os.ReadFile(filepath.Join(from, "update.bash"))
	if err != nil {
		return err
	}
	m := releaseLine.FindSubmatch(script)
	if m == nil {
		return fmt.Errorf("%s names no release (want a line DATA=2025c)", filepath.Join(from, "update.bash"))
	}
	data, err := os.ReadFile(filepath.Join(from, "zoneinfo.zip"))
	if err != nil {
		return err
	}
	if err := os.WriteFile("zoneinfo.zip", data, 0o644); err != nil {
		return err
	}
	return os.WriteFile("release.txt", append(m[1], '\n'), 0o644)
}
