package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// telling are pictures of every kind, each with the secret in every place that
// the format has for it.
func telling(t testing.TB) map[string][]byte {
	return map[string][]byte{
		"jpeg":          tellingJPEG(t, scene(33, 21), 1),
		"gray jpeg":     tellingJPEG(t, image.NewGray(image.Rect(0, 0, 5, 5)), 0),
		"png":           tellingPNG(t, shining(12, 9), 1),
		"webp":          tellingWebP(t, 1),
		"gif":           tellingGIF(t, 1),
		"animated gif":  tellingGIF(t, 3),
		"turned jpeg":   tellingJPEG(t, scene(33, 21), 6),
		"turned png":    tellingPNG(t, shining(12, 9), 3),
		"turned webp":   tellingWebP(t, 8),
		"mirrored jpeg": tellingJPEG(t, scene(16, 8), 2),
	}
}

func TestNoMetadataSurvives(t *testing.T) {
	for name, data := range telling(t) {
		t.Run(name, func(t *testing.T) {
			if !bytes.Contains(data, []byte(secret)) {
				t.Fatal("the sample holds no secret")
			}
			clean, err := Clean(data)
			if err != nil {
				t.Fatal(err)
			}
			for _, mark := range []string{secret, "Exif", "eXIf", "EXIF", "XMP ", "http://ns.adobe.com", "Photoshop", "tEXt", "iTXt", "zTXt", "tIME", "MPF\x00", "JFXX"} {
				if bytes.Contains(clean.Data, []byte(mark)) {
					t.Errorf("%q is still there", mark)
				}
			}
			for _, r := range []io.Reader{bytes.NewReader(data), iotest.OneByteReader(bytes.NewReader(data))} {
				measured, err := Measure(context.Background(), r, nil)
				if measured.Data = clean.Data; err != nil || fmt.Sprint(measured) != fmt.Sprint(clean) {
					t.Errorf("measured as %v, %v", measured, err)
				}
			}
			opened, _, err := Open(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if sent, err := io.ReadAll(opened); err != nil || !bytes.Equal(sent, clean.Data) {
				t.Errorf("what is opened is not what was measured: %v", err)
			}
			again, err := Clean(clean.Data)
			if err != nil || again.SHA256 != clean.SHA256 || again.Note != "" {
				t.Errorf("a clean picture is cleaned again: %v, %v", again.Note, err)
			}
			if &again.Data[0] != &clean.Data[0] {
				t.Error("a clean picture is copied")
			}
		})
	}
}

func TestStrippingLeavesThePixels(t *testing.T) {
	for name, data := range telling(t) {
		if strings.HasPrefix(name, "turned") || strings.HasPrefix(name, "mirrored") {
			continue
		}
		clean, err := Clean(data)
		if err != nil {
			t.Fatal(err)
		}
		before, err := pixels(data)
		if err != nil {
			t.Fatal(err)
		}
		after, err := pixels(clean.Data)
		if err != nil || !samePixels(before, after) {
			t.Errorf("%s: other pixels, %v", name, err)
		}
	}
}

// TestPicturesAreTurnedUpright marks the corner that a reader sees at the top
// left, and looks for it after each way to hold a camera.
func TestPicturesAreTurnedUpright(t *testing.T) {
	corners := map[int]image.Point{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {0, 1}, 7: {1, 1}, 8: {1, 0}}
	for orientation, corner := range corners {
		stored := image.NewGray(image.Rect(0, 0, 32, 16))
		for y := range 8 {
			for x := range 16 {
				stored.Pix[(y+corner.Y*8)*stored.Stride+x+corner.X*16] = 255
			}
		}
		for _, data := range [][]byte{tellingJPEG(t, stored, orientation), tellingPNG(t, stored, orientation)} {
			clean, err := Clean(data)
			if err != nil {
				t.Fatal(err)
			}
			m, err := pixels(clean.Data)
			if err != nil {
				t.Fatal(err)
			}
			want := image.Pt(32, 16)
			if orientation >= 5 {
				want = image.Pt(16, 32)
			}
			if m.Bounds().Size() != want || clean.Width != want.X || clean.Height != want.Y {
				t.Errorf("orientation %d: %v, %d×%d, want %v", orientation, m.Bounds(), clean.Width, clean.Height, want)
			}
			bright, _, _, _ := m.At(2, 2).RGBA()
			dark, _, _, _ := m.At(want.X-3, want.Y-3).RGBA()
			if bright < 0xe000 || dark > 0x2000 {
				t.Errorf("orientation %d of %s: the corner is elsewhere", orientation, clean.Type)
			}
		}
	}
}

func TestTurningEveryFormOfColours(t *testing.T) {
	for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
		image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410} {
		m := image.NewYCbCr(image.Rect(0, 0, 15, 9), ratio)
		for i := range m.Y {
			m.Y[i] = byte(i)
		}
		for i := range m.Cb {
			m.Cb[i], m.Cr[i] = byte(i), byte(2*i)
		}
		even := plain(m)
		back := turned(turned(even, 6), 8)
		if !samePixels(m, even) || !samePixels(even, back) {
			t.Errorf("%v: turning there and back changes the picture", ratio)
		}
	}
}

