package valetest

import (
	"errors"
	"os"
	"testing"
)

func TestWithoutGoItIsUnavailable(t *testing.T) {
	t.Setenv("PATH", "")
	if _, err := Install(t.Context(), t.TempDir()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Install: %v, want ErrUnavailable", err)
	}
}

func TestABrokenBuildLeavesNothingBehind(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOMODCACHE", t.TempDir())
	if _, err := Install(t.Context(), cache); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Install: %v, want ErrUnavailable", err)
	}
	left, err := os.ReadDir(cache)
	if err != nil || len(left) != 0 {
		t.Errorf("the cache holds %v, %v; want nothing", left, err)
	}
}
