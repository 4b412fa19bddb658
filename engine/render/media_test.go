package render

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"galley/engine"
	"galley/engine/media"
)

func picture(t testing.TB, encode func(io.Writer, image.Image) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB) []byte { return picture(t, png.Encode) }

func asJPEG(t testing.TB) []byte {
	return picture(t, func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) })
}

func asGIF(t testing.TB) []byte {
	return picture(t, func(w io.Writer, m image.Image) error { return gif.Encode(w, m, nil) })
}

// box is the beginning of an ISO base media file.
func box(brands ...string) []byte {
	head := []byte{0, 0, 0, byte(8 + 4*(len(brands)+1))}
	head = append(head, "ftyp"+brands[0]+"\x00\x00\x00\x00"+strings.Join(brands[1:], "")...)
	return append(head, make([]byte, 64)...)
}

// webp4x3 is a lossy WebP picture of 4 by 3: RIFF header, VP8 frame header.
func webp4x3() []byte {
	frame := []byte{0x30, 0x01, 0x00, 0x9d, 0x01, 0x2a, 4, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	head := []byte("RIFF\x00\x00\x00\x00WEBPVP8 ")
	head[4] = byte(len(frame) + 12)
	return append(append(head, byte(len(frame)), 0, 0, 0), frame...)
}

func TestTypesAreToldByContent(t *testing.T) {
	for name, c := range map[string]struct {
		data   []byte
		want   string
		pixels bool
	}{
		"a.png":       {asPNG(t), "image/png", true},
		"a.jpg":       {asJPEG(t), "image/jpeg", true},
		"a.JPEG":      {asJPEG(t), "image/jpeg", true},
		"a.gif":       {asGIF(t), "image/gif", true},
		"a.webp":      {webp4x3(), "image/webp", true},
		"a.avif":      {box("avif", "mif1"), "image/avif", false},
		"b.avif":      {box("mif1", "miaf", "avif"), "image/avif", false},
		"a.heic":      {box("heic", "mif1"), "image/heic", false},
		"a.mp4":       {box("isom", "mp42"), "video/mp4", false},
		"a.mov":       {box("qt  "), "video/quicktime", false},
		"a.webm":      {[]byte("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm"), "video/webm", false},
		"unknown.bin": {asPNG(t), "image/png", true},
	} {
		m, problem := newMediaStore(fstest.MapFS{name: {Data: c.data}}, nil).look(context.Background(), look{name: name})
		if problem != nil {
			t.Errorf("%s: %+v", name, problem)
			continue
		}
		if pixels := m.Width == 4 && m.Height == 3; m.Type != c.want || pixels != c.pixels {
			t.Errorf("%s is %s of %dx%d, want %s", name, m.Type, m.Width, m.Height, c.want)
		}
	}
}

func TestFilesThatAreNotWhatTheySayAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"a.png":     {asJPEG(t), `"a.png" is not what its name says: its content is image/jpeg | rename it to a.jpg`},
		"b.jpg":     {box("qt  "), `"b.jpg" is not what its name says: its content is video/quicktime | rename it to b.mov`},
		"page.gif":  {[]byte("<html><script>"), `"page.gif" is not what its name says: its content is text/html | export it again`},
		"cut.png":   {asPNG(t)[:16], `"cut.png" begins like image/png and cannot be read as one: unexpected EOF | export it again`},
		"empty.png": {nil, `"empty.png" is empty | export it again`},
		"movie.mkv": {[]byte("\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska"), ""},
		"mkv.webm":  {[]byte("\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska"), `"mkv.webm" is not what its name says: its content is video/x-matroska | export it again`},
	} {
		got := ""
		if _, problem := newMediaStore(fstest.MapFS{name: {Data: c.data}}, nil).look(context.Background(), look{name: name}); problem != nil {
			got = problem.text + " | " + problem.hint
		}
		if got != c.want {
			t.Errorf("%s\n got %s\nwant %s", name, got, c.want)
		}
	}
}

func TestMissingAndMisplacedFilesAreExplained(t *testing.T) {
	store := newMediaStore(fstest.MapFS{
		"media/tree.jpg":      {Data: asJPEG(t)},
		"media/deep/lake.jpg": {Data: asJPEG(t)},
	}, nil)
	for name, want := range map[string]string{
		"media/tre.jpg":    `missing-media: there is no file "media/tre.jpg" | did you mean media/tree.jpg?`,
		"media/Tree.jpg":   `missing-media: there is no file "media/Tree.jpg" | did you mean media/tree.jpg?`,
		"media/lake.jpg":   `missing-media: there is no file "media/lake.jpg" | did you mean media/deep/lake.jpg?`,
		"pictures/x.jpg":   `missing-media: there is no file "pictures/x.jpg" | `,
		"media/deep":       `missing-media: "media/deep" is a folder | name a file in it`,
		"../tree.jpg":      `bad-path: "../tree.jpg" is no path of the content | write it from the content's root, without .. and without a leading slash, such as media/tree.jpg`,
		"/media/tree.jpg":  `bad-path: "/media/tree.jpg" is no path of the content | write it from the content's root, without .. and without a leading slash, such as media/tree.jpg`,
		`media\tree.jpg`:   `bad-path: "media\\tree.jpg" is no path of the content | write media/tree.jpg`,
		"media/tree.jpg/x": `missing-media: there is no file "media/tree.jpg/x" | `,
	} {
		_, problem := store.look(context.Background(), look{name: name})
		if problem == nil {
			t.Errorf("%s was accepted", name)
			continue
		}
		if got := problem.rule + ": " + problem.text + " | " + problem.hint; got != want {
			t.Errorf("%s\n got %s\nwant %s", name, got, want)
		}
	}
}

