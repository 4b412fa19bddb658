package cli

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"galley/engine/repo"
	"galley/engine/report"
)

// indexed adds to the files of some reports the index of all that are then on the
// record branch.
func (r *reporting) indexed(there fs.FS, fresh []repo.File) ([]repo.File, error) {
	folders, err := reportsIn(there)
	if err != nil {
		return nil, err
	}
	for _, f := range fresh {
		if f.Data != nil {
			addReport(folders, f.Path, f.Data)
		}
	}
	var all []report.Listed
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		slices.Sort(folders[name].Files)
		all = append(all, *folders[name])
	}
	text, pictures, err := report.Index(all, r.c.Project.Name, reportLanguage("", r.c.Project.Languages))
	if err != nil {
		return nil, err
	}
	files := append(slices.Clone(fresh), repo.File{Path: reportsFolder + "/README.md", Data: text})
	for _, p := range pictures {
		files = append(files, repo.File{Path: reportsFolder + "/" + p.File, Data: p.Data})
	}
	return files, nil
}

// reportsIn are the reports of a branch, by folder.
func reportsIn(files fs.FS) (map[string]*report.Listed, error) {
	folders := map[string]*report.Listed{}
	err := fs.WalkDir(files, reportsFolder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		var data []byte
		if path.Base(name) == dataFile {
			data, err = fs.ReadFile(files, name)
		}
		addReport(folders, name, data)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return folders, err
}

// addReport notes a file of a report; its data count where it is what Document.JSON
// wrote.
func addReport(folders map[string]*report.Listed, name string, data []byte) {
	folder, file := path.Split(strings.TrimPrefix(name, reportsFolder+"/"))
	if !strings.HasPrefix(file, "report.") {
		return
	}
	folder = strings.TrimSuffix(folder, "/")
	if folders[folder] == nil {
		folders[folder] = &report.Listed{Folder: folder}
	}
	x := folders[folder]
	if !slices.Contains(x.Files, file) {
		x.Files = append(x.Files, file)
	}
	if file == dataFile {
		x.Data = data
	}
}
