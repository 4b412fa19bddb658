// Package intake reads what people without git hand in: the issue form of a
// forge, the tables of posts that publishing suites import and export, and those
// of visits and spend that come out of audience measurement and ad accounts. In
// travels text that anybody may have written; out come drafts or numbers, and
// problems with the line to mend. It writes no file, fetches nothing, and every word it returns
// is data.
package intake

import "time"

// A Draft is a post as somebody handed it in.
type Draft struct {
	Line     int       // where it begins, counted from 1
	Title    string    // of an article; empty for a short post
	Text     string    // Markdown where the channel shows it, else as written
	Link     string    // as written
	Channels []string  // as written: IDs of channels, or names of networks
	At       time.Time // in the zone that was given; zero if it has no time
	Tags     []string
	Pictures []Picture
	Remarks  string // for the reviewers, not for readers
}

// A Picture is named by its address. Nobody has looked at what is there.
type Picture struct {
	URL, Alt string
	number   int // of its column
}

// A Problem is a place that cannot be taken over. The rest can.
type Problem struct {
	Line  int    // counted from 1; 0 is the whole
	Field string // name of the column or of the form's field; empty for the whole line
	Text  string // what is wrong
	Hint  string // what to do; may be empty
}

// Bounds of what is read.
const (
	MaxForm  = 65536    // characters of an issue, which GitHub itself allows
	MaxTable = 10 << 20 // bytes of a table
	MaxRows  = 10000    // in a table
)
