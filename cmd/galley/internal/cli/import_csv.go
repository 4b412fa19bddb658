package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/intake"
	"galley/engine/load"
	"galley/engine/markdown"
	"galley/schema"
)

// importTable writes a file for every row of a spreadsheet.
func (a *app) importTable(ctx context.Context, only engine.Channel, f importFlags) error {
	order := intake.DateOrder(f.order)
	if order != "" && order != intake.YearFirst && order != intake.DayFirst && order != intake.MonthFirst {
		return usage(fmt.Errorf("--date-format %q: want ymd, dmy or mdy", f.order), "")
	}
	c, err := a.worktree(ctx)
	if err != nil {
		return err
	}
	if c.Project.Object == nil {
		return a.invalid(c)
	}
	if only != "" && !hasChannel(c, string(only)) {
		return usage(fmt.Errorf("there is no channel %q", only), "channels: "+strings.Join(c.channelNames(), ", "))
	}
	if c.root == "" {
		return failed("clone it and import there", "a bare repository has no folder to write files to")
	}
	name := strings.TrimSuffix(filepath.Base(f.csv), filepath.Ext(f.csv))
	dir := path.Clean(filepath.ToSlash(cmp.Or(f.dir, path.Join("imported", cmp.Or(markdown.Slug(name), "table")))))
	if !filepath.IsLocal(filepath.FromSlash(dir)) {
		return usage(fmt.Errorf("--to %q is outside of the content", dir), "")
	}
	data, err := readBounded(a.under(f.csv), intake.MaxTable)
	if err != nil {
		return err
	}
	table := intake.ReadTable(data, intake.TableOptions{Zone: c.zone, Order: order, Networks: c.networkNames()})
	t := newTaking(a, c, f.csv, dir)
	t.problems = table.Problems
	if len(table.Ignored) > 0 {
		a.say("%s: nobody reads %s", f.csv, quoted(table.Ignored))
	}
	for _, d := range table.Drafts {
		if err := t.take(d, only); err != nil {
			return err
		}
	}
	return t.end()
}

// readBounded reads a file of at most so many bytes, and one more to tell.
func readBounded(file string, most int64) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most+1))
}

func quoted(words []string) string {
	var list []string
	for _, w := range words {
		list = append(list, fmt.Sprintf("%.40q", w))
	}
	return strings.Join(list, ", ")
}

