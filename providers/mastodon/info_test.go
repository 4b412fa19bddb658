package mastodon

import (
	"reflect"
	"testing"
	"time"

	"galley/engine"
)

func TestNormalises(t *testing.T) {
	hour := engine.Seconds(time.Hour)
	for _, tc := range []struct {
		name      string
		spec, out engine.Spec
	}{
		{"line ends and blank lines", &engine.Post{Text: " \r\na\r\nb\n\n\n\nc \n"}, &engine.Post{Text: "a\nb\n\nc"}},
		{"the link goes below the text", &engine.Post{Text: "new", Link: "https://x.example/a"}, &engine.Post{Text: "new\n\nhttps://x.example/a"}},
		{"unless it is in it", &engine.Post{Text: "https://x.example/a is new", Link: "https://x.example/a"}, &engine.Post{Text: "https://x.example/a is new"}},
		{"a longer one is another", &engine.Post{Text: "https://x.example/ab", Link: "https://x.example/a"}, &engine.Post{Text: "https://x.example/ab\n\nhttps://x.example/a"}},
		{"one at the end of a sentence", &engine.Post{Text: "See https://x.example/a.", Link: "https://x.example/a"}, &engine.Post{Text: "See https://x.example/a."}},
		{"tags select", &engine.Post{Text: "a", Tags: []string{"b"}}, &engine.Post{Text: "a"}},
		{"a warning over nothing is the text", &engine.Post{ContentWarning: " weather "}, &engine.Post{Text: "weather"}},
		{"the language without its region", &engine.Post{Text: "a", Language: "en-GB"}, &engine.Post{Text: "a", Language: "en"}},
		{"but for the regions it knows", &engine.Post{Text: "a", Language: "zh-TW"}, &engine.Post{Text: "a", Language: "zh-TW"}},
		{"wide hashtags", &engine.Post{Text: "＃印刷 5＃6"}, &engine.Post{Text: "#印刷 5＃6"}},
		{"polls end on a minute", &engine.Post{Text: "a", Poll: &engine.Poll{Options: []string{" x "}, Lasts: hour + engine.Seconds(2*time.Second)}},
			&engine.Post{Text: "a", Poll: &engine.Poll{Options: []string{"x"}, Lasts: hour}}},
		{"media", &engine.Post{Media: []engine.Media{{SHA256: "abcdef0123", Type: "image/png", Size: 1, Alt: " a ", Credit: "Photo: B", Focus: "0.123,-2"}}},
			&engine.Post{Media: []engine.Media{{SHA256: "abcdef", Alt: "a\nPhoto: B", Focus: "0.12,-0.99"}}}},
		{"filter", &engine.Filter{Title: " a ", Contexts: []string{"public", "home"}, Words: []engine.FilterWord{{Text: "z"}, {Text: "b"}}},
			&engine.Filter{Title: "a", Contexts: []string{"home", "public"}, Action: "warn", Words: []engine.FilterWord{{Text: "b"}, {Text: "z"}}}},
		{"profile", &engine.Profile{Name: " a ", Bio: "b\r\n", Links: []engine.Link{{Label: " c", URL: "d "}}},
			&engine.Profile{Name: "a", Bio: "b", Links: []engine.Link{{Label: "c", URL: "d"}}}},
	} {
		got := normalize(tc.spec)
		if !reflect.DeepEqual(got.Fields(), tc.out.Fields()) {
			t.Errorf("%s: %v, want %v", tc.name, got.Fields(), tc.out.Fields())
		}
		if again := normalize(got); !reflect.DeepEqual(again.Fields(), got.Fields()) {
			t.Errorf("%s: twice gives %v, once %v", tc.name, again.Fields(), got.Fields())
		}
	}
	if normalize(nil) != nil {
		t.Error("nothing became something")
	}
}

func TestSaysWhatCanBeEdited(t *testing.T) {
	poll := func(options ...string) *engine.Poll { return &engine.Poll{Options: options} }
	for _, tc := range []struct {
		name          string
		before, after engine.Spec
		rules         engine.Rules
		want          bool
	}{
		{"text", &engine.Post{Text: "a", Visibility: "public"}, &engine.Post{Text: "b"}, engine.Rules{}, true},
		{"not read", nil, &engine.Post{Text: "b"}, engine.Rules{}, true},
		{"who sees it", &engine.Post{Visibility: "public"}, &engine.Post{Visibility: "unlisted"}, engine.Rules{Edit: true}, false},
		{"who sees it, no longer said", &engine.Post{Visibility: "unlisted"}, &engine.Post{}, engine.Rules{}, true},
		{"what it answers", &engine.Post{}, &engine.Post{ReplyTo: "https://x.example/1"}, engine.Rules{}, false},
		{"what it quotes", &engine.Post{Quote: "https://x.example/1"}, &engine.Post{Quote: "https://x.example/2"}, engine.Rules{Edit: true}, false},
		{"what it quotes, taken away", &engine.Post{Quote: "https://x.example/1"}, &engine.Post{}, engine.Rules{Edit: true}, false},
		{"who may quote it", &engine.Post{Quotes: "none"}, &engine.Post{Quotes: "all"}, engine.Rules{}, true},
		{"a poll as it is", &engine.Post{Text: "a", Poll: poll("x", "y")}, &engine.Post{Text: "b", Poll: poll("x", "y")}, engine.Rules{}, true},
		{"a poll's options", &engine.Post{Poll: poll("x", "y")}, &engine.Post{Poll: poll("x", "z")}, engine.Rules{}, false},
		{"a poll's options, wanted", &engine.Post{Poll: poll("x", "y")}, &engine.Post{Poll: poll("x", "z")}, engine.Rules{Edit: true}, true},
		{"a poll taken away", &engine.Post{Poll: poll("x", "y")}, &engine.Post{Text: "a"}, engine.Rules{}, false},
		{"a profile", &engine.Profile{Name: "a"}, &engine.Profile{Name: "b"}, engine.Rules{}, true},
	} {
		if got := edits(tc.before, tc.after, tc.rules); got != tc.want {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}
