package view_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	parse "golang.org/x/net/html"

	"galley/cmd/galley/internal/view"
	"galley/engine"
)

var (
	// live is what GitHub makes links, pictures and notifications of in the text of
	// a comment, outside of code and links.
	live = regexp.MustCompile(`@[A-Za-z0-9]|#[0-9]|(?i:\bgh-[0-9])|\b[0-9a-f]{7,40}\b|:[a-z_+-][a-z0-9_+-]*:|:1[0-9a-z_]*:|\$\{\{|\$[^$]+\$|(?i:github\.com)`)
	// followed is what a terminal, a log or a reader's eye would follow.
	followed = regexp.MustCompile("[\x00-\x08\x0b-\x1f\x7f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
)

// parts are the elements that a comment may have, with their attributes.
var parts = map[string][]string{
	"html": nil, "head": nil, "body": nil, "h2": nil, "h3": nil, "h4": nil, "p": nil, "br": nil, "b": nil, "i": nil, "small": nil, "strong": nil, "em": nil,
	"table": nil, "tbody": nil, "tr": nil, "td": {"width", "valign"}, "ul": nil, "li": nil, "blockquote": nil, "details": nil, "summary": nil,
	"code": nil, "del": nil, "ins": nil, "span": nil, "a": {"href"},
}

// harmless holds a comment to what none may contain, as a reader's browser gets
// it: rendered by GitHub's flavour of Markdown, with the HTML in it.
func harmless(t *testing.T, comment string) {
	t.Helper()
	if n := strings.Count(comment, "<!--"); n != strings.Count(comment, "-->") || n > 1 || n == 1 && !strings.HasPrefix(comment, view.Marker("content")+"\n") {
		t.Errorf("the marker is not the first line alone")
	}
	if found := followed.FindString(comment); found != "" {
		t.Errorf("it holds the character %q", found)
	}
	if strings.Contains(comment, "```") || strings.Contains(comment, "\n~~~") {
		t.Error("it holds a fence")
	}
	for _, tag := range []string{"details", "summary", "table", "tr", "td", "ul", "li", "a", "b", "i", "del", "ins", "code", "h4", "p", "span", "small"} {
		opened := len(regexp.MustCompile("<"+tag+"[ >]").FindAllString(comment, -1))
		if closed := strings.Count(comment, "</"+tag+">"); opened != closed {
			t.Errorf("%d %s are opened, %d closed", opened, tag, closed)
		}
	}
	for _, line := range strings.Split(comment, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "::") {
			t.Errorf("a line is a command: %q", line)
		}
	}
	md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	var out bytes.Buffer
	if err := md.Convert([]byte(comment), &out); err != nil {
		t.Fatal(err)
	}
	root, err := parse.Parse(&out)
	if err != nil {
		t.Fatal(err)
	}
	inspect(t, root)
}

func inspect(t *testing.T, n *parse.Node) {
	t.Helper()
	switch n.Type {
	case parse.ElementNode:
		attributes, allowed := parts[n.Data]
		if !allowed {
			t.Errorf("it has a <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if !slices.Contains(attributes, a.Key) {
				t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
			}
			if a.Key == "href" && !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "http://") {
				t.Errorf("it links %q", a.Val)
			}
		}
		if n.Data == "code" {
			return
		}
	case parse.TextNode:
		if found := live.FindString(n.Data); found != "" && !within(n, "a") {
			t.Errorf("%q is live in %q", found, n.Data)
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		inspect(t, c)
	}
}

func within(n *parse.Node, tag string) bool {
	for ; n != nil; n = n.Parent {
		if n.Data == tag {
			return true
		}
	}
	return false
}

func FuzzNothingInAnArtifactHarms(f *testing.F) {
	for _, seed := range []string{injection, "", "a\n\nb", "\r\n\r\n", "<!-- galley:plan:content -->", "````", "@a", "#1", "::x", "<b", "&amp;#64;a", "http://", "https://x/<b>\"'", "\xff\xfe", "https://[::1]:bad/", "$$", ":+1:", "  \u2028x", strings.Repeat("@a ", 100)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a := artifact()
		forge(&a, text)
		harmless(t, view.Comment(a.Bounded(), view.CommentOptions{Marker: view.Marker("content"), Files: "https://forge.example/x/y/blob/"}))
		harmless(t, view.Comment(a, view.CommentOptions{Summary: true, Limit: view.SummaryLimit, Bytes: view.SummaryLimit}))
	})
}

// FuzzOnlyAnnotationsAreCommands writes what a job writes to its log.
func FuzzOnlyAnnotationsAreCommands(f *testing.F) {
	for _, seed := range []string{injection, "::error::x", " \t::stop-commands::x", "a\n::x", "a\r::x", "##[error]x", "####[x", ":::x::", "%0A::x", "\u2028::x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var log bytes.Buffer
		finding := engine.Finding{Pos: engine.Pos{File: text, Line: 1, Col: 2}, Rule: text, Text: text, Reason: text, Hint: text}
		if err := view.GitHub(&log, []engine.Finding{finding}); err != nil {
			t.Fatal(err)
		}
		annotations := log.Len()
		var plan bytes.Buffer
		if err := view.Plan(&plan, style, engine.Plan{Changes: []engine.Change{{ID: id, Verb: engine.Create, Reason: text, Hint: text,
			After: &engine.Desired{ID: id, Spec: &engine.Post{Text: text}, Notes: []string{text}, Source: engine.Pos{File: text}}}}}); err != nil {
			t.Fatal(err)
		}
		log.WriteString(view.Uncommanded(plan.String()))
		log.WriteString(view.Uncommanded(text))
		if n := bytes.Count(log.Bytes(), []byte("##[")); n > 0 {
			t.Errorf("the log has %d commands of the old form: %q", n, log.String())
		}
		// The runner reads a line as a command that begins with two colons behind
		// white space, and ends lines at any of these.
		lines := strings.FieldsFunc(log.String()[:annotations], func(r rune) bool { return r == '\n' || r == '\r' })
		if len(lines) != 2 || !strings.HasPrefix(lines[0], "::error ") || strings.HasPrefix(strings.TrimSpace(lines[1]), "::") {
			t.Errorf("one finding is %q", lines)
		}
		for _, line := range strings.FieldsFunc(log.String()[annotations:], func(r rune) bool { return r == '\n' || r == '\r' }) {
			if strings.HasPrefix(strings.TrimSpace(line), "::") {
				t.Errorf("%q is a command", line)
			}
		}
	})
}