// networkNames are the networks of all providers, each once.
func (c content) networkNames() []string {
	var names []string
	for _, ch := range c.Channels {
		names = append(names, ch.Network)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// A taking is a table on its way into the content.
type taking struct {
	*app
	c        content
	file     string // as the person named it
	dir      string // below the content root, with slashes
	taken    map[string]bool
	there    map[string]string // post by its text and time
	problems []intake.Problem
	written  int
	known    int
}

func newTaking(a *app, c content, file, dir string) *taking {
	t := &taking{app: a, c: c, file: file, dir: dir, taken: map[string]bool{}, there: map[string]string{}}
	due := map[string]time.Time{}
	for _, d := range c.desired {
		due[d.ID.Slug] = d.Due
	}
	for _, p := range c.Posts {
		t.taken[p.ID] = true
		t.there[sameness(textOf(p), due[p.ID], p.Channels)] = p.ID
	}
	return t
}

// textOf is what a post says in its file.
func textOf(p schema.Post) string {
	for _, field := range []string{"text", "body"} {
		if text, ok := p.Base[field].(string); ok && text != "" {
			return strings.ReplaceAll(text, "$${", "${")
		}
	}
	return ""
}

// sameness is equal for posts that would be twins: of one text at one time on the
// same channels, however it is wrapped.
func sameness(text string, at time.Time, channels []string) string {
	when := ""
	if !at.IsZero() {
		when = at.UTC().Format(time.RFC3339)
	}
	channels = slices.Clone(channels)
	slices.Sort(channels)
	return strings.Join(strings.Fields(text), " ") + "\x00" + when + "\x00" + strings.Join(channels, " ")
}

// take writes one row as a file, unless it is there.
func (t *taking) take(d intake.Draft, only engine.Channel) error {
	channels, ok := t.channels(d, only)
	if !ok {
		return nil
	}
	key := sameness(d.Text, d.At, channels)
	if id, there := t.there[key]; there {
		t.known++
		_, err := fmt.Fprintf(t.Stdout, "  =   %s:%d  there already: %s\n", t.file, d.Line, id)
		return err
	}
	in := imported(d, channels, t.c.zone, t.taken)
	t.there[key] = in.ID
	name := path.Join(t.dir, in.ID+".md")
	if err := writeNew(filepath.Join(t.c.root, filepath.FromSlash(name)), load.PostFile(in)); err != nil {
		return err
	}
	t.written++
	if _, err := fmt.Fprintf(t.Stdout, "  +   %s  %s:%d\n", name, t.file, d.Line); err != nil {
		return err
	}
	for _, p := range d.Pictures {
		if _, err := fmt.Fprintf(t.Stdout, "        a picture is left to you: %s\n", t.safe(p.URL)); err != nil {
			return err
		}
	}
	return nil
}

// imported is a draft as the content declares it.
func imported(d intake.Draft, channels []string, zone *time.Location, taken map[string]bool) load.Imported {
	words := strings.Fields(markdown.Text(cmp.Or(d.Title, d.Text)))
	slug := clipped(markdown.Slug(strings.Join(words[:min(len(words), slugWords)], " ")))
	in := load.Imported{Channels: channels}
	if !d.At.IsZero() {
		in.At = d.At.In(zone)
		slug = in.At.Format("2006-01-02-") + slug
	}
	in.ID = free(strings.Trim(slug, "-"), taken)
	if d.Title != "" {
		in.Spec = &engine.Article{Title: d.Title, Body: d.Text, Link: d.Link, Tags: d.Tags}
	} else {
		in.Spec = &engine.Post{Text: d.Text, Link: d.Link, Tags: d.Tags}
	}
	return in
}

// maxSlug bounds the name of a file, whatever somebody calls a word.
const maxSlug = 60

func clipped(slug string) string {
	if runes := []rune(slug); len(runes) > maxSlug {
		slug = string(runes[:maxSlug])
	}
	return strings.Trim(slug, "-")
}

// channels are those a row goes to: the one that was asked for, else what the row
// names, by their IDs or, where there is one of it, by their network.
func (t *taking) channels(d intake.Draft, only engine.Channel) ([]string, bool) {
	if only != "" {
		return []string{string(only)}, true
	}
	if len(d.Channels) == 0 {
		t.problem(d.Line, "it names no channel", "galley import --csv FILE CHANNEL sends all rows to one")
		return nil, false
	}
	channels, unknown, many := t.c.channelsNamed(d.Channels)
	switch {
	case unknown != "":
		t.problem(d.Line, fmt.Sprintf("there is no channel %.40q", unknown), "channels: "+strings.Join(t.c.channelNames(), ", "))
	case many != "":
		t.problem(d.Line, fmt.Sprintf("there are several channels of %.40q", many), "name one: "+strings.Join(t.c.channelNames(), ", "))
	}
	return channels, unknown == "" && many == ""
}

// channelsNamed finds channels by their IDs, or by a network that has one. It
// returns the first name that means none, or several.
func (c content) channelsNamed(names []string) (channels []string, unknown, many string) {
	for _, name := range names {
		var found []string
		for _, ch := range c.Channels {
			if ch.ID == name {
				found = []string{ch.ID}
				break
			}
			if strings.EqualFold(ch.Network, name) {
				found = append(found, ch.ID)
			}
		}
		switch {
		case len(found) == 0:
			return nil, name, ""
		case len(found) > 1:
			return nil, "", name
		case !slices.Contains(channels, found[0]):
			channels = append(channels, found[0])
		}
	}
	return channels, "", ""
}

func (t *taking) problem(line int, text, hint string) {
	t.problems = append(t.problems, intake.Problem{Line: line, Text: text, Hint: hint})
}

// end tells what could not be taken, and what is next.
func (t *taking) end() error {
	slices.SortStableFunc(t.problems, func(p, q intake.Problem) int { return cmp.Compare(p.Line, q.Line) })
	lines := map[int]bool{}
	for _, p := range t.problems {
		lines[p.Line] = true
		if err := t.showProblem(t.file, p); err != nil {
			return err
		}
	}
	summary := "Imported: " + view.Count(t.written, "post", "posts")
	if t.known > 0 {
		summary += fmt.Sprintf(", %d there already", t.known)
	}
	if len(lines) > 0 {
		summary += ", " + view.Count(len(lines), "row", "rows") + " not"
	}
	if summary += "."; t.written > 0 {
		summary += " Review and commit them: galley validate " + t.dir
	}
	if _, err := fmt.Fprintln(t.Stdout, summary); err != nil {
		return err
	}
	switch {
	case len(lines) > 0 && t.written+t.known > 0:
		return silent(exitPartly)
	case len(lines) > 0:
		return silent(exitFailed)
	}
	return nil
}

// showProblem tells what of a table could not be taken.
func (a *app) showProblem(file string, p intake.Problem) error {
	place := file
	if p.Line > 0 {
		place = fmt.Sprintf("%s:%d", file, p.Line)
	}
	if p.Field != "" {
		place += ": " + a.safe(p.Field)
	}
	if _, err := fmt.Fprintf(a.Stdout, "  x   %s: %s\n", place, a.safe(p.Text)); err != nil || p.Hint == "" {
		return err
	}
	_, err := fmt.Fprintf(a.Stdout, "        hint: %s\n", a.safe(p.Hint))
	return err
}
