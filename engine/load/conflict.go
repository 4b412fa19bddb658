package load

import "bytes"

// conflicts reports each place where git could not merge two versions and nobody
// has chosen yet. Below a text's front matter it would pass for text.
func (f *file) conflicts(data []byte) (found bool) {
	begin, middle, end := []byte("<<<<<<< "), []byte("======="), []byte(">>>>>>> ")
	if !bytes.Contains(data, begin) {
		return false
	}
	line, from, divided := 0, 0, false
	for text := range bytes.Lines(data) {
		line++
		switch {
		case bytes.HasPrefix(text, begin):
			from, divided = line, false
		case from > 0 && string(bytes.TrimRight(text, "\r\n")) == string(middle):
			divided = true
		case divided && bytes.HasPrefix(text, end):
			f.report(from, 1, ruleMergeConflict, "a conflict of git that nobody has solved",
				"keep what is right of both versions, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>")
			from, divided, found = 0, false, true
		}
	}
	return found
}
