package record

import (
	"regexp"
	"testing"
)

func TestANewIDIsNoNumber(t *testing.T) {
	seen := map[string]bool{}
	form := regexp.MustCompile(`^[a-f][0-9a-f]{15}$`)
	for range 5000 {
		id := NewID()
		if !form.MatchString(id) || seen[id] {
			t.Fatalf("drew %s", id)
		}
		seen[id] = true
	}
}