func TestColourProfilesStay(t *testing.T) {
	rgb, gray := profile("RGB ", 70_000), profile("GRAY", 300)
	jpegs := withJPEGProfile(tellingJPEG(t, scene(20, 10), 6), rgb)
	withGray := withJPEGProfile(tellingJPEG(t, image.NewGray(image.Rect(0, 0, 4, 4)), 3), gray)
	pngs, err := withPNGProfile(tellingPNG(t, shining(20, 10), 6), rgb)
	if err != nil {
		t.Fatal(err)
	}
	mismatched := withJPEGProfile(tellingJPEG(t, scene(20, 10), 6), profile("CMYK", 300))
	for name, test := range map[string]struct{ data, want []byte }{
		"jpeg": {jpegs, rgb}, "gray jpeg": {withGray, gray}, "png": {pngs, rgb}, "of other colours": {mismatched, nil},
		"webp": {tellingWebP(t, 1), profile("RGB ", 200)},
	} {
		for way, bounds := range map[string]Bounds{"turned": {}, "fitted": {MaxWidth: 8}} {
			if name == "webp" && way == "fitted" {
				continue // it is too small
			}
			result, err := Fit(test.data, bounds)
			if err != nil {
				t.Fatal(name, err)
			}
			_, learned, err := strip(result.Data, result.Type)
			if err != nil || !bytes.Equal(learned.profile, test.want) {
				t.Errorf("%s, %s: a profile of %d bytes, want %d; %v", name, way, len(learned.profile), len(test.want), err)
			}
		}
	}
}

func TestBrokenPicturesAreRefused(t *testing.T) {
	for name, data := range telling(t) {
		if clean, err := Clean(data[:len(data)/2]); err == nil && bytes.Contains(clean.Data, []byte(secret)) {
			t.Errorf("%s, cut off: the secret survives", name)
		}
	}
	if _, err := Clean(nil); !errors.Is(err, ErrEmpty) {
		t.Errorf("nothing: %v", err)
	}
}

func box(name, body string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))) + name + body
}

func TestVideosLoseTheirDescriptions(t *testing.T) {
	frames := strings.Repeat("frames", 1000)
	wide := "\x00\x00\x00\x01mdat" + string(binary.BigEndian.AppendUint64(nil, uint64(16+len(frames)))) + frames
	// as is a video whose boxes of descriptions have this name and body.
	as := func(udta, meta, uuid string, body string) string {
		return box("ftyp", "isom\x00\x00\x02\x00isommp41") +
			box("moov", box("mvhd", "clock")+box("trak", box("tkhd", "track")+box(udta, body))+box(meta, body)) +
			wide + box(uuid, body) + box("mdat", frames)
	}
	video := as("udta", "meta", "uuid", box("\xa9xyz", secret))
	want := as("free", "free", "free", strings.Repeat("\x00", 8+len(secret)))
	for _, r := range []io.Reader{strings.NewReader(video), iotest.OneByteReader(strings.NewReader(video)), iotest.DataErrReader(strings.NewReader(video))} {
		opened, _, err := Open(r)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(opened)
		if err != nil || string(got) != want {
			t.Errorf("more or less than descriptions is gone: %v\n%q", err, got[:min(len(got), 200)])
		}
	}
	measured, err := Measure(context.Background(), strings.NewReader(video), nil)
	if err != nil || measured.Size != int64(len(video)) || measured.Type != "video/mp4" {
		t.Errorf("measured %+v, %v", measured, err)
	}
}

func TestSealedPicturesAreRefused(t *testing.T) {
	avif := box("ftyp", "avif\x00\x00\x00\x00mif1") + box("meta", box("iinf", box("infe", "\x02\x00\x00\x00\x00\x02\x00\x00Exif\x00")))
	if _, err := Measure(context.Background(), strings.NewReader(avif), nil); !errors.Is(err, ErrSealed) {
		t.Errorf("got %v, want %v", err, ErrSealed)
	}
	if _, err := Measure(context.Background(), strings.NewReader(strings.ReplaceAll(avif, "Exif", "av01")), nil); err != nil {
		t.Errorf("without EXIF: %v", err)
	}
}

// FuzzClean feeds broken pictures. Nothing panics; what comes out shows the same
// pixels, is clean, and is measured as it is opened.
func FuzzClean(f *testing.F) {
	for _, data := range telling(f) {
		f.Add(data)
	}
	f.Add(asWebP(f, true))
	f.Add([]byte(box("ftyp", "isom\x00\x00\x02\x00isommp41") + box("moov", box("udta", secret)) + box("meta", secret)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if facts, err := Look(data); err != nil || facts.Width*facts.Height > 1<<16 {
			return
		}
		measured, err := Measure(context.Background(), bytes.NewReader(data), nil)
		if err != nil {
			return
		}
		opened, _, err := Open(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		sent, err := io.ReadAll(opened)
		if err != nil || int64(len(sent)) != measured.Size {
			t.Fatalf("%d bytes are sent, %d were measured: %v", len(sent), measured.Size, err)
		}
		if !isPicture(measured.Type) || measured.Note != "" {
			return
		}
		before, err := pixels(data)
		if err != nil {
			return
		}
		after, err := pixels(sent)
		if err != nil || !samePixels(before, after) {
			t.Fatalf("other pixels: %v", err)
		}
		if again, err := Clean(sent); err != nil || again.SHA256 != measured.SHA256 {
			t.Fatalf("not clean at once: %v", err)
		}
	})
}
