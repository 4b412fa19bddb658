package media

import (
	"bytes"
	"errors"
)

// Markers of a JPEG file (ITU-T T.81, table B.1).
const (
	markerSOI   = 0xd8
	markerEOI   = 0xd9
	markerSOS   = 0xda
	markerRST0  = 0xd0
	markerRST7  = 0xd7
	markerTEM   = 0x01
	markerAPP0  = 0xe0
	markerAPP1  = 0xe1
	markerAPP2  = 0xe2
	markerAPP14 = 0xee
	markerAPP15 = 0xef
	markerCOM   = 0xfe
)

// How the bodies of segments begin.
const (
	jfif     = "JFIF\x00"
	adobe    = "Adobe"
	exifHead = "Exif\x00"
	iccHead  = "ICC_PROFILE\x00"
)

var errSegment = errors.New("a segment has no length")

func begins(body []byte, with string) bool { return bytes.HasPrefix(body, []byte(with)) }

// stripJPEG keeps the segments that the pixels and their colours need, and
// nothing behind the end of the image: cameras put whole pictures and videos
// there, with metadata of their own.
func stripJPEG(data []byte) ([]byte, found, error) {
	c, learned, icc := cuts{data: data}, found{}, profileParts{}
	if len(data) < 2 {
		return nil, learned, errCutOff
	}
	c.keep(0, 2)
	for at := 2; ; {
		if at = markerAt(data, at); at == len(data) {
			return nil, learned, errCutOff
		}
		marker, start := data[at], at-1
		at++
		switch {
		case marker == markerEOI:
			c.keep(start, at)
			learned.profile = icc.joined()
			return c.result(), learned, nil
		case marker == markerTEM || marker == 0 || markerRST0 <= marker && marker <= markerSOI:
			c.keep(start, at)
			continue
		}
		if at+2 > len(data) {
			return nil, learned, errCutOff
		}
		length := int(data[at])<<8 | int(data[at+1])
		if length < 2 {
			return nil, learned, errSegment
		}
		end := at + length
		if end > len(data) {
			return nil, learned, errCutOff
		}
		body := data[at+2 : end]
		switch {
		case marker == markerAPP0 && begins(body, jfif):
			c.keepJFIF(start, end)
		case marker == markerAPP1 && learned.orientation == 0:
			learned.orientation = jpegOrientation(body)
		case marker == markerAPP2 && begins(body, iccHead):
			icc.add(body[len(iccHead):])
			c.keep(start, end)
		case marker == markerAPP14 && begins(body, adobe):
			c.keep(start, end)
		case markerAPP0 <= marker && marker <= markerAPP15 || marker == markerCOM:
		default:
			c.keep(start, end)
		}
		at = end
		if marker == markerSOS {
			at = endOfScan(data, end)
			c.keep(end, at)
			if at == len(data) { // without an end, as some cameras write it
				learned.profile = icc.joined()
				return c.result(), learned, nil
			}
		}
	}
}

// markerAt returns where the next marker tells its kind, behind any number of
// 0xff; len(data) where there is none. Readers skip what is between segments.
func markerAt(data []byte, at int) int {
	for at < len(data) && data[at] != 0xff {
		at++
	}
	for at < len(data) && data[at] == 0xff {
		at++
	}
	return at
}

// endOfScan returns where the next marker begins that ends coded pixels.
func endOfScan(data []byte, at int) int {
	for at < len(data) {
		next := bytes.IndexByte(data[at:], 0xff)
		if next < 0 || at+next+1 >= len(data) {
			return len(data)
		}
		at += next
		switch m := data[at+1]; {
		case m == 0 || markerRST0 <= m && m <= markerRST7:
			at += 2
		case m == 0xff:
			at++
		default:
			return at
		}
	}
	return at
}

// keepJFIF takes over the segment without the thumbnail that it may hold.
func (c *cuts) keepJFIF(start, end int) {
	const whole, thumbnail = 18, 16 // of the segment with its marker; where the thumbnail's size is
	if end-start <= whole {
		c.keep(start, end)
		return
	}
	head := bytes.Clone(c.data[start : start+whole])
	head[2], head[3], head[thumbnail], head[thumbnail+1] = 0, whole-2, 0, 0
	c.insert(head)
}

// jpegOrientation reads the orientation of an EXIF segment, 0 if it has none.
func jpegOrientation(body []byte) int {
	if !begins(body, exifHead) || len(body) < len(exifHead)+1 {
		return 0
	}
	return orientation(body[len(exifHead)+1:])
}
