package examples_test

import (
	"context"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"galley/engine/load"
	"galley/engine/render"
	"galley/engine/validate"
	"galley/examples"
	"galley/providers"
)

func content(t *testing.T) fs.FS {
	t.Helper()
	files, err := fs.Sub(examples.Content, "content")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestNewsroomIsFlawless wants no remark at all: the example is copied from.
func TestNewsroomIsFlawless(t *testing.T) {
	ctx, files, infos := context.Background(), content(t), providers.All().Infos()
	objects, findings, err := load.Tree(ctx, files, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rendered, err := render.Content(ctx, render.Input{Content: objects, Infos: infos, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	findings = append(findings, rendered.Findings...)
	findings = append(findings, validate.Check(validate.Input{Content: objects, Desired: rendered.Desired, Infos: infos})...)
	for _, f := range findings {
		t.Errorf("%s: %s [%s]", f.Pos, f.Text, f.Rule)
	}
	if len(objects.Posts) < 40 || len(rendered.Desired) < 70 {
		t.Errorf("%d posts on %d places, want a month", len(objects.Posts), len(rendered.Desired))
	}
}

// TestNewsroomTeachesEveryFeature names what a reader looks for in the example.
func TestNewsroomTeachesEveryFeature(t *testing.T) {
	all := map[string]bool{}
	walk(t, func(name, text string) {
		for feature, form := range map[string]string{
			"a thread": `\n    thread:\n`, "a variant": `\n    variants:\n`, "null": `: null\n`, "a draft": `status: draft`,
			"a retraction": `status: retracted\n +reason: `, "an expiry": `\n +until: `, "at merge": `at: merge`,
			"a picture": `file: media/`, "a focus": `focus: `, "a content warning": `contentWarning: `, "seo": `\nseo:\n`,
			"a reference": `\$\{post\.`, "utm": `\$\{campaign\.utm\}`, "a handle": `\$\{handle\.`, "a zone of its own": `Europe/Lisbon`,
			"a freeze": `kind: Freeze`, "a charter": `kind: Charter`, "a house rule": `galley\.internal/schema`,
			"an objective": `\nobjectives:\n`, "a report": `kind: Report`,
		} {
			if regexp.MustCompile(form).MatchString(text) {
				all[feature] = true
			}
		}
	})
	if len(all) != 20 {
		t.Errorf("the example shows %d of 20 features only: %v", len(all), all)
	}
}

// TestNewsroomMayMoveByWeeks holds what a demo relies on: dates stand only where
// a program reads them, no text speaks of a month, no time is near a change of
// the clocks.
func TestNewsroomMayMoveByWeeks(t *testing.T) {
	date := regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)
	field := regexp.MustCompile(`^\s*(at|until|from|to): \d{4}-\d{2}-\d{2}(?: (\d{2}):\d{2}( [A-Z][A-Za-z/]+)?)?$`)
	inside := regexp.MustCompile(`^\s*(repeat: |- )\{[^"]*\b(until|except|from|to|on|due): \[?\d{4}-\d{2}-\d{2}`) // days only, in a map of one line
	month := regexp.MustCompile(`(?i)\b(janvier|février|avril|juin|juillet|août|septembre|octobre|novembre|décembre|` +
		`january|february|april|june|july|august|september|october|november|december|noël|christmas)\b`)
	walk(t, func(name, text string) {
		for i, line := range strings.Split(text, "\n") {
			m := field.FindStringSubmatch(line)
			switch {
			case date.MatchString(line) && m == nil && !inside.MatchString(line):
				t.Errorf("%s:%d: a date outside of a field: %s", name, i+1, line)
			case m != nil && m[2] != "" && m[2] < "04":
				t.Errorf("%s:%d: a time at which clocks may change: %s", name, i+1, line)
			case month.MatchString(line):
				t.Errorf("%s:%d: a month in a text: %s", name, i+1, line)
			}
		}
	})
}

// TestPostsAreDueOnTheDaysTheySay holds the weekly habits of the newsroom.
func TestPostsAreDueOnTheDaysTheySay(t *testing.T) {
	due := regexp.MustCompile(`- id: ([a-z0-9-]+)\n(?:.+\n)*?\s+at: (\d{4}-\d{2}-\d{2})`)
	habits := map[string]time.Weekday{"programme-": time.Wednesday, "libraire-": time.Friday, "portrait-": time.Monday}
	seen := 0
	walk(t, func(name, text string) {
		for _, m := range due.FindAllStringSubmatch(text, -1) {
			day, err := time.Parse(time.DateOnly, m[2])
			if err != nil {
				t.Fatal(err)
			}
			for prefix, want := range habits {
				if strings.HasPrefix(m[1], prefix) {
					seen++
					if day.Weekday() != want {
						t.Errorf("%s is due on a %s, want %s", m[1], day.Weekday(), want)
					}
				}
			}
		}
	})
	if seen < 9 {
		t.Errorf("found %d posts of the weekly habits only", seen)
	}
}

func TestPicturesAreSmall(t *testing.T) {
	err := fs.WalkDir(content(t), "media", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil && info.Size() > 60<<10 {
			t.Errorf("%s has %d bytes, at most 60 KiB are wanted", name, info.Size())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// walk calls f with every text that a demo moves.
func walk(t *testing.T, f func(name, text string)) {
	t.Helper()
	files := content(t)
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || name == "README.md" {
			return err
		}
		switch path.Ext(name) {
		case ".yaml", ".md", ".cue":
			data, err := fs.ReadFile(files, name)
			if err != nil {
				return err
			}
			f(name, string(data))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
