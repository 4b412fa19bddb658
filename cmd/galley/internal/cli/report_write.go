package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"galley/engine/metrics"
	"galley/engine/repo"
	"galley/engine/report"
)

// reportsFolder is where reports are, on the record branch.
const reportsFolder = "reports"

// dataFile is the report for programs, in its folder.
const dataFile = "report.json"

// chartsFolder is where its pictures are, beside a report.
const chartsFolder = "charts"

// A madeReport is the files of one report, with their paths on the record branch.
type madeReport struct {
	text, data repo.File   // for people, for programs
	more       []repo.File // beside them
	caveats    []metrics.Caveat
	same       bool // the record holds it, but for when it was made
}

func (m madeReport) files() []repo.File { return append([]repo.File{m.text, m.data}, m.more...) }

// make writes one report.
func (r *reporting) make(o order) (madeReport, error) {
	folder := reportsFolder + "/" + o.folder + "/"
	m := madeReport{}
	m.text.Path, m.data.Path = folder+"report."+o.language+".md", folder+dataFile
	source := r.source(o)
	var err error
	if source.Commentary, err = r.commentary(m.text.Path); err != nil {
		return m, err
	}
	m.caveats = source.Figures.Caveats
	doc := report.Compose(source)
	layout := report.Lay(doc, o.language)
	m.text.Data = layout.Markdown(report.Addresses{Content: doc.Content, Charts: chartsFolder})
	m.data.Data = doc.JSON()
	m.more = []repo.File{{Path: folder + "report." + o.language + ".csv", Data: doc.CSV(o.language)}}
	pictures, err := layout.Pictures()
	if err != nil {
		return m, err
	}
	for _, p := range pictures {
		m.more = append(m.more, repo.File{Path: folder + chartsFolder + "/" + p.File, Data: p.Data})
	}
	if m.more, err = r.without(m.more, folder+chartsFolder, "."+o.language+"."); err != nil {
		return m, err
	}
	page, err := layout.HTML(r.thumbnails(layout))
	if err != nil {
		return m, err
	}
	m.more = append(m.more, repo.File{Path: folder + "report." + o.language + ".html", Data: page})
	m.same, err = r.told(m, source.Commentary)
	return m, err
}

// without adds to files the removal of those of a folder, with a mark in their
// names, that are on the record branch and not among them any more.
func (r *reporting) without(files []repo.File, folder, mark string) ([]repo.File, error) {
	entries, err := fs.ReadDir(r.ledger.Files(), folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		gone := repo.File{Path: folder + "/" + e.Name()}
		if strings.Contains(e.Name(), mark) && !slices.ContainsFunc(files, func(f repo.File) bool { return f.Path == gone.Path }) {
			files = append(files, gone)
		}
	}
	return files, nil
}

// told reports whether the record has a report that says the same.
func (r *reporting) told(m madeReport, commentary string) (bool, error) {
	old, err := inTree(r.ledger.Files(), m.text.Path)
	if err != nil || old == nil {
		return false, err
	}
	before, err := inTree(r.ledger.Files(), m.data.Path)
	return sameWords(old, m.text.Data) || report.Commentary(old) == commentary && report.Same(before, m.data.Data), err
}

// sameWords reports whether two documents read the same, but for their foot, which
// says of what they were made: figures of a period that runs move from minute to
// minute, and nobody sees it.
func sameWords(old, fresh []byte) bool {
	body := func(text []byte) []byte {
		if foot := bytes.LastIndex(text, []byte("\n---\n")); foot >= 0 {
			return text[:foot]
		}
		return text
	}
	return bytes.Equal(body(old), body(fresh))
}

// commentary is what people wrote into a report: in the branch of the content,
// where reports are proposed for it, or else on the record branch.
func (r *reporting) commentary(name string) (string, error) {
	places := []fs.FS{r.ledger.Files()}
	if r.c.Project.Reports.Pull {
		places = []fs.FS{r.c.files, r.ledger.Files()}
	}
	for _, files := range places {
		text, err := inTree(files, name)
		if err != nil {
			return "", err
		}
		if written := report.Commentary(text); written != "" {
			return written, nil
		}
	}
	return "", nil
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
	err := r.store.Change(ctx, reportSubject+someOf(names), func(there fs.FS) ([]repo.File, error) { return r.indexed(there, files) })
	if err != nil {
		return err
	}
	for _, name := range names {
		r.say("committed %s to the record branch", name)
	}
	return nil
}

// someOf names what a message has room for.
func someOf(names []string) string {
	const most = 3
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s, %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// exportReports writes the files of reports into a folder, as they are below
// reports/ on the record branch.
func exportReports(dir string, made []madeReport) error {
	for _, m := range made {
		for _, f := range m.files() {
			if f.Data == nil {
				continue
			}
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
