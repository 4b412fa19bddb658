package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"galley/engine"
	"galley/engine/cache"
	"galley/engine/load"
	"galley/engine/plan"
	"galley/engine/render"
	"galley/engine/repo"
	"galley/engine/team"
	"galley/engine/validate"
	"galley/engine/zone"
	"galley/schema"
)

// A place is where the content lies: a folder, and the repository around it.
type place struct {
	root   string     // content root on disk; "" in a bare repository
	repo   *repo.Repo // nil outside of git
	prefix string     // path of the content root inside the repository
}

// path resolves a path the person gave against the working directory.
func (a *app) path(p string) string {
	if p == "" {
		return a.Dir
	}
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(a.Dir, p)
}

// locate finds the content root at or above the folder the command runs in.
func (a *app) locate() (place, error) {
	dir := a.dir()
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return place{}, failed("", "%s is not a folder", dir)
	}
	r, err := repo.OpenWith(dir, a.gitOptions())
	if err != nil && !isNoRepo(err) {
		return place{}, err
	}
	if err == nil && r.Worktree() == "" {
		return place{repo: r}, nil
	}
	root, rootErr := load.Root(dir)
	if rootErr != nil {
		return place{}, failed("to start a new content repository: galley init DIR; to look around: galley demo",
			"no galley.yaml in %s or above it", dir)
	}
	if err != nil {
		return place{root: root}, nil
	}
	prefix, err := inside(r.Worktree(), root)
	if err != nil {
		return place{root: root}, nil // the repository is below the content
	}
	return place{root: root, repo: r, prefix: prefix}, nil
}

// inside returns root relative to top, with slashes and "" for top itself.
func inside(top, root string) (string, error) {
	top, err := filepath.EvalSymlinks(top)
	if err != nil {
		return "", err
	}
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return "", err
	}
	rel, err := filepath.Rel(top, root)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", fmt.Errorf("%s is not inside %s", root, top)
	}
	if rel == "." {
		return "", nil
	}
	return filepath.ToSlash(rel), nil
}

// A content is what the stages before plan made of the files.
type content struct {
	place
	schema.Content
	files    fs.FS
	zone     *time.Location
	desired  []engine.Desired
	media    map[string]render.Medium
	freezes  []engine.Freeze
	findings []engine.Finding
	apart    []engine.Finding     // those of findings that no charter made: the record changes nothing about them
	blocked  map[engine.ID]string // as far as this clone has seen the record; see blockedBy
	revision string               // commit it was read from; "" for the working tree
	verdicts *cache.Verdicts      // of the last validation; nil where everything is computed
	recalled []*cache.Known       // of posts that are not whole, what was found in them; by post, nil for the others
	judge    *judge               // of posts as they are read; nil where they are kept
	held     *held                // what the charter makes of it

	public bool                          // GitHub says of this job that everybody can read the repository
	asOf   time.Time                     // the moment at which it is checked; zero is now
	known  map[engine.ID]engine.Recorded // what the record knows; nil is what this clone has seen of it

	reposts []string // IDs or slugs that this run was asked to publish again
}

// worktree reads the content as it lies in the folder; in a bare repository,
// the commit at its head.
func (a *app) worktree(ctx context.Context) (content, error) {
	p, err := a.locate()
	if err != nil {
		return content{}, err
	}
	if p.root == "" {
		return a.commit(ctx, p, "HEAD")
	}
	return a.read(ctx, p, load.Folder(p.root), "")
}

// commit reads the content of a revision, whatever the folder holds.
func (a *app) commit(ctx context.Context, p place, revision string) (content, error) {
	hash, tree, err := p.tree(revision)
	if err != nil {
		return content{}, err
	}
	return a.read(ctx, p, tree, hash)
}

