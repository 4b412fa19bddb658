package providertest

import (
	"strings"
	"testing"
)

// Failures runs the suite and returns what failed, by case.
func Failures(t *testing.T, n Network) map[string]string {
	t.Helper()
	failed := map[string]string{}
	for _, b := range enumerate(t, n) {
		if b.unfit() != "" {
			continue
		}
		if verdict := rehearse(t, b); len(verdict) > 0 {
			failed[b.name()] = strings.Join(verdict, "; ")
		}
	}
	return failed
}

// Titles returns every case of the suite as group/Title.
func Titles() []string {
	var titles []string
	for _, c := range checks() {
		titles = append(titles, c.group+"/"+c.title)
	}
	return titles
}
