package media

import (
	"errors"
	"image"
	"image/color"
	"strings"
	"testing"
)

// TestTheSameBytesEverywhere holds the bytes of fitted and turned pictures. They
// are in digests that people approved: should a release of Go encode otherwise,
// this must be noticed before it is used.
func TestTheSameBytesEverywhere(t *testing.T) {
	gray := image.NewGray(image.Rect(0, 0, 300, 200))
	for i := range gray.Pix {
		gray.Pix[i] = byte(i * 7 / 300)
	}
	for _, test := range []struct {
		name   string
		data   []byte
		bounds Bounds
		kind   string
		w, h   int
		sha256 string
	}{
		{"turned", tellingJPEG(t, scene(123, 67), 6), Bounds{}, "image/jpeg", 67, 123,
			"da7b76910f3ffc43d62f5c73d16e20f5de4043de152aab9529d1b23ddfa24fd3"},
		{"turned PNG", tellingPNG(t, shining(40, 30), 8), Bounds{}, "image/png", 30, 40,
			"ddc34158770a6cd6dad6840e1e6293bff2a7267aafaf9817a69681354c9b0aff"},
		{"narrow", asJPEG(t, scene(400, 300)), Bounds{MaxWidth: 200}, "image/jpeg", 200, 150,
			"5bb7f8e7b6ac7b149e57d9e86a26796ae8de15fc5b9d941bbb9db5a5ac74d66b"},
		{"low", asJPEG(t, scene(400, 300)), Bounds{MaxWidth: 399, MaxHeight: 100}, "image/jpeg", 133, 100,
			"283db4ea0ad6a36a45e51f1448ad89d8d13c948f8059b7f392a38b8cb256f9f9"},
		{"few pixels", asPNG(t, scene(400, 300)), Bounds{MaxPixels: 10_000}, "image/png", 115, 86,
			"8f18c0cfd2dd79f6e6b0453489b385c5370cdd962991e5473d3f262619b880e1"},
		{"few bytes", asJPEG(t, scene(400, 300)), Bounds{MaxBytes: 12_000}, "image/jpeg", 0, 0,
			"525bc211f8b24349363b89c84a7c93b98d8d0778046f19c146c21bfc648238c9"},
		{"less quality", asJPEG(t, scene(400, 300)), Bounds{MaxBytes: 45_000}, "image/jpeg", 400, 300,
			"073817d1cefead731d3f184a4181f1205a3c31f5233a933f62b200af5e7f976f"},
		{"PNG that is JPEG", asPNG(t, scene(400, 300)), Bounds{MaxBytes: 60_000}, "image/jpeg", 400, 300,
			"5c9b08a3974d5b118df7388d177ab56649ae3bd3b5f6128b5e03232d9e0be25a"},
		{"PNG that shines through", asPNG(t, shining(400, 300)), Bounds{MaxBytes: 60_000}, "image/png", 0, 0,
			"a241dca734cf0dd9d0fb5a79f6fa7b188e36b1dd1b24a093a8c595812cd67879"},
		{"gray", asJPEG(t, gray), Bounds{MaxWidth: 100}, "image/jpeg", 100, 67,
			"d25244099af822233dcafe13813cbc3cfb6986a7e46df6225e8e1778cf3a1b46"},
		{"WebP", asWebP(t, false), Bounds{Types: []string{"image/jpeg", "image/png"}}, "image/jpeg", 1, 1,
			"35fa8a83f7ca07bece889aa876d958698b2c42d6838fdb4f29847b0ff4cac4e4"},
		{"lossless WebP", asWebP(t, true), Bounds{Types: []string{"image/jpeg", "image/png"}}, "image/png", 1, 1,
			"01b58ddb2f86a768f91751b62f25395417f6cf526191a4aefc1ebe4f8beacdcb"},
		{"GIF", asGIF(t, 1), Bounds{Types: []string{"image/png"}}, "image/png", 9, 7,
			"fb9cfedc4b11fe10b6ee59b7902d3b9c2f36602e5c6e7912cf565d79973acc3b"},
		{"JPEG where only PNG is", asJPEG(t, scene(40, 30)), Bounds{Types: []string{"image/png"}}, "image/png", 40, 30,
			"3ea90bdc6d1ab25315221a7ee55689009c45e779148d7c0fd329e0a91ad3b5c0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Fit(test.data, test.bounds)
			if err != nil {
				t.Fatal(err)
			}
			if got.Type != test.kind || test.w > 0 && (got.Width != test.w || got.Height != test.h) {
				t.Errorf("%s of %d×%d, want %s of %d×%d", got.Type, got.Width, got.Height, test.kind, test.w, test.h)
			}
			if got.SHA256 != test.sha256 {
				t.Errorf("other bytes: %s (%d×%d, %s)", got.SHA256, got.Width, got.Height, got.Note)
			}
			if !test.bounds.Takes(got) || got.Note == "" {
				t.Errorf("outside the bounds, or without a word: %d bytes, %q", got.Size, got.Note)
			}
			m, err := pixels(got.Data)
			if err != nil || m.Bounds().Size() != image.Pt(got.Width, got.Height) {
				t.Errorf("it shows %v, %v", m.Bounds(), err)
			}
		})
	}
}

