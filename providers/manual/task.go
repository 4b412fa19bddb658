package manual

import (
	"fmt"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/markdown"
)

// taskOf returns the document handed to the person who publishes d: what to
// paste, which media with which alternative text, when, and what to run
// afterwards. It is Markdown, in French or English by the language of the
// post. Times are told in zone; nil is UTC. A spec that is no post has no task:
// the result is empty.
func taskOf(d engine.Desired, zone *time.Location) string {
	post, ok := normalize(d.Spec).(*engine.Post)
	if !ok {
		return ""
	}
	w := english()
	if markdown.IsFrench(post.Language) {
		w = french()
	}
	if zone == nil {
		zone = time.UTC
	}
	t := &task{words: w}
	t.line("# " + fmt.Sprintf(w.title, account(d), d.ID))
	t.line(w.when(d.Due, zone))
	if post.ContentWarning != "" {
		t.section(w.warning)
		t.fenced(post.ContentWarning)
	}
	if text := toPaste(post); text != "" {
		t.section(w.text)
		t.fenced(text)
	}
	t.media(post.Media)
	t.section(w.after)
	t.line(w.record)
	t.fenced("galley ledger resolve " + d.ID.String() + " --published URL")
	return t.b.String()
}

// account is who publishes, as people know it.
func account(d engine.Desired) string {
	if d.Account.Handle != "" {
		return d.Account.Handle
	}
	return string(d.ID.Channel)
}

// toPaste is the text with the link and the tags it does not hold yet.
func toPaste(post *engine.Post) string {
	parts := []string{}
	if post.Text != "" {
		parts = append(parts, post.Text)
	}
	if post.Link != "" && !strings.Contains(post.Text, post.Link) {
		parts = append(parts, post.Link)
	}
	var tags []string
	for _, tag := range post.Tags {
		tag = "#" + strings.TrimPrefix(tag, "#")
		if !containsTag(post.Text, tag) {
			tags = append(tags, tag)
		}
	}
	if len(tags) > 0 {
		parts = append(parts, strings.Join(tags, " "))
	}
	return strings.Join(parts, "\n\n")
}

// containsTag reports whether text holds tag as a whole word.
func containsTag(text, tag string) bool {
	for word := range strings.FieldsSeq(text) {
		if strings.EqualFold(strings.TrimRight(word, ".,;:!?)»…\""), tag) {
			return true
		}
	}
	return false
}

type task struct {
	b     strings.Builder
	words *words
}

// line is a block of its own.
func (t *task) line(text string) {
	if t.b.Len() > 0 {
		t.b.WriteByte('\n')
	}
	t.b.WriteString(text + "\n")
}

func (t *task) section(title string) { t.line("## " + title) }

// fenced is shown as it is, whatever is in it.
func (t *task) fenced(text string) {
	marks := "```"
	for strings.Contains(text, marks) {
		marks += "`"
	}
	t.line(marks + "text\n" + text + "\n" + marks)
}

func (t *task) media(files []engine.Media) {
	if len(files) == 0 {
		return
	}
	t.section(t.words.media)
	for i, m := range files {
		name := m.File
		if name == "" {
			name = "sha256:" + m.SHA256[:min(12, len(m.SHA256))]
		}
		t.line(fmt.Sprintf("%d. `%s` (%s)", i+1, strings.ReplaceAll(name, "`", "'"), m.Type))
		if m.Alt != "" {
			t.line("   " + t.words.alt + oneLine(m.Alt))
		} else {
			t.line("   " + t.words.noAlt)
		}
		if m.Credit != "" {
			t.line("   " + t.words.credit + oneLine(m.Credit))
		}
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
