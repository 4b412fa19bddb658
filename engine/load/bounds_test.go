package load

import (
	"bytes"
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"galley/engine"
)

const project = "kind: Project\nid: newsroom\nzone: Europe/Paris\n"

// tree makes a tree with a Project of name, content pairs.
func tree(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{ProjectFile: {Data: []byte(project)}}
	for i := 0; i+1 < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

// findingsOf reads a tree and returns its findings.
func findingsOf(t testing.TB, fsys fs.FS, limits Limits) []engine.Finding {
	t.Helper()
	_, findings, err := Tree(t.Context(), fsys, Options{Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	return findings
}

// lines writes findings as "place rule", one a line.
func lines(findings []engine.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%s %s\n", f.Pos, f.Rule)
	}
	return b.String()
}

// A hugeFS claims a size for every YAML file and fails the test when one is read.
type hugeFS struct {
	fs.FS
	t    *testing.T
	size int64
}

func (h hugeFS) Open(name string) (fs.File, error) {
	f, err := h.FS.Open(name)
	if err != nil || name != "huge.yaml" {
		return f, err
	}
	return hugeFile{f, h}, nil
}

type hugeFile struct {
	fs.File
	fs hugeFS
}

type hugeInfo struct {
	fs.FileInfo
	size int64
}

func (i hugeInfo) Size() int64 { return i.size }

func (f hugeFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	return hugeInfo{info, f.fs.size}, err
}

func (f hugeFile) Read([]byte) (int, error) {
	f.fs.t.Error("a file that is too large was read")
	return 0, fs.ErrInvalid
}

func TestLargeFileIsRefusedFromItsSizeUnread(t *testing.T) {
	fsys := hugeFS{tree("huge.yaml", "x"), t, 50 << 20}
	got := show(findingsOf(t, fsys, Limits{}))
	want := "huge.yaml: fatal error too-large: the file has 50 MiB, want at most 1 MiB\n" +
		"    hint: split it, or move what is not content elsewhere\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestBoundsOfATree(t *testing.T) {
	long := "# " + strings.Repeat("x", 200) + "\n"
	for _, test := range []struct {
		name   string
		fsys   fs.FS
		limits Limits
		want   string
	}{
		{"a file", tree("a.yaml", long), Limits{FileBytes: 200}, "a.yaml too-large\n"},
		{"a file just within", tree("a.yaml", long), Limits{FileBytes: int64(len(long))}, ""},
		{"a CUE file", tree("a.cue", "// "+long), Limits{CUEBytes: 100}, "a.cue too-large\n"},
		{"all files together", tree("a.yaml", long), Limits{TotalBytes: 210}, ". too-large\n"},
		{"the number of files", tree("a.png", "", "b.png", ""), Limits{Files: 2}, ". too-large\n"},
		{"depth", tree("a.yaml", "kind: Post\nid: a\nthread: "+strings.Repeat("[", 64)+strings.Repeat("]", 64)+"\n"), Limits{}, "a.yaml:3:72 too-deep\n"},
		{"depth of merges", tree("a.yaml", "kind: Post\nid: a\nseo:\n  <<: [[[[[[{a: b}]]]]]]\n"), Limits{Depth: 5}, "a.yaml:4:10 too-deep\n"},
		{"aliases", tree("a.yaml", "kind: Post\nid: a\nthread: &a [a, b]\ntags: [*a, *a]\n"), Limits{Aliased: 5}, "a.yaml:4:12 alias-bomb\n"},
		{"evaluation", tree("a.cue", "kind: \"Post\""), Limits{CUETime: -1}, "a.cue cue-timeout\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := lines(findingsOf(t, test.fsys, test.limits)); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestHostileFilesCostLittle measures what content from a stranger may cost. The
// bounds are generous; without the limits these inputs take gigabytes or hours.
func TestHostileFilesCostLittle(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("kind: Post\nid: bomb\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n")
	for i := range 30 {
		fmt.Fprintf(&bomb, "a%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i), 10), ","))
	}
	var merges strings.Builder
	merges.WriteString("kind: Post\nid: bomb\na0: &a0 {}\n")
	for i := range 30 {
		fmt.Fprintf(&merges, "a%d: &a%d {<<: [%s]}\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i), 10), ","))
	}
	for name, text := range map[string]string{
		"merge bomb":     merges.String(),
		"aliased posts":  "kind: Calendar\nid: a\nposts:\n- &a {id: a, tags: [" + strings.Repeat("a,", 50_000) + "]}\n" + strings.Repeat("- *a\n", 100_000),
		"long keys":      "kind: Post\nid: a\n" + strings.Repeat("k", 300_000) + ": [" + strings.Repeat("a,", 300_000) + "]\n",
		"deep keys":      "kind: Post\nid: a\n" + deepKeys(12) + "[" + strings.Repeat("a,", 400_000) + "]" + strings.Repeat("}", 11),
		"long id":        "kind: " + strings.Repeat("P", 300_000) + "\nid: " + strings.Repeat("a", 300_000) + "\ntext: [" + strings.Repeat("1,", 9000) + "]",
		"alias bomb":     bomb.String(),
		"flow nesting":   strings.Repeat("[", 1<<20-1),
		"block nesting":  strings.Repeat("- ", 1<<19-1),
		"map nesting":    strings.Repeat("{a: ", 1<<18-1),
		"closed nesting": strings.Repeat("[", 9000) + strings.Repeat("]", 9000),
		"many values":    "kind: Post\nid: a\ntags: [" + strings.Repeat("a,", 1<<19-100) + "]",
		"many keys":      "kind: Post\nid: a\nseo:\n" + manyKeys(60_000),
		"many documents": strings.Repeat("---\na: b\n", 100_000),
		"quotes":         strings.Repeat("\"a\" ", 1<<18-1),
		"anchors":        "kind: Post\nid: a\ntags:\n" + manyAnchors(40_000),
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			findings := findingsOf(t, tree("a.yaml", text), Limits{})
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if len(findings) == 0 {
				t.Error("no finding")
			}
			if spent := after.TotalAlloc - before.TotalAlloc; spent > 500<<20 {
				t.Errorf("allocated %d MiB", spent>>20)
			}
			if took > time.Minute {
				t.Errorf("took %s", took)
			}
			t.Logf("%s, %d MiB, %d findings", took.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20, len(findings))
		})
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  key%d: a\n", i)
	}
	return b.String()
}

func deepKeys(n int) string {
	return strings.TrimPrefix(strings.Repeat("{"+strings.Repeat("k", 30)+": ", n), "{")
}

func manyAnchors(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  - &a%d a\n", i)
	}
	return b.String()
}

func TestTextThatIsNot(t *testing.T) {
	for _, test := range []struct{ name, data, want string }{
		{"Latin-1", "kind: Post\nid: a\nchannels: [b]\ntext: été \xe9t\xe9\n",
			"a.yaml:4:11: fatal error invalid-utf8: byte 0xe9 is not UTF-8 text\n    | text: été \uFFFDt\uFFFD\n    hint: save the file as UTF-8\n"},
		{"UTF-16", "\xff\xfek\x00i\x00", "a.yaml:1:1: fatal error invalid-utf8: the file is text in UTF-16\n    hint: save the file as UTF-8\n"},
		{"NUL", "kind: Post\n\x00\n", "a.yaml:2:1: fatal error invalid-utf8: the control character 0x00 is not text\n    | \x00\n    hint: remove it\n"},
		{"byte order mark and CRLF", "\xef\xbb\xbfkind: Post\r\nid: a\r\nchannels: [b]\r\ntext: |\r\n  One\r\n  Two\r\n", ""},
		{"column behind a byte order mark", "\xef\xbb\xbf{kind: Post, id: A, channels: [b]}\r\n",
			"a.yaml:1:18: fatal error bad-id: id: got \"A\", want an id of lower-case letters, digits and dashes, such as winter-2026\n" +
				"    in Post A\n    | {kind: Post, id: A, channels: [b]}\n    hint: did you mean a?\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := show(findingsOf(t, tree("a.yaml", test.data), Limits{})); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestFileThatGrewWhileReadIsRefused(t *testing.T) {
	fsys := growing{tree("huge.yaml", strings.Repeat("#", 2<<20))}
	got := lines(findingsOf(t, fsys, Limits{}))
	if want := "huge.yaml too-large\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// growing tells a size that is too small.
type growing struct{ fs.FS }

func (g growing) Open(name string) (fs.File, error) {
	f, err := g.FS.Open(name)
	if err != nil || name != "huge.yaml" {
		return f, err
	}
	return smallFile{f}, nil
}

type smallFile struct{ fs.File }

func (f smallFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	return hugeInfo{info, 10}, err
}

func TestLineAndColumnCountCharacters(t *testing.T) {
	data := []byte("é\nàb\n")
	line, col := lineCol(data, bytes.IndexByte(data, 'b'))
	if line != 2 || col != 2 {
		t.Errorf("got %d:%d, want 2:2", line, col)
	}
}
