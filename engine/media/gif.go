package media

import "errors"

// Blocks of a GIF file (GIF89a, appendix A).
const (
	gifImage       = 0x2c
	gifExtension   = 0x21
	gifTrailer     = 0x3b
	gifControl     = 0xf9
	gifApplication = 0xff
)

// stripGIF keeps the pictures, how long each is shown, how often all of them
// are, and the colour profile.
func stripGIF(data []byte) ([]byte, found, error) {
	learned := found{}
	if len(data) < 13 {
		return nil, learned, errCutOff
	}
	at := 13 + gifTable(data[10])
	if at > len(data) {
		return nil, learned, errCutOff
	}
	c, images := cuts{data: data}, 0
	c.keep(0, at)
	for at < len(data) {
		start, keep := at, true
		switch data[at] {
		case gifTrailer:
			c.keep(start, start+1)
			learned.animated = images > 1
			return c.result(), learned, nil
		case gifImage:
			if at+10 >= len(data) {
				return nil, learned, errCutOff
			}
			images++
			at += 10 + gifTable(data[at+9]) + 1 // with the size of the codes
		case gifExtension:
			keep = keepsGIF(data[at+1:])
			at += 2
		default:
			return nil, learned, errors.New("it holds a block of no known kind")
		}
		if at = endOfBlocks(data, at); at < 0 {
			return nil, learned, errCutOff
		}
		if keep {
			c.keep(start, at)
		}
	}
	return nil, learned, errCutOff
}

// gifTable is the length of the colour table that flags announce.
func gifTable(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// keepsGIF reports whether an extension changes what is shown.
func keepsGIF(extension []byte) bool {
	if len(extension) < 13 {
		return len(extension) > 0 && extension[0] == gifControl
	}
	switch extension[0] {
	case gifControl:
		return true
	case gifApplication:
		switch string(extension[2:13]) {
		case "NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012":
			return true
		}
	}
	return false
}

// endOfBlocks returns where a chain of sub-blocks ends, -1 if it does not.
func endOfBlocks(data []byte, at int) int {
	for at < len(data) {
		size := int(data[at])
		at += 1 + size
		if size == 0 {
			return at
		}
	}
	return -1
}
