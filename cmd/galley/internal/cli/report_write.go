package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"galley/engine/repo"
	"galley/engine/report"
)

// reportsFolder is where reports are, on the record branch.
const reportsFolder = "reports"

// A madeReport is the files of one report, with their paths on the record branch.
type madeReport struct {
	text, data repo.File   // for people, for programs
	more       []repo.File // beside them
	same       bool        // the record holds it, but for when it was made
}

func (m madeReport) files() []repo.File { return append([]repo.File{m.text, m.data}, m.more...) }

// make writes one report.
func (r *reporting) make(o order) (madeReport, error) {
	doc := report.Compose(r.source(o))
	folder := reportsFolder + "/" + o.folder + "/"
	m := madeReport{data: repo.File{Path: folder + "report.json", Data: report.JSON(doc.Delivery)}}
	m.text.Path = folder + "report." + o.language + ".md"
	old, err := read(r.ledger.Files(), m.text.Path)
	if err != nil {
		return m, err
	}
	m.text.Data = report.Merge(old, report.Lay(doc, o.language).Markdown(report.Addresses{Content: doc.Content}))
	before, err := read(r.ledger.Files(), m.data.Path)
	m.same = old != nil && report.Same(before, m.data.Data)
	return m, err
}

// read returns a file, nil if there is none.
func read(files fs.FS, name string) ([]byte, error) {
	data, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// commit puts what changed on the record branch, in one commit. A report that
// says the same as before, but for when it was made, is left alone.
func (r *reporting) commit(ctx context.Context, made []madeReport) error {
	var files []repo.File
	var names []string
	for _, m := range made {
		if m.same {
			r.say("%s is up to date", m.text.Path)
			continue
		}
		files = append(files, m.files()...)
		names = append(names, m.text.Path)
	}
	if len(files) == 0 {
		return nil
	}
	if err := r.store.Commit(ctx, files, "report: "+strings.Join(names, ", ")); err != nil {
		return err
	}
	for _, name := range names {
		r.say("committed %s to the record branch", name)
	}
	return nil
}

// exportReports writes the files of reports into a folder, as they are below
// reports/ on the record branch.
func exportReports(dir string, made []madeReport) error {
	for _, m := range made {
		for _, f := range m.files() {
			name := filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(f.Path, reportsFolder+"/")))
			if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
				return err
			}
			if err := os.WriteFile(name, f.Data, 0o666); err != nil {
				return err
			}
		}
	}
	return nil
}
