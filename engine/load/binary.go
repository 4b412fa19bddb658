package load

import (
	"bytes"
	"strings"
)

// otherFormat says what a file is that is no text in UTF-8, and the next step; ""
// if that cannot be told from its beginning.
func otherFormat(data []byte) (what, hint string) {
	for _, format := range []struct{ begins, what, hint string }{
		{"\xff\xfe", "the file is text in UTF-16", "save the file as UTF-8"},
		{"\xfe\xff", "the file is text in UTF-16", "save the file as UTF-8"},
		{"PK\x03\x04", "the file is a zip archive", "unpack it, and put its text files here"},
		{"%PDF-", "the file is a PDF", "copy its text into a text file"},
		{"{\\rtf", "the file is a document of a word processor", "copy its text into a text file"},
		{"\xd0\xcf\x11\xe0", "the file is a document of a word processor", "copy its text into a text file"},
		{"\x89PNG", "the file is a picture", "put it into media/ under a name that ends in .png"},
		{"\xff\xd8\xff", "the file is a picture", "put it into media/ under a name that ends in .jpg"},
		{"GIF8", "the file is a picture", "put it into media/ under a name that ends in .gif"},
		{"\x1f\x8b", "the file is compressed", "unpack it"},
	} {
		if !bytes.HasPrefix(data, []byte(format.begins)) {
			continue
		}
		if format.begins == "PK\x03\x04" && isOffice(data) {
			return "the file is a document of a word processor", "copy its text into a text file"
		}
		return format.what, format.hint
	}
	if wide(data) {
		return "the file is text in UTF-16", "save the file as UTF-8"
	}
	return "", ""
}

// isOffice reports whether a zip archive begins as documents of Word and of
// LibreOffice do.
func isOffice(data []byte) bool {
	head := string(data[:min(len(data), 400)])
	return strings.Contains(head, "[Content_Types].xml") || strings.Contains(head, "word/") || strings.Contains(head, "mimetypeapplication/vnd.oasis")
}

// wide reports whether every other byte of the beginning is zero, as in ASCII
// text in UTF-16.
func wide(data []byte) bool {
	head := data[:min(len(data), 64)&^1]
	zeros := [2]int{}
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	return len(head) >= 8 && max(zeros[0], zeros[1])*4 >= len(head)
}

// lineEnds makes lines of a file from before OS X, which ends them with a bare
// carriage return, all as long as they were.
func lineEnds(data []byte) []byte {
	if bytes.IndexByte(data, '\n') >= 0 || bytes.IndexByte(data, '\r') < 0 {
		return data
	}
	return bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
}
