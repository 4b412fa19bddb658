package load

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gopkg.in/yaml.v3"

	"galley/schema"
)

// wordCases are posts that hold the word "mot" once in the text of one path; the
// place is where it is written.
var wordCases = []struct{ name, file, data, path, want string }{
	{"plain", "a.yaml", "kind: Post\nid: a\nchannels: [b]\ntext: un mot ici # mot\n", "text", "4:10"},
	{"plain, characters not bytes", "a.yaml", "kind: Post\nid: a\nchannels: [b]\ntext: déjà 🎉 mot\n", "text", "4:14"},
	{"plain on many lines", "a.yaml", "kind: Post\nid: a\nchannels: [b]\ntext: un\n  deux\n\n  trois mot\n  fin\n", "text", "7:9"},
	{"plain, CRLF", "a.yaml", "kind: Post\r\nid: a\r\nchannels: [b]\r\ntext: un\r\n  deux\r\n  trois mot\r\n", "text", "6:9"},
	{"plain, with tabs", "a.yaml", "kind: Post\nid: a\nchannels: [b]\ntext:\tun\tmot\t# x\n", "text", "4:10"},
	{"single quoted", "a.yaml", "kind: Post\nid: a\nchannels: [b]\ntext: 'l''ami d''un mot'\n", "text", "4:21"},
	{"single quoted on many lines", "a.yaml", "kind: Post\nid: a\nchannels: [b]\ntext: 'l''ami\n\n\n   d''un mot'\n", "text", "7:10"},
	{"double quoted", "a.yaml", "kind: Post\nid: a\nchannels: [b]\ntext: \"\\x41\\u00e9\\U0001F389 \\\"mot\\\"\"\n", "text", "4:31"},
	{"double quoted, escaped line end", "a.yaml", "kind: Post\nid: a\nchannels: [b]\ntext: \"un \\\n    \\ deux\\\n    mot\"\n", "text", "6:5"},
	{"double quoted, the word is an escape", "a.yaml", "kind: Post\nid: a\nchannels: [b]\ntext: \"\\t\\x6dot\"\n", "text", "4:10"},
	{"literal", "a.yaml", "kind: Post\nid: a\nchannels: [b]\ntext: | # mot\n\n    Un\n\n      deux mot\n", "text", "8:12"},
	{"literal, indentation indicator", "a.yaml", "kind: Post\nid: a\nchannels: [b]\ntext: |2-\n    Un\n   mot\n", "text", "6:4"},
	{"literal, kept, CRLF", "a.yaml", "kind: Post\r\nid: a\r\nchannels: [b]\r\ntext: |+\r\n  Un\r\n  mot\r\n\r\n", "text", "6:3"},
	{"literal in a list", "a.yaml", "kind: Post\nid: a\nchannels: [b]\nthread:\n- un\n- |1\n   mot\n", "thread/1", "7:4"},
	{"folded", "a.yaml", "kind: Post\nid: a\nchannels: [b]\ntext: >-\n  Un\n  deux\n\n  trois\n    quatre mot\n  cinq\n", "text", "9:12"},
	{"anchor and tag", "a.yaml", "kind: Post\nid: a\nchannels: [b]\ntext: &x !!str # c\n  un mot\nsummary: y\n", "text", "5:6"},
	{"alias", "a.yaml", "kind: Post\nid: a\nchannels: [b]\ntext: &x un mot\nvariants: {b: {text: *x}}\n", "variants/b/text", "4:13"},
	{"merge", "a.yaml", "kind: Post\nid: a\nchannels: [b]\nvariants:\n  c: &c {text: un mot}\n  b:\n    <<: *c\n", "variants/b/text", "5:19"},
	{"flow", "a.yaml", "{kind: Post, id: a, channels: [b], media: [{file: a.png, alt: un mot}]}\n", "media/0/alt", "1:66"},
	{"JSON", "a.yaml", "{\"kind\":\"Post\",\"id\":\"a\",\"channels\":[\"b\"],\"text\":\"un mot\"}\n", "text", "1:53"},
	{"variant", "a.yaml", "kind: Post\nid: a\nchannels: [b]\nvariants:\n  mastodon:\n    text: un mot\n", "variants/mastodon/text", "6:14"},
	{"second document, byte order mark", "a.yaml", "\xef\xbb\xbf# c\n---\nkind: Project\nid: n\nzone: Europe/Paris\n---\nkind: Post\nid: a\nchannels: [b]\ntext: mot\n", "text", "10:7"},
	{"calendar", "a.yaml", "kind: Calendar\nid: c\nposts:\n- id: z\n  channels: [b]\n  text: mot\n- id: a\n  channels: [b]\n  text: un mot\n", "text", "9:12"},
	{"calendar, alias", "a.yaml", "kind: Calendar\nid: c\nposts:\n- &p\n  id: a\n  channels: [b]\n  text: un mot\n", "text", "7:12"},
	{"separators of lines", "a.yaml", "kind: Post\nid: a\nchannels: [b]\nsummary: \"a\u2028b\"\ntext: \"c\u2028d mot\"\n", "text", "5:12"},
	{"front matter", "a.md", "---\nkind: Post\nid: a\nchannels: [b]\ntitle: Un mot\n---\nCorps\n", "title", "5:11"},
	{"body", "a.md", "---\nkind: Post\nid: a\nchannels: [b]\ntitle: Un\n---\n\n# Corps\n\nÉté mot\n", "body", "10:5"},
	{"body, CRLF", "a.md", "\xef\xbb\xbf---\r\nkind: Post\r\nid: a\r\nchannels: [b]\r\ntitle: Un\r\n---\r\n\r\nCorps\r\n\r\nÉté mot\r\n", "body", "10:5"},
	{"body, indented", "a.md", "---\nkind: Post\nid: a\nchannels: [b]\ntitle: Un\n---\n\n\n   mot\n", "body", "9:4"},
	{"CUE", "a.cue", "kind: \"Post\"\nid: \"a\"\nchannels: [\"b\"]\ntext: \"é \\u00e9 mot\"\n", "text", "4:17"},
	{"CUE, raw", "a.cue", "kind: \"Post\"\nid: \"a\"\nchannels: [\"b\"]\ntext: #\"a \"b\" \\n \\#n mot\"#\n", "text", "4:22"},
	{"CUE, lines", "a.cue", "kind: \"Post\"\nid: \"a\"\nchannels: [\"b\"]\ntext: \"\"\"\n\tUn\n\n\t  deux\\tmot\n\t\"\"\"\n", "text", "7:10"},
	{"CUE, raw lines", "a.cue", "kind: \"Post\"\nid: \"a\"\nchannels: [\"b\"]\ntext: #\"\"\"\n    Un \"\"\"\n    \\(mot\n    \"\"\"#\n", "text", "6:7"},
	{"CUE, behind others on the line", "a.cue", "{kind: \"Post\", id: \"a\", channels: [\"b\"], summary: \"été\", text: \"mot\"}\n", "text", "1:65"},
	{"CUE, computed", "a.cue", "_n: \"mot\"\nkind: \"Post\"\nid: \"a\"\nchannels: [\"b\"]\ntext: \"un \\(_n)\"\n", "text", "5:7"},
}

