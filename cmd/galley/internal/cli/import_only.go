package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/load"
	"galley/engine/plan"
	"galley/schema"
)

// takeOver writes what somebody edited on a network into the files of posts.
func (a *app) takeOver(ctx context.Context, c content, channel engine.Channel, only []string) error {
	if c.root == "" {
		return failed("clone it and import there", "a bare repository has no files to write to")
	}
	l, err := a.look(ctx, c, planFlags{refresh: "all", ask: plan.Ask{Only: only, Channels: []engine.Channel{channel}}})
	if err != nil {
		return err
	}
	if failure := l.input.Channels[channel].Failure; failure != "" {
		return failed("", "%s: %s", channel, failure)
	}
	var left []error
	taken := 0
	for _, change := range l.plan.Changes {
		if change.Origin != engine.FromDrift || change.Verb != engine.Update {
			continue
		}
		wrote, err := a.takeOverOne(c, change)
		if err != nil {
			left = append(left, err)
		}
		taken += wrote
	}
	next := ""
	switch {
	case taken > 0:
		next = " Review and commit it; galley plan shows what still differs."
	case len(left) == 0:
		next = " Nobody edited it on the network; galley plan shows what would change."
	}
	_, err = fmt.Fprintf(a.Stdout, "Imported: %s.%s\n", view.Count(taken, "edit", "edits"), next)
	return errors.Join(append(left, err)...)
}

// takeOverOne writes the edits of one post and returns how many fields they
// were. What cannot be written is part of the error.
func (a *app) takeOverOne(c content, change engine.Change) (int, error) {
	i := slices.IndexFunc(c.Posts, func(p schema.Post) bool { return p.ID == change.ID.Slug })
	if i < 0 || change.ID.Kind != engine.KindPost {
		return 0, failed("write what is live into its file", "%s is no post", change.ID)
	}
	if change.ID.Occurrence() != "" {
		return 0, failed("write it into the file, for all dates, or put it back: galley apply --restore "+change.ID.String(),
			"%s is one date of a post that repeats", change.ID)
	}
	t := taker{post: c.Posts[i], id: change.ID}
	at := slices.IndexFunc(c.Channels, func(ch schema.Channel) bool { return ch.ID == string(change.ID.Channel) })
	t.network = c.Channels[at].Network
	var edits []load.Edit
	var names []string
	var left error
	for _, diff := range change.Diff {
		edit, err := t.edit(diff)
		if err != nil {
			left = errors.Join(left, err)
			continue
		}
		edits, names = append(edits, edit), append(names, strings.Join(edit.Path, "/"))
	}
	if len(edits) == 0 {
		return 0, left
	}
	file := t.post.Object.Start.File
	if err := c.edit(file, edits); err != nil {
		return 0, errors.Join(left, err)
	}
	_, err := fmt.Fprintf(a.Stdout, "  ~   %s  %s of %s\n", file, strings.Join(names, ", "), change.ID)
	return len(edits), errors.Join(left, err)
}

// A taker turns what differs on a channel into edits of a post.
type taker struct {
	post    schema.Post
	id      engine.ID
	network string
}

// edit writes a field as it is live. What a post shows elsewhere too stays as it
// is there: the channel gets a variant.
func (t taker) edit(d engine.FieldDiff) (load.Edit, error) {
	path, ok := t.path(d.Field)
	if !ok {
		return load.Edit{}, failed("write it into the file", "%s: its %s is live as %s", t.id, d.Field, strconv.Quote(d.Was))
	}
	own := []string{"variants", string(t.id.Channel)}
	written := t.post.Path(string(t.id.Channel), t.network, path...)
	e := load.Edit{Start: t.post.Object.Start, Path: written}
	shared := len(t.post.Channels) > 1 && !(len(written) > 2 && slices.Equal(written[:2], own))
	text, isWritten := t.post.Object.Text(written...)
	from, to, piece, found := load.Carry(text, d.Now, d.Was)
	switch {
	case d.Now == "" && !isWritten:
		e.Kind, e.Value = load.SetField, d.Was
	case !found:
		return e, failed("write it into the file", "%s: its %s is live as %s, which is not what is written in %s", t.id, d.Field,
			strconv.Quote(d.Was), t.post.Object.Start.File)
	case d.Was == "" && !shared:
		e.Kind = load.RemoveField
	case !shared:
		e.Kind, e.From, e.To, e.Text = load.ReplaceText, from, to, piece
	case d.Was == "":
		e.Kind, e.Value = load.SetField, nil
	default:
		e.Kind, e.Value = load.SetField, text[:from]+piece+text[to:]
	}
	if shared {
		e.Path = append(own, path...)
		if path[0] == "thread" {
			return load.Edit{}, failed("write it as a variant", "%s: its thread is that of other channels too", t.id)
		}
	}
	return e, nil
}

// path is where the field of a resource is written; false if it is no text, or
// made of several.
func (t taker) path(field string) ([]string, bool) {
	child := t.id.Child()
	_, hasBody := t.post.Object.Text(t.post.Path(string(t.id.Channel), t.network, "body")...)
	switch {
	case field == "text" || field == "body" && !hasBody:
		switch n, err := strconv.Atoi(child); {
		case child == "":
			return []string{"text"}, true
		case child == "comment":
			return []string{"firstComment"}, true
		default:
			return []string{"thread", strconv.Itoa(n - 2)}, err == nil && n >= 2
		}
	case child != "":
		return nil, false
	}
	switch field {
	case "body", "title", "summary", "author", "link", "language", "contentWarning", "visibility", "replies", "quote", "replyTo":
		return []string{field}, true
	case "seo.slug", "seo.title", "seo.description", "seo.canonical":
		return strings.Split(field, "."), true
	}
	return nil, false
}
