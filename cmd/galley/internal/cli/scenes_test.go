package cli_test

import (
	"galley/engine/forge/forgetest"
	"testing"
)

func TestAnInternsPostGoesOutAfterASeniorsReview(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"merge", "squash"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			number := s.open("ines", "launch", postFile("launch", "It opens at six."))
			s.hub.Review(number, forgetest.Review{Login: "sam"})
			s.merge(number, "ines", how)
			s.wants(0, s.push("ines", "apply"), "blog/launch is approved by Sam Okafor (senior)", "blog/launch  published")
		})
	}
}
