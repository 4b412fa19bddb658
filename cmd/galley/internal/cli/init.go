package cli

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"galley/engine/record"
	"galley/engine/repo"
	"galley/engine/zone"
	"galley/schema"
)

// starter is what a new content repository begins with.
//
//go:embed all:starter
var starter embed.FS

func (a *app) initCommand() *cobra.Command {
	var zoneName string
	var hub githubFlags
	var github bool
	c := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Start a new content repository",
		Long: `Init writes a small content repository that validates, with a site of its own and
a first post, commits it, and begins its record. In a folder that is a git
repository already it writes the files and leaves committing to you.

With --github it also writes what a team on GitHub needs: the workflows that check,
plan, apply and report, an issue form for people without git, and the rule that
protects the record. It says what is left to set by hand. In a content repository
that exists it writes that alone, and no file over another.
` + exitHelp("0 created", "1 failed, such as when there is a galley.yaml already"),
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := append(args, ".")[0]
			if github && a.isContent(dir) {
				return a.joinGitHub(cmd.Context(), dir, hub)
			}
			if !github {
				return a.init(cmd.Context(), dir, zoneName, nil)
			}
			return a.init(cmd.Context(), dir, zoneName, &hub)
		},
	}
	c.Flags().StringVar(&zoneName, "zone", "Europe/Paris", "time `ZONE` of the project, such as Europe/Paris")
	c.Flags().BoolVar(&github, "github", false, "also write the workflows of a team on GitHub")
	c.Flags().StringVar(&hub.action, "action", "", "with --github: `OWNER/NAME@COMMIT` that the workflows take galley from")
	c.Flags().BoolVar(&hub.overwrite, "overwrite", false, "with --github: write files anew that differ from ours")
	return c
}

// isContent reports whether a content repository begins in a folder.
func (a *app) isContent(dir string) bool {
	_, err := os.Stat(filepath.Join(a.under(dir), "galley.yaml"))
	return err == nil
}

// init writes a new content repository; with hub, also what GitHub needs.
func (a *app) init(ctx context.Context, dir, zoneName string, hub *githubFlags) error {
	root := a.under(dir)
	if a.isContent(dir) {
		return failed("", "%s is a content repository already", root)
	}
	if _, err := zone.Load(zoneName); err != nil {
		return usage(fmt.Errorf("--zone: %w", err), "zones have names such as Europe/Paris")
	}
	id := slugged(filepath.Base(root))
	values := map[string]string{"@branch@": a.recordBranch(dir, id), "@zone@": zoneName, "@name@": filepath.Base(root), "@id@": id,
		"@record@": record.NewID(), "@tomorrow@": a.Now().AddDate(0, 0, 1).Format("2006-01-02")}
	if err := a.writeStarter(root, values); err != nil {
		return err
	}
	var joined *joining
	if hub != nil {
		var err error
		if joined, err = a.github(ctx, root, *hub); err != nil {
			return err
		}
	}
	first, err := a.begin(ctx, root, "First content")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.Stdout, `%s is a content repository.

  calendar/hello.md   a first post: change it, then look with
                        galley -C %s plan
                      commit it, then publish what is due with
                        galley -C %s apply%s
`, root, dir, dir, first)
	if err != nil || joined == nil {
		return err
	}
	return joined.show(a.Stdout)
}

func slugged(name string) string {
	slug := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, name)
	if slug = strings.Trim(slug, "-"); slug == "" {
		return "newsroom"
	}
	return slug
}

// writeStarter writes the files that are not there yet.
func (a *app) writeStarter(root string, values map[string]string) error {
	files, err := fs.Sub(starter, "starter")
	if err != nil {
		return err
	}
	if err := copyTree(root, files, func(_ string, data []byte) []byte {
		text := string(data)
		for from, to := range values {
			text = strings.ReplaceAll(text, from, to)
		}
		return []byte(text)
	}); err != nil {
		return err
	}
	data, err := schema.JSONSchema()
	if err != nil {
		return err
	}
	return writeNew(filepath.Join(root, ".galley", "schema.json"), data)
}

// copyTree writes a tree of files, each changed on the way, and refuses to
// overwrite any.
func copyTree(root string, files fs.FS, change func(name string, data []byte) []byte) error {
	return fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		// git would obey a .gitignore among our own files: there it has another name.
		target := filepath.FromSlash(strings.ReplaceAll(name, ".gitignore.txt", ".gitignore"))
		return writeNew(filepath.Join(root, target), change(name, data))
	})
}

// recordBranch is the branch for the record of a new project: of two in one
// repository each needs its own.
func (a *app) recordBranch(dir, id string) string {
	const usual = "galley/record"
	for {
		if _, err := os.Stat(a.under(dir)); err == nil || dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	r, err := repo.OpenWith(a.under(dir), a.gitOptions())
	if err != nil {
		return usual
	}
	for _, there := range []string{"refs/heads/", "refs/remotes/origin/"} {
		if _, err := r.Resolve(there + usual); err == nil {
			return "galley/" + id + "-record"
		}
	}
	return usual
}

// begin makes a repository of a new content, and its record. In a repository that
// is there already the first apply begins the record, with the flag it returns.
func (a *app) begin(ctx context.Context, root, message string) (flag string, err error) {
	r, err := repo.OpenWith(root, a.gitOptions())
	if err == nil && r.Worktree() != "" {
		a.say("%s is inside a git repository: commit the files yourself; galley apply --first begins the record", root)
		return " --first", nil
	}
	if err != nil && !isNoRepo(err) {
		return "", err
	}
	return "", a.found(ctx, root, message)
}

// found makes a repository in a folder, with one commit and a record.
func (a *app) found(ctx context.Context, root, message string) error {
	if _, err := repo.Create(root, a.author(), message); err != nil {
		return err
	}
	b := *a
	b.chdir = root
	c, err := b.worktree(ctx)
	if err != nil {
		return err
	}
	store, err := b.open(c)
	if err != nil {
		return err
	}
	return store.First(ctx, "")
}

// author signs the first commit of a new repository.
func (a *app) author() repo.Signature {
	name, email := a.Getenv("GIT_AUTHOR_NAME"), a.Getenv("GIT_AUTHOR_EMAIL")
	if name == "" {
		name = "Galley"
	}
	if email == "" {
		email = "galley@localhost"
	}
	return repo.Signature{Name: name, Email: email, Time: a.Now()}
}

func isNoRepo(err error) bool { return errors.Is(err, repo.ErrNone) }
