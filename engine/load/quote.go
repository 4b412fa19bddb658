package load

import (
	"io/fs"

	"galley/engine"
)

// Quote gives findings of later stages the line they speak of, as Tree does for
// its own. The prefix is that of Options.
func Quote(files fs.FS, prefix string, list []engine.Finding) {
	(&loader{fsys: files, prefix: prefix, findings: list}).quoteLines()
}
