package media

import (
	"bytes"
	"errors"
	"fmt"
)

// found is what stripping learns of a picture on its way.
type found struct {
	orientation int    // as EXIF counts; 0 or 1 is upright
	profile     []byte // ICC colour profile, nil if none
	animated    bool
}

var errCutOff = errors.New("the file is cut off")

// A picture is a file without its metadata.
type picture struct {
	data  []byte
	facts Facts
	found
}

func stripped(data []byte) (picture, error) {
	facts, err := Look(data)
	if err != nil {
		return picture{}, err
	}
	clean, learned, err := strip(data, facts.Type)
	if err != nil {
		return picture{}, fmt.Errorf("%s: %w", facts.Type, err)
	}
	return picture{clean, facts, learned}, nil
}

// strip takes the metadata out of a picture. It returns data itself if there is
// none. Other types are left alone.
func strip(data []byte, mediaType string) ([]byte, found, error) {
	switch mediaType {
	case "image/jpeg":
		return stripJPEG(data)
	case "image/png":
		return stripPNG(data)
	case "image/webp":
		return stripWebP(data)
	case "image/gif":
		return stripGIF(data)
	}
	return data, found{}, nil
}

// cuts notes which parts of a file are kept.
type cuts struct {
	data  []byte
	parts [][]byte
	kept  int // bytes of data that were kept as they are
}

// keep takes over data[from:to].
func (c *cuts) keep(from, to int) {
	c.kept += to - from
	c.parts = append(c.parts, c.data[from:to])
}

// insert adds what is not in data as it is.
func (c *cuts) insert(part []byte) { c.parts = append(c.parts, part) }

// result is data itself if all of it was kept.
func (c *cuts) result() []byte {
	if c.kept == len(c.data) {
		return c.data
	}
	return bytes.Join(c.parts, nil)
}
