package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/load"
	"galley/engine/markdown"
	"galley/engine/observe"
	"galley/engine/record"
)

func (a *app) importCommand() *cobra.Command {
	var adopt bool
	var dir string
	c := &cobra.Command{
		Use:   "import CHANNEL",
		Short: "Write files for what is live, or take it over into the record",
		Long: `Import writes a file for every live post of a channel that no file declares, below
imported/CHANNEL. Review and commit them; then galley import CHANNEL --adopt binds
each live post to its file in the record, so that Galley edits it in place and
never publishes it again. --adopt also rebuilds a record that was lost.
` + exitHelp("0 imported, or nothing to import", "1 failed", "4 the content is invalid"),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.importChannel(cmd.Context(), engine.Channel(args[0]), dir, adopt)
		},
	}
	c.Flags().BoolVar(&adopt, "adopt", false, "bind live posts to the files that declare them")
	c.Flags().StringVar(&dir, "to", "", "write files to `DIR`, relative to the content root")
	return c
}

func (a *app) importChannel(ctx context.Context, name engine.Channel, dir string, adopt bool) error {
	c, err := a.worktree(ctx)
	if err != nil {
		return err
	}
	if err := a.invalid(c); err != nil {
		return err
	}
	if !hasChannel(c, string(name)) {
		return usage(fmt.Errorf("there is no channel %q", name), "channels: "+strings.Join(c.channelNames(), ", "))
	}
	n := a.connect(c)
	if failure := n.failures[name]; failure != "" {
		return failed("", "%s: %s", name, failure)
	}
	p := n.providers[name]
	lister, can := p.(engine.Lister)
	if !can {
		return failed("write its posts by hand, and record each with galley ledger resolve ID --published URL",
			"%s cannot be listed", name)
	}
	var live []engine.Observed
	for o, err := range lister.List(ctx, engine.Window{}) {
		if err != nil {
			return err
		}
		if o.Spec != nil && o.Phase == engine.Live {
			live = append(live, o)
		}
	}
	if adopt {
		return a.adopt(ctx, c, name, p.Info(), live)
	}
	return a.writeFiles(ctx, c, name, p.Info(), live, dir)
}

// match finds the resource that declares what is live: by its text, else by
// the slug in its address.
func match(desired []engine.Desired, info engine.Info, o engine.Observed) *engine.Desired {
	print := engine.PrintOf(info, o.Spec)
	for i := range desired {
		if d := &desired[i]; d.Spec.Kind() == o.Spec.Kind() && engine.PrintOf(info, d.Spec).Equal(print) {
			return d
		}
	}
	slug := slugOf(o)
	for i := range desired {
		d := &desired[i]
		if d.Spec.Kind() != o.Spec.Kind() {
			continue
		}
		if article, ok := d.Spec.(*engine.Article); ok && article.SEO.Slug != "" && article.SEO.Slug == slug {
			return d
		}
		if d.ID.Slug == slug || d.Spec.Kind() == engine.KindProfile {
			return d
		}
	}
	return nil
}

func slugOf(o engine.Observed) string {
	switch s := o.Spec.(type) {
	case *engine.Article:
		if s.SEO.Slug != "" {
			return s.SEO.Slug
		}
	case *engine.Page:
		return s.Slug
	}
	parts := strings.FieldsFunc(strings.TrimSuffix(o.URL, "index.html"), func(r rune) bool { return r == '/' })
	if len(parts) > 0 {
		if slug := markdown.Slug(strings.TrimSuffix(parts[len(parts)-1], ".html")); slug != "" {
			return slug
		}
	}
	return markdown.Slug(string(o.Remote))
}

