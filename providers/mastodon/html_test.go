package mastodon

import (
	"strings"
	"testing"

	"galley/providers/mastodon/mastodontest"
)

func TestReadsMastodonsOwnHTML(t *testing.T) {
	for _, tc := range []struct {
		name, content, text string
		clear               bool
	}{
		{"empty", ``, "", true},
		{"paragraphs and lines", `<p>one<br />two</p><p>three</p>`, "one\ntwo\n\nthree", true},
		{"escaped", `<p>1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;x&quot; it&#39;s &amp;amp;</p>`, `1 < 2 && 3 > 2 "x" it's &amp;`, true},
		{"address", `<p>see <a href="https://www.example.org/a-very-long-path-of-an-article?x=1&amp;y=2" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">https://www.</span><span class="ellipsis">example.org/a-very-long-path-o</span><span class="invisible">f-an-article?x=1&amp;y=2</span></a>.</p>`,
			"see https://www.example.org/a-very-long-path-of-an-article?x=1&y=2.", true},
		{"hashtag", `<p><a href="https://m.example/tags/Printing" class="mention hashtag" rel="tag">#<span>Printing</span></a> day</p>`, "#Printing day", true},
		{"spaces are kept", `<p>a  b <br /> c</p>`, "a  b \n c", true},
		// TextFormatter writes @bo for @bo@example.org.
		{"mention", `<p>thanks <span class="h-card" translate="no"><a href="https://example.org/@bo" class="u-url mention">@<span>bo</span></a></span></p>`, "thanks @bo", false},
		// GoToSocial, measured: Markdown may be behind it.
		{"markdown", `<p><strong>bold</strong></p>`, "bold", false},
		{"link with words", `<p><a href="https://example.org/">here</a></p>`, "here", false},
		{"line end in the HTML", "<p>a\nb</p>", "a\nb", false},
		{"cut short", `<p>a <a href="https://exa`, "a", false},
		{"not closed", `<p>a <a href="https://example.org">https://example.org`, "a https://example.org", false},
		// The fallback that 4.5 puts before a quote is the server's, not the author's.
		{"quote", `<p class="quote-inline">RE: <a href="https://x.example/1">https://x.example/1</a></p><p>look</p>`, "look", true},
	} {
		text, clear := plain(tc.content)
		if text != tc.text || clear != tc.clear {
			t.Errorf("%s: %q, clear %v; want %q, %v", tc.name, text, clear, tc.text, tc.clear)
		}
	}
}

// texts are written, rendered and read back.
var texts = []string{
	"", "one line", "one\ntwo\n\nthree", "spaces  inside \n and around lines", "#Printing, #été2026 and #1",
	"https://example.org/", "(https://example.org/a_b)", "https://www.example.org/" + "long/long/long/long/long/long/long?a=b&c=d#e.",
	"1 < 2 & 3 > 2 <b>bold</b> &amp; \"quoted\" it's", "family 👨‍👩‍👧‍👦 שלום 𝔤𝔞𝔩𝔩𝔢𝔶", "@nobody@example.org and @ana", "a\n\n#b\nhttps://example.org/c",
}

func TestWhatIsRenderedIsReadBack(t *testing.T) {
	for _, text := range texts {
		wantReadBack(t, text)
	}
}

func FuzzReadBack(f *testing.F) {
	for _, text := range texts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsRune(text, 0) {
			t.Skip("no server takes a NUL")
		}
		wantReadBack(t, block(strings.ToValidUTF8(text, "?")))
	})
}

// wantReadBack fails if a text is read as another one. It may be called not
// clear, which costs a request.
func wantReadBack(t *testing.T, text string) {
	t.Helper()
	content := mastodontest.Render(text)
	got, clear := plain(content)
	if clear && got != text {
		t.Errorf("%q was rendered as %q and read back as %q", text, content, got)
	}
}

func FuzzPlain(f *testing.F) {
	f.Add(`<p>a<br />b <a href="https://x.example">https://x.example</a></p>`)
	f.Fuzz(func(t *testing.T, content string) {
		if text, _ := plain(content); text != block(text) {
			t.Errorf("%q gives %q, which is not normal", content, text)
		}
	})
}
