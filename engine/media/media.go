// Package media makes of a file of the content the bytes that are sent: without
// metadata, upright and, where asked for, small enough. Files and bounds travel
// in, bytes and facts travel out.
//
// EXIF, GPS positions, XMP, comments and whatever follows the end of a picture
// are taken out of JPEG, PNG, WebP and GIF without decoding their pixels; colour
// profiles stay. In MP4 and QuickTime files the boxes that hold descriptions and
// positions are blanked in place; tracks of timed metadata stay. AVIF and HEIC
// files with EXIF or XMP are refused, other types are left as they are.
//
// What is decoded and encoded again is computed in whole numbers alone, so that
// one file gives the same bytes on every machine.
package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Bounds of what is read.
const (
	MaxBytes        = 200 << 20 // of a file
	MaxPictureBytes = 64 << 20  // of a picture, which is held in memory
	MaxPixels       = 100_000_000
	headBytes       = 1 << 20
)

// ErrTooBig is the error for a file beyond MaxBytes or MaxPictureBytes.
var ErrTooBig = errors.New("too big")

// A Result is a file as it will be sent.
type Result struct {
	Data   []byte `json:"-"` // nil if it was not kept
	SHA256 string // hexadecimal
	Size   int64  // bytes
	Type   string // media type told by the content
	Stored string // media type of the file, which is another where a picture had to be written anew
	Width  int    // upright; zero where it is not known
	Height int
	Note   string // what people should know, such as "scaled from …"; empty if nothing
}

// Measure reads a file and tells what will be sent of it, without keeping it.
// With an error, Stored is set if it could be told. A nil Memory is none.
func Measure(ctx context.Context, r io.Reader, m Memory) (Result, error) {
	head, err := io.ReadAll(io.LimitReader(r, headBytes))
	if err != nil {
		return Result{}, err
	}
	facts, err := Look(head)
	if err != nil {
		return Result{Stored: facts.Type}, err
	}
	if isPicture(facts.Type) {
		result, err := measurePicture(head, r, m)
		result.Stored = facts.Type
		return result, err
	}
	result := Result{Type: facts.Type, Stored: facts.Type}
	if err := refuseSealed(facts.Type, head); err != nil {
		return result, err
	}
	sum := sha256.New()
	result.Size, err = copyBounded(ctx, sum, streamed(io.MultiReader(bytes.NewReader(head), r), facts.Type))
	result.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return result, err
}

// Open returns the bytes that Measure measured, and their SHA-256 where it is
// known before they were read: that of a picture.
func Open(r io.Reader) (sent io.Reader, sha256 string, err error) {
	head, err := io.ReadAll(io.LimitReader(r, headBytes))
	if err != nil {
		return nil, "", err
	}
	facts, err := Look(head)
	if err != nil {
		return nil, "", err
	}
	if !isPicture(facts.Type) {
		r = io.MultiReader(bytes.NewReader(head), r)
		return streamed(r, facts.Type), "", refuseSealed(facts.Type, head)
	}
	data, err := whole(head, r)
	if err != nil {
		return nil, "", err
	}
	result, err := Clean(data)
	if err != nil {
		return nil, "", err
	}
	return bytes.NewReader(result.Data), result.SHA256, nil
}

// isPicture reports whether a type is held in memory as a whole.
func isPicture(mediaType string) bool {
	switch mediaType {
	case "image/jpeg", "image/png", "image/webp", "image/gif":
		return true
	}
	return false
}

// measurePicture decodes only what has to be turned and was not before.
func measurePicture(head []byte, rest io.Reader, m Memory) (Result, error) {
	data, err := whole(head, rest)
	if err != nil {
		return Result{}, err
	}
	found, err := stripped(data)
	switch {
	case err != nil:
		return Result{}, err
	case found.orientation <= upright:
		result := finished(found.data, found.facts)
		result.Data = nil
		return result, nil
	}
	sum := sha256.Sum256(found.data)
	key := keyOf("turn", hex.EncodeToString(sum[:]), strconv.Itoa(found.orientation))
	return recalled(m, key, found.turned)
}

// whole is all of a picture, whose head was read.
func whole(head []byte, rest io.Reader) ([]byte, error) {
	if len(head) < headBytes {
		return head, nil
	}
	buffer := bytes.NewBuffer(head)
	n, err := buffer.ReadFrom(io.LimitReader(rest, MaxPictureBytes-int64(len(head))+1))
	if err == nil && n+int64(len(head)) > MaxPictureBytes {
		err = fmt.Errorf("a picture of more than %d MB: %w", MaxPictureBytes>>20, ErrTooBig)
	}
	return buffer.Bytes(), err
}

// MeasureFit tells what Fit makes of a file, of which Measure told as it is.
func MeasureFit(r io.Reader, as Result, b Bounds, m Memory) (Result, error) {
	return recalled(m, keyOf("fit", as.SHA256, as.Stored, fmt.Sprint(b)), func() (Result, error) { return FitFrom(r, b) })
}

// FitFrom is Fit for a file that is read as far as a picture may be long.
func FitFrom(r io.Reader, b Bounds) (Result, error) {
	head, err := io.ReadAll(io.LimitReader(r, headBytes))
	if err != nil {
		return Result{}, err
	}
	data, err := whole(head, r)
	if err != nil {
		return Result{}, err
	}
	return Fit(data, b)
}

// streamed takes the metadata out of what is too large to hold.
func streamed(r io.Reader, mediaType string) io.Reader {
	switch mediaType {
	case "video/mp4", "video/quicktime", "audio/mp4":
		return &boxes{from: r}
	}
	return r
}

func copyBounded(ctx context.Context, to io.Writer, from io.Reader) (int64, error) {
	var size int64
	for size <= MaxBytes {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		n, err := io.CopyN(to, from, headBytes)
		size += n
		if errors.Is(err, io.EOF) {
			return size, nil
		}
		if err != nil {
			return 0, err
		}
	}
	return 0, fmt.Errorf("a file of more than %d MB: %w", MaxBytes>>20, ErrTooBig)
}

// Clean returns a picture without metadata and upright. Its pixels are encoded
// again only where they have to be turned.
func Clean(data []byte) (Result, error) {
	found, err := stripped(data)
	switch {
	case err != nil:
		return Result{}, err
	case found.orientation > upright:
		return found.turned()
	}
	return finished(found.data, found.facts), nil
}

// finished hashes what is sent.
func finished(data []byte, facts Facts) Result {
	sum := sha256.Sum256(data)
	return Result{Data: data, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data)),
		Type: facts.Type, Stored: facts.Type, Width: facts.Width, Height: facts.Height}
}
