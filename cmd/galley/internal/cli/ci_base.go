package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/repo"
	"galley/schema"
)

// A base is what a revision is compared with: what the two have in common, as
// it was then. The zero base is an unknown one.
type base struct {
	commit   string
	note     string // why it is unknown
	files    fs.FS
	desired  map[engine.ID]engine.Desired
	channels map[string]schema.Channel
}

// compared reads the commit that the content's revision and another one have in
// common. One that cannot be had leaves the base unknown: the rest of the job is
// worth doing.
func (a *app) compared(ctx context.Context, c content, revision string) base {
	if revision == "" {
		return base{note: "nothing says what to compare it with (--base REVISION)"}
	}
	b, err := a.baseAt(ctx, c, revision)
	if err != nil {
		note := err.Error()
		if hint := hintOf(err); hint != "" {
			note += "; " + hint
		}
		return base{note: note}
	}
	return b
}

func (a *app) baseAt(ctx context.Context, c content, revision string) (base, error) {
	other, err := c.repo.Resolve(revision)
	if err != nil {
		return base{}, fmt.Errorf("%w; is the whole history here (fetch-depth: 0 in the workflow)?", err)
	}
	head, err := c.repo.Resolve("HEAD")
	if err != nil {
		return base{}, err
	}
	common, err := c.repo.MergeBase(ctx, other.Hash, head.Hash)
	if err != nil {
		return base{}, err
	}
	if common == "" {
		return base{}, fmt.Errorf("%.7s and %.7s have no commit in common", other.Hash, head.Hash)
	}
	b := base{commit: common, desired: map[engine.ID]engine.Desired{}, channels: map[string]schema.Channel{}}
	was, err := a.commit(ctx, c.place, common)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, repo.ErrNotFound) {
		return b, nil // the content begins here
	}
	if err != nil {
		return base{}, err
	}
	b.files = was.files
	for _, d := range was.desired {
		b.desired[d.ID] = d
	}
	for _, ch := range was.Channels {
		b.channels[ch.ID] = ch
	}
	return b, nil
}

func (b base) known() bool { return b.commit != "" }

// digests are what plan wants to know of a base; nil if it is unknown.
func (b base) digests() map[engine.ID]string {
	if !b.known() {
		return nil
	}
	digests := make(map[engine.ID]string, len(b.desired))
	for id, d := range b.desired {
		digests[id] = d.Digest
	}
	return digests
}

// nearness tells how near a finding is to what changed since the base.
func (b base) nearness(c content) func(engine.Finding) view.Nearness {
	lines := map[string]map[int]bool{}
	return func(f engine.Finding) view.Nearness {
		if !b.known() || f.Pos.File == "" {
			return view.InChangedFile
		}
		changed, seen := lines[f.Pos.File]
		if !seen {
			changed = b.changedLines(c, f.Pos.File)
			lines[f.Pos.File] = changed
		}
		switch {
		case changed[f.Pos.Line]:
			return view.OnChangedLine
		case len(changed) > 0:
			return view.InChangedFile
		}
		return view.Elsewhere
	}
}

// changedLines are the numbers of the lines of a file that the base does not
// have in it. A line that only moved is none; of a file in which lines are only
// missing it is line 0.
func (b base) changedLines(c content, file string) map[int]bool {
	name, _ := strings.CutPrefix(file, c.prefix+"/")
	now, err := fs.ReadFile(c.files, path.Clean(name))
	if err != nil {
		return nil
	}
	var was []byte
	if b.files != nil {
		was, _ = fs.ReadFile(b.files, path.Clean(name)) // one that is not there has no lines
	}
	if bytes.Equal(was, now) {
		return nil
	}
	had := map[string]int{}
	for line := range bytes.Lines(was) {
		had[string(bytes.TrimSpace(line))]++
	}
	changed, n := map[int]bool{0: true}, 0
	for line := range bytes.Lines(now) {
		n++
		if text := string(bytes.TrimSpace(line)); had[text] > 0 {
			had[text]--
			continue
		}
		changed[n] = true
	}
	return changed
}

// removed counts what loses its file by this revision and stays online. Files
// are counted where every one of those posts had one that is gone as a whole.
func (b base) removed(c content, p engine.Plan) view.Removed {
	posts, files, whole := map[string]bool{}, map[string]bool{}, true
	for _, change := range p.Changes {
		if change.Verb != engine.ReleaseOwned || change.Origin != engine.FromChange {
			continue
		}
		posts[change.ID.Slug] = true
		was, known := b.desired[change.ID]
		name, _ := strings.CutPrefix(was.Source.File, c.prefix+"/")
		if _, err := fs.Stat(c.files, path.Clean(name)); !known || err == nil {
			whole = false
			continue
		}
		files[name] = true
	}
	r := view.Removed{Posts: len(posts)}
	if whole {
		r.Files = len(files)
	}
	return r
}
