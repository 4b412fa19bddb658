package media

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// Flags of a VP8X chunk (RFC 9649, 2.7.1).
const (
	webpAnimated = 0x02
	webpXMP      = 0x04
	webpEXIF     = 0x08
)

const webpHeader = 12

// stripWebP keeps the chunks that the pixels, their colours and their animation
// need.
func stripWebP(data []byte) ([]byte, found, error) {
	learned := found{}
	if len(data) < webpHeader || string(data[:4]) != "RIFF" || string(data[8:webpHeader]) != "WEBP" {
		return nil, learned, errors.New("the header is missing")
	}
	end := uint64(binary.LittleEndian.Uint32(data[4:])) + 8
	if end > uint64(len(data)) {
		return nil, learned, errCutOff
	}
	out := append(make([]byte, 0, end), data[:webpHeader]...)
	for at := uint64(webpHeader); at < end; {
		if at+8 > end {
			return nil, learned, errCutOff
		}
		length := uint64(binary.LittleEndian.Uint32(data[at+4:]))
		if length > end-at-8 {
			return nil, learned, errCutOff
		}
		next := min(at+8+length+length&1, end)
		body := data[at+8 : at+8+length]
		switch string(data[at : at+4]) {
		case "EXIF":
			learned.orientation = webpOrientation(body)
		case "ICCP":
			learned.profile = body
			out = append(out, data[at:next]...)
		case "ALPH", "VP8 ", "VP8L", "ANIM", "ANMF":
			out = append(out, data[at:next]...)
		case "VP8X":
			if len(body) < 10 {
				return nil, learned, errCutOff
			}
			learned.animated = body[0]&webpAnimated != 0
			flags := len(out) + 8
			out = append(out, data[at:next]...)
			out[flags] &^= webpEXIF | webpXMP
		}
		at = next
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	if bytes.Equal(out, data) {
		return data, learned, nil
	}
	return out, learned, nil
}

// webpOrientation reads EXIF data, in front of which some programs put the head
// that it has in a JPEG file.
func webpOrientation(body []byte) int {
	if o := jpegOrientation(body); o != 0 {
		return o
	}
	return orientation(body)
}
