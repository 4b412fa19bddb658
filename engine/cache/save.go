package cache

import (
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"galley/engine/load"
	"galley/schema"
)

// Save stores what was recalled and learnt in this run, if it differs from what
// was stored. Content that cannot be stored is left out, and looked at again.
func (v *Verdicts) Save(content schema.Content) error {
	<-v.opened
	if !v.Keeps() {
		return nil
	}
	held := make(map[*schema.Object]bool, len(content.Posts)+len(content.Calendars))
	for i := range content.Posts {
		held[content.Posts[i].Object] = true
	}
	for i := range content.Calendars {
		held[content.Calendars[i].Object] = true
	}
	entries := maps.Clone(v.again)
	changed := v.dirty
	for name, e := range v.judged {
		if !e.passing {
			entries[name], changed = e, true
		}
	}
	for name, f := range v.fresh {
		twice := func(o load.Object) bool { return o.Valid && !held[o.Object] } // and not everything was looked for
		if slices.ContainsFunc(f.Objects, twice) {
			continue
		}
		if body, ok := bodyOf(f, func(i int) string { return v.learnt[f.Objects[i].ID] }); ok {
			if e, ok := v.entryOf(name, f, body); ok {
				entries[name], changed = e, true
			}
		}
	}
	if !changed && len(entries) == len(v.known) {
		return nil
	}
	h := head{Program: v.program, Context: v.context(content), Roster: v.roster(content, entries), Banks: v.witnessed()}
	return v.file.Write(func(out io.Writer) error { return writeState(out, h, entries) })
}

// Keeps reports whether anything is stored.
func (v *Verdicts) Keeps() bool { return v.file.Path != "" }

// mediaOf are the files that a post shows, false if one of them could change
// without being noticed.
func (v *Verdicts) mediaOf(o load.Object) ([]medium, bool) {
	var list []medium
	for _, name := range filesIn(o.Fields, nil) {
		m := v.medium(name)
		if !m.Stamp.Settled(v.now) {
			return nil, false
		}
		list = append(list, m)
	}
	return list, true
}

// filesIn gathers the values of all fields of the name "file".
func filesIn(v any, list []string) []string {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			list = filesIn(e, list)
		}
	case map[string]any:
		for name, e := range v {
			if text, ok := e.(string); ok && name == "file" && !slices.Contains(list, text) {
				list = append(list, text)
			}
			list = filesIn(e, list)
		}
	}
	return list
}

// sameMedia reports whether the media of a file are those of its last reading.
func (v *Verdicts) sameMedia(e *stored) bool {
	return !slices.ContainsFunc(e.Media, func(m medium) bool { return v.medium(m.Name).Stamp != m.Stamp })
}

// medium looks at a file once; the zero stamp is that of one that may not be
// shown. Its name shares no text with a post, which would stay in memory.
func (v *Verdicts) medium(name string) medium {
	v.mu.Lock()
	m, looked := v.media[name]
	v.mu.Unlock()
	if looked {
		return m
	}
	m.Name = strings.Clone(name)
	if info, err := lookAt(v.files, name); err == nil {
		m.Stamp = StampOf(info)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.media[m.Name] = m
	return m
}

// lookAt refuses links on the way, as rendering does.
func lookAt(files fs.FS, name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) || strings.Contains(name, `\`) {
		return nil, fs.ErrInvalid
	}
	for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
		if info, err := fs.Lstat(files, folder); err != nil || !info.IsDir() {
			return nil, fs.ErrInvalid
		}
	}
	return fs.Lstat(files, name)
}
