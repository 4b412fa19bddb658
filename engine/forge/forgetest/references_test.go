package forgetest

import (
	"errors"
	"os"
	"testing"
)

func TestWithoutNpmTheReferencesAreUnavailable(t *testing.T) {
	t.Setenv("PATH", "")
	cache := t.TempDir()
	if _, err := Install(t.Context(), cache); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Install: %v, want ErrUnavailable", err)
	}
	left, err := os.ReadDir(cache)
	if err != nil || len(left) != 0 {
		t.Errorf("the cache holds %v, %v; want nothing", left, err)
	}
}