// tree is the content of a revision as files, and the commit that this is.
func (p place) tree(revision string) (hash string, files fs.FS, err error) {
	if p.repo == nil {
		return "", nil, failed("git init && git add . && git commit -m \"First calendar\"",
			"%s is not in a git repository, and only what is committed can be applied", p.root)
	}
	c, err := p.repo.Resolve(revision)
	if errors.Is(err, repo.ErrNotFound) && revision == "HEAD" {
		return "", nil, failed("git add . && git commit -m \"First calendar\"",
			"there is no commit yet, and only what is committed can be applied")
	}
	if err != nil {
		return "", nil, err
	}
	files, err = p.repo.Tree(c.Hash, p.prefix)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil, failed(fmt.Sprintf("git add %[1]s && git commit -m \"First calendar\" -- %[1]s, at the top of the repository", p.prefix),
			"commit %s holds no %s, and only what is committed can be applied", brief(c.Hash), p.prefix)
	}
	return c.Hash, files, err
}

// read is the way of the content: load, render, validate.
func (a *app) read(ctx context.Context, p place, files fs.FS, revision string) (content, error) {
	c := content{place: p, files: files, revision: revision, zone: time.UTC}
	err := a.readInto(ctx, &c)
	return c, err
}

func (a *app) readInto(ctx context.Context, c *content) error {
	c.public = a.everybodyReads()
	if err := a.loadInto(ctx, c); err != nil {
		return err
	}
	return a.checkInto(ctx, c)
}

// loadInto is the way of the content as far as its objects.
func (a *app) loadInto(ctx context.Context, c *content) error {
	tree, findings, err := a.load(ctx, c)
	if err != nil {
		return err
	}
	c.Content, c.findings = tree, findings
	if loc, err := zone.Load(tree.Project.Zone); err == nil {
		c.zone = loc
	}
	return nil
}

// checkInto is the rest of its way.
func (a *app) checkInto(ctx context.Context, c *content) error {
	if c.Project.Object == nil {
		return nil
	}
	later, err := a.check(ctx, c)
	if err != nil {
		return err
	}
	c.found(toldOnce(c.unrelated(later)))
	c.blocked = validate.Blocked(c.desired, c.findings)
	return nil
}

// blockedBy says why each resource may not be touched, by a record that was just
// read: a clone may have seen an older one, or none.
func (c content) blockedBy(record engine.Record, asOf time.Time) map[engine.ID]string {
	if c.held == nil {
		return c.blocked
	}
	found := slices.Concat(c.apart, c.held.findings(&c, record.IDs, asOf))
	engine.SortFindings(found)
	return validate.Blocked(c.desired, slices.CompactFunc(found, engine.Finding.Same))
}

// found adds findings, with the lines they are about, each once and in order.
func (c *content) found(list []engine.Finding) {
	load.Quote(c.files, c.prefix, list)
	c.findings = append(c.findings, list...)
	engine.SortFindings(c.findings)
	c.findings = slices.CompactFunc(c.findings, engine.Finding.Same)
}

// check renders what was loaded, validates it and holds it to the charter, and
// returns what it found.
func (a *app) check(ctx context.Context, c *content) ([]engine.Finding, error) {
	infos := a.Providers.Infos()
	c.recalled = make([]*cache.Known, len(c.Posts))
	rendered, err := render.Content(ctx, render.Input{Content: c.Content, Infos: infos, Files: c.files, Memory: c.memory(), Known: c.recall})
	if err != nil {
		return nil, err
	}
	c.desired, c.media, c.freezes = rendered.Desired, rendered.Media, rendered.Freezes
	recorded, asOf := c.known, c.asOf
	if recorded == nil {
		recorded = a.known(ctx, *c)
	}
	if asOf.IsZero() {
		asOf = a.Now()
	}
	var h *held
	var beside sync.WaitGroup
	beside.Go(func() { h = c.heldToCharter(infos) })
	alone, together := validate.Apart(validate.Input{Content: c.Content, Desired: c.desired, Infos: infos, AsOf: asOf,
		Recorded: recorded, Known: c.isKnown()})
	beside.Wait()
	c.learn(append(slices.Clone(rendered.Findings), alone...), h)
	_, mistakes := team.Read(c.Content, c.zone)
	found := slices.Concat(rendered.Findings, alone, together, c.knownFindings(), mistakes)
	c.apart = slices.Concat(c.findings, found)
	return append(found, h.findings(c, recorded, asOf)...), nil
}

