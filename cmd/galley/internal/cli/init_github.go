package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"galley/examples"
)

// githubFlags are what init --github was told.
type githubFlags struct {
	action    string // owner/name@commit; empty takes what is there
	overwrite bool
}

// A joining is what became of each file that GitHub needs, and what is left to a
// person.
type joining struct {
	top     string // folder of the repository
	files   []joinedFile
	secrets []string // names of the channels' credentials
	action  string   // empty: nobody said where galley comes from
	record  string   // name of the record branch
}

type joinedFile struct{ sign, name, note string }

// joinGitHub adds what GitHub needs to a content repository that exists.
func (a *app) joinGitHub(ctx context.Context, dir string, f githubFlags) error {
	j, err := a.github(ctx, a.under(dir), f)
	if err != nil {
		return err
	}
	return j.show(a.Stdout)
}

// github writes the files, none over another unless it was told so.
func (a *app) github(ctx context.Context, root string, f githubFlags) (*joining, error) {
	if f.action != "" && !actionForm.MatchString(f.action) {
		return nil, usage(fmt.Errorf("--action %q: want OWNER/NAME@COMMIT, the commit with its 40 digits", f.action), "")
	}
	b := *a
	b.chdir = root
	c, err := b.worktree(ctx)
	if err != nil {
		return nil, err
	}
	if c.Project.Object == nil {
		return nil, b.invalid(c)
	}
	if !folderForm.MatchString(c.prefix) {
		return nil, failed("rename it with letters, digits, points, hyphens and underscores", "a workflow cannot name the folder %q", c.prefix)
	}
	j := &joining{top: root, record: c.Project.Record.Branch}
	if c.repo != nil && c.repo.Worktree() != "" {
		j.top = c.repo.Worktree()
	}
	for _, ch := range c.Channels {
		if variableForm.MatchString(ch.Credentials) && !slices.Contains(j.secrets, ch.Credentials) {
			j.secrets = append(j.secrets, ch.Credentials)
		}
	}
	slices.Sort(j.secrets)
	if j.action = f.action; j.action == "" {
		j.action = usedAction(j.top)
	}
	return j, j.write(c, f)
}

// write brings each file into the repository.
func (j *joining) write(c content, f githubFlags) error {
	files, err := fs.Sub(examples.GitHub, "content")
	if err != nil {
		return err
	}
	return fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		return j.put(name, j.fitted(name, data, c), f)
	})
}

// put writes one file, or says why not.
func (j *joining) put(name string, data []byte, f githubFlags) error {
	file := filepath.Join(j.top, filepath.FromSlash(name))
	old, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		j.files = append(j.files, joinedFile{"+", name, ""})
		return writeNew(file, data)
	}
	if err != nil {
		return err
	}
	wanted := data
	if !f.overwrite {
		wanted = old
		if f.action != "" { // the one line we were asked to change, whatever else was changed by hand
			wanted = usesAny.ReplaceAll(old, []byte("${1}"+f.action+" # galley"))
		}
	}
	j.files = append(j.files, became(name, old, wanted, data))
	if bytes.Equal(old, wanted) {
		return nil
	}
	return os.WriteFile(file, wanted, 0o666)
}

// became says what happened to a file that was there.
func became(name string, old, wanted, ours []byte) joinedFile {
	switch changed, as := !bytes.Equal(old, wanted), bytes.Equal(wanted, ours); {
	case changed && as:
		return joinedFile{"~", name, "written anew; git diff shows what it was"}
	case changed:
		return joinedFile{"~", name, "takes galley from there; what else differs was left alone"}
	case as:
		return joinedFile{"=", name, "there already"}
	}
	return joinedFile{"!", name, "differs and was left alone; --overwrite writes it anew"}
}

// What of the example is not the same in every repository.
const recordBranch = "refs/heads/galley/record"

