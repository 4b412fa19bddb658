package load

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"unicode/utf8"

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
}

func (f *file) report(line, col int, rule, text, hint string) {
	f.findings = append(f.findings, engine.Finding{
		Pos: engine.Pos{File: f.shown, Line: line, Col: col}, Rule: rule, Text: text, Hint: hint, Fatal: true,
	})
}

// readAll reads files on all cores. The result is in the order of names,
// incomplete once ctx is done.
func (l *loader) readAll(ctx context.Context, names []string) []*file {
	files := make([]*file, len(names))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(names)) {
		workers.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(names) {
					return
				}
				files[i] = l.read(ctx, names[i])
			}
		})
	}
	workers.Wait()
	return files
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

// read turns one file into documents. It is safe to call concurrently.
func (l *loader) read(ctx context.Context, name string) *file {
	f := l.file(name)
	data, ok := l.text(f)
	if !ok {
		return f
	}
	switch formOf(name) {
	case formYAML:
		l.yaml(f, data)
	case formMarkdown:
		l.markdown(f, data)
	case formCUE:
		l.cue(ctx, f, data)
	}
	return f
}

// byteOrderMark is what some editors write before everything else.
const byteOrderMark = "\xef\xbb\xbf"

// text reads a file that is within the limits and is text.
func (l *loader) text(f *file) ([]byte, bool) {
	data, ok := l.bytes(f)
	if !ok {
		return nil, false
	}
	if l.spent.bytes.Add(int64(len(data))) > l.limits.TotalBytes {
		return nil, false // told once, by tooMuch
	}
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	if i := invalid(data); i >= 0 {
		line, col := lineCol(data, i)
		f.report(line, col, ruleInvalidUTF8, fmt.Sprintf("byte 0x%02x is not UTF-8 text", data[i]), "save the file as UTF-8")
		return nil, false
	}
	if i := bytes.IndexFunc(data, isControl); i >= 0 {
		line, col := lineCol(data, i)
		f.report(line, col, ruleInvalidUTF8, fmt.Sprintf("the control character 0x%02x is not text", data[i]), "remove it")
		return nil, false
	}
	return data, true
}

// bytes reads a file of bounded size. A larger one is refused from its size,
// unread.
func (l *loader) bytes(f *file) ([]byte, bool) {
	most := l.limits.FileBytes
	if formOf(f.name) == formCUE {
		most = min(most, l.limits.CUEBytes)
	}
	in, err := l.fsys.Open(f.name)
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
		buf := bytes.NewBuffer(make([]byte, 0, length+bytes.MinRead))
		_, err = buf.ReadFrom(io.LimitReader(in, most+1)) // it may have grown since
		data = buf.Bytes()
		length = max(length, int64(len(data)))
	}
	switch {
	case err != nil:
		f.report(0, 0, ruleUnreadable, fmt.Sprintf("read: %v", reason(err)), "")
		return nil, false
	case length > most:
		f.report(0, 0, ruleTooLarge, fmt.Sprintf("the file has %s, want at most %s", size(length), size(most)),
			"split it, or move what is not content elsewhere")
		return nil, false
	}
	return data, true
}

// isControl tells what no text holds and no YAML may.
func isControl(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f }

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
	return documents
}

// A document is one object as it was written, with the places of its keys for
// as long as it is checked.
type document struct {
	object  *schema.Object
	id      any // as written; nil if it is not
	keys    []keyPlace
	written []written
	before  int  // how many findings the file had
	partial bool // building it was stopped: what is missing says nothing
	valid   bool
}

// A written number is one that would be printed in another way: 3.10 is 3.1.
type written struct{ path, text string }

type keyPlace struct {
	path      string
	line, col int
}
