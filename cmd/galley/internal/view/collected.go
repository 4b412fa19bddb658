package view

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"galley/engine"
)

// CollectedJSON is what one run of report --collect got.
type CollectedJSON struct {
	FormatVersion string     `json:"format_version"`
	ToolVersion   string     `json:"tool_version"`
	AsOf          time.Time  `json:"as_of"`
	Dry           bool       `json:"dry_run,omitempty"`
	Channels      []Counted  `json:"channels"`
	Kept          int        `json:"kept"`           // counts that the record branch has now and had not before
	Next          *time.Time `json:"next,omitempty"` // when something will be due; absent if nothing is to be expected
}

// Counted is what one channel told.
type Counted struct {
	Channel  engine.Channel `json:"channel"`
	Network  engine.Network `json:"network"`
	Due      int            `json:"due"`     // posts that were to be counted
	Posts    int            `json:"posts"`   // posts that the network counted
	Unknown  int            `json:"unknown"` // posts of which it says nothing
	Account  bool           `json:"account"` // the account was counted
	Requests int            `json:"requests"`
	Silent   bool           `json:"silent,omitempty"` // the network counts nothing
	Failure  string         `json:"failure,omitempty"`
	Hint     string         `json:"hint,omitempty"`
	Again    *time.Time     `json:"again,omitempty"` // the network asks to wait until then: the next run goes on
}

// Collected writes what was collected for people.
func Collected(w io.Writer, s Style, c CollectedJSON) error {
	out := &printer{w: w}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, ch := range c.Channels {
		fmt.Fprintf(table, "  %s\t%s\n", ch.Channel, clean(s.counted(ch)))
		if ch.Hint != "" {
			fmt.Fprintf(table, "  \thint: %s\n", clean(ch.Hint))
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if c.Dry {
		out.f("%s\n", s.paint(bold, "Nothing of it is kept."))
		return out.err
	}
	next := ""
	if c.Next != nil {
		next = "; the next are due " + s.Time(*c.Next)
	}
	out.f("%s\n", s.paint(bold, fmt.Sprintf("Collected: %s%s.", Count(c.Kept, "count", "counts"), next)))
	return out.err
}

// counted says what became of one channel.
func (s Style) counted(c Counted) string {
	what := ""
	switch {
	case c.Silent:
		return "the network counts nothing"
	case c.Posts+c.Unknown == 0 && c.Account:
		what = "the account"
	case c.Posts+c.Unknown > 0:
		what = Count(c.Posts, "post", "posts")
		if c.Posts < c.Due {
			what = fmt.Sprintf("%d of %s", c.Posts, Count(c.Due, "post", "posts"))
		}
		if c.Account {
			what += " and the account"
		}
	}
	switch {
	case what == "" && c.Failure == "":
		return "nothing is due"
	case what != "":
		what += ", in " + Count(c.Requests, "request", "requests")
	}
	if c.Unknown > 0 {
		what += fmt.Sprintf("; of %d the network says nothing", c.Unknown)
	}
	if c.Failure == "" {
		return what
	}
	if what != "" {
		what += "; "
	}
	if c.Again != nil {
		return what + "the network asks to wait until " + s.Time(*c.Again) + ": the next run goes on (" + c.Failure + ")"
	}
	return what + c.Failure
}

// ImportedJSON is what report --import took over.
type ImportedJSON struct {
	FormatVersion string         `json:"format_version"`
	ToolVersion   string         `json:"tool_version"`
	Rows          int            `json:"rows"`    // that could be read
	Changed       int            `json:"changed"` // days and campaigns that the record branch has now and had not before
	Problems      []TableProblem `json:"problems"`
}

// A TableProblem is a row of a table that was not taken over.
type TableProblem struct {
	Line   int    `json:"line"` // from 1; 0 is the whole
	Column string `json:"column,omitempty"`
	Text   string `json:"text"`
	Hint   string `json:"hint,omitempty"`
}
