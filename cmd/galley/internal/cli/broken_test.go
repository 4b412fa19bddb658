package cli_test

import (
	"archive/zip"
	"bytes"
	bytesof "encoding/binary"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"galley/cmd/galley/internal/cli"
	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/providers"
)

// The newsroom that the cases of testdata/broken stand in. A file of a case
// takes the place of one with its name.
var brokenBase = map[string]string{
	"galley.yaml": "kind: Project\nid: town\nzone: Europe/Paris\nlanguages: [en]\nrecord: {id: r1}\n",
	"channels.yaml": "kind: Channel\nid: blog\nnetwork: site\nurl: https://town.example\ntarget: {dir: public}\n---\n" +
		"kind: Channel\nid: toots\nnetwork: mastodon\nhandle: \"@town\"\n---\n" +
		"kind: Channel\nid: sky\nnetwork: bluesky\nhandle: town.example\n",
	"winter.yaml":    "kind: Campaign\nid: winter\nfrom: 2026-12-01\nto: 2026-12-31\n",
	"media/rink.png": string(madeFile("png 40x30")),
}

// TestBrokenFilesAreBlamedWhereTheyAreBroken holds every case of testdata/broken
// to the places that its author marked, and to its golden output. A mark such as
// ⟦unknown-field⟧ stands before the character that a finding with this rule must
// be at, and is taken out before the file is read; every finding must have a mark
// and every mark a finding. Lines of the head that begin with @ say what an
// archive cannot hold:
//
//	@want FILE[:LINE:COL] RULE   a finding in a file without marks
//	@encode FILE ENCODING        the file is written in another encoding
//	@make FILE WHAT              a file that is no text
//
// The golden part can be rewritten with -update; the marks cannot.
func TestBrokenFilesAreBlamedWhereTheyAreBroken(t *testing.T) {
	t.Parallel()
	archives, err := filepath.Glob("testdata/broken/*.txtar")
	if err != nil || len(archives) < 100 {
		t.Fatalf("%d cases (%v), want at least 100", len(archives), err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			c := readCase(t, name)
			findings := validated(t, c.dir)
			if got := places(findings); !slices.Equal(got, c.want) {
				t.Errorf("found at\n  %s\nmarked at\n  %s", strings.Join(got, "\n  "), strings.Join(c.want, "\n  "))
			}
			c.golden(t, findings)
		})
	}
}

func (c brokenCase) golden(t *testing.T, findings []engine.Finding) {
	t.Helper()
	var text bytes.Buffer
	if err := view.Findings(&text, view.Style{}, findings); err != nil {
		t.Fatal(err)
	}
	got := strings.TrimRight(text.String(), "\n") + "\n"
	if *update {
		keepWant(t, c.path, got)
	} else if got != c.output {
		t.Errorf("findings:\n%s\nwant:\n%s", got, c.output)
	}
}

// A brokenCase is one archive, unpacked.
type brokenCase struct {
	path, dir string
	want      []string // "file:line:col rule", sorted
	output    string
}

var mark = regexp.MustCompile(`⟦([a-z0-9-]+)⟧`)

func readCase(t *testing.T, name string) brokenCase {
	t.Helper()
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	c := brokenCase{path: name, dir: t.TempDir()}
	files := map[string][]byte{}
	for file, text := range brokenBase {
		files[file] = []byte(text)
	}
	for _, f := range archive.Files {
		if f.Name == "want" {
			c.output = string(f.Data)
			continue
		}
		text, marked := unmark(f.Name, string(f.Data))
		files[f.Name], c.want = []byte(text), append(c.want, marked...)
	}
	c.directives(t, string(archive.Comment), files)
	slices.Sort(c.want)
	for _, file := range slices.Sorted(maps.Keys(files)) {
		writeFile(t, filepath.Join(c.dir, file), files[file])
	}
	return c
}

