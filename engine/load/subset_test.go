package load

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// differs tells how the subset reads a source otherwise than the parser of all
// of YAML; empty if it does not, or leaves it to that parser.
func differs(s *subset, source string) (difference string, taken bool) {
	root := s.read(source)
	if root == nil {
		return "", false
	}
	f := &file{}
	roots := parseYAML(f, []byte(source))
	switch {
	case len(f.findings) > 0:
		return "the parser refuses it: " + f.findings[0].Text, true
	case len(roots) != 1:
		return fmt.Sprintf("the parser finds %d documents", len(roots)), true
	}
	return nodesDiffer("", root, roots[0]), true
}

func nodesDiffer(path string, got, want *yaml.Node) string {
	tag := func(n *yaml.Node) string {
		if n.Kind == yaml.ScalarNode {
			return strings.Replace(n.ShortTag(), "!!timestamp", "!!str", 1) // both stay text
		}
		return ""
	}
	if got.Kind != want.Kind || tag(got) != tag(want) || got.Value != want.Value || got.Line != want.Line || got.Column != want.Column {
		return fmt.Sprintf("%s: got kind %d %s %q at %d:%d, want kind %d %s %q at %d:%d", path,
			got.Kind, tag(got), got.Value, got.Line, got.Column, want.Kind, tag(want), want.Value, want.Line, want.Column)
	}
	if got.Alias != nil || want.Alias != nil || want.Anchor != "" || len(got.Content) != len(want.Content) {
		return fmt.Sprintf("%s: got %d children, want %d, or an alias", path, len(got.Content), len(want.Content))
	}
	for i := range got.Content {
		if text := nodesDiffer(fmt.Sprint(path, "/", i), got.Content[i], want.Content[i]); text != "" {
			return text
		}
	}
	return ""
}

// text reports whether a source comes as far as the subset.
func isText(source string) bool { return utf8.ValidString(source) && control([]byte(source)) < 0 }

func FuzzTheSubsetReadsAsTheParserDoes(f *testing.F) {
	for _, source := range examples(f) {
		f.Add(source)
	}
	for _, source := range subtleties {
		f.Add(source)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		f.Add(authored(r))
	}
	var s subset
	f.Fuzz(func(t *testing.T, source string) {
		if !isText(source) {
			return
		}
		if text, _ := differs(&s, source); text != "" {
			t.Errorf("%s\n%s", text, source)
		}
		// Few inputs hold a newline at the end, and most of what is left out ends
		// what would be read otherwise.
		if text, _ := differs(&s, source+"\n"); text != "" {
			t.Errorf("%s\n%s", text, source)
		}
	})
}

// TestTheSubsetReadsAsTheParserDoes compares on what authors write, and on the
// same with mistakes.
func TestTheSubsetReadsAsTheParserDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var s subset
	taken, broken, all := 0, 0, 6000
	if testing.Short() {
		all = 1500
	}
	for range all {
		source := authored(r)
		text, ok := differs(&s, source)
		if text != "" {
			t.Fatalf("%s\n%s", text, source)
		}
		if ok {
			taken++
		}
		for range 4 {
			source := mistaken(r, source)
			if !isText(source) {
				continue
			}
			text, ok := differs(&s, source)
			if text != "" {
				t.Fatalf("%s\n%s", text, source)
			}
			if ok {
				broken++
			}
		}
	}
	t.Logf("of %d documents %d were read here, and %d of those with a mistake", all, taken, broken)
	if taken < all*8/10 || broken < all/2 {
		t.Errorf("of %d documents %d were read here, and %d of those with a mistake: the comparison says little", all, taken, broken)
	}
}

func TestTheSubsetReadsTheExamples(t *testing.T) {
	var s subset
	for name, source := range examples(t) {
		switch text, ok := differs(&s, source); {
		case text != "":
			t.Errorf("%s: %s", name, text)
		case !ok && !strings.Contains(name, "/charter/styles/") && !strings.Contains(name, "/.github/"): // not ours to read
			t.Errorf("%s is left to the parser", name)
		}
	}
}

