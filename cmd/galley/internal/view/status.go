package view

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"galley/engine"
)

// StatusJSON is where everything stands.
type StatusJSON struct {
	FormatVersion string          `json:"format_version"`
	ToolVersion   string          `json:"tool_version"`
	AsOf          time.Time       `json:"as_of"`
	Freezes       []FreezeJSON    `json:"freezes,omitempty"` // in force
	Channels      []ChannelStatus `json:"channels"`
	Posts         []PostStatus    `json:"posts"`
	Unmanaged     []Unmanaged     `json:"unmanaged,omitempty"`
	Record        *RecordStatus   `json:"record,omitempty"` // absent where nobody could be asked
}

// RecordStatus is what protects the record branch on the forge.
type RecordStatus struct {
	Branch   string   `json:"branch"`
	Open     []string `json:"open"`               // what nobody forbids, such as "delete galley/record"
	Hidden   bool     `json:"hidden,omitempty"`   // the token may not see all rules: there may be more
	Failure  string   `json:"failure,omitempty"`  // why it is not known
	Unlocked bool     `json:"unlocked,omitempty"` // nothing that the token can see keeps those who push from writing there
	Signed   bool     `json:"signed,omitempty"`   // but what they write is not believed
}

// ChannelStatus is one channel.
type ChannelStatus struct {
	Channel engine.Channel `json:"channel"`
	Network engine.Network `json:"network"`
	Handle  string         `json:"handle,omitempty"`
	Read    bool           `json:"read"` // its listing came to an end
	Shows   int            `json:"shows"`
	Failure string         `json:"failure,omitempty"`
	Hint    string         `json:"hint,omitempty"` // what to do about the failure

	Identity string     `json:"identity,omitempty"` // whose credential it is
	Scopes   []string   `json:"scopes,omitempty"`
	Expires  *time.Time `json:"expires,omitempty"`
	Server   string     `json:"server,omitempty"`
}

// PostStatus is one post on one channel.
type PostStatus struct {
	ID     engine.ID  `json:"id"`
	State  string     `json:"state"`
	Due    *time.Time `json:"due,omitempty"`
	URL    string     `json:"url,omitempty"`
	Reason string     `json:"reason,omitempty"`
	Hint   string     `json:"hint,omitempty"`
	Source engine.Pos `json:"source"`
	rank   int
}

// Unmanaged is something live that no file asks for.
type Unmanaged struct {
	Channel engine.Channel  `json:"channel"`
	Remote  engine.RemoteID `json:"remote"`
	URL     string          `json:"url,omitempty"`
	Text    string          `json:"text,omitempty"`
}

// The states, in the order in which a person wants to read them.
var states = []string{"unknown", "uncertain", "blocked", "to do by hand", "skipped", "drifted", "due", "scheduled", "draft", "live", "withdrawn"}

// colorOf is the colour of a state: that of its sign in a plan.
func colorOf(state string) string {
	switch state {
	case "unknown":
		return red
	case "uncertain", "blocked", "to do by hand", "skipped", "drifted":
		return yellow
	case "due":
		return green
	case "scheduled":
		return blue
	case "live":
		return bold
	}
	return dim
}

// NewPostStatus judges one post from its plan and its record.
func NewPostStatus(d engine.Desired, r engine.Recorded, c engine.Change, planned bool) PostStatus {
	s := PostStatus{ID: d.ID, URL: r.URL, Reason: c.Reason, Hint: c.Hint, Source: d.Source, State: state(d, r, c, planned)}
	due := d.Due
	if planned && !c.Due.IsZero() {
		due = c.Due
	} else if r.Managed() && !r.Due.IsZero() {
		due = r.Due
	}
	if !due.IsZero() {
		due = due.UTC()
		s.Due = &due
	}
	if s.State == "skipped" && s.Reason == "" {
		s.Reason, s.Hint = "too late by its own rule", "a new at plans it again"
	}
	s.rank = slices.Index(states, s.State)
	return s
}

func state(d engine.Desired, r engine.Recorded, c engine.Change, planned bool) string {
	switch {
	case planned && c.Origin == engine.FromDrift && c.Hold == engine.HoldBlocked && c.Verb == engine.Update:
		return "drifted"
	case planned && c.Hold == engine.HoldUncertain:
		return "uncertain"
	case planned && c.Hold == engine.HoldBlocked:
		return "blocked"
	case planned && c.Hold == engine.HoldManual:
		return "to do by hand"
	case planned && c.Hold == engine.HoldScheduled:
		return "scheduled"
	case planned && c.Verb != engine.Nothing:
		return "due"
	case d.Class == engine.Remove, r.Removed:
		return "withdrawn"
	case !r.Skipped.IsZero() && r.Skipped.Equal(d.Due):
		return "skipped"
	case r.Managed() && r.Phase == engine.Live:
		return "live"
	}
	return "draft"
}

// Unknown is the status of a post on a channel that cannot be read.
func Unknown(s PostStatus) PostStatus {
	if s.State == "draft" && s.Due == nil {
		return s
	}
	s.State, s.Reason = "unknown", "its channel cannot be read"
	s.rank = slices.Index(states, s.State)
	return s
}

// SortStatus puts what waits for a person first.
func SortStatus(posts []PostStatus) {
	slices.SortStableFunc(posts, func(a, b PostStatus) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), a.ID.Compare(b.ID))
	})
}

