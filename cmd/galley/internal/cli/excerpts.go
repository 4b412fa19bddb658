package cli

import (
	"io/fs"
	"strings"

	"galley/engine"
)

// maxQuoted is how large a file may be to be quoted from.
const maxQuoted = 1 << 20

// quote gives every finding the line it is about.
func quote(files fs.FS, prefix string, list []engine.Finding) {
	lines := map[string][]string{}
	for i := range list {
		f := &list[i]
		if f.Excerpt != "" || f.Pos.Line == 0 {
			continue
		}
		name := strings.TrimPrefix(strings.TrimPrefix(f.Pos.File, prefix), "/")
		if _, read := lines[name]; !read {
			lines[name] = linesOf(files, name)
		}
		if f.Pos.Line <= len(lines[name]) {
			f.Excerpt = strings.TrimRight(lines[name][f.Pos.Line-1], "\r")
		}
	}
}

// linesOf returns the lines of a file, none if it cannot be quoted from.
func linesOf(files fs.FS, name string) []string {
	info, err := fs.Stat(files, name)
	if err != nil || info.Size() > maxQuoted {
		return nil
	}
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil
	}
	return strings.Split(string(data), "\n")
}
