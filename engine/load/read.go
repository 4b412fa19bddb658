package load

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"galley/engine"
	"galley/schema"
)

// A file is what came of one file.
type file struct {
	name      string // below the content root
	shown     string // in the repository
	findings  []engine.Finding
	documents []*document
	rules     []byte // the source, if it holds house rules
	taken     bool   // by the judge: the rest is empty until it is asked

	info fs.FileInfo // before it was read; nil without a memory
	sum  string      // SHA-256 of the bytes; empty if they were not read
}

func (f *file) report(line, col int, rule, text, hint string) {
	f.findings = append(f.findings, engine.Finding{
		Pos: engine.Pos{File: f.shown, Line: line, Col: col}, Rule: rule, Text: text, Hint: hint, Fatal: true,
	})
}

// readAll reads files on all cores. The result is in the order of names,
// incomplete once ctx is done.
func (l *loader) readAll(ctx context.Context, names []string) []*file {
	if l.judge != nil {
		return l.readAndJudge(ctx, names)
	}
	files := make([]*file, len(names))
	l.each(len(names), func(h *hand, i int) { files[i] = h.read(ctx, names[i]) })
	return files
}

// each calls f for 0 to n-1 on all cores.
func (l *loader) each(n int, f func(h *hand, i int)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		workers.Go(func() {
			h := &hand{loader: l}
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(h, i)
			}
		})
	}
	workers.Wait()
}

func (l *loader) file(name string) *file { return &file{name: name, shown: l.shown(name)} }

// tooMuch reports that the files together have more text than the limit. Which
// of them was the first beyond it depends on the order in which they were read.
func (l *loader) tooMuch() {
	if l.spent.bytes.Load() > l.limits.TotalBytes {
		l.incomplete = true
		l.report(engine.Pos{File: l.shown(".")}, ruleTooLarge,
			fmt.Sprintf("the content has more than %s of text", size(l.limits.TotalBytes)), "move what is not content elsewhere")
	}
}

// A hand reads one file after the other, with the same memory. Nothing of that
// may be kept beyond a file.
type hand struct {
	*loader
	subset subset
	one    [1]*yaml.Node
	buf    bytes.Buffer
	worker *schema.RuleWorker
}

// read turns one file into documents.
func (h *hand) read(ctx context.Context, name string) *file {
	f := h.file(name)
	if ctx.Err() != nil || h.recall(f) {
		return f
	}
	data, ok := h.text(f)
	if !ok || isContent(name, data) && f.conflicts(data) {
		return f
	}
	switch formOf(name) {
	case formYAML:
		h.yaml(f, data)
	case formMarkdown:
		h.markdown(f, data)
	case formCUE:
		h.cue(ctx, f, bytes.Clone(data)) // an evaluation that is given up goes on with it
	}
	return f
}

// byteOrderMark is what some editors write before everything else.
const byteOrderMark = "\xef\xbb\xbf"

// text reads a file that is within the limits and is text. It holds until the
// next call.
func (h *hand) text(f *file) ([]byte, bool) {
	data, ok := h.bytes(f)
	if !ok {
		return nil, false
	}
	if h.spent.bytes.Add(int64(len(data))) > h.limits.TotalBytes {
		return nil, false // told once, by tooMuch
	}
	if h.memory != nil {
		f.sum = sumOf(data)
	}
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	data = lineEnds(data)
	at, text, hint := strange(data)
	if at < 0 {
		return data, true
	}
	line, col := lineCol(data, at)
	f.report(line, col, ruleInvalidUTF8, text, hint)
	return nil, false
}

// strange returns where a file stops being text, in words; -1 if it is text.
func strange(data []byte) (at int, text, hint string) {
	at, hint = invalid(data), "save the file as UTF-8"
	if at >= 0 {
		text = fmt.Sprintf("byte 0x%02x is not UTF-8 text", data[at])
	} else if at = control(data); at >= 0 {
		text, hint = fmt.Sprintf("the control character 0x%02x is not text", data[at]), "remove it"
	}
	if at < 0 {
		return -1, "", ""
	}
	if what, next := otherFormat(data); what != "" {
		return 0, what, next
	}
	return at, text, hint
}

// bytes reads a file of bounded size. A larger one is refused from its size,
// unread.
func (h *hand) bytes(f *file) ([]byte, bool) {
	most := h.limits.FileBytes
	if formOf(f.name) == formCUE {
		most = min(most, h.limits.CUEBytes)
	}
	if !utf8.ValidString(f.name) {
		f.report(0, 0, ruleUnreadable, "the name of this file is not UTF-8 text", "give it another name, of plain letters")
		return nil, false
	}
	in, err := h.fsys.Open(f.name)
	if err != nil {
		f.report(0, 0, ruleUnreadable, fmt.Sprintf("open: %v", reason(err)), "")
		return nil, false
	}
	defer in.Close() //nolint:errcheck // only read
	info, err := in.Stat()
	if err != nil {
		f.report(0, 0, ruleUnreadable, fmt.Sprintf("stat: %v", reason(err)), "")
		return nil, false
	}
	length := info.Size()
	var data []byte
	if length <= most {
		h.buf.Reset()
		_, err = h.buf.ReadFrom(io.LimitReader(in, most+1)) // it may have grown since
		data = h.buf.Bytes()
		length = max(length, int64(len(data)))
	}
	switch {
	case err != nil:
		f.report(0, 0, ruleUnreadable, fmt.Sprintf("read: %v", reason(err)), "")
		return nil, false
	case length > most:
		f.report(0, 0, ruleTooLarge, fmt.Sprintf("the file has %s, want at most %s", sizeAbove(length, most), size(most)),
			"split it, or move what is not content elsewhere")
		return nil, false
	}
	return data, true
}

// control returns the offset of the first character that no text holds and no
// YAML may, -1 if there is none.
func control(data []byte) int {
	for i, c := range data {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			return i
		}
	}
	return -1
}

// invalid returns the offset of the first byte that is not UTF-8, -1 if all is.
func invalid(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return -1
}

// lineCol counts from 1; columns are characters.
func lineCol(data []byte, offset int) (line, col int) {
	before := data[:offset]
	line = 1 + bytes.Count(before, []byte("\n"))
	return line, 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
}

// sizeAbove is size for a number of bytes beyond a bound, exact where rounding
// would show the two as the same.
func sizeAbove(n, bound int64) string {
	if size(n) == size(bound) {
		return fmt.Sprintf("%d bytes", n)
	}
	return size(n)
}

// size writes a number of bytes for people.
func size(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.3g MiB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.3g KiB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}

// collect joins what the files brought, in their order.
func (l *loader) collect(files []*file) []*document {
	var documents []*document
	for _, f := range files {
		l.findings = append(l.findings, f.findings...)
		documents = append(documents, f.documents...)
	}
	for _, d := range documents {
		d.sound = d.valid
	}
	return documents
}

// A document is one object as it was written, with the places of its keys for
// as long as it is checked.
type document struct {
	object  *schema.Object
	id      any // as written; nil if it is not
	keys    []keyPlace
	written []written
	lost    []lostHashtag
	before  int  // how many findings the file had
	partial bool // building it was stopped: what is missing says nothing
	sound   bool // valid, were it the only one
	valid   bool
	flawed  bool             // valid, once what is wrong in it was left out
	known   bool             // from memory, and not whole
	house   []engine.Finding // by the rules of the content
}

// A written number is one that would be printed in another way: 3.10 is 3.1.
type written struct{ path, text string }

type keyPlace struct {
	path      string
	line, col int
}