func TestWhatFitsIsLeftAlone(t *testing.T) {
	data := asJPEG(t, scene(40, 30))
	got, err := Fit(data, Bounds{MaxBytes: int64(len(data)), MaxWidth: 40, MaxHeight: 30, MaxPixels: 1200, Types: []string{"image/jpeg"}})
	if err != nil || &got.Data[0] != &data[0] || got.Note != "" {
		t.Errorf("%q, %v: the picture was written again", got.Note, err)
	}
}

func TestNotesSayWhatWasDone(t *testing.T) {
	got, err := Fit(asPNG(t, scene(400, 300)), Bounds{MaxBytes: 60_000, MaxWidth: 200, Types: []string{"image/jpeg"}})
	if want := "scaled from 400×300 to 200×150, "; err != nil || !strings.HasPrefix(got.Note, want) || !strings.HasSuffix(got.Note, ", as JPEG") {
		t.Errorf("%q, %v, want %s… as JPEG", got.Note, err, want)
	}
}

func TestWhatCannotBeFitted(t *testing.T) {
	huge := asPNG(t, image.NewGray(image.Rect(0, 0, 1, 1)))
	huge = withChunks(huge[:33:33]) // and say that it is larger
	copy(huge[16:24], []byte{0, 0, 0x2e, 0xe0, 0, 0, 0x2e, 0xe0})
	copy(huge, chunkedHeader(huge))
	huge = append(huge, chunk("IDAT", "")...)
	huge = append(huge, chunk("IEND", "")...)
	for name, test := range map[string]struct {
		data   []byte
		bounds Bounds
		want   error
	}{
		"an animation":         {asGIF(t, 3), Bounds{MaxWidth: 4}, ErrAnimation},
		"animated PNG":         {withChunks(asPNG(t, scene(9, 9)), chunk("acTL", "\x00\x00\x00\x02\x00\x00\x00\x00")), Bounds{MaxWidth: 4}, ErrAnimation},
		"types unknown to us":  {asJPEG(t, scene(9, 9)), Bounds{Types: []string{"image/avif"}}, ErrTypes},
		"holes where none are": {asPNG(t, shining(9, 9)), Bounds{Types: []string{"image/jpeg"}}, ErrTypes},
		"a hundred bytes":      {asJPEG(t, scene(400, 300)), Bounds{MaxBytes: 100}, ErrStubborn},
		"12000×12000":          {huge, Bounds{MaxWidth: 100}, ErrTooBig},
	} {
		if _, err := Fit(test.data, test.bounds); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", name, err, test.want)
		}
	}
}

// chunkedHeader is the signature and the first chunk of a PNG, with its sum put
// right.
func chunkedHeader(file []byte) []byte {
	return append([]byte(pngSignature), chunk("IHDR", string(file[16:29]))...)
}

// TestShrinkingKeepsTheMean compares with the mean of all pixels, whatever the
// sizes: no pixel may be left out or count twice.
func TestShrinkingKeepsTheMean(t *testing.T) {
	for _, size := range []image.Point{{7, 5}, {64, 48}, {101, 99}, {3, 300}} {
		m := image.NewGray(image.Rectangle{Max: size})
		sum := 0
		for i := range m.Pix {
			m.Pix[i] = byte(i * 37)
			sum += int(m.Pix[i])
		}
		one := shrunk(m, 1, 1).(*image.Gray).Pix[0]
		if want := (sum + len(m.Pix)/2) / len(m.Pix); int(one) < want-1 || int(one) > want+1 {
			t.Errorf("%v: the mean is %d, want %d", size, one, want)
		}
		for _, to := range []image.Point{{size.X, 1}, {1, size.Y}, {(size.X + 1) / 2, (size.Y + 2) / 3}, {size.X - 1, size.Y - 1}} {
			flat := image.NewRGBA(m.Rect)
			for i := range flat.Pix {
				flat.Pix[i] = byte(200 + i%4)
			}
			small := shrunk(flat, to.X, to.Y).(*image.RGBA)
			for i, v := range small.Pix {
				if v != byte(200+i%4) {
					t.Fatalf("%v to %v: one colour becomes another at %d: %d", size, to, i, v)
				}
			}
		}
	}
}

func TestLimitedRangeBecomesFull(t *testing.T) {
	m := image.NewYCbCr(image.Rect(0, 0, 2, 1), image.YCbCrSubsampleRatio444)
	copy(m.Y, []byte{16, 235})
	copy(m.Cb, []byte{128, 128})
	copy(m.Cr, []byte{128, 128})
	got := plain(fullRange(m))
	for x, want := range []color.Gray{{0}, {255}} {
		r, g, b, _ := got.At(x, 0).RGBA()
		if byte(r>>8) != want.Y || byte(g>>8) != want.Y || byte(b>>8) != want.Y {
			t.Errorf("pixel %d is %x %x %x, want %v", x, r, g, b, want)
		}
	}
}

func BenchmarkMeasure(b *testing.B) {
	data := tellingJPEG(b, scene(4000, 3000), 1)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Clean(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFit(b *testing.B) {
	data := tellingJPEG(b, scene(4000, 3000), 1)
	for b.Loop() {
		if _, err := Fit(data, Bounds{MaxBytes: 2_000_000, MaxWidth: 2000, MaxHeight: 2000}); err != nil {
			b.Fatal(err)
		}
	}
}
