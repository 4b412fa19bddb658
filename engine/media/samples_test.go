package media

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"golang.org/x/image/webp"
)

// secret is what must not survive, wherever it was put.
const secret = "47.3769N 8.5417E Ada Martin"

// scene is a picture with edges, ramps and noise, the same on every machine.
func scene(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	seed := uint32(1)
	for y := range h {
		for x := range w {
			seed = seed*1664525 + 1013904223
			c := color.RGBA{byte(x * 255 / w), byte(y * 255 / h), byte(seed >> 24 & 31), 255}
			if (x/7+y/5)%3 == 0 {
				c.R, c.B = c.B, c.R
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

// shining is a scene with a hole.
func shining(w, h int) *image.RGBA {
	m := scene(w, h)
	for i := 0; i < len(m.Pix)/2; i += 4 {
		copy(m.Pix[i:], []byte{0, 0, 0, 0})
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asGIF(t testing.TB, frames int) []byte {
	t.Helper()
	g := &gif.GIF{}
	for i := range frames {
		m := image.NewPaletted(image.Rect(0, 0, 9, 7), color.Palette{color.Black, color.White})
		m.SetColorIndex(i%9, 3, 1)
		g.Image, g.Delay = append(g.Image, m), append(g.Delay, 10)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A lossy and a lossless WebP of one pixel.
func asWebP(t testing.TB, lossless bool) []byte {
	t.Helper()
	text := "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"
	if lossless {
		text = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="
	}
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// exif is a TIFF header with an orientation, and a GPS directory that holds the
// secret.
func exif(orientation int) []byte {
	b := []byte("MM\x00\x2a\x00\x00\x00\x08")
	b = append(b, 0, 2)
	b = append(b, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, byte(orientation), 0, 0)
	b = append(b, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38)
	b = append(b, 0, 0, 0, 0)
	b = append(b, 0, 1, 0, 1, 0, 2)
	b = binary.BigEndian.AppendUint32(b, uint32(len(secret)))
	b = append(b, 0, 0, 0, 52, 0, 0, 0, 0)
	return append(b, secret...)
}

func segment(marker byte, body string) []byte {
	b := []byte{0xff, marker, byte((len(body) + 2) >> 8), byte(len(body) + 2)}
	return append(b, body...)
}

// profile is a colour profile as far as anybody here reads it.
func profile(space string, length int) []byte {
	p := make([]byte, length)
	for i := range p {
		p[i] = byte(i * i)
	}
	copy(p[16:], space)
	return p
}

func withSegments(file []byte, segments ...[]byte) []byte {
	out := append([]byte(nil), file[:2]...)
	for _, s := range segments {
		out = append(out, s...)
	}
	return append(out, file[2:]...)
}

// tellingJPEG holds the secret in every place there is.
func tellingJPEG(t testing.TB, m image.Image, orientation int) []byte {
	jfifWithThumbnail := "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x03\x03" + secret
	file := withSegments(asJPEG(t, m),
		segment(0xe0, jfifWithThumbnail),
		segment(0xe0, "JFXX\x00\x10"+secret),
		segment(0xe1, "Exif\x00\x00"+string(exif(orientation))),
		segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+secret),
		segment(0xe2, "MPF\x00"+secret),
		segment(0xed, "Photoshop 3.0\x00"+secret),
		segment(0xef, secret),
		segment(0xfe, secret))
	return append(file, "\xff\xd8\xff\xe1"+secret...)
}

func chunk(name, body string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, name...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE([]byte(name+body)))
}

func withChunks(file []byte, chunks ...[]byte) []byte {
	out := append([]byte(nil), file[:33]...)
	for _, c := range chunks {
		out = append(out, c...)
	}
	return append(out, file[33:]...)
}

func tellingPNG(t testing.TB, m image.Image, orientation int) []byte {
	file := withChunks(asPNG(t, m), chunk("tEXt", "Author\x00"+secret), chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+secret),
		chunk("zTXt", "Comment\x00\x00"+secret), chunk("eXIf", string(exif(orientation))), chunk("tIME", "\x07\xea\x0b\x17\x00\x00\x00"),
		chunk("prIv", secret))
	return append(file, secret...)
}

func riffChunk(name, body string) string {
	b := name + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body
	if len(body)%2 == 1 {
		b += "\x00"
	}
	return b
}

func tellingWebP(t testing.TB, orientation int) []byte {
	coded := string(asWebP(t, false)[12:])
	body := "WEBP" + riffChunk("VP8X", "\x2c\x00\x00\x00\x00\x00\x00\x00\x00\x00") + riffChunk("ICCP", string(profile("RGB ", 200))) + coded +
		riffChunk("EXIF", "Exif\x00\x00"+string(exif(orientation))) + riffChunk("XMP ", secret) + riffChunk("what", secret)
	file := "RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body
	return []byte(file + secret)
}

func tellingGIF(t testing.TB, frames int) []byte {
	file := asGIF(t, frames)
	table := 13 + gifTable(file[10])
	comment := append([]byte{0x21, 0xfe, byte(len(secret))}, secret+"\x00"...)
	xmp := append([]byte("\x21\xff\x0bXMP DataXMP"), append([]byte{byte(len(secret))}, secret+"\x00"...)...)
	out := append(append(append([]byte(nil), file[:table]...), comment...), xmp...)
	return append(append(out, file[table:]...), secret...)
}

// pixels are those of a picture as a program shows it that does not turn it.
func pixels(data []byte) (image.Image, error) {
	facts, err := Look(data)
	if err != nil {
		return nil, err
	}
	switch r := bytes.NewReader(data); facts.Type {
	case "image/jpeg":
		return jpeg.Decode(r)
	case "image/png":
		return png.Decode(r)
	case "image/webp":
		return webp.Decode(r)
	default:
		return gif.Decode(r)
	}
}

func samePixels(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			r, g, bl, al := a.At(x, y).RGBA()
			r2, g2, bl2, al2 := b.At(x, y).RGBA()
			if r != r2 || g != g2 || bl != bl2 || al != al2 {
				return false
			}
		}
	}
	return true
}
