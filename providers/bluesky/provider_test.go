package bluesky_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/providers/bluesky"
	"galley/providers/bluesky/blueskytest"
	"galley/providers/providertest"
)

const (
	page     = 3 // small, so that a listing of several pages needs few posts
	handle   = "galley.example.org"
	stranger = "ana.example.org"
)

func newServer(clock engine.Clock, password string) *blueskytest.Server {
	return blueskytest.New(clock, blueskytest.Options{Page: page, Accounts: []blueskytest.Account{
		{Handle: handle, Password: password}, {Handle: stranger, Password: "another"},
	}})
}

func TestConformance(t *testing.T) {
	providertest.Run(t, providertest.Network{
		New: bluesky.Constructor().New,
		Fake: func(_ testing.TB, cfg engine.Config) http.Handler {
			return newServer(time.Now, cfg.Secret.Reveal())
		},
		Handle:  handle,
		Page:    page,
		Warning: "graphic-media",
		Lengths: lengths,
	})
}

// lengths were seen on the reference server; what weighs more than ten bytes a
// grapheme is counted by its weight.
var lengths = map[string]int{
	"":                         0,
	"abc":                      3,
	"E\u0301te\u0301":          3,
	"a\r\nb":                   3,
	"https://example.org/long": 24,
	strings.Repeat("é", 300):   300,
	"🏳️‍🌈":                     2,
	strings.Repeat("👨‍👩‍👧‍👦", 120): 300,
}
