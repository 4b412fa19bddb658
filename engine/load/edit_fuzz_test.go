package load

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"galley/schema"
)

// layouts are files in which random edits are made.
var layouts = []string{
	awkward,
	toCRLF(awkward),
	"a: b",
	"a: &x # c\n  - 'un' # d\n  - \"deux \\\n     trois\"\n  - >-\n   plié\n   ici\n\n   là\n  # e\n  - {k: v, l: [m, n]}\nb:\n  c: |2-\n     à\n    b\n  d: un\n   deux # f\n#g\n",
	"{\"a\": \"b\", \"c\": [1, 2.50, null, true], \"d\": {\"e\": \"\"}}",
	"kind: Calendar\nposts:\n- id: a\n  text: |+\n    un\n\n- id: b # x\n  tags: [a, b, # y\n    c]\n- {id: c}\n---\n# z\nid: d\ntext: >\n  un\n\n  deux",
	"a:\nb: # c\nd: ~\ne: []\nf: {}\ng: ''\n",
	"\"a\": 1\n? b\n: c\n'd': >1\n  e\nf: !!str 3\n",
}

var wordsToWrite = []string{"", "x", "été 🎉", "a: b", "# no", "- x", "un\ndeux", "  un\n\ndeux\n", "'", "\"\\", "\t", "3", "no", "x\u2028y", "\n", "{[,]}", "*a", "2026-12-24 09:00", "x \n y"}

// A picker chooses what a number of the fuzzer says.
type picker struct{ *rand.Rand }

func (p picker) word() string { return wordsToWrite[p.IntN(len(wordsToWrite))] }

func (p picker) value() any {
	switch p.IntN(8) {
	case 0:
		return p.IntN(100)
	case 1:
		return []any{p.word(), Fields{{"k", p.word()}, {"l", []string{p.word()}}}}
	case 2:
		return Fields{{"k", p.word()}, {"l", []any{p.word()}}, {p.word() + "m", nil}}
	case 3:
		return []string{}
	}
	return p.word()
}

// edit chooses an edit of any value of an object.
func (p picker) edit(r reading) Edit {
	path, v := p.path(nil, r.fields)
	e := Edit{Start: schema.Pos{Line: r.at.line, Col: r.at.col}, Path: path, Value: p.value(), Key: "renamed"}
	e.Kind = []EditKind{SetField, SetField, RemoveField, RenameField, ReplaceText, ReplaceText, ReplaceText}[p.IntN(7)]
	if fields, isMap := v.(map[string]any); isMap && e.Kind == SetField && len(fields) > 0 {
		e.Path = append(path, "new")
	}
	if text, isText := v.(string); isText && e.Kind == ReplaceText && len(text) > 0 {
		e.From = p.IntN(len(text) + 1)
		e.To = e.From + p.IntN(len(text)+1-e.From)
		e.Text = p.word()
	}
	return e
}

// path chooses a value inside of v, and returns it with its path.
func (p picker) path(path []string, v any) ([]string, any) {
	if len(path) > 0 && p.IntN(4) == 0 {
		return path, v
	}
	switch in := v.(type) {
	case map[string]any:
		if len(in) > 0 {
			keys := slices.Sorted(maps.Keys(in))
			key := keys[p.IntN(len(keys))]
			return p.path(append(path, key), in[key])
		}
	case []any:
		if len(in) > 0 {
			i := p.IntN(len(in))
			return p.path(append(path, strconv.Itoa(i)), in[i])
		}
	}
	return path, v
}

// commentsOf returns the comments of a file in order, found in all that is no
// scalar.
func commentsOf(name string, data []byte) []string {
	d, err := newDraft(name, data)
	if err != nil {
		return nil
	}
	var scalars [][2]int
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		if x, ok := d.extent(n); ok && n.Kind == yaml.ScalarNode {
			if x.block != nil {
				x.value = x.lines
			}
			scalars = append(scalars, [2]int{x.value, x.end})
		}
		for _, c := range n.Content {
			visit(c)
		}
	}
	for _, n := range rootsOf(&file{name: name}, data) {
		visit(n)
	}
	slices.SortFunc(scalars, func(a, b [2]int) int { return a[0] - b[0] })
	text := bytes.Clone(data)
	for _, s := range scalars {
		for i := s[0]; i < s[1]; i++ {
			if text[i] == '#' {
				text[i] = '.'
			}
		}
	}
	var comments []string
	for i := 0; i < len(text); i++ {
		if text[i] == '#' {
			from := i
			for i < len(text) && lineEnd(text[i:]) == 0 {
				i++
			}
			comments = append(comments, string(text[from:i]))
		}
	}
	return comments
}

