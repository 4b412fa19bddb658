package load

import "testing"

func TestWhatSomebodyEditedIsFoundInTheText(t *testing.T) {
	for _, c := range []struct{ name, text, shown, live, want string }{
		{"a word", "Un café ici", "Un café ici", "Un thé ici", "Un thé ici"},
		{"one more word", "Un café", "Un café", "Un grand café", "Un grand café"},
		{"at the end", "Un café", "Un café", "Un café.", "Un café."},
		{"all of it", "Un café", "Un café", "Thé", "Thé"},
		{"beside a reference", "Voir ${post.a.blog.url} ici", "Voir https://x/a ici", "Voir https://x/a là", "Voir ${post.a.blog.url} là"},
		{"inside a reference", "Voir ${post.a.blog.url} ici", "Voir https://x/a ici", "Voir https://x/b ici", ""},
		{"one of two that are alike", "ha ha ho", "ha ha ho", "ha he ho", "ha he ho"},
		{"another byte of the same character", "é", "é", "è", "è"},
		{"in what was added", "Un café", "Un café\n\n#Paris", "Un café\n\n#Lyon", ""},
		{"nothing", "a", "a", "a", ""},
		{"a text that was empty", "", "", "a", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			from, to, piece, ok := Carry(c.text, c.shown, c.live)
			got := ""
			if ok {
				got = c.text[:from] + piece + c.text[to:]
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func FuzzCarry(f *testing.F) {
	f.Add("un é deux", "un è deux")
	f.Fuzz(func(t *testing.T, text, live string) {
		from, to, piece, ok := Carry(text, text, live)
		if ok && text[:from]+piece+text[to:] != live {
			t.Fatalf("%q to %q became %q", text, live, text[:from]+piece+text[to:])
		}
	})
}
