package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/load"
	"galley/engine/markdown"
	"galley/engine/observe"
)

// An importer writes live posts of a channel as files.
type importer struct {
	*app
	c        content
	name     engine.Channel
	provider engine.Provider
	dir      string // below the content root, with slashes
	taken    map[string]bool
}

// writeFiles writes one Markdown file for each live post that no file declares;
// a thread is one post.
func (a *app) writeFiles(ctx context.Context, c content, name engine.Channel, p engine.Provider, live []engine.Observed, dir string) error {
	if c.root == "" {
		return failed("clone it and import there", "a bare repository has no folder to write files to")
	}
	if dir = path.Clean(filepath.ToSlash(cmp.Or(dir, path.Join("imported", string(name))))); !filepath.IsLocal(filepath.FromSlash(dir)) {
		return usage(fmt.Errorf("--to %q is outside of the content", dir), "")
	}
	rec, _, err := a.past(ctx, c)
	if err != nil {
		return err
	}
	im := importer{app: a, c: c, name: name, provider: p, dir: dir, taken: map[string]bool{}}
	for _, post := range c.Posts {
		im.taken[post.ID] = true
	}
	written := 0
	for _, thread := range threads(im.unknown(rec, live)) {
		if err := im.write(ctx, thread); err != nil {
			return err
		}
		written++
	}
	next := ""
	if written > 0 {
		next = fmt.Sprintf(" Review and commit them, then: galley import %s --adopt", name)
	}
	_, err = fmt.Fprintf(a.Stdout, "Imported: %s.%s\n", view.Count(written, "post", "posts"), next)
	return err
}

// unknown leaves out what the record owns or a file declares, and what is no
// post.
func (im importer) unknown(rec engine.Record, live []engine.Observed) []engine.Observed {
	info, owners := im.provider.Info(), observe.Owners(rec)
	declared := declare(slices.DeleteFunc(slices.Clone(im.c.desired),
		func(d engine.Desired) bool { return d.ID.Channel != im.name }), info)
	return slices.DeleteFunc(slices.Clone(live), func(o engine.Observed) bool {
		return !owners[observe.PlaceOf(im.name, o)].IsZero() || o.Spec.Kind() != info.PostKind || declared.find(info, o) != nil
	})
}

// threads joins posts that continue one another, oldest first. A reply to what
// is not among them stands alone.
func threads(live []engine.Observed) [][]engine.Observed {
	slices.SortStableFunc(live, func(a, b engine.Observed) int { return a.Created.Compare(b.Created) })
	at := map[engine.RemoteID]int{}
	var all [][]engine.Observed
	for _, o := range live {
		i, continues := at[o.Parent]
		if o.Parent == "" || !continues {
			i, all = len(all), append(all, nil)
		}
		all[i] = append(all[i], o)
		at[o.Remote] = i
	}
	return all
}

func (im importer) write(ctx context.Context, thread []engine.Observed) error {
	first := thread[0]
	id := free(importedSlug(first, im.c), im.taken)
	in := load.Imported{ID: id, Channels: []string{string(im.name)}, At: first.Created.In(im.c.zone), Spec: first.Spec}
	for _, o := range thread[1:] {
		if p, ok := o.Spec.(*engine.Post); ok {
			in.Thread = append(in.Thread, p.Text)
		}
	}
	files := first.Spec.Files()
	media := len(files) - len(engine.CardFiles(first.Spec))
	for i, m := range files {
		file, err := im.fetch(ctx, id, i+1, m)
		switch {
		case engine.KindOf(err) == engine.NotFound:
			im.say("%s shows a medium that could not be fetched: %v", first.URL, err)
			file = engine.Media{}
		case err != nil:
			return err
		}
		if i < media {
			in.Media = append(in.Media, file)
		} else {
			in.Card = append(in.Card, file)
		}
	}
	name := path.Join(im.dir, id+".md")
	if err := writeNew(filepath.Join(im.c.root, filepath.FromSlash(name)), load.PostFile(in)); err != nil {
		return err
	}
	_, err := fmt.Fprintf(im.Stdout, "  +   %s  %s\n", name, first.URL)
	return err
}

// maxImported bounds one medium that is fetched.
const maxImported = 100 << 20

// fetch writes the nth medium of a post beside the posts, unless it is one of the
// content's own.
func (im importer) fetch(ctx context.Context, id string, n int, m engine.Media) (engine.Media, error) {
	if known, there := im.c.media[m.SHA256]; there {
		m.File = known.Path
		return m, nil
	}
	fetcher, can := im.provider.(engine.Fetcher)
	if !can {
		m.File = ""
		return m, nil
	}
	body, err := fetcher.Fetch(ctx, m)
	if err != nil {
		return m, err
	}
	defer body.Close()
	data, err := io.ReadAll(io.LimitReader(body, maxImported+1))
	if err == nil && len(data) > maxImported {
		err = fmt.Errorf("a medium of %s is larger than 100 MB", im.name)
	}
	if err != nil {
		return m, err
	}
	m.File = path.Join("media", im.dir, mediaName(id, n, m, extension(m, data)))
	target := filepath.Join(im.c.root, filepath.FromSlash(m.File))
	if old, err := os.ReadFile(target); err == nil && bytes.Equal(old, data) {
		return m, nil
	}
	return m, writeNew(target, data)
}

// mediaName names the nth medium of a post as its body calls it, where a network
// tells that: the text stays as it is.
func mediaName(id string, n int, m engine.Media, ext string) string {
	name := path.Base(m.File)
	if own := path.Ext(name); plainName.MatchString(name) && (own == ext || own == ".jpeg" && ext == ".jpg") {
		return path.Join(id, name)
	}
	return fmt.Sprintf("%s-%d%s", id, n, ext)
}

var plainName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// extension is how a file of these bytes is called.
func extension(m engine.Media, data []byte) string {
	switch http.DetectContentType(data) {
	case "image/jpeg":
		return ".jpg"
	case "image/png":
		return ".png"
	case "image/gif":
		return ".gif"
	case "image/webp":
		return ".webp"
	case "video/mp4":
		return ".mp4"
	case "video/webm":
		return ".webm"
	}
	if ext := path.Ext(m.URL); len(ext) > 1 && len(ext) <= 5 && markdown.Slug(ext[1:]) == ext[1:] {
		return ext
	}
	return ".bin"
}

// importedSlug names a post for life: by its address where that says something,
// else by its day and first words.
func importedSlug(o engine.Observed, c content) string {
	if o.Spec.Kind() != engine.KindPost {
		return markdown.Slug(slugOf(o))
	}
	words := strings.Fields(markdown.Text(o.Spec.Plain()))
	slug := markdown.Slug(strings.Join(words[:min(len(words), slugWords)], " "))
	if !o.Created.IsZero() {
		slug = o.Created.In(c.zone).Format("2006-01-02-") + slug
	}
	return strings.Trim(slug, "-")
}

// slugWords is how many words of a text name its file.
const slugWords = 5

// free returns a slug that no post has yet.
func free(slug string, taken map[string]bool) string {
	if slug == "" {
		slug = "post"
	}
	id := slug
	for n := 2; taken[id]; n++ {
		id = fmt.Sprintf("%s-%d", slug, n)
	}
	taken[id] = true
	return id
}

// writeNew writes a file that must not exist yet.
func writeNew(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
