package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/image/webp"
)

// Facts are what the head of a file tells. Width and Height are as stored: a
// picture may still have to be turned.
type Facts struct {
	Type          string // media type, without parameters
	Width, Height int    // zero where it is not known
}

// ErrEmpty is the error for a file without a byte.
var ErrEmpty = errors.New("is empty")

// Look tells the type and the dimensions of a file by its first megabyte, or all
// of it.
func Look(head []byte) (Facts, error) {
	if len(head) == 0 {
		return Facts{}, ErrEmpty
	}
	facts := Facts{Type: typeOf(head)}
	decode := dimensions(facts.Type)
	if decode == nil {
		return facts, nil
	}
	size, err := decode(bytes.NewReader(head))
	if err != nil {
		return facts, fmt.Errorf("begins like %s and cannot be read as one: %w", facts.Type, err)
	}
	facts.Width, facts.Height = size.Width, size.Height
	return facts, nil
}

func dimensions(mediaType string) func(io.Reader) (image.Config, error) {
	switch mediaType {
	case "image/png":
		return png.DecodeConfig
	case "image/jpeg":
		return jpeg.DecodeConfig
	case "image/gif":
		return gif.DecodeConfig
	case "image/webp":
		return webp.DecodeConfig
	}
	return nil
}

// typeOf tells a type by content, without parameters.
func typeOf(head []byte) string {
	if t := containerType(head); t != "" {
		return t
	}
	if len(head) >= webpHeader && string(head[:4]) == "RIFF" && string(head[8:webpHeader]) == "WEBP" {
		return "image/webp" // whatever its first chunk is
	}
	t, _, _ := strings.Cut(http.DetectContentType(head), ";")
	if t == "video/webm" && bytes.Contains(head[:min(len(head), 128)], []byte("matroska")) {
		return "video/x-matroska"
	}
	return t
}

// containerType reads the brand of an ISO base media file (ISO/IEC 14496-12),
// which pictures and videos share.
func containerType(head []byte) string {
	if len(head) < 12 || string(head[4:8]) != "ftyp" || binary.BigEndian.Uint32(head) < 12 {
		return ""
	}
	switch brand := string(head[8:12]); {
	case brand == "avif" || brand == "avis":
		return "image/avif"
	case brand == "mif1" || brand == "msf1" || strings.HasPrefix(brand, "he"):
		return heifType(head)
	case brand == "qt  ":
		return "video/quicktime"
	case strings.HasPrefix(brand, "M4A") || strings.HasPrefix(brand, "M4B"):
		return "audio/mp4"
	}
	return "video/mp4"
}

// heifType looks at the compatible brands: AVIF files may name the general
// brand first.
func heifType(head []byte) string {
	end := min(int(min(binary.BigEndian.Uint32(head), 1024)), len(head))
	for i := 16; i+4 <= end; i += 4 {
		if brand := string(head[i : i+4]); brand == "avif" || brand == "avis" {
			return "image/avif"
		}
	}
	return "image/heic"
}

// TypesOf lists what a file of an extension, without its dot and in lower case,
// may hold; an extension that is not listed may hold anything.
func TypesOf(extension string) ([]string, bool) {
	switch extension {
	case "png":
		return []string{"image/png"}, true
	case "jpg", "jpeg":
		return []string{"image/jpeg"}, true
	case "gif":
		return []string{"image/gif"}, true
	case "webp":
		return []string{"image/webp"}, true
	case "avif":
		return []string{"image/avif"}, true
	case "heic", "heif":
		return []string{"image/heic"}, true
	case "mp4", "m4v":
		return []string{"video/mp4"}, true
	case "mov":
		return []string{"video/quicktime"}, true
	case "webm":
		return []string{"video/webm"}, true
	}
	return nil, false
}

// ExtensionOf returns the usual extension of a media type, without its dot;
// empty if there is none.
func ExtensionOf(mediaType string) string {
	for _, extension := range []string{"png", "jpg", "gif", "webp", "avif", "heic", "mp4", "mov", "webm"} {
		if types, _ := TypesOf(extension); slices.Contains(types, mediaType) {
			return extension
		}
	}
	return ""
}
