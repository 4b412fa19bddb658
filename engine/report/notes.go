package report

import "bytes"

// The lines between these two belong to people.
const (
	notesBegin = "<!-- notes -->"
	notesEnd   = "<!-- /notes -->"
)

// Merge returns fresh with the notes that people wrote into old. Where old has
// lost its closing mark, everything after the opening one is kept: better too
// much than a note lost. Without an opening mark, or without a place for the
// notes in fresh, fresh is returned as it is.
func Merge(old, fresh []byte) []byte {
	kept, found := notesOf(old)
	if !found {
		return fresh
	}
	at := lineIndex(fresh, notesBegin)
	if at < 0 {
		return fresh
	}
	from := at + len(notesBegin)
	length := lineIndex(fresh[from:], notesEnd)
	if length < 0 {
		return fresh
	}
	merged := make([]byte, 0, len(fresh)+len(kept))
	merged = append(merged, fresh[:from]...)
	merged = append(merged, kept...)
	return append(merged, fresh[from+length:]...)
}

// Commentary returns what people wrote between the marks of a document, as Markdown;
// empty while only the hint stands there.
func Commentary(text []byte) string {
	kept, _ := notesOf(text)
	notes := string(bytes.TrimSpace(kept))
	if notes == english().notesHint || notes == french().notesHint {
		return ""
	}
	return notes
}

// notesOf returns what stands between the marks, with the line ends around it.
func notesOf(text []byte) ([]byte, bool) {
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	at := lineIndex(text, notesBegin)
	if at < 0 {
		return nil, false
	}
	kept := text[at+len(notesBegin):]
	if end := lineIndex(kept, notesEnd); end >= 0 {
		return kept[:end], true
	}
	return append(bytes.TrimRight(kept, "\n"), '\n'), true
}

// lineIndex returns where the line that consists of mark begins, -1 if none does.
func lineIndex(text []byte, mark string) int {
	for from := 0; from <= len(text); {
		line, _, _ := bytes.Cut(text[from:], []byte("\n"))
		if string(bytes.TrimSpace(line)) == mark {
			return from + bytes.Index(line, []byte(mark))
		}
		from += len(line) + 1
	}
	return -1
}
