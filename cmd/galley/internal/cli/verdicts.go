package cli

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/cache"
	"galley/engine/load"
	"galley/engine/render"
	"galley/schema"
)

// checked reads the content as validate does: what the last validation found in
// posts that are as they were is not looked for again. The commands that plan or
// apply compute everything.
func (a *app) checked(ctx context.Context) (content, error) {
	p, err := a.locate()
	if err != nil {
		return content{}, err
	}
	if p.root == "" || a.TestOnlyWhole {
		return a.worktree(ctx)
	}
	file, program := a.verdictsOf(p), ""
	if file.Path != "" {
		if program = cache.Program(); program == "" {
			file = cache.File{}
		}
	}
	c := content{place: p, files: load.Folder(p.root), zone: time.UTC}
	c.verdicts = cache.Open(file, c.files, program+"\n"+strconv.FormatBool(a.everybodyReads())+"\n"+p.prefix)
	if err := a.readInto(ctx, &c); err != nil {
		return c, err
	}
	// What cannot be stored is computed again next time, and that is all.
	_ = c.verdicts.Save(c.Content)
	return c, nil
}

// verdictsOf is where the verdicts of a content root are kept; the zero file if
// nowhere.
func (a *app) verdictsOf(p place) cache.File {
	folder := a.CacheDir
	if given := a.Getenv("GALLEY_CACHE"); given != "" {
		folder = a.path(given)
	}
	root, err := filepath.EvalSymlinks(p.root)
	if folder == "" || a.noCache || err != nil {
		return cache.File{}
	}
	file := cache.In(filepath.Join(folder, "validate"), root)
	file.TestOnlyLater = a.TestOnlyLater
	return file
}

// load reads the files, as often as what is remembered of them turns out not to
// hold.
func (a *app) load(ctx context.Context, c *content) (schema.Content, []engine.Finding, error) {
	options := load.Options{Prefix: c.prefix, Salvage: true}
	if c.verdicts == nil {
		return load.Tree(ctx, c.files, options)
	}
	if c.verdicts.Keeps() {
		options.Memory = c.verdicts
	}
	c.judge = &judge{ctx: ctx, content: c, infos: a.Providers.Infos()}
	options.Judge = c.judge
	for {
		c.verdicts.Begin()
		tree, findings, err := load.Tree(ctx, c.files, options)
		if err != nil || c.verdicts.Holds(tree) {
			return tree, findings, err
		}
	}
}

// recall returns what is known of a post, nil if it is to be looked at.
func (c *content) recall(i int) render.Rendered {
	k := c.verdicts.Of(&c.Posts[i])
	if k == nil {
		return nil
	}
	c.recalled[i] = k
	return k
}

// isKnown returns what reports of a post by its id whether all was found in it
// before.
func (c *content) isKnown() func(post string) bool {
	unknown := map[string]bool{}
	for i, k := range c.recalled {
		if k == nil {
			unknown[c.Posts[i].ID] = true
		}
	}
	return func(post string) bool { return !unknown[post] }
}

// knownFindings are those that were made in the posts that are known.
func (c *content) knownFindings() []engine.Finding {
	var found []engine.Finding
	for _, k := range c.recalled {
		if k != nil {
			found = append(found, k.Alone...)
		}
	}
	return found
}

// learn remembers what was found in each post that is not known yet.
func (c *content) learn(found []engine.Finding, h *held) {
	if c.verdicts == nil {
		return
	}
	alone := map[string][]engine.Finding{}
	for _, f := range found {
		if post, ok := strings.CutPrefix(f.Object, "Post "); ok {
			alone[post] = append(alone[post], f)
		}
	}
	for i := range c.Posts {
		p := &c.Posts[i]
		if c.recalled[i] != nil {
			continue
		}
		k := cache.Known{Alone: alone[p.ID], Remarks: slices.Clone(h.remarks[i]), Renditions: h.renditionsOf(c, p.ID), Facts: h.facts[i]}
		load.Quote(c.files, c.prefix, k.Alone)
		load.Quote(c.files, c.prefix, k.Remarks)
		c.verdicts.Learn(p.ID, k)
	}
}