var (
	actionForm   = regexp.MustCompile(`^[A-Za-z0-9-]+/[A-Za-z0-9._-]+@[0-9a-f]{40}$`)
	folderForm   = regexp.MustCompile(`^[A-Za-z0-9._/-]*$`)
	variableForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

	usesUs       = regexp.MustCompile(`(?m)^(\s+- uses: |\s+uses: )OWNER/galley@0{40}.*$`)
	usesAny      = regexp.MustCompile(`(?m)^(\s+(?:- )?uses: )(?:OWNER/galley@0{40}.*|\S+@[0-9a-f]{40} # galley)$`)
	usesGalley   = regexp.MustCompile(`(?m)^\s+(?:- )?uses: ([A-Za-z0-9-]+/[A-Za-z0-9._-]+@[0-9a-f]{40}) # galley$`)
	anyToken     = regexp.MustCompile(`(?m)^( +)# CHANNEL_TOKEN: .*\n`)
	callsGalley  = regexp.MustCompile(`(?m)^([^#\n]*)\bgalley (apply|ci|freeze|intake|ledger|plan|report|status|tasks|thaw)\b`)
	formChannels = regexp.MustCompile(`(?m)^( +)- site-fr\n(?: +- [a-z-]+\n)+`)
)

// usedAction is where the workflows that are there take galley from; empty if
// they do not say.
func usedAction(top string) string {
	data, err := os.ReadFile(filepath.Join(top, ".github", "workflows", "apply.yml"))
	if m := usesGalley.FindSubmatch(data); err == nil && m != nil {
		return string(m[1])
	}
	return ""
}

// fitted is a file of the example as this repository needs it.
func (j *joining) fitted(name string, data []byte, c content) []byte {
	if j.action != "" {
		data = usesUs.ReplaceAll(data, []byte("${1}"+j.action+" # galley"))
	}
	data = anyToken.ReplaceAllFunc(data, func(line []byte) []byte {
		indent := anyToken.FindSubmatch(line)[1]
		var lines bytes.Buffer
		for _, secret := range j.secrets {
			fmt.Fprintf(&lines, "%s%s: ${{ secrets.%s }}\n", indent, secret, secret)
		}
		return lines.Bytes()
	})
	data = formChannels.ReplaceAllFunc(data, func(list []byte) []byte {
		indent := formChannels.FindSubmatch(list)[1]
		var lines bytes.Buffer
		for _, ch := range c.channelNames() {
			fmt.Fprintf(&lines, "%s- %s\n", indent, ch)
		}
		return lines.Bytes()
	})
	if c.prefix != "" && path.Ext(name) == ".yml" {
		data = callsGalley.ReplaceAll(data, []byte("${1}galley -C "+c.prefix+" ${2}"))
	}
	return bytes.ReplaceAll(data, []byte(recordBranch), []byte("refs/heads/"+j.record))
}

// show tells what was written, and what only a person can set.
func (j *joining) show(out io.Writer) error {
	var text strings.Builder
	for _, f := range j.files {
		fmt.Fprintf(&text, "  %-3s %s", f.sign, f.name)
		if f.note != "" {
			text.WriteString("  (" + f.note + ")")
		}
		text.WriteByte('\n')
	}
	text.WriteString("\nLeft to do, in the settings of the repository on GitHub:\n")
	for i, step := range j.left() {
		fmt.Fprintf(&text, "%3d. %s\n", i+1, strings.ReplaceAll(step, "\n", "\n     "))
	}
	_, err := io.WriteString(out, text.String())
	return err
}

// left are the settings that no file can make.
func (j *joining) left() []string {
	var steps []string
	if j.action == "" {
		steps = append(steps, "Say where the workflows take galley from, by its commit:\n"+
			"galley init --github --action OWNER/NAME@COMMIT")
	}
	secrets := "no channel names a credential yet"
	if len(j.secrets) > 0 {
		secrets = strings.Join(j.secrets, ", ")
	}
	return append(steps,
		"Rules > Rulesets > Import a ruleset: .github/rulesets/galley.json.\n"+
			"Nobody deletes "+j.record+" or rewrites its history.",
		"Rules > Rulesets > New: protect the default branch. Require a pull request with one\n"+
			"approval, and the status check \"validate\".",
		"Environments: galley-write, for the default branch only. Its secrets may publish:\n"+secrets+".",
		"Environments: galley-record, for the default branch only, without reviewers.",
		"Environments: galley-read, for every branch. Secrets of the same names that may only\n"+
			"read, since whoever pushes a branch can use them. Without it, remove plan.yml.",
		"Actions > General: allow GitHub Actions to create pull requests, for the issue form and for\n"+
			"reports; and under Issues > Labels make the label \"galley\", for the form.",
		"Commit these files, push them, and open a pull request: the manual goes on with \"On GitHub\".")
}
