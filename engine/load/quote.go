package load

import (
	"io/fs"
	"strings"

	"galley/engine"
)

// Quote gives findings of later stages the line they speak of, as Tree does for
// its own. The prefix is that of Options.
func Quote(files fs.FS, prefix string, list []engine.Finding) {
	(&loader{fsys: files, prefix: prefix, findings: list}).quoteLines()
}

// Lines returns a function that tells the line of a place in content that was
// read with a prefix, "" if there is none. It keeps the file it was asked about
// last.
func Lines(files fs.FS, prefix string) func(engine.Pos) string {
	l := &loader{fsys: files, prefix: prefix}
	var lines [][]byte
	file := ""
	return func(at engine.Pos) string {
		if at.File != file {
			file, lines = at.File, l.lines(at.File)
		}
		if at.Line < 1 || at.Line > len(lines) {
			return ""
		}
		return strings.ToValidUTF8(strings.TrimRight(string(lines[at.Line-1]), "\r"), "\uFFFD")
	}
}
