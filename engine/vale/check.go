package vale

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Bounds of one Check.
const (
	mostTexts     = 200_000
	mostTextBytes = 1 << 20
	usuallyWithin = 5 * time.Minute
)

// perRun bounds the texts of one process: Vale keeps all it has read, which is
// some 35 kB for a post.
const perRun = 4_000

// Check has Vale read texts and returns what it says of them: by text in the
// order given, then by place, then by check. Texts that no style is for are left
// out, and without any Vale is not started; otherwise it is started once for
// every 4,000 different texts, one after the other. Every error that is not the
// context's own or the file system's is an *Error; there are no alerts then.
func (t Tool) Check(ctx context.Context, styles *Styles, texts []Text) ([]Alert, error) {
	pages, err := gather(styles, texts)
	if err != nil {
		return nil, err
	}
	var byPage [][]Alert
	for some := range slices.Chunk(pages, perRun) {
		alerts, err := t.read(ctx, styles, some)
		if err != nil {
			return nil, err
		}
		byPage = append(byPage, alerts...)
	}
	return spread(texts, pages, byPage), nil
}

// read runs Vale once and returns the alerts of each page.
func (t Tool) read(ctx context.Context, styles *Styles, pages []page) ([][]Alert, error) {
	dir, err := os.MkdirTemp("", "galley-vale-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for Vale: %w", err)
	}
	defer os.RemoveAll(dir)
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real // as Vale will name it
	}
	if err := set(dir, styles, pages); err != nil {
		return nil, fmt.Errorf("write the texts for Vale: %w", err)
	}
	got, err := run(ctx, process{
		op: opCheck, path: t.Path, dir: dir, within: cmp.Or(t.Within, usuallyWithin),
		args: []string{"--no-global", "--config=" + filepath.Join(dir, configFile), "--output=JSON", "--no-wrap", "--normalize", textsFolder},
	})
	if err != nil {
		return nil, err
	}
	return understand(got, dir, pages)
}

const (
	opCheck      = "run Vale"
	configFile   = "vale.ini"
	textsFolder  = "texts"
	stylesFolder = "styles"
)

// A page is a text to read, for all the texts that are like it.
type page struct {
	name string // of its file
	sheet
	content string
	key     string // of the first
	texts   []int
}

// gather makes a page of every different text that some style is for.
func gather(styles *Styles, texts []Text) ([]page, error) {
	type likeness struct {
		format  Format
		section int
		content string
	}
	var pages []page
	known := map[likeness]int{}
	for i, t := range texts {
		language, number := styles.language(t.Language)
		if len(styles.config.of(language)) == 0 || strings.TrimSpace(t.Content) == "" {
			continue
		}
		if len(t.Content) > mostTextBytes || len(texts) > mostTexts {
			return nil, &Error{Op: opCheck, Kind: TooMuch, Next: "split the post",
				Err: fmt.Errorf("there are more than %d texts, or %s has more than %d bytes", mostTexts, t.Key, mostTextBytes)}
		}
		like := likeness{t.Format, number, t.Content}
		at, ok := known[like]
		if !ok {
			at = len(pages)
			known[like] = at
			name := fmt.Sprintf("%06d.%s%s", at, section(number), extension(t.Format))
			pages = append(pages, page{name: name, sheet: newSheet(t), content: t.Content, key: t.Key})
		}
		pages[at].texts = append(pages[at].texts, i)
	}
	return pages, nil
}

func extension(f Format) string {
	if f == Markdown {
		return ".md"
	}
	return ".txt"
}

// set lays out all that Vale will see.
func set(dir string, styles *Styles, pages []page) error {
	write := func(name string, data []byte) error {
		file := filepath.Join(dir, filepath.FromSlash(name))
		return errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, data, 0o600))
	}
	err := errors.Join(os.Mkdir(filepath.Join(dir, "home"), 0o700), os.Mkdir(filepath.Join(dir, stylesFolder), 0o700), write(configFile, styles.ini()))
	for name, data := range styles.files {
		err = errors.Join(err, write(stylesFolder+"/"+name, data))
	}
	for _, p := range pages {
		if err != nil {
			return err
		}
		err = write(textsFolder+"/"+p.name, []byte(p.text))
	}
	return err
}

// spread hands the alerts of each page to all of its texts.
func spread(texts []Text, pages []page, byPage [][]Alert) []Alert {
	perText := make([][]Alert, len(texts))
	for i, p := range pages {
		for _, n := range p.texts {
			perText[n] = byPage[i]
		}
	}
	var all []Alert
	for i, list := range perText {
		for _, a := range list {
			a.Key, a.Suggestions = texts[i].Key, slices.Clone(a.Suggestions)
			all = append(all, a)
		}
	}
	return all
}
