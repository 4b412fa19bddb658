package testserver

import (
	"errors"
	"testing"
)

func TestWithoutNpmItIsUnavailable(t *testing.T) {
	t.Setenv("PATH", "")
	if _, err := Start(t.Context(), Options{Cache: t.TempDir()}); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Start: %v, want ErrUnavailable", err)
	}
}