func writeFile(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// unmark takes the marks out of a text and says where they were.
func unmark(file, text string) (plain string, marked []string) {
	var b strings.Builder
	for {
		at := mark.FindStringSubmatchIndex(text)
		if at == nil {
			b.WriteString(text)
			return b.String(), marked
		}
		b.WriteString(text[:at[0]])
		before := b.String()
		line := before[strings.LastIndexByte(before, '\n')+1:]
		marked = append(marked, fmt.Sprintf("%s:%d:%d %s", file, 1+strings.Count(before, "\n"), 1+utf8.RuneCountInString(line), text[at[2]:at[3]]))
		text = text[at[1]:]
	}
}

func (c *brokenCase) directives(t *testing.T, comment string, files map[string][]byte) {
	t.Helper()
	for line := range strings.Lines(comment) {
		words := strings.Fields(line)
		switch {
		case len(words) == 3 && words[0] == "@want":
			c.want = append(c.want, words[1]+" "+words[2])
		case len(words) == 3 && words[0] == "@encode":
			files[words[1]] = encoded(t, string(files[words[1]]), words[2])
		case len(words) >= 3 && words[0] == "@make":
			files[words[1]] = madeFile(strings.Join(words[2:], " "))
		case strings.HasPrefix(line, "@"):
			t.Fatalf("no such line: %s", line)
		}
	}
}

func encoded(t *testing.T, text, encoding string) []byte {
	t.Helper()
	switch encoding {
	case "bom":
		return []byte("\ufeff" + text)
	case "crlf":
		return []byte(strings.ReplaceAll(text, "\n", "\r\n"))
	case "cr":
		return []byte(strings.ReplaceAll(text, "\n", "\r"))
	case "windows-1252":
		var b []byte
		for _, r := range text {
			b = append(b, byte(r)) // of Latin-1, which has its accents at the same places
		}
		return b
	case "utf-16le-bare":
		b, _ := bytesof.Append(nil, bytesof.LittleEndian, utf16.Encode([]rune(text)))
		return b
	case "utf-16le":
		b, _ := bytesof.Append(nil, bytesof.LittleEndian, utf16.Encode([]rune("\ufeff"+text)))
		return b
	case "utf-16be":
		b, _ := bytesof.Append(nil, bytesof.BigEndian, utf16.Encode([]rune("\ufeff"+text)))
		return b
	}
	t.Fatalf("no such encoding: %s", encoding)
	return nil
}

// madeFile is a file that is no text; nil for what nobody can make.
func madeFile(what string) []byte {
	var b bytes.Buffer
	kind, size, _ := strings.Cut(what, " ")
	switch kind {
	case "png":
		var w, h int
		fmt.Sscanf(size, "%dx%d", &w, &h)
		_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))) // into memory: cannot fail
	case "zip", "word":
		inside := map[string]string{"zip": "calendar/week.yaml", "word": "word/document.xml"}[kind]
		archive := zip.NewWriter(&b)
		_, _ = archive.Create(inside)
		_ = archive.Close()
	case "pdf":
		b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
	}
	return b.Bytes()
}

// validated runs galley validate over a folder, and returns what it found.
func validated(t *testing.T, dir string) []engine.Finding {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env := cli.Env{Args: []string{"--format", "json", "validate"}, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
		Getenv: func(string) string { return "" }, Now: func() time.Time { return time.Date(2026, 12, 1, 11, 0, 0, 0, time.UTC) },
		Dir: dir, Providers: providers.All()}
	code := cli.Main(t.Context(), env)
	var result view.FindingsJSON
	if err := json.Unmarshal(stdout.Bytes(), &result); err != nil || stderr.Len() > 0 {
		t.Fatalf("exit %d, %v, stderr: %s", code, err, stderr.String())
	}
	return result.Findings
}

// places says where findings are, sorted.
func places(list []engine.Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, f.Pos.String()+" "+f.Rule)
	}
	slices.Sort(out)
	return out
}
