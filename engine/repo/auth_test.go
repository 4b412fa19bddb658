package repo

import (
	"testing"

	"github.com/go-git/go-git/v5/plumbing/transport"

	"galley/engine"
)

func TestATokenGoesOnlyWhereItIsSafe(t *testing.T) {
	r := &Repo{options: Options{Auth: Auth{Token: engine.NewSecret("t0ken")}}}
	for remote, want := range map[string]bool{
		"https://forge.example/x.git": true, "http://127.0.0.1:8080/x.git": true, "http://localhost/x.git": true,
		"http://[::1]:1/x.git": true, "http://forge.example/x.git": false, "http://10.0.0.1/x.git": false,
	} {
		endpoint, err := transport.NewEndpoint(remote)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.httpAuth(endpoint) != nil; got != want {
			t.Errorf("a token is sent to %s: %v, want %v", remote, got, want)
		}
	}
}

func TestAnExtraHeaderGoesOnlyWhereItBelongs(t *testing.T) {
	for _, c := range []struct {
		prefix, remote string
		want           bool
	}{
		{"", "https://forge.example/x.git", true},
		{"https://forge.example/", "https://forge.example/x.git", true},
		{"https://forge.example", "https://forge.example:443/x.git", true},
		{"https://forge.example/team", "https://forge.example/team/x.git", true},
		{"https://forge.example/team", "https://forge.example/teams/x.git", false},
		{"https://forge.example/", "https://forge.example.evil/x.git", false},
		{"https://forge.example/", "http://forge.example/x.git", false},
		{"https://forge.example:8443/", "https://forge.example/x.git", false},
	} {
		endpoint, err := transport.NewEndpoint(c.remote)
		if err != nil {
			t.Fatal(err)
		}
		if got := covers(c.prefix, endpoint); got != c.want {
			t.Errorf("covers(%q, %s) = %v, want %v", c.prefix, c.remote, got, c.want)
		}
	}
}