func TestSubtletiesOfYAML(t *testing.T) {
	var s subset
	for _, source := range subtleties {
		if text, _ := differs(&s, source); text != "" {
			t.Errorf("%s\n%s", text, source)
		}
	}
}

// TestNodesAreLentOnce reads a large file and a small one with the same memory.
func TestNodesAreLentOnce(t *testing.T) {
	var s subset
	large := "kind: Post\nlist:\n" + strings.Repeat("  - {a: 1, b: [x, y]}\n", 3000)
	for _, source := range []string{large, "kind: Post\ntext: short\n", large} {
		if text, ok := differs(&s, source); text != "" || !ok {
			t.Errorf("taken %t: %s", ok, text)
		}
	}
	s.reset()
	if len(s.chunks) > keptChunks {
		t.Errorf("%d chunks are kept, want at most %d", len(s.chunks), keptChunks)
	}
}

// subtleties are where readers of YAML disagree.
var subtleties = []string{
	"a: b\n", "a: b # c\n", "a: b#c\n", "a: 'it''s'\n", "a: \"x\\ny\"\n", "a: \"x\\u00e9\"\n", "a:\n- b\n- c\nd: e\n", "a:\n  - b\n  - c\n",
	"a:\n- b:\n    c\n", "a: |\n  x\n\n  y\n\nb: c\n", "a: >-\n  x\n  y\n\n  z\nb: 1\n", "a: >\n  x\n   y\n", "a: |\n\n  x\n", "a: |2\n   x\n",
	"a: |-\n  x\n # c\nb: c\n", "a: |\n  x\n   \n", "a: |\n x\nb: c\n", "a:\n- |\n x\n- y\n", "a:\n  - - b\n", "- a\n- b\n", "a: b\n c: d\n", "a: b\n  c\n",
	"a: b: c\n", "a: b:\n", "a: [b, c]\n", "a: [b: c]\n", "a: {b: c, d: [e]}\n", "a: {b}\n", "a: [b, ]\n", "a: []\n", "a: {}\nb: [ ]\n", "a: [b,c]\n", "a: [b:c, http://d]\n",
	"a: [x # c\n]\n", "a: [b] c\n", "a: \"b\" c\n", "a: \"b\": c\n", "a: 'b'# c\n", "a: - b\n", "a: -1\n", "a: -.5\n", "a: --- b\n", "---\na: b\n", "---\n---\na: b\n",
	"a: b\n---\nc: d\n", "a: b\n...\n", "%YAML 1.2\n---\na: b\n", "# c\n---\n# d\na: b\n", "--- # c\na: b\n", "--- \na: b\n", "  a: b\n  c: d\n", " a: b\nc: d\n", "a: b\n c: d\n",
	"a: &x b\nc: *x\n", "a: !!str 1\n", "? a\n: b\n", "a: ?\n", "a: @b\n", "a: `b`\n", "a: %b\n", "a: ,b\n", "a: ]b\n", "<<: {a: b}\n", "a: <<\n", "a: =\n", "a: ~\n", "a: null\n", "a: Null\n",
	"a: yes\nb: True\nc: 010\nd: 0x1f\ne: 1_000\nf: .inf\ng: 1e3\nh: 2026-12-01\ni: 2026-12-01 09:00\nj: 12:30\nk: 1.5 \nl: +1\nm: 2026-12-01T09:00:00Z\nn: 1 2\n",
	"y: 1\nnull: 2\ntrue: 3\n1: 4\n1.5: 5\n", "a: b\na: c\n", "a:\n", "a:\nb: c\n", "a: # c\n  b\n", "a: # c\n  b: d\n", "a:\n  # c\n  b: d\n", "a:\n    b: c\n  d: e\n", "a:\n- # c\n  b: c\n",
	"a:\n-\n  b: c\n", "a:\n-   b: c\n    d: e\n", "a:\n-   b: c\n  d: e\n", "é: b\n", "a: é # ü\nb: [é, ü]\n", "a: «\u00a0b\u00a0»\n", "a: b\u2028c\n", "a: b\u0085c\n", "a: \ufeffb\n", "a: b\tc\n", "a:\tb\n", "a: b\r\nc: d\r\n",
	"a : b\n", "a:b\n", "a.b-c_d: e\n", "-a: b\n", "a: b\n# c\n  # d\ne: f\n", "a: |\n  x\n#c\nb: c\n", "a: |\n  x\n  #c\nb: c\n", "a: >-\n  x\n\n\n  y\n", "a: |+\n  x\n\nb: c\n", "a: |-\n  x\n\n\nb: c\n",
	"a: | # c\n  x\n", "a: |x\n  y\n", "a: 'b\n  c'\n", "a: \"b\n  c\"\n", "a: b\n\n\nc: d\n", "a: b", "", "\n", "# c\n", "a: (b)\nc: /d\ne: $f\ng: _h\ni: .j\nk: +l\n", "a: ${post.x.y.url}\n", "a: x ${post.x.y.url} z\n",
	"a: [${b}]\n", "a: [b'c, d\"e]\n", "a: {b: \"c\", 'd': e}\n", "a: [b, 'c', \"d\", -1, 2026-12-01 09:00]\n", "a: [b\\c]\n", "a: [- b]\n", "a: b  #\n", "a: '' \nb: \"\"\n", "a: \"\\\"\"\nb: '\\'\n", "a: \"\\\n",
	"a:\n  b:\n    c:\n      - d: e\n        f:\n          - g\n    h: i\nj: k\n", "a:\n- b: |\n    x\n  c: d\n", "a:\n- b: |\n   x\n  c: d\n", "a:\n- b: |\n  x\n  c: d\n", "a:\n - b\n- c\n", "a:\n  - b\n - c\n",
	"a: {b: c}\n  d\n", "a: 'b'\n  c\n", "a: [b]\n- c\n", "a: b\n- c\n", "a: |\n  ---\n  ...\nb: c\n", "a:\n- b\n---\n", "a: b #c\n  d\n", "a:  b   c  \n", "a:    |\n  x\n", "a:\n  b\n", "a:\n  \"b\"\n", "a:\n  - b\nc:\n  d: e\n f: g\n",
}

