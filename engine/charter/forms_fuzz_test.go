package charter

import (
	"testing"
	"unicode/utf8"
)

// FuzzForms looks for addresses, hashtags, emoji and look-alikes in whatever
// text: what is found stands in it, in order, and does not cut a character.
func FuzzForms(f *testing.F) {
	f.Add("See https://a.example/b_(c)#d, bit.ly/x and #BonneAnnée 🎉🎉 1️⃣ 👩‍👩‍👧 ©", false)
	f.Add("# H\n[x](http://a.example \"t\") ![y](https://b.example/c.png) `https://c` <https://d.example> &#39; C# #1", true)
	f.Add("https://xn--pple-43d.com ＃tag·x #\u0301 \xff#\xff\u200d\ufe0f", true)
	f.Fuzz(func(t *testing.T, text string, markdown bool) {
		s := &surface{name: "text", text: text, markdown: markdown, values: []value{{[]string{"text"}, text}}}
		whole := utf8.ValidString(text)
		end := 0
		hold := func(what string, from, to int) {
			if from < end || to <= from || to > len(text) {
				t.Fatalf("%s [%d, %d) of %d bytes, behind %d", what, from, to, len(text), end)
			}
			if whole && !utf8.ValidString(text[from:to]) {
				t.Fatalf("%s %q is no text", what, text[from:to])
			}
			end = to
		}
		for _, a := range s.addresses("en") {
			hold("address", a.start, a.end)
			a.canonical()
			lookalike(a.host())
		}
		end = 0
		eachHashtag(text, func(from, to int) { hold("hashtag", from, to) })
		end = 0
		for _, e := range emojiIn(text) {
			hold("emoji", e.start, e.end)
		}
		end = 0
		for _, b := range bareHosts(text) {
			hold("host", b.start, b.end)
		}
	})
}
