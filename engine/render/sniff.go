package render

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"

	"golang.org/x/image/webp"

	"galley/engine"
)

// identify tells the type and the dimensions of a file by its head, and whether
// its name agrees.
func identify(m *engine.Media, head []byte) *mediaProblem {
	if len(head) == 0 {
		return &mediaProblem{RuleMediaMismatch, fmt.Sprintf("%q is empty", m.File), "export it again"}
	}
	m.Type = mediaType(head)
	extension := strings.ToLower(strings.TrimPrefix(path.Ext(m.File), "."))
	if known, ok := typesOf(extension); ok && !slices.Contains(known, m.Type) {
		text := fmt.Sprintf("%q is not what its name says: its content is %s", m.File, m.Type)
		if right := extensionOf(m.Type); right != "" {
			return &mediaProblem{RuleMediaMismatch, text,
				fmt.Sprintf("rename it to %s.%s", strings.TrimSuffix(m.File, path.Ext(m.File)), right)}
		}
		return &mediaProblem{RuleMediaMismatch, text, "export it again"}
	}
	decode := dimensions(m.Type)
	if decode == nil {
		return nil
	}
	size, err := decode(bytes.NewReader(head))
	if err != nil {
		return &mediaProblem{RuleMediaMismatch, fmt.Sprintf("%q begins like %s and cannot be read as one: %v", m.File, m.Type, err),
			"export it again"}
	}
	m.Width, m.Height = size.Width, size.Height
	return nil
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

// mediaType tells a type by content, without parameters.
func mediaType(head []byte) string {
	if t := containerType(head); t != "" {
		return t
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

// typesOf lists what a file of an extension may hold; an extension that is not
// listed may hold anything.
func typesOf(extension string) ([]string, bool) {
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

func extensionOf(mediaType string) string {
	for _, extension := range []string{"png", "jpg", "gif", "webp", "avif", "heic", "mp4", "mov", "webm"} {
		if types, _ := typesOf(extension); slices.Contains(types, mediaType) {
			return extension
		}
	}
	return ""
}
