package engine

import "testing"

func TestTheFirstAddressOfAText(t *testing.T) {
	for text, want := range map[string]string{
		"":                                        "",
		"no address":                              "",
		"https://a.example":                       "https://a.example",
		"http://a.example":                        "http://a.example",
		"HTTPS://a.example":                       "HTTPS://a.example",
		"See https://a.example/b?c=d#e now":       "https://a.example/b?c=d#e",
		"ftp://a.example":                         "",
		"ftp://a.example and http://b.example":    "http://b.example",
		"://https://a.example":                    "https://a.example",
		"://a.example":                            "",
		"s://a":                                   "",
		"Look: https://a.example. Then":           "https://a.example",
		"Really https://a.example/b?!":            "https://a.example/b",
		"“https://a.example/b”":                   "https://a.example/b",
		"(https://a.example/b)":                   "https://a.example/b",
		"https://a.example/b_(c)":                 "https://a.example/b_(c)",
		"(https://a.example/b_(c))":               "https://a.example/b_(c)",
		"[text](https://a.example/b)":             "https://a.example/b",
		"https://a.example/?b[c]=d":               "https://a.example/?b[c]=d",
		"[https://a.example/b]":                   "https://a.example/b",
		"**https://a.example/b**":                 "https://a.example/b",
		"<https://a.example/b>":                   "https://a.example/b",
		"https://a.example/b\nhttps://c.example":  "https://a.example/b",
		"https://a.example/b\x00c":                "https://a.example/b",
		"https://a.example/${post.b.c.url}":       "https://a.example/",
		"x http":                                  "",
		"https://a.example/b\u00a0c":              "https://a.example/b",
		"https://é.example/ü":                     "https://é.example/ü",
		"(https://a.example/b).c":                 "https://a.example/b",
		"[see http://a.example/b](c) and (d) [e]": "http://a.example/b",
	} {
		start, end := NextAddress(text)
		got := ""
		if start >= 0 {
			got = text[start:end]
		} else if end != start {
			t.Errorf("%q: none, and it ends at %d", text, end)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