func TestSymbolicLinksAreRefused(t *testing.T) {
	root, outside := t.TempDir(), t.TempDir()
	write(t, filepath.Join(outside, "secret.png"), asPNG(t))
	write(t, filepath.Join(root, "real.png"), asPNG(t))
	for name, to := range map[string]string{"file.png": filepath.Join(outside, "secret.png"), "inside.png": "real.png", "folder": outside} {
		if err := os.Symlink(to, filepath.Join(root, name)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	store := newMediaStore(os.DirFS(root), nil)
	for _, name := range []string{"file.png", "inside.png", "folder/secret.png"} {
		if _, problem := store.look(context.Background(), look{name: name}); problem == nil || problem.rule != "bad-path" {
			t.Errorf("%s: got %+v, want bad-path", name, problem)
		}
	}
	if _, problem := store.look(context.Background(), look{name: "real.png"}); problem != nil {
		t.Errorf("real.png: %+v", problem)
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestHugeFilesAreNotRead(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "film.mp4"), box("isom"))
	if err := os.Truncate(filepath.Join(root, "film.mp4"), media.MaxBytes+1); err != nil {
		t.Fatal(err)
	}
	_, problem := newMediaStore(os.DirFS(root), nil).look(context.Background(), look{name: "film.mp4"})
	if want := `"film.mp4" has 201 MB, at most 200 MB are read`; problem == nil || problem.text != want {
		t.Errorf("got %+v, want %s", problem, want)
	}
	if _, err := media.Measure(context.Background(), endless{}, nil); !errors.Is(err, media.ErrTooBig) {
		t.Errorf("a file that grows while it is read: got %v, want %v", err, media.ErrTooBig)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestCancellationStopsReading(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := media.Measure(ctx, endless{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	d := bigDesk(100)
	if _, err := Content(ctx, Input{Content: d.content, Infos: d.infos}); !errors.Is(err, context.Canceled) {
		t.Errorf("Content: got %v, want %v", err, context.Canceled)
	}
}

// opens counts how often files are opened.
type opens struct {
	fs.FS
	count *atomic.Int32
}

func (o opens) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".png") {
		o.count.Add(1)
	}
	return o.FS.Open(name)
}

func TestEachFileIsReadOnce(t *testing.T) {
	count := &atomic.Int32{}
	store := newMediaStore(opens{fstest.MapFS{"a.png": {Data: asPNG(t), ModTime: time.Unix(0, 0)}}, count}, nil)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, problem := store.look(context.Background(), look{name: "a.png"}); problem != nil {
				t.Errorf("%+v", problem)
			}
		})
	}
	wg.Wait()
	// One look at what it is (Lstat of a file system without links opens it),
	// one to read it.
	if got := count.Load(); got > 2 {
		t.Errorf("opened %d times", got)
	}
}

func TestMediaReachTheirPost(t *testing.T) {
	d := newDesk(post("p", fields{"channels": list{"toots"}, "text": "x", "media": list{
		fields{"file": "b.png", "alt": "By ${handle.acme}", "focus": "0.5, -1", "credit": "Ada"}, fields{"file": "a.png", "alt": "Same"}}}))
	d.files = fstest.MapFS{"a.png": {Data: asPNG(t)}, "b.png": {Data: asPNG(t)}}
	result := d.render(t)
	got := result.Desired[0].Spec.Files()
	if len(got) != 2 || len(result.Findings) > 0 {
		t.Fatalf("media %+v, findings %+v", got, result.Findings)
	}
	want := engine.Media{SHA256: got[1].SHA256, Type: "image/png", Size: int64(len(asPNG(t))), Width: 4, Height: 3,
		Alt: "By @acme@example.social", Focus: "0.5,-1", Credit: "Ada", File: "b.png"}
	if got[0] != want {
		t.Errorf("got %+v, want %+v", got[0], want)
	}
	if file := result.Media[want.SHA256]; file != (Medium{Path: "a.png", SHA256: want.SHA256}) || len(result.Media) != 1 {
		t.Errorf("media %v, want the first of equal files", result.Media)
	}
}
