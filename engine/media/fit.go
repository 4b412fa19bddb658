package media

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"math/bits"
	"slices"
	"strings"
)

// Bounds are what a network takes of a picture. A zero number is no bound; no
// types are all types.
type Bounds struct {
	MaxBytes  int64
	MaxWidth  int
	MaxHeight int
	MaxPixels int64
	Types     []string
}

// Takes reports whether a picture is within b.
func (b Bounds) Takes(p Result) bool {
	w, h := b.size(p.Width, p.Height)
	return w == p.Width && h == p.Height && (b.MaxBytes <= 0 || p.Size <= b.MaxBytes) && b.takesType(p.Type)
}

func (b Bounds) takesType(mediaType string) bool {
	return len(b.Types) == 0 || slices.Contains(b.Types, mediaType)
}

// size is the largest size of the same shape within b.
func (b Bounds) size(w, h int) (int, int) {
	toWidth, toHeight := w, h
	if b.MaxWidth > 0 && toWidth > b.MaxWidth {
		toWidth, toHeight = b.MaxWidth, scaled(h, b.MaxWidth, w)
	}
	if b.MaxHeight > 0 && toHeight > b.MaxHeight {
		toWidth, toHeight = scaled(w, b.MaxHeight, h), b.MaxHeight
	}
	if most := b.MaxPixels; most > 0 && int64(toWidth)*int64(toHeight) > most {
		toWidth = max(1, int(root(uint64(most), uint64(w), uint64(h))))
		for toHeight = scaled(h, toWidth, w); int64(toWidth)*int64(toHeight) > most && toWidth > 1; {
			toWidth--
			toHeight = scaled(h, toWidth, w)
		}
	}
	return toWidth, toHeight
}

// scaled is n·to/from, rounded, at least one.
func scaled(n, to, from int) int {
	return int(max(1, (int64(n)*int64(to)+int64(from)/2)/int64(from)))
}

// root is the whole part of the square root of n·by/of.
func root(n, by, of uint64) uint64 {
	high, low := bits.Mul64(n, by)
	if of == 0 || high >= of {
		return 1 << 31
	}
	square, _ := bits.Div64(high, low, of)
	r := uint64(0)
	for bit := uint64(1) << 31; bit > 0; bit >>= 1 {
		if (r+bit)*(r+bit) <= square {
			r += bit
		}
	}
	return r
}

// Errors of Fit, for pictures that no scaling helps.
var (
	ErrAnimation = errors.New("an animation is not scaled")
	ErrTypes     = errors.New("neither JPEG nor PNG is taken")
	ErrStubborn  = errors.New("it cannot be made small enough")
)

// Fit returns a picture without metadata, upright and within b: as it is if that
// is enough, else scaled down and encoded again. The same file and bounds give
// the same bytes everywhere. A JPEG becomes a JPEG, and what was stored without
// loss a PNG as long as that is small enough.
func Fit(data []byte, b Bounds) (Result, error) {
	p, err := stripped(data)
	if err != nil {
		return Result{}, err
	}
	as := finished(p.data, p.facts)
	if p.orientation > upright {
		as, err = p.turned()
	}
	if err != nil || b.Takes(as) {
		return as, err
	}
	if p.animated {
		return Result{}, ErrAnimation
	}
	m, err := decode(p.data, p.facts)
	if err != nil {
		return Result{}, fmt.Errorf("decode %s: %w", p.facts.Type, err)
	}
	f := fitting{picture: turned(m, p.orientation), profile: p.profile, bounds: b}
	_, coded := m.(*image.YCbCr)
	f.lossy = p.facts.Type == "image/jpeg" || coded
	fitted, err := f.fit()
	if err != nil {
		return Result{}, err
	}
	fitted.Note, fitted.Stored = difference(as, fitted), p.facts.Type
	return fitted, nil
}

// A fitting is a picture on its way into bounds.
type fitting struct {
	picture image.Image
	profile []byte
	bounds  Bounds
	lossy   bool // it was stored so
}

