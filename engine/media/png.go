package media

import (
	"bytes"
	"encoding/binary"
	"errors"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// stripPNG keeps the chunks that the pixels, their colours and their animation
// need.
func stripPNG(data []byte) ([]byte, found, error) {
	learned := found{}
	if !bytes.HasPrefix(data, []byte(pngSignature)) {
		return nil, learned, errors.New("the signature is missing")
	}
	c := cuts{data: data}
	at := len(pngSignature)
	c.keep(0, at)
	for {
		if at+12 > len(data) {
			return nil, learned, errCutOff
		}
		length, name := uint64(binary.BigEndian.Uint32(data[at:])), string(data[at+4:at+8])
		if length > uint64(len(data)-at-12) {
			return nil, learned, errCutOff
		}
		end := at + 12 + int(length)
		body := data[at+8 : end-4]
		switch name {
		case "eXIf":
			learned.orientation = orientation(body)
		case "iCCP":
			learned.profile = pngProfile(body)
		case "acTL":
			learned.animated = true
		}
		if keepsPNG(name) {
			c.keep(at, end)
		}
		if name == "IEND" {
			return c.result(), learned, nil
		}
		at = end
	}
}

// keepsPNG reports whether pixels are shown otherwise without a chunk. Those
// that begin with a capital are critical.
func keepsPNG(name string) bool {
	switch name {
	case "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "mDCV", "cLLI", "sBIT", "bKGD", "pHYs", "acTL", "fcTL", "fdAT":
		return true
	}
	return name[0]&0x20 == 0
}
