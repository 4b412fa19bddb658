package site

import "bytes"

// A derived page carries a seal: the hash of its ingredients and that of the
// page without the seal. The first write of a run can tell by it that a page is
// as it was made, and made of what it would be made of now, without making it
// again.

var sealMark = []byte(`<meta name="galley" content="`)

// unsealed is what a page is made with.
const unsealed = "000000000000000000000000000000000"

// sealSize is that of two sums and a space.
const sealSize = 16 + 1 + 16

// sealAt is where the seal of a page begins, -1 if it has none.
func sealAt(page []byte) int {
	i := bytes.Index(page, sealMark)
	if i < 0 || len(page) < i+len(sealMark)+sealSize {
		return -1
	}
	return i + len(sealMark)
}

func hasSeal(page []byte) bool { return sealAt(page) >= 0 }

// seal puts the seal into the page, in place; a file without room for one
// stays as it is.
func seal(page []byte, ingredients string) []byte {
	at := sealAt(page)
	if at < 0 {
		return page
	}
	copy(page[at:], unsealed)
	copy(page[at:], ingredients+" "+sum(page))
	return page
}
