package load

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"
)

// accepted reports whether the parser reads all of a text.
func accepted(data []byte) bool {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var n yaml.Node
		if err := decoder.Decode(&n); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}

func TestWhatYAMLAcceptsHasNoFault(t *testing.T) {
	for _, text := range []string{
		"a: 1\nb:\n  c: [1, {d: e, f: \"g\"}, 'h''i']\n  j: |\n    text: with colon\n   \n  k: >-2\n      x\n",
		"- a\n- b: c\n  d: e\n-\n  f: g\n- - h\n  - i\n",
		"a:\n- b\n- c\nd: e\n", "a:\n  - b\n  - c:\n    - d\n  - e\nf: g\n",
		"a: &x {b: c}\nd: *x\ne: !!str 1\n<<: *x\n", "a: b\n  c\n  d\ne: f\n", "a:\n  b\n  c\nd: e\n",
		"# c\n---\na: b # c: d\n...\n---\nb: 'x\n  y'\n", "{\n\"a\": 1,\n\"b\": [2,\n3]}\n", "a: http://b.example/c:d\nb: c#d\n",
		"\"a b\": c\n'd': e\n? f\n: g\n", "a: \"x\\\n  y \\u00e9 \\\"z\\\"\"\n", "a: -\nb: - 1\n", "a: {b, c: d, e}\n", "a: [b: c, d: e]\n",
		"a: |+\n\n  x\n\nb: c\n", "plain text\n", "a:\n  # comment\n\n  b: c\n", "[a, b]\n", "a: {b: c d, e: f}\n", "a: [\"b\" , 'c',]\n",
		"a:\r\n  b: c\r\nd: \"e\"\r\n", "a: {b: {c: d}, e: [f, g]}\nh: i\n", "a: 'b: c'\n\"d: e\": f\n", "a: b:c\nd: e:\n", "a: !x\n  b: c\n", "a: &y\n  - b\n",
	} {
		if !accepted([]byte(text)) {
			continue // the property is about what is accepted
		}
		if at, found := findFault([]byte(text)); found {
			t.Errorf("%q: %d: %s", text, at.offset, at.text)
		}
	}
}

func TestTheExamplesHaveNoFault(t *testing.T) {
	n := 0
	err := fs.WalkDir(os.DirFS("../../examples/content"), ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || formOf(name) != formYAML && formOf(name) != formMarkdown {
			return err
		}
		data, err := os.ReadFile("../../examples/content/" + name)
		if formOf(name) == formMarkdown {
			data, _, _, _ = frontMatter(data)
		}
		if at, found := findFault(data); found {
			t.Errorf("%s: %d: %s", name, at.offset, at.text)
		}
		n++
		return err
	})
	if err != nil || n == 0 {
		t.Fatalf("%d files: %v", n, err)
	}
}

func TestAFaultIsFoundInLinearTime(t *testing.T) {
	begun := time.Now()
	for _, part := range []string{"[", "{a: ", "\"", "a: \"\n", "- ", "a:\n", "'x\n", "a: |\n", " ", "\t", "#", "{a: b c"} {
		findFault([]byte("x: " + strings.Repeat(part, 1<<20/len(part))))
		findFault([]byte(strings.Repeat(part, 1<<20/len(part))))
	}
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("24 MiB took %v", took)
	}
}

func FuzzFault(f *testing.F) {
	f.Add([]byte("a: \"b\nc: [d, {e: f\n"))
	f.Add([]byte("- a: 'it''s\n  b: |\n    c\n\td"))
	f.Fuzz(func(t *testing.T, data []byte) {
		at, found := findFault(data)
		if found && (at.offset < 0 || at.offset > len(data) || at.text == "") {
			t.Fatalf("%+v", at)
		}
	})
}