// examples are the files of the worked example: whole YAML files, and the front
// matter of Markdown.
func examples(t testing.TB) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir("../../examples", func(name string, _ fs.DirEntry, err error) error {
		form := formOf(name)
		if err != nil || form != formYAML && form != formMarkdown || strings.Contains(name, "broken") || strings.Contains(name, "styles") {
			return err
		}
		data, err := os.ReadFile(name)
		if form == formMarkdown {
			data, _, _, _ = frontMatter(data)
		}
		if len(data) > 0 {
			found[name] = string(data)
		}
		return err
	})
	if err != nil || len(found) == 0 {
		t.Fatalf("found %d examples: %v", len(found), err)
	}
	return found
}

// authored is a document as an author may write it.
func authored(r *rand.Rand) string {
	var b strings.Builder
	if r.IntN(3) == 0 {
		b.WriteString("---\n")
	}
	writeMap(r, &b, 0, 0)
	return b.String()
}

func writeMap(r *rand.Rand, b *strings.Builder, indent, begun int) {
	for i := range 1 + r.IntN(5) {
		if i >= begun {
			layout(r, b, indent)
			b.WriteString(strings.Repeat(" ", indent))
		}
		b.WriteString(pick(r, "kind", "id", "at", "text", "tags", "media", "x-1", "y", "null", "2026", "seo.slug") + ":")
		writeValue(r, b, indent, true)
	}
}

// layout writes what means nothing.
func layout(r *rand.Rand, b *strings.Builder, indent int) {
	switch r.IntN(12) {
	case 0:
		b.WriteString("\n")
	case 1:
		fmt.Fprintf(b, "%s# une remarque : l'été\n", strings.Repeat(" ", indent))
	}
}

