package mastodon

import (
	"net/http"
	"testing"
	"time"

	"galley/engine"
	"galley/providers/mastodon/mastodontest"
	"galley/providers/providertest"
)

// pageOf is small, so that a listing of several pages needs few posts.
const pageOf = 3

// servers are the habits that the provider has to live with.
var servers = []struct {
	name    string
	options mastodontest.Options
}{
	{"Mastodon43", mastodontest.Options{Version: "4.3.9"}},
	{"Mastodon44", mastodontest.Options{Version: "4.4.22"}},
	{"Mastodon45", mastodontest.Options{}},
	{"Mastodon46FailsOnARepeatedKey", mastodontest.Options{Version: "4.6.5", Keys: mastodontest.KeysFail}},
	{"KeyIgnored", mastodontest.Options{Keys: mastodontest.KeysIgnored}},
	{"GoToSocial", mastodontest.Options{Software: mastodontest.GoToSocial}},
}

func TestConformance(t *testing.T) {
	for _, s := range servers {
		t.Run(s.name, func(t *testing.T) {
			providertest.Run(t, providertest.Network{
				Page:    pageOf,
				Lengths: lengths,
				Words:   map[string]string{"visibility": "neighbours", "type": "hologram"},
				New:     Constructor().New,
				Fake: func(_ testing.TB, cfg engine.Config) http.Handler {
					o := s.options
					o.Page, o.Handle, o.Token = pageOf, cfg.Account.Handle, cfg.Secret.Reveal()
					return mastodontest.New(time.Now, o)
				},
			})
		})
	}
}