// checkEdit makes an edit and looks at what it did by other means than Apply.
func checkEdit(t *testing.T, name string, data []byte, e Edit) error {
	t.Helper()
	got, err := Apply(name, data, []Edit{e})
	if err != nil {
		if refused := (*EditError)(nil); !errors.As(err, &refused) || !bytes.Equal(got, data) {
			t.Fatalf("%+v in\n%s\ngot %v and\n%s", e, data, err, got)
		}
		return err
	}
	old, now := commentsOf(name, data), commentsOf(name, got)
	if e.Kind == RemoveField {
		for _, c := range now {
			i := slices.Index(old, c)
			if i < 0 {
				t.Fatalf("%+v made the comment %q of\n%q\n%q", e, c, data, got)
			}
			old = old[i+1:]
		}
	} else if !slices.Equal(old, now) {
		t.Fatalf("%+v changed the comments\n%q to\n%q in\n%q\n%q", e, old, now, data, got)
	}
	checkLines(t, name, data, got, e)
	return nil
}

// checkLines holds an edit to the lines of its value.
func checkLines(t *testing.T, name string, data, got []byte, e Edit) {
	t.Helper()
	d, err := newDraft(name, data)
	if err != nil {
		t.Fatal(err)
	}
	target, err := d.target(&e)
	if err != nil || target.at < 0 {
		return
	}
	x, ok := d.extent(target.value())
	if !ok {
		return
	}
	from := d.lineStart(x.node)
	if key := target.key(); key != nil {
		from = d.lineStart(d.lines.offset(key.Line, key.Column))
	}
	if key := target.key(); key == nil { // the dash may be on a line above
		from = d.lineStart(max(0, bytes.LastIndexAny(d.data[:x.node], "-[,")))
	}
	end := x.end
	if end == 0 || d.data[end-1] != '\n' {
		end = d.nextLine(end)
	}
	if e.Kind == RemoveField { // the comma or dash of a neighbour
		from, end = d.lineStart(max(0, from-1)), d.nextLine(end)
	}
	if end == len(data) {
		from = min(from, len(bytes.TrimRight(data[:from], "\r\n")))
	}
	if !bytes.HasPrefix(got, data[:from]) || !bytes.HasSuffix(got, data[end:]) {
		t.Fatalf("%+v changed more than its lines in\n%q\n%q", e, data, got)
	}
}

func TestRandomEditsChangeTheirLinesOnly(t *testing.T) {
	made, reasons := 0, map[string]int{}
	for seed := range uint64(1500) {
		p := picker{rand.New(rand.NewPCG(seed, 1))}
		data := []byte(layouts[p.IntN(len(layouts))])
		list, ok := readings("a.yaml", data)
		if !ok {
			t.Fatalf("a layout has mistakes: %s", data)
		}
		if err := checkEdit(t, "a.yaml", data, p.edit(list[p.IntN(len(list))])); err != nil {
			reasons[err.(*EditError).Text]++
			continue
		}
		made++
	}
	if made < 1000 {
		t.Errorf("only %d of 1500 edits were made:\n%s", made, reasonsOf(reasons))
	}
}

func TestRandomEditsOfOneFileKeepItsComments(t *testing.T) {
	made := 0
	for seed := range uint64(1500) {
		p := picker{rand.New(rand.NewPCG(seed, 3))}
		data := []byte(layouts[p.IntN(len(layouts))])
		list, _ := readings("a.yaml", data)
		var edits []Edit
		for range 2 + p.IntN(3) {
			if e := p.edit(list[p.IntN(len(list))]); e.Kind != RemoveField {
				edits = append(edits, e)
			}
		}
		got, err := Apply("a.yaml", data, edits)
		if err != nil {
			if refused := (*EditError)(nil); !errors.As(err, &refused) || !bytes.Equal(got, data) {
				t.Fatalf("%+v in\n%s\ngot %v and\n%s", edits, data, err, got)
			}
			continue
		}
		made++
		if old, now := commentsOf("a.yaml", data), commentsOf("a.yaml", got); !slices.Equal(old, now) {
			t.Fatalf("%+v changed the comments\n%q to\n%q in\n%s\n%s", edits, old, now, data, got)
		}
	}
	if made < 300 {
		t.Errorf("only %d of 1500 were made", made)
	}
}

func reasonsOf(reasons map[string]int) string {
	var b strings.Builder
	for _, text := range slices.Sorted(maps.Keys(reasons)) {
		fmt.Fprintf(&b, "%5d %s\n", reasons[text], text)
	}
	return b.String()
}

func FuzzApply(f *testing.F) {
	for i, data := range layouts {
		f.Add([]byte(data), uint64(i), false)
	}
	f.Add([]byte("---\nkind: Post # c\nid: a\n---\n\n# Été\r\n\nmot\n"), uint64(1), true)
	f.Fuzz(func(t *testing.T, data []byte, seed uint64, markdown bool) {
		name := "a.yaml"
		if markdown {
			name = "a.md"
		}
		if len(data) > 1<<12 || invalid(data) >= 0 || control(data) >= 0 || bytes.HasPrefix(data, []byte(byteOrderMark)) {
			return
		}
		list, ok := readings(name, data)
		if !ok || len(list) == 0 {
			return
		}
		p := picker{rand.New(rand.NewPCG(seed, 2))}
		r := list[p.IntN(len(list))]
		if e := p.edit(r); len(e.Path) > 0 {
			_ = checkEdit(t, name, data, e) // refused or made, it is checked
		}
	})
}
