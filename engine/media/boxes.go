package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// maxMovieBox is the most that is held in memory of a video: the box with its
// index.
const maxMovieBox = 64 << 20

// boxes reads an ISO base media file (ISO/IEC 14496-12) and blanks the boxes
// that hold descriptions, positions and XMP: each becomes free space of the same
// size, so that nothing moves.
type boxes struct {
	from  io.Reader
	ready []byte // to be read next
	copy  int64  // then this much as it is; below 0 all that is left
	blank int64  // then this many zeros
	err   error
}

// Read implements io.Reader.
func (b *boxes) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for {
		switch {
		case len(b.ready) > 0:
			n := copy(p, b.ready)
			b.ready = b.ready[n:]
			return n, nil
		case b.err != nil:
			return 0, b.err
		case b.copy != 0:
			return b.through(p)
		case b.blank > 0:
			return b.blanked(p)
		}
		b.ready, b.err = b.next()
	}
}

func (b *boxes) through(p []byte) (int, error) {
	if b.copy > 0 {
		p = p[:min(int64(len(p)), b.copy)]
	}
	n, err := b.from.Read(p)
	if b.copy > 0 {
		b.copy -= int64(n)
	}
	if errors.Is(err, io.EOF) {
		b.err, err = err, nil // what is cut off is so on the network too
		b.copy, b.blank = 0, 0
		if n == 0 {
			err = io.EOF
		}
	}
	return n, err
}

func (b *boxes) blanked(p []byte) (int, error) {
	p = p[:min(int64(len(p)), b.blank)]
	n, err := io.ReadFull(b.from, p)
	clear(p[:n])
	b.blank -= int64(n)
	if err != nil {
		b.err, b.blank = io.EOF, 0
		if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			b.err = err
		}
	}
	if n == 0 {
		return 0, b.err
	}
	return n, nil
}

// next reads the head of a box at the top of the file, and all of the one that
// holds the index.
func (b *boxes) next() ([]byte, error) {
	head := make([]byte, 16)
	n, err := io.ReadFull(b.from, head[:8])
	if err != nil {
		return head[:n], ended(err)
	}
	size, head := int64(binary.BigEndian.Uint32(head)), head[:8]
	if size == 1 {
		n, err := io.ReadFull(b.from, head[8:16])
		head = head[:8+n]
		if err != nil {
			return head, ended(err)
		}
		size = int64(min(binary.BigEndian.Uint64(head[8:]), 1<<62))
	}
	left := size - int64(len(head))
	name := string(head[4:8])
	switch {
	case size == 0: // up to the end of the file
		left = -1
	case left < 0:
		return nil, fmt.Errorf("the box %q is shorter than its head", name)
	}
	switch {
	case tells(name):
		copy(head[4:], "free")
		b.blank = left
		if left < 0 {
			b.blank = MaxBytes + 1
		}
	case name == "moov":
		return b.movie(head, left)
	default:
		b.copy = left
	}
	return head, nil
}

func ended(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return io.EOF
	}
	return err
}

func (b *boxes) movie(head []byte, left int64) ([]byte, error) {
	if left < 0 || left > maxMovieBox {
		return nil, fmt.Errorf("the index of the video has more than %d MB", maxMovieBox>>20)
	}
	buffer := bytes.NewBuffer(head)
	n, err := io.CopyN(buffer, b.from, left)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	box := buffer.Bytes()
	if n == left {
		blankBoxes(box[len(head):])
	}
	return box, err
}

// tells reports whether a box holds what readers are not shown.
func tells(name string) bool { return name == "udta" || name == "meta" || name == "uuid" }

// blankBoxes blanks the boxes of a list and of those that hold others.
func blankBoxes(list []byte) {
	for len(list) >= 8 {
		size, head := uint64(binary.BigEndian.Uint32(list)), 8
		if size == 1 && len(list) >= 16 {
			size, head = binary.BigEndian.Uint64(list[8:]), 16
		}
		if size < uint64(head) || size > uint64(len(list)) {
			return
		}
		switch name := string(list[4:8]); {
		case tells(name):
			copy(list[4:], "free")
			clear(list[head:size])
		case name == "trak" || name == "mdia" || name == "minf":
			blankBoxes(list[head:size])
		}
		list = list[size:]
	}
}

// refuseSealed refuses pictures whose metadata cannot be taken out without
// writing them anew.
func refuseSealed(mediaType string, head []byte) error {
	if mediaType != "image/avif" && mediaType != "image/heic" {
		return nil
	}
	// The table of contents names its items in an "infe" box.
	for _, item := range []string{"Exif", "application/rdf+xml"} {
		if bytes.Contains(head, []byte(item)) {
			return fmt.Errorf("%w of %s", ErrSealed, mediaType)
		}
	}
	return nil
}

// ErrSealed is the error for a picture that holds EXIF or XMP in a form that is
// not taken out.
var ErrSealed = errors.New("holds EXIF or XMP, which cannot be taken out")