func writeValue(r *rand.Rand, b *strings.Builder, indent int, inMap bool) {
	deeper := indent + 1 + r.IntN(4)
	if indent > 12 {
		inMap = false
	}
	switch n := r.IntN(10); {
	case n == 0 && inMap:
		b.WriteString(comment(r) + "\n")
		writeMap(r, b, deeper, 0)
	case n == 1 && inMap:
		b.WriteString(comment(r) + "\n")
		if r.IntN(2) == 0 {
			deeper = indent
		}
		for range 1 + r.IntN(4) {
			layout(r, b, deeper)
			b.WriteString(strings.Repeat(" ", deeper) + "-")
			if r.IntN(3) == 0 {
				gap := 1 + r.IntN(2)
				b.WriteString(strings.Repeat(" ", gap))
				writeMap(r, b, deeper+1+gap, 1)
			} else {
				writeValue(r, b, deeper, false)
			}
		}
	case n == 2 || n == 3:
		b.WriteString(pick(r, " |", " |-", " >", " >-", "  |") + "\n")
		for range 1 + r.IntN(4) {
			b.WriteString(strings.Repeat(" ", deeper) + phrase(r) + "\n" + pick(r, "", "", "\n", "\n\n"))
		}
	default:
		b.WriteString(pick(r, " ", " ", "  ") + flowValue(r, 0) + comment(r) + "\n")
	}
}

func comment(r *rand.Rand) string { return pick(r, "", "", "", " # à relire", "  #", " ") }

func flowValue(r *rand.Rand, depth int) string {
	if depth < 3 && r.IntN(5) == 0 {
		var items []string
		for range r.IntN(4) {
			items = append(items, flowValue(r, depth+1))
		}
		return "[" + pick(r, "", " ") + strings.Join(items, pick(r, ", ", ",", " , ")) + "]"
	}
	if depth < 3 && r.IntN(8) == 0 {
		var items []string
		for range r.IntN(3) {
			items = append(items, pick(r, "max", "slug", "y")+": "+flowValue(r, depth+1))
		}
		return "{" + strings.Join(items, ", ") + "}"
	}
	switch r.IntN(6) {
	case 0:
		return `"` + strings.ReplaceAll(phrase(r), `"`, `\"`) + pick(r, "", `\n`, `\\`, " : # ") + `"`
	case 1:
		return "'" + strings.ReplaceAll(phrase(r), "'", "''") + pick(r, "", " : # ", "''") + "'"
	case 2:
		return pick(r, "12", "-3", "1.50", "0", "010", "2026-12-24", "2026-12-24 09:00", "true", "null", "~", "no", "Yes", "1e3", "1:30", "0x1F", ".5", "+2", "=", "<= 3"[:1]+"x")
	}
	return pick(r, "ready", "winter-2026", "L'été", "https://ville.example/a?b=c", "un mot de plus", "écho", "a/b.jpg", "(oui)", "${campaign.utm}x"[:1]+"x", "x-y_z")
}

func phrase(r *rand.Rand) string {
	words := make([]string, 1+r.IntN(5))
	for i := range words {
		words[i] = pick(r, "le", "marché", "de Noël", "« ouvre »", "samedi :", "#patinoire", "—", "d’abord", `"oui"`, "l'hiver", "18 h", "- non", "a: b", "🎄", "[x]", "100 %")
	}
	return strings.Join(words, " ")
}

func pick(r *rand.Rand, from ...string) string { return from[r.IntN(len(from))] }

// mistaken changes a document as a slip of the pen does.
func mistaken(r *rand.Rand, source string) string {
	lines := strings.SplitAfter(source, "\n")
	i := r.IntN(len(lines))
	switch r.IntN(8) {
	case 0:
		lines[i] = " " + lines[i]
	case 1:
		lines[i] = strings.TrimPrefix(lines[i], " ")
	case 2:
		lines = slices.Delete(lines, i, i+1)
	case 3:
		j := r.IntN(len(lines))
		lines[i], lines[j] = lines[j], lines[i]
	case 4:
		lines = slices.Insert(lines, i, lines[r.IntN(len(lines))])
	case 5:
		lines[i] = strings.TrimSuffix(lines[i], "\n")
	case 6:
		at := r.IntN(len(source))
		return source[:at] + pick(r, " ", ":", "#", "'", `"`, "\n", "-", "[", "]", "{", ",", "|", ">", "\t", "&", "*", "!", "é", "\u00a0", "? ", ": ", " #", "- ", "\r\n") + source[at:]
	default:
		at := r.IntN(len(source))
		return source[:at] + source[min(len(source), at+1+r.IntN(3)):]
	}
	return strings.Join(lines, "")
}
