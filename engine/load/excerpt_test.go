package load

import "testing"

func TestExcerptsHideCredentials(t *testing.T) {
	for line, want := range map[string]string{
		"text: The rink opens":            "text: The rink opens",
		"token: hunter2":                  "token: ***",
		"  API_KEY:hunter2":               "  API_KEY: ***",
		"{id: İ, credentials: hunter2}\r": "{id: İ, credentials: ***",
		"password":                        "password",
	} {
		if got := quoted(line); got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}