// NewUnmanaged describes what is live and not ours.
func NewUnmanaged(channel engine.Channel, o engine.Observed) Unmanaged {
	u := Unmanaged{Channel: channel, Remote: o.Remote, URL: o.URL}
	if o.Spec != nil {
		u.Text = short(o.Spec.Plain(), 80)
	}
	return u
}

// Status writes where everything stands for people.
func Status(w io.Writer, s Style, status StatusJSON) error {
	out := &printer{w: w}
	out.freezes(s, status.Freezes)
	for _, c := range status.Channels {
		line := fmt.Sprintf("%s (%s)", c.Channel, clean(engine.Account{Network: c.Network, Handle: c.Handle}.String()))
		switch {
		case c.Failure != "":
			line += ": " + s.paint(red, "cannot be read: ") + clean(c.Failure)
		case c.Read:
			line += ": shows " + Count(c.Shows, "post", "posts")
		default:
			line += ": is not read back"
		}
		if c.Identity != "" {
			line += ", as " + clean(c.Identity)
		}
		if c.Server != "" {
			line += ", " + clean(c.Server)
		}
		if len(c.Scopes) > 0 {
			line += ", may " + clean(strings.Join(c.Scopes, " "))
		}
		if c.Expires != nil {
			line += ", until " + s.Time(*c.Expires)
		}
		out.f("%s\n", line)
		if c.Hint != "" {
			out.f("        hint: %s\n", clean(c.Hint))
		}
	}
	if status.Record != nil {
		out.protection(s, *status.Record)
	}
	if out.err != nil {
		return out.err
	}
	out.f("\n")
	if err := out.posts(s, status); err != nil {
		return err
	}
	counts := map[string]int{}
	for _, p := range status.Posts {
		counts[p.State]++
	}
	var total string
	for _, name := range states {
		if counts[name] > 0 {
			if total != "" {
				total += ", "
			}
			total += fmt.Sprintf("%d %s", counts[name], name)
		}
	}
	if total == "" {
		total = "no posts"
	}
	out.f("%s\n", s.paint(bold, total+"."))
	return out.err
}

// protection writes what of the record is open to everybody.
func (out *printer) protection(s Style, r RecordStatus) {
	const hint = "        hint: import .github/rulesets/galley.json as a ruleset; galley init --github writes it\n"
	switch {
	case r.Failure != "":
		out.f("%s: what protects it is not known: %s\n", clean(r.Branch), clean(r.Failure))
	case len(r.Open) == 0 && r.Unlocked && !r.Signed:
		out.f("%s: nobody may delete it or rewrite its history; everybody who can push may add lines to it\n", clean(r.Branch))
		out.f("        hint: sign it (record.signing), or let an app of your own alone update it: the page On GitHub of the manual says how\n")
	case len(r.Open) == 0:
		out.f("%s: protected\n", clean(r.Branch))
	case r.Hidden:
		out.f("%s: no rule that this token can see forbids to %s\n"+hint, clean(r.Branch), clean(strings.Join(r.Open, ", ")))
	default:
		out.f("%s: %s everybody who can push may %s\n"+hint, clean(r.Branch), s.paint(red, "not protected:"), clean(strings.Join(r.Open, ", ")))
	}
}

// posts writes one line a post, and below it what a person has to know.
func (out *printer) posts(s Style, status StatusJSON) error {
	var lines bytes.Buffer
	table := tabwriter.NewWriter(&lines, 0, 0, 2, ' ', 0)
	notes := make([][]string, len(status.Posts)+len(status.Unmanaged))
	for i, p := range status.Posts {
		due := ""
		if p.Due != nil {
			due = s.Time(*p.Due)
		}
		url := p.URL
		if p.Reason != "" && p.State != "live" && p.State != "withdrawn" {
			url, notes[i] = "", notesOf(p)
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", p.State, p.ID, due, clean(url))
	}
	for _, u := range status.Unmanaged {
		fmt.Fprintf(table, "  unmanaged\t%s\t%s\t%s\n", u.Channel, u.Text, clean(u.URL))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	i := 0
	for line := range strings.Lines(lines.String()) {
		state := "unmanaged"
		if i < len(status.Posts) {
			state = status.Posts[i].State
		}
		out.row(s, state, strings.TrimRight(line, " \n"))
		for _, note := range notes[i] {
			out.f("        %s\n", note)
		}
		i++
	}
	return out.err
}

// row writes a line of the table: its state in the colour of what it asks for, and
// an address that has no room beside the rest below it.
func (out *printer) row(s Style, state, line string) {
	if at := strings.LastIndex(line, "  "); s.Width > 0 && width(line) > s.Width && strings.Contains(line[at:], "://") {
		line = strings.TrimRight(line[:at], " ") + "\n        " + strings.TrimLeft(line[at:], " ")
	}
	if rest, ok := strings.CutPrefix(line, "  "+state); ok {
		line = "  " + s.paint(colorOf(state), state) + rest
	}
	out.f("%s\n", line)
}

// notesOf says why a post stands where it does, and what to do.
func notesOf(p PostStatus) []string {
	var notes []string
	if p.Reason != p.State {
		notes = append(notes, clean(p.Reason))
	}
	if p.Hint != "" {
		notes = append(notes, "hint: "+clean(p.Hint))
	}
	return notes
}
