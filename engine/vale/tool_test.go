package vale

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"galley/engine"
)

func one(content string) []Text { return []Text{{Key: "post", Content: content}} }

// small are styles with which any Vale can be asked.
func small(t testing.TB) *Styles {
	t.Helper()
	s, err := Load(fstest.MapFS{"A/B.yml": {Data: []byte("extends: existence\nmessage: no\ntokens: [x]\n")}}, Config{Styles: []string{"A"}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAVersionIsAskedFor(t *testing.T) {
	for how, want := range map[string]string{
		"plain": "",
		"old":   "version 2.30.0 is too old",
		"other": "this is not Vale",
	} {
		tool, err := Open(t.Context(), fake(t, how).Path)
		if want == "" && (err != nil || tool.Version != "3.21.0") || want != "" && (kindOf(err) != Unfit || !strings.Contains(err.Error(), want)) {
			t.Errorf("Open(%s) = %+v, %v; want %q", how, tool, err, want)
		}
		if err != nil && !strings.Contains(hint(err), "brew install vale") {
			t.Errorf("Open(%s) does not say how to install: %q", how, hint(err))
		}
	}
}

func TestBuildsWithoutANumberAreToldApartByTheirBytes(t *testing.T) {
	tool, err := Open(t.Context(), fake(t, "unnumbered").Path)
	if err != nil || !strings.HasPrefix(tool.Version, "development ") || len(tool.Version) != len("development ")+16 {
		t.Errorf("Open = %+v, %v", tool, err)
	}
}

func TestValeIsFoundWhereAPersonSaysOrOnPath(t *testing.T) {
	vale := fake(t, "plain").Path
	dir := t.TempDir()
	name := "vale"
	if runtime.GOOS == "windows" {
		name = "vale.exe"
	}
	if err := os.Link(vale, filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
	list := string(os.PathListSeparator)
	if got, err := Find("", t.TempDir()+list+dir); err != nil || got != filepath.Join(dir, name) {
		t.Errorf("Find on PATH = %q, %v", got, err)
	}
	if got, err := Find(vale, ""); err != nil || got != vale {
		t.Errorf("Find of an explicit one = %q, %v", got, err)
	}
	t.Chdir(dir)
	for explicit, path := range map[string]string{"": "." + list + "" + list + t.TempDir(), filepath.Join(dir, "nothing"): dir, dir: dir} {
		if got, err := Find(explicit, path); kindOf(err) != Missing || !strings.Contains(hint(err), "--vale or GALLEY_VALE") {
			t.Errorf("Find(%q, %q) = %q, %v; want it missing", explicit, path, got, err)
		}
	}
}

func TestWhatFailsIsToldApart(t *testing.T) {
	for how, want := range map[string]struct {
		kind Kind
		text string
	}{
		"crash":    {Crashed, "panic: runtime error: index out of range [7]"},
		"garbage":  {Crashed, "its answer is not what Vale writes"},
		"stranger": {Crashed, "a file it was not given"},
		"nameless": {Crashed, `of severity "fatal"`},
		"flood":    {TooMuch, "it writes too much"},
	} {
		t.Run(how, func(t *testing.T) {
			alerts, err := fake(t, how).Check(t.Context(), small(t), one("a text"))
			if err == nil || kindOf(err) != want.kind || !strings.Contains(err.Error(), want.text) {
				t.Errorf("Check = %v, %v; want kind %d and %q", alerts, err, want.kind, want.text)
			}
		})
	}
}

func TestAKilledValeIsACrash(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a killed process has an exit code there")
	}
	_, err := fake(t, "killed").Check(t.Context(), small(t), one("a text"))
	if err == nil || kindOf(err) != Crashed || !strings.Contains(err.Error(), "killed") {
		t.Errorf("Check: %v", err)
	}
}

func TestADeadlineEndsValeAndWhatItStarted(t *testing.T) {
	tool := fake(t, "hang")
	tool.Within = 300 * time.Millisecond
	start := time.Now()
	_, err := tool.Check(t.Context(), small(t), one("a text"))
	if kindOf(err) != TooSlow || hint(err) == "" {
		t.Errorf("Check: %v, want it too slow", err)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %s to end it", took)
	}
}

func TestACallerMayGiveUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := fake(t, "hang").Check(ctx, small(t), one("a text")); !engine.Interrupted(err) {
		t.Errorf("Check: %v, want the cancellation", err)
	}
}

func TestValeSeesNoSecrets(t *testing.T) {
	t.Setenv("MASTODON_TOKEN", "hush-1234")
	t.Setenv("VALE_CONFIG_PATH", "/elsewhere/vale.ini")
	_, err := fake(t, "curious").Check(t.Context(), small(t), one("a text"))
	if err == nil || !strings.Contains(err.Error(), "HOME=home") {
		t.Fatalf("Check: %v, want the environment", err)
	}
	for _, variable := range environment(t.TempDir()) {
		if name, _, _ := strings.Cut(variable, "="); strings.Contains(name, "VALE") || strings.Contains(name, "TOKEN") {
			t.Errorf("Vale is given %s", name)
		}
	}
	if strings.Contains(err.Error(), "hush") || strings.Contains(err.Error(), "elsewhere") {
		t.Errorf("Vale sees what it should not: %v", err)
	}
}

func TestPlacesThatDoNotExistAreBroughtInside(t *testing.T) {
	alerts, err := fake(t, "wild").Check(t.Context(), small(t), one("erste Zeile\nzweite"))
	if err != nil || len(alerts) != 2 {
		t.Fatalf("Check = %v, %v", alerts, err)
	}
	if a := alerts[0]; a.Check != "A.B" || a.Start != 0 || a.End != 11 || a.Message != "a [31m b" {
		t.Errorf("got %+v", a)
	}
	if a := alerts[1]; a.Check != "A.C" || a.Start != 12 || a.End != 12 {
		t.Errorf("got %+v", a)
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv("TMP", temp)
	tool := fake(t, "crash")
	if _, err := tool.Check(t.Context(), small(t), one("a text")); err == nil {
		t.Error("a crash is no error")
	}
	if _, err := Open(t.Context(), tool.Path); err != nil {
		t.Error(err)
	}
	left, err := filepath.Glob(filepath.Join(temp, "galley-vale-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func hint(err error) string {
	var h interface{ Hint() string }
	if errors.As(err, &h) {
		return h.Hint()
	}
	return ""
}