// adopt writes one ledger line for each live post that a file declares and that
// no ID owns.
func (a *app) adopt(ctx context.Context, c content, name engine.Channel, info engine.Info, live []engine.Observed) error {
	store, err := a.open(c)
	if err != nil {
		return err
	}
	ledger, err := a.readRecord(ctx, store)
	if errors.Is(err, record.ErrAbsent) {
		if err = a.beginRecord(ctx, c, store); err == nil {
			ledger, err = a.readRecord(ctx, store)
		}
	}
	if err != nil {
		return err
	}
	rec := ledger.Record()
	owners := observe.Owners(rec)
	desired := slices.DeleteFunc(slices.Clone(c.desired), func(d engine.Desired) bool {
		r := rec.IDs[d.ID]
		return d.ID.Channel != name || d.Class != engine.Publish || r.Managed() || r.Open != nil
	})
	var outcomes []engine.Outcome
	for _, o := range live {
		if !owners[observe.PlaceOf(name, o)].IsZero() {
			continue
		}
		d := match(desired, info, o)
		if d == nil {
			continue
		}
		outcomes = append(outcomes, adopted(*d, rec.IDs[d.ID], info, o, a.Now))
		fmt.Fprintf(a.Stdout, "  =   %s  %s\n", d.ID, o.URL)
		desired = slices.DeleteFunc(desired, func(x engine.Desired) bool { return x.ID == outcomes[len(outcomes)-1].ID })
	}
	if len(outcomes) > 0 {
		if err := ledger.Close(ctx, outcomes); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(a.Stdout, "Taken over: %s.\n", view.Count(len(outcomes), "post", "posts"))
	return err
}

func adopted(d engine.Desired, r engine.Recorded, info engine.Info, o engine.Observed, now engine.Clock) engine.Outcome {
	due := d.Due
	if due.IsZero() {
		due = o.Created
	}
	return engine.Outcome{ID: d.ID, Account: d.Account, Result: engine.ResultAdopted, Verb: engine.Adopt, Phase: o.Phase,
		Remote: o.Remote, URL: o.URL, Version: o.Version, Print: engine.PrintOf(info, o.Spec),
		Fields: engine.FieldPrints(info, o.Spec, d.Fields), Due: due, Digest: d.Digest, Generation: r.Generation,
		Author: d.Labels.Author, Reason: "imported", At: now().UTC().Round(0)}
}

// writeFiles writes one Markdown file for each live post without one.
func (a *app) writeFiles(ctx context.Context, c content, name engine.Channel, info engine.Info, live []engine.Observed, dir string) error {
	if c.root == "" {
		return failed("clone it and import there", "a bare repository has no folder to write files to")
	}
	if dir == "" {
		dir = filepath.Join("imported", string(name))
	}
	folder := filepath.Join(c.root, filepath.FromSlash(dir))
	if _, err := inside(c.root, c.root); err != nil || strings.HasPrefix(filepath.Clean(dir), "..") || filepath.IsAbs(dir) {
		return usage(fmt.Errorf("--to %q is outside of the content", dir), "")
	}
	rec, _, err := a.past(ctx, c)
	if err != nil {
		return err
	}
	owners := observe.Owners(rec)
	desired := slices.DeleteFunc(slices.Clone(c.desired), func(d engine.Desired) bool { return d.ID.Channel != name })
	taken := map[string]bool{}
	for _, p := range c.Posts {
		taken[p.ID] = true
	}
	written := 0
	for _, o := range live {
		if !owners[observe.PlaceOf(name, o)].IsZero() || match(desired, info, o) != nil || o.Spec.Kind() != info.PostKind {
			continue
		}
		id := free(slugOf(o), taken)
		path := filepath.Join(folder, id+".md")
		if err := writeNew(path, load.PostFile(load.Imported{ID: id, Channel: string(name), At: o.Created.In(c.zone), Spec: o.Spec})); err != nil {
			return err
		}
		fmt.Fprintf(a.Stdout, "  +   %s  %s\n", filepath.ToSlash(filepath.Join(dir, id+".md")), o.URL)
		written++
	}
	next := ""
	if written > 0 {
		next = fmt.Sprintf(" Review and commit them, then: galley import %s --adopt", name)
	}
	_, err = fmt.Fprintf(a.Stdout, "Imported: %s.%s\n", view.Count(written, "post", "posts"), next)
	return err
}

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