// unrelated leaves out of later findings what only follows from the fatal ones
// of loading: what is said of the same place, of an object whose id another has,
// or of a post as a whole that lacks what could not be understood; and, where a
// file could not be read at all, what looks for objects that may be in it.
func (c *content) unrelated(later []engine.Finding) []engine.Finding {
	told, flawed := map[engine.Pos]bool{}, map[string]bool{}
	for _, f := range c.findings {
		if f.Fatal {
			told[f.Pos], flawed[f.Object] = true, true
		}
	}
	if len(flawed) == 0 {
		return later
	}
	for i := range c.Posts {
		if o := c.Posts[i].Object; flawed[o.String()] {
			told[engine.Pos(o.Start)] = true
		}
	}
	return slices.DeleteFunc(later, func(f engine.Finding) bool {
		return told[f.Pos] || c.Broken[f.Object] || flawed[""] && (strings.HasPrefix(f.Rule, "unknown-") || f.Rule == "dangling-reference")
	})
}

// toldOnce leaves out the warning that a picture is not described where the
// charter says so as well. What a network refuses stays: the charter may be for
// other channels, and its rule be waived.
func toldOnce(list []engine.Finding) []engine.Finding {
	told := map[engine.Pos]bool{}
	for _, f := range list {
		if f.Rule == "alt-missing" {
			told[f.Pos] = true
		}
	}
	return slices.DeleteFunc(list, func(f engine.Finding) bool {
		return f.Rule == "missing-alt" && f.Severity == engine.SeverityWarning && told[f.Pos]
	})
}

// invalid returns the error that ends a run over content that may not be
// applied, after its findings were shown.
func (a *app) invalid(c content) error {
	if !validate.Fatal(c.findings) {
		return nil
	}
	if err := a.showFindings(a.Stderr, c, errorsOnly(c.findings)); err != nil {
		return err
	}
	return &exitError{exitInvalid, "nothing was sent; galley validate shows all findings", fmt.Errorf("the content has errors")}
}

func errorsOnly(list []engine.Finding) []engine.Finding {
	var out []engine.Finding
	for _, f := range list {
		if f.Severity == engine.SeverityError {
			out = append(out, f)
		}
	}
	return out
}

// policy is what the Project says of all posts.
func (c content) policy() plan.Policy {
	p := plan.Policy{Restore: c.Project.Drift == "restore", Prune: c.Project.Prune,
		MaxDeletes: c.Project.Guards.MaxDeletes, MaxDeleteShare: c.Project.Guards.MaxDeleteShare}
	if p.MaxDeletes == 0 {
		p.MaxDeletes = defaultMaxDeletes
	}
	if p.MaxDeleteShare == 0 {
		p.MaxDeleteShare = defaultMaxDeleteShare
	}
	return p
}

// The guards of a Project that sets none.
const (
	defaultMaxDeletes     = 10
	defaultMaxDeleteShare = 0.3
)

// gitOptions are what of the user's surroundings git may use: the configuration
// that names who commits, and a token for https remotes.
func (a *app) gitOptions() repo.Options {
	var o repo.Options
	for _, name := range []string{"GALLEY_GIT_TOKEN", "GITHUB_TOKEN"} {
		if token := a.secret(name); !token.Empty() {
			o.Auth.Token = token
			break
		}
	}
	home := a.Getenv("HOME")
	switch global, xdg := a.Getenv("GIT_CONFIG_GLOBAL"), a.Getenv("XDG_CONFIG_HOME"); {
	case global != "":
		o.Config = []string{global}
	case xdg != "":
		o.Config = []string{filepath.Join(xdg, "git", "config"), filepath.Join(home, ".gitconfig")}
	case home != "":
		o.Config = []string{filepath.Join(home, ".config", "git", "config"), filepath.Join(home, ".gitconfig")}
	}
	return o
}
