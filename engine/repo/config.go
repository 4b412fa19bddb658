package repo

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	format "github.com/go-git/go-git/v5/plumbing/format/config"
)

// maxIncludes bounds how deep configuration files may include others.
const maxIncludes = 10

// A setting is one line of a git configuration.
type setting struct{ section, subsection, key, value string }

// settings are all that apply, weakest first.
type settings []setting

// last returns the value that wins.
func (s settings) last(section, subsection, key string) string {
	all := s.all(section, subsection, key)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

func (s settings) all(section, subsection, key string) []string {
	var values []string
	for _, c := range s {
		if strings.EqualFold(c.section, section) && c.subsection == subsection && strings.EqualFold(c.key, key) {
			values = append(values, c.value)
		}
	}
	return values
}

func (r *Repo) readConfig() error {
	for _, file := range r.options.Config {
		if err := r.readConfigFile(file, 0); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if err := r.readConfigFile(filepath.Join(r.common, "config"), 0); err != nil {
		return err
	}
	err := r.readConfigFile(filepath.Join(r.gitDir, "config.worktree"), 0)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

func (r *Repo) readConfigFile(file string, depth int) error {
	if depth > maxIncludes {
		return &Error{Op: "read " + file, Err: errors.New("configuration files include each other")}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return &Error{Op: "read git configuration", Err: err}
	}
	parsed := format.New()
	if err := format.NewDecoder(bytes.NewReader(data)).Decode(parsed); err != nil {
		return &Error{Op: "read " + file, Err: fmt.Errorf("%w: %w", ErrDamaged, err)}
	}
	for _, section := range parsed.Sections {
		if err := r.addOptions(file, depth, section.Name, "", section.Options); err != nil {
			return err
		}
		for _, sub := range section.Subsections {
			if err := r.addOptions(file, depth, section.Name, sub.Name, sub.Options); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *Repo) addOptions(file string, depth int, section, subsection string, options format.Options) error {
	for _, o := range options {
		r.config = append(r.config, setting{section, subsection, o.Key, o.Value})
		if !strings.EqualFold(o.Key, "path") || !r.includes(section, subsection) {
			continue
		}
		included := o.Value
		if !filepath.IsAbs(included) {
			included = filepath.Join(filepath.Dir(file), included)
		}
		err := r.readConfigFile(included, depth+1)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// includes says whether a section includes another file. Of the conditions only
// gitdir is known: it is how CI services keep a credential outside the
// repository.
func (r *Repo) includes(section, subsection string) bool {
	if strings.EqualFold(section, "include") && subsection == "" {
		return true
	}
	pattern, ok := strings.CutPrefix(subsection, "gitdir:")
	if !ok || !strings.EqualFold(section, "includeIf") {
		return false
	}
	dir := filepath.ToSlash(r.gitDir)
	if prefix, ok := strings.CutSuffix(pattern, "/"); ok {
		return strings.HasPrefix(dir+"/", prefix+"/")
	}
	if prefix, ok := strings.CutSuffix(pattern, "/**"); ok {
		return strings.HasPrefix(dir+"/", prefix+"/")
	}
	return dir == pattern
}

func (r *Repo) refuseForeignFormats() error {
	op := "open repository at " + r.common
	for _, c := range r.config {
		key := strings.ToLower(c.section + "." + c.key)
		switch {
		case key == "remote.promisor" && isTrue(c.value), key == "remote.partialclonefilter",
			key == "extensions.partialclone":
			return &Error{Op: op, Err: fmt.Errorf("partial clone: %w", ErrUnsupported),
				Next: "clone again without --filter: a file that was never fetched looks like one that was deleted"}
		case key == "extensions.objectformat" && !strings.EqualFold(c.value, "sha1"):
			return &Error{Op: op, Err: fmt.Errorf("object format %s: %w", c.value, ErrUnsupported),
				Next: `create the repository with "git init --object-format=sha1"`}
		case key == "extensions.refstorage" && !strings.EqualFold(c.value, "files"):
			return &Error{Op: op, Err: fmt.Errorf("reference storage %s: %w", c.value, ErrUnsupported),
				Next: `run "git refs migrate --ref-format=files"`}
		}
	}
	return nil
}

func isTrue(value string) bool {
	switch strings.ToLower(value) {
	case "", "true", "yes", "on", "1":
		return true
	}
	return false
}

// readPointer reads a file that names a folder, relative to its own.
func readPointer(file, prefix string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	target, ok := strings.CutPrefix(strings.TrimSpace(string(data)), prefix)
	if !ok || target == "" {
		return "", fmt.Errorf("%s %w", file, ErrDamaged)
	}
	if !filepath.IsAbs(target) {
		target = filepath.Join(filepath.Dir(file), target)
	}
	return filepath.Clean(target), nil
}
