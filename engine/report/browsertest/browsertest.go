// Package browsertest looks at pages and pictures as readers do, in Chromium
// without a window: what sticks out, what cannot be read, which letters have no
// glyph. It speaks the protocol of Chromium's developer tools over a pipe, so
// that nothing listens and nothing of others is needed. It is for tests alone.
package browsertest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"
)

// Limits on the browser: a test that hangs tells nothing.
const (
	answerWithin = 60 * time.Second
	maxMessage   = 64 << 20
)

// names of Chromium and its kin, the first that is there is taken.
var names = [...]string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// A Browser is one Chromium with one tab.
type Browser struct {
	t       testing.TB
	pipe    *pipe
	session string
}

// Open starts a browser that ends with the test. Where there is none, the test is
// skipped and says so; on Linux under CI it fails instead.
func Open(t testing.TB) *Browser {
	t.Helper()
	path := find()
	switch {
	case path != "":
	case runtime.GOOS == "linux" && os.Getenv("CI") == "true":
		t.Fatal("there is no Chromium to look at the pages with, and this is CI: install the package chromium")
	default:
		t.Skip("SKIPPED: nobody looked at the pages, there is no Chromium here")
	}
	b := &Browser{t: t, pipe: start(t, path)}
	var target struct{ TargetID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	b.call("Page.enable", nil, nil)
	return b
}

func find() string {
	if runtime.GOOS == "windows" {
		return "" // nothing is handed to a program there but its three files
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// start runs Chromium with an empty profile; it may ask nobody for anything.
func start(t testing.TB, path string) *pipe {
	t.Helper()
	profile, err := os.MkdirTemp("", "browsertest-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { remove(profile) })
	cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--force-color-profile=srgb", "--remote-debugging-pipe", "--user-data-dir="+profile)
	p, err := open(cmd)
	if err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	t.Cleanup(p.close)
	return p
}

// remove deletes a profile. The browser's own processes may write into it for a
// moment after the browser has ended: what is left then is the system's to clear.
func remove(folder string) {
	for range 100 {
		if os.RemoveAll(folder) == nil {
			return
		}
	}
}

// A View is a window and what its reader prefers.
type View struct {
	Width  int // in CSS pixels
	Height int // of Picture; zero is the whole page
	Dark   bool
}

// String returns "360 px, dark".
func (v View) String() string {
	if v.Dark {
		return fmt.Sprintf("%d px, dark", v.Width)
	}
	return fmt.Sprintf("%d px, light", v.Width)
}

// Faults are what a reader would stumble over; each says where.
type Faults struct {
	Overflow []string // sticks out of the window, or out of the picture
	Overlap  []string // texts that lie on each other
	Faint    []string // less than 4.5:1 against what is behind it, 3:1 for large texts
	Missing  []string // letters without a glyph in any font
	Broken   []string // pictures that do not show
}

// Look returns the faults of a page.
func (b *Browser) Look(html []byte, view View) Faults {
	b.t.Helper()
	b.show(html, view)
	var answer struct {
		Result           struct{ Value Faults }
		ExceptionDetails json.RawMessage
	}
	b.call("Runtime.evaluate", map[string]any{"expression": inspection, "returnByValue": true, "awaitPromise": true}, &answer)
	if answer.ExceptionDetails != nil {
		b.t.Fatalf("look at the page: %s", answer.ExceptionDetails)
	}
	return answer.Result.Value
}

// Picture returns a PNG of a page.
func (b *Browser) Picture(html []byte, view View) []byte {
	b.t.Helper()
	b.show(html, view)
	var shot struct{ Data string }
	request := map[string]any{"format": "png", "captureBeyondViewport": true}
	if view.Height > 0 {
		request["clip"] = map[string]any{"x": 0, "y": 0, "width": view.Width, "height": view.Height, "scale": 1}
	}
	b.call("Page.captureScreenshot", request, &shot)
	png, err := base64.StdEncoding.DecodeString(shot.Data)
	if err != nil {
		b.t.Fatal(err)
	}
	return png
}

// show sets the window and the page, and waits for its pictures.
func (b *Browser) show(html []byte, view View) {
	b.t.Helper()
	scheme := "light"
	if view.Dark {
		scheme = "dark"
	}
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": view.Width, "height": 800, "deviceScaleFactor": 1, "mobile": false}, nil)
	b.call("Emulation.setEmulatedMedia", map[string]any{"media": "screen", "features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
	var tree struct {
		FrameTree struct{ Frame struct{ ID string } }
	}
	b.call("Page.getFrameTree", nil, &tree)
	b.call("Page.setDocumentContent", map[string]any{"frameId": tree.FrameTree.Frame.ID, "html": string(html)}, nil)
	b.call("Runtime.evaluate", map[string]any{"awaitPromise": true,
		"expression": "Promise.all([document.fonts.ready, ...[...document.images].map(i => i.decode().catch(() => {}))]).then(() => 0)"}, nil)
}

// call asks and waits for the answer.
func (b *Browser) call(method string, params, result any) {
	b.t.Helper()
	if err := b.pipe.call(b.session, method, params, result); err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
}
