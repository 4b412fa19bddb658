package media

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"
)

// decode returns the pixels of a picture as *image.Gray, as *image.YCbCr with
// whole or halved colours, or as *image.RGBA. Too many pixels are refused before
// they are decoded.
func decode(data []byte, facts Facts) (image.Image, error) {
	if int64(facts.Width)*int64(facts.Height) > MaxPixels {
		return nil, fmt.Errorf("%d×%d are more than %d million pixels: %w", facts.Width, facts.Height, MaxPixels/1_000_000, ErrTooBig)
	}
	var m image.Image
	var err error
	switch r := bytes.NewReader(data); facts.Type {
	case "image/jpeg":
		m, err = jpeg.Decode(r)
	case "image/png":
		m, err = png.Decode(r)
	case "image/gif":
		m, err = gif.Decode(r)
	case "image/webp":
		if m, err = webp.Decode(r); err == nil {
			m = fullRange(m)
		}
	default:
		err = fmt.Errorf("%s is not decoded", facts.Type)
	}
	if err != nil {
		return nil, err
	}
	return plain(m), nil
}

func plain(m image.Image) image.Image {
	switch m := m.(type) {
	case *image.Gray, *image.RGBA:
		return m
	case *image.YCbCr:
		return evenColours(m)
	}
	out := image.NewRGBA(image.Rect(0, 0, m.Bounds().Dx(), m.Bounds().Dy()))
	draw.Draw(out, out.Rect, m, m.Bounds().Min, draw.Src)
	return out
}

// evenColours makes of other forms of halved colours one that stays valid when
// the picture is turned.
func evenColours(m *image.YCbCr) *image.YCbCr {
	if m.SubsampleRatio == image.YCbCrSubsampleRatio444 || m.SubsampleRatio == image.YCbCrSubsampleRatio420 {
		return m
	}
	out := image.NewYCbCr(image.Rect(0, 0, m.Rect.Dx(), m.Rect.Dy()), image.YCbCrSubsampleRatio444)
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			from, to := m.COffset(m.Rect.Min.X+x, m.Rect.Min.Y+y), y*out.YStride+x
			out.Y[to] = m.Y[m.YOffset(m.Rect.Min.X+x, m.Rect.Min.Y+y)]
			out.Cb[to], out.Cr[to] = m.Cb[from], m.Cr[from]
		}
	}
	return out
}

// fullRange widens the values of VP8, which leave out both ends of a byte (RFC
// 6386, 9.2), to those that JPEG and Go's image package mean.
func fullRange(m image.Image) image.Image {
	var of *image.YCbCr
	switch m := m.(type) {
	case *image.YCbCr:
		of = m
	case *image.NYCbCrA:
		of = &m.YCbCr
	default:
		return m
	}
	var light, colour [256]byte
	for v := range 256 {
		light[v] = clamped((v-16)*255, 219)
		colour[v] = clamped((v-128)*255+128*224, 224)
	}
	for _, plane := range []struct {
		pix   []byte
		table *[256]byte
	}{{of.Y, &light}, {of.Cb, &colour}, {of.Cr, &colour}} {
		for i, v := range plane.pix {
			plane.pix[i] = plane.table[v]
		}
	}
	return m
}

// clamped is n/by as a byte, rounded.
func clamped(n, by int) byte { return byte(min(max(n+by/2, 0)/by, 255)) }

// A plane is a rectangle of bytes, n for each of w×h places.
type plane struct {
	pix             []byte
	stride, n, w, h int
}

// planes are those of the forms that decode returns.
func planes(m image.Image) []plane {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	switch m := m.(type) {
	case *image.Gray:
		return []plane{{m.Pix, m.Stride, 1, w, h}}
	case *image.YCbCr:
		cw, ch := w, h
		if m.SubsampleRatio == image.YCbCrSubsampleRatio420 {
			cw, ch = (w+1)/2, (h+1)/2
		}
		return []plane{{m.Y, m.YStride, 1, w, h}, {m.Cb, m.CStride, 1, cw, ch}, {m.Cr, m.CStride, 1, cw, ch}}
	case *image.RGBA:
		return []plane{{m.Pix, m.Stride, 4, w, h}}
	}
	return nil
}

// remade returns an image of the same form and another size, each of whose
// planes f has filled.
func remade(m image.Image, w, h int, f func(to, from plane)) image.Image {
	var out image.Image
	rect := image.Rect(0, 0, w, h)
	switch m := m.(type) {
	case *image.Gray:
		out = image.NewGray(rect)
	case *image.YCbCr:
		out = image.NewYCbCr(rect, m.SubsampleRatio)
	default:
		out = image.NewRGBA(rect)
	}
	to := planes(out)
	for i, from := range planes(m) {
		f(to[i], from)
	}
	return out
}

// turned returns m as it is to be seen, by its orientation in EXIF's terms.
func turned(m image.Image, orientation int) image.Image {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	if orientation <= upright || orientation > 8 {
		return m
	}
	if orientation >= 5 {
		w, h = h, w
	}
	return remade(m, w, h, func(to, from plane) {
		for y := range to.h {
			for x := range to.w {
				fx, fy := x, y
				if orientation >= 5 {
					fx, fy = y, x
				}
				switch orientation {
				case 2, 3, 7, 8:
					fx = from.w - 1 - fx
				}
				switch orientation {
				case 3, 4, 6, 7:
					fy = from.h - 1 - fy
				}
				copy(to.pix[y*to.stride+x*to.n:][:to.n], from.pix[fy*from.stride+fx*from.n:][:from.n])
			}
		}
	})
}

// opaque reports whether nothing shines through m.
func opaque(m image.Image) bool {
	rgba, ok := m.(*image.RGBA)
	return !ok || rgba.Opaque()
}

// asRGBA is what PNG is written from.
func asRGBA(m image.Image) image.Image {
	ycc, ok := m.(*image.YCbCr)
	if !ok {
		return m
	}
	out := image.NewRGBA(ycc.Rect)
	for y := ycc.Rect.Min.Y; y < ycc.Rect.Max.Y; y++ {
		for x := ycc.Rect.Min.X; x < ycc.Rect.Max.X; x++ {
			c := ycc.YCbCrAt(x, y)
			r, g, b := color.YCbCrToRGB(c.Y, c.Cb, c.Cr)
			copy(out.Pix[out.PixOffset(x, y):], []byte{r, g, b, 0xff})
		}
	}
	return out
}
