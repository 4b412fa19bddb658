// Package engine is Galley's vocabulary: the nouns every stage and every
// provider share. It does no work, performs no I/O and imports nothing else of
// this module. Work happens in the packages below it, in the order content
// travels:
//
//	load -> render -> validate -> plan -> approve -> apply -> record -> report
package engine

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// A Kind says what sort of thing a resource is. In an ID it is KindPost for all
// that comes of a Post object; whether its Spec is a *Post or an *Article is a
// property of the network (Info.PostKind) and never of the fields an author
// happened to fill in: adding a title must not change an ID.
type Kind string

// The kinds.
const (
	KindPost    Kind = "post"    // a short message: text, media, a link
	KindArticle Kind = "article" // a page of a blog: title and Markdown body
	KindPage    Kind = "page"    // a standing page, such as the charter
	KindProfile Kind = "profile" // what a channel says of itself; there is one
	KindFilter  Kind = "filter"  // what a channel hides of what others write
)

// A Channel is the id of one account on one network, as the content names it.
type Channel string

// A Network is the name of a service, such as "site" or "mastodon".
type Network string

// An Account is who a channel publishes as. It is what the Channel object
// declares, so that a job without credentials computes the same digests.
type Account struct {
	Network Network `json:"network"`
	Handle  string  `json:"handle"`
}

// String returns "handle on network".
func (a Account) String() string {
	if a.Handle == "" {
		return string(a.Network)
	}
	return a.Handle + " on " + string(a.Network)
}

// An ID names one resource for life. It is written in the content, never
// derived from a file name or a network, so moving a file cannot publish its
// post twice. Part is empty for the whole, "2" for the second child of a
// thread, "comment" for a first comment, "@2026-12-03" for one occurrence of a
// repeat and "@2026-12-03/2" for both.
type ID struct {
	Kind    Kind
	Channel Channel
	Slug    string
	Part    string
}

// String returns the form in which people and the ledger name a resource:
// "blog/launch", "blog/launch/2", "blog/launch@2026-12-03/2". Kinds other than
// posts come first: "page:blog/charter". ParseID reverses it.
func (id ID) String() string {
	var b strings.Builder
	if id.Kind != KindPost {
		b.WriteString(string(id.Kind))
		b.WriteByte(':')
	}
	b.WriteString(string(id.Channel))
	b.WriteByte('/')
	b.WriteString(id.Slug)
	if id.Part != "" {
		if id.Part[0] != '@' {
			b.WriteByte('/')
		}
		b.WriteString(id.Part)
	}
	return b.String()
}

// Whole returns the ID of the resource that id is a part of, occurrences kept
// apart: "blog/launch/2" belongs to "blog/launch".
func (id ID) Whole() ID {
	occurrence, _, _ := strings.Cut(id.Part, "/")
	if !strings.HasPrefix(occurrence, "@") {
		occurrence = ""
	}
	id.Part = occurrence
	return id
}

// Occurrence is the local date of one time of a post that repeats, such as
// "2026-12-03"; empty where it does not.
func (id ID) Occurrence() string {
	date, _, _ := strings.Cut(id.Part, "/")
	date, _ = strings.CutPrefix(date, "@")
	if date == id.Part {
		return ""
	}
	return date
}

// Child is the part of a post that id names, whichever its occurrence: "2",
// "comment", or nothing for the whole.
func (id ID) Child() string {
	if id.Occurrence() == "" {
		return id.Part
	}
	_, child, _ := strings.Cut(id.Part, "/")
	return child
}

// On returns the ID of the same thing in the occurrence of a date; in none
// without a date.
func (id ID) On(date string) ID {
	child := id.Child()
	switch {
	case date == "":
		id.Part = child
	case child == "":
		id.Part = "@" + date
	default:
		id.Part = "@" + date + "/" + child
	}
	return id
}

// IsZero reports whether id names nothing.
func (id ID) IsZero() bool { return id == ID{} }

// Compare orders IDs by channel, slug, part and kind, for output that does not
// depend on the order of a map.
func (id ID) Compare(other ID) int {
	if c := strings.Compare(string(id.Channel), string(other.Channel)); c != 0 {
		return c
	}
	if c := strings.Compare(id.Slug, other.Slug); c != 0 {
		return c
	}
	return cmp.Or(comparePart(id.Part, other.Part), strings.Compare(string(id.Kind), string(other.Kind)))
}

// comparePart sorts by date, then "2" before "10" and both before a comment.
func comparePart(a, b string) int {
	return cmp.Or(strings.Compare(ID{Part: a}.Occurrence(), ID{Part: b}.Occurrence()), PartOrder(a)-PartOrder(b))
}

var idForm = regexp.MustCompile(
	`^(?:([a-z]+):)?([a-z0-9][a-z0-9-]*)/([a-z0-9][a-z0-9-]*)((?:@\d{4}-\d\d-\d\d)?)((?:/(?:\d+|comment))?)$`)

// ParseID reads what String wrote.
func ParseID(s string) (ID, error) {
	m := idForm.FindStringSubmatch(s)
	if m == nil {
		return ID{}, fmt.Errorf("%q is not the name of a resource (want channel/slug, such as blog/launch)", s)
	}
	id := ID{Kind: Kind(m[1]), Channel: Channel(m[2]), Slug: m[3]}
	if id.Kind == "" {
		id.Kind = KindPost
	}
	id.Part = strings.TrimPrefix(m[4]+m[5], "/")
	return id, nil
}

// MarshalText writes the form of String; the zero ID is the empty text.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.text()), nil }

func (id ID) text() string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

// UnmarshalText reads the form of String; the empty text is the zero ID.
func (id *ID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*id = ID{}
		return nil
	}
	parsed, err := ParseID(string(text))
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}

// A RemoteID is a network's own name for a resource. It is stored and
// compared, never parsed.
type RemoteID string

// A Pos is a place in the content, for people. The path is relative to the
// root of the git repository. Line and column count from 1; zero is unknown.
type Pos struct {
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	Col  int    `json:"col,omitempty"`
}

// String returns file:line:col, without the parts that are unknown.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// A Clock tells the time, with Go's monotonic reading where there is one.
type Clock func() time.Time