func TestWordsAreFoundWhereTheyAreWritten(t *testing.T) {
	for _, c := range wordCases {
		t.Run(c.name, func(t *testing.T) {
			files := fstest.MapFS{"news/" + c.file: {Data: []byte(c.data)}}
			if !strings.Contains(c.data, "kind: Project") {
				files["news/galley.yaml"] = &fstest.MapFile{Data: []byte(project)}
			}
			sub, _ := files.Sub("news")
			opt := Options{Prefix: "news", Limits: Limits{CUETime: time.Minute}} // on a machine that is busy
			content, findings, err := Tree(t.Context(), sub, opt)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(content.Posts, func(p schema.Post) bool { return p.ID == "a" })
			if i < 0 {
				t.Fatalf("no post: %v", findings)
			}
			o, path := content.Posts[i].Object, strings.Split(c.path, "/")
			text, _ := o.Text(path...)
			got := NewSources(sub, opt).Place(o, strings.Index(text, "mot"), path...)
			if want := "news/" + c.file + ":" + c.want; fmt.Sprintf("%s:%d:%d", got.File, got.Line, got.Col) != want {
				t.Errorf("got %+v, want %s; the text is %q", got, want, text)
			}
		})
	}
}

func TestPlaceFallsBackOnTheValue(t *testing.T) {
	const data = "kind: Post\nid: a\nchannels: [b]\npin: true\ntext: |\n  one two\n"
	files := tree("a.yaml", data)
	content, _, err := Tree(t.Context(), files, Options{})
	if err != nil || len(content.Posts) != 1 {
		t.Fatal(err)
	}
	o := content.Posts[0].Object
	s := NewSources(files, Options{})
	for _, c := range []struct {
		path   string
		offset int
		want   schema.Pos
	}{
		{"text", -1, schema.Pos{File: "a.yaml", Line: 6, Col: 3}},
		{"text", 8, schema.Pos{File: "a.yaml", Line: 7, Col: 1}},
		{"text", 1 << 40, schema.Pos{File: "a.yaml", Line: 7, Col: 1}},
		{"pin", 0, schema.Pos{File: "a.yaml", Line: 4, Col: 6}},
		{"body", 3, schema.Pos{File: "a.yaml", Line: 1, Col: 1}},
		{"id", 0, schema.Pos{File: "a.yaml", Line: 2, Col: 5}},
	} {
		if got := s.Place(o, c.offset, c.path); got != c.want {
			t.Errorf("%s+%d: got %v, want %v", c.path, c.offset, got, c.want)
		}
	}
	files["a.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(data, "one", "two", 1))}
	if got, want := NewSources(files, Options{}).Place(o, 4, "text"), o.At("text"); got != want {
		t.Errorf("of a changed file: got %v, want %v", got, want)
	}
	delete(files, "a.yaml")
	if got, want := NewSources(files, Options{}).Place(o, 4, "text"), o.At("text"); got != want {
		t.Errorf("of a deleted file: got %v, want %v", got, want)
	}
}

// FuzzPassage holds every scalar that the parser reads against what is told of
// its places.
func FuzzPassage(f *testing.F) {
	for _, c := range wordCases {
		if !strings.HasSuffix(c.file, ".cue") {
			f.Add([]byte(c.data))
		}
	}
	for _, seed := range []string{
		"a: >+\n\n\n  b\n\n   c\n  d\n\n\n", "a: |-\n    \n  b\r\n  c", "a: |1\n  \n", "- - |2\n     a\n", "a: \"b \t\n \t\\\n\n \\x41\"",
		"? |\n  a\n: b", "a: 'x\u2028 y\u0085z'", "a: >\n  b\u2028  c\n", "a: \"\\\n\n  b\"", "a:\n  - >2\n      b\n     c\n", "{a: b\n c, d: \"e\n f\"}",
		"a: >\n  x\n  \ty\n  z\n", "&a !<x> # c\n b", "a: |\n\r  b\r", "--- |\n a\n...\n", "a: !!str &b |\n c\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h := &hand{loader: &loader{fsys: fstest.MapFS{"a.md": {Data: data}}, limits: Limits{}.orDefaults()}}
		file := h.file("a.md")
		text, ok := h.text(file)
		if !ok {
			return
		}
		roots := parseYAML(file, text)
		if len(file.findings) == 0 && len(roots) == 0 {
			roots = parseMarkdown(file, text, parseYAML)
		}
		lines := indexLines(text)
		var visit func(n *yaml.Node)
		visit = func(n *yaml.Node) {
			for _, c := range n.Content {
				visit(c)
			}
			if n.Kind == yaml.ScalarNode {
				checkPassage(t, text, lines.offset(n.Line, n.Column), n)
			}
		}
		for _, n := range roots {
			visit(n)
		}
	})
}

func checkPassage(t *testing.T, data []byte, at int, n *yaml.Node) {
	t.Helper()
	p, ok := passageOf(data, at, n)
	if !ok {
		if blank := strings.Trim(n.Value, " \n") == ""; blank {
			return // a text of blanks has no word, and an empty one may not be written at all
		}
		t.Fatalf("%q at %d:%d of %q is not found; got %+v", n.Value, n.Line, n.Column, data, p)
	}
	last := p.start
	for i := 0; i < len(p.text); i++ {
		from, to := int(p.from[i]), int(p.to[i])
		switch {
		case from < last || to <= from || to > len(data):
			t.Fatalf("byte %d of %q has the place %d to %d after %d in %q", i, n.Value, from, to, last, data)
		case to == from+1 && data[from] == p.text[i]:
		case strings.IndexByte(" \t\n\r\\'", data[from]) < 0 && lineEnd(data[from:]) == 0:
			t.Fatalf("byte %d of %q has the place of %q in %q", i, n.Value, data[from:to], data)
		}
		last = from
	}
	if p.end < last || p.end > len(data) {
		t.Fatalf("%q ends at %d in %q", n.Value, p.end, data)
	}
}
