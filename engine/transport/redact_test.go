package transport_test

import (
	"strings"
	"testing"

	"galley/engine"
	"galley/engine/transport"
)

func TestRedact(t *testing.T) {
	secret := engine.NewSecret("s3cr/t value")
	for _, tc := range []struct{ name, in, want string }{
		{"Plain", "refused: s3cr/t value", "refused: ***"},
		{"InAQuery", "get /?q=s3cr%2Ft+value&n=1", "get /?q=***&n=1"},
		{"InAPath", "get /s3cr%2Ft%20value/send", "get /***/send"},
		{"Base64", "got czNjci90IHZhbHVl", "got ***"},
		{"Userinfo", "dial https://ana:pw@a.example/x", "dial https://***@a.example/x"},
		{"Token", "https://a.example/?page=2&access_token=abc123&x=1", "https://a.example/?page=2&access_token=***&x=1"},
		{"Key", "https://a.example/?key=abc", "https://a.example/?key=***"},
		{"Bearer", "sent Bearer abcdefghijklmnop1234.xyz twice", "sent Bearer *** twice"},
		{"HeaderMap", "map[Authorization:[Bearer abc] Accept:[a]]", "map[Authorization:[***] Accept:[a]]"},
		{"Prose", "the token was refused, basic facts: key issues", "the token was refused, basic facts: key issues"},
		{"Address", "mail ana@example.org, see https://example.org/@ana?page=3",
			"mail ana@example.org, see https://example.org/@ana?page=3"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := transport.Redact(tc.in, secret, engine.Secret{}); got != tc.want {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
		})
	}
}

func FuzzRedactLeavesNoSecret(f *testing.F) {
	f.Add("Bearer hunter2hunter2", "hunter2hunter2")
	f.Add("https://a/?token=x", "x y/z")
	f.Fuzz(func(t *testing.T, text, secret string) {
		if len(secret) < 4 || strings.Contains("***", secret) || strings.Contains(secret, "*") {
			t.Skip("no credential looks like this")
		}
		if got := transport.Redact(text+secret+text, engine.NewSecret(secret)); strings.Contains(got, secret) {
			t.Errorf("%q is still in %q", secret, got)
		}
	})
}