// fit makes the picture smaller until one of its forms is small enough.
func (f fitting) fit() (Result, error) {
	const tries, least = 16, 8
	forms := f.forms()
	if len(forms) == 0 {
		return Result{}, ErrTypes
	}
	w, h := f.bounds.size(f.picture.Bounds().Dx(), f.picture.Bounds().Dy())
	for range tries {
		small, size := shrunk(f.picture, w, h), int64(0)
		for _, form := range forms {
			data, err := form.encode(small, f.profile)
			if err != nil {
				return Result{}, fmt.Errorf("encode %s: %w", form.Type, err)
			}
			if size = int64(len(data)); f.bounds.MaxBytes <= 0 || size <= f.bounds.MaxBytes {
				return finished(data, Facts{form.Type, w, h}), nil
			}
			if size > 4*f.bounds.MaxBytes {
				break // less quality alone will not do
			}
		}
		// Bytes go with the area: aim a tenth below, and always move.
		next := int(root(uint64(f.bounds.MaxBytes)*9/10, uint64(w)*uint64(w), uint64(size)))
		if next = min(next, w*15/16); next < least || scaled(h, next, w) < least {
			break
		}
		w, h = next, scaled(h, next, w)
	}
	return Result{}, ErrStubborn
}

// A form is a way to write a picture.
type form struct {
	Type    string
	quality int // of a JPEG
}

func (f fitting) forms() []form {
	var list []form
	lossless := f.bounds.takesType("image/png")
	if lossless && !f.lossy {
		list = append(list, form{Type: "image/png"})
	}
	if f.bounds.takesType("image/jpeg") && opaque(f.picture) {
		list = append(list, form{"image/jpeg", 88}, form{"image/jpeg", 82}, form{"image/jpeg", 75})
	}
	if lossless && f.lossy && len(list) == 0 {
		list = append(list, form{Type: "image/png"})
	}
	return list
}

func (f form) encode(m image.Image, profile []byte) ([]byte, error) {
	var b bytes.Buffer
	if f.Type == "image/jpeg" {
		if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: f.quality}); err != nil {
			return nil, err
		}
		return withJPEGProfile(b.Bytes(), profileFor(profile, m)), nil
	}
	m = asRGBA(m)
	if err := png.Encode(&b, m); err != nil {
		return nil, err
	}
	return withPNGProfile(b.Bytes(), profileFor(profile, m))
}

// turned encodes a picture again so that its pixels lie as they are seen. There
// is no encoder for WebP: such a picture becomes a PNG or a JPEG.
func (p picture) turned() (Result, error) {
	const quality = 92
	if p.animated {
		return finished(p.data, p.facts), nil
	}
	m, err := decode(p.data, p.facts)
	if err != nil {
		return Result{}, fmt.Errorf("turn a picture upright: %w", err)
	}
	how := form{Type: "image/png"}
	if _, coded := m.(*image.YCbCr); coded || p.facts.Type == "image/jpeg" {
		how = form{"image/jpeg", quality}
	}
	m = turned(m, p.orientation)
	data, err := how.encode(m, p.profile)
	if err != nil {
		return Result{}, fmt.Errorf("turn a picture upright: %w", err)
	}
	result := finished(data, Facts{how.Type, m.Bounds().Dx(), m.Bounds().Dy()})
	result.Stored, result.Note = p.facts.Type, "turned upright"
	return result, nil
}

// difference says what became of a picture.
func difference(from, to Result) string {
	text := fmt.Sprintf("written again, %s instead of %s", size(to.Size), size(from.Size))
	if from.Width != to.Width || from.Height != to.Height {
		text = fmt.Sprintf("scaled from %d×%d to %d×%d, %s instead of %s",
			from.Width, from.Height, to.Width, to.Height, size(to.Size), size(from.Size))
	}
	if from.Type != to.Type {
		text += ", as " + strings.ToUpper(strings.TrimPrefix(to.Type, "image/"))
	}
	return text
}

func size(bytes int64) string {
	if bytes < 1e6 {
		return fmt.Sprintf("%d kB", (bytes+999)/1000)
	}
	return fmt.Sprintf("%d.%d MB", bytes/1e6, bytes%1e6/1e5)
}
