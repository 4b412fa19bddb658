package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Pos is a place in a content file. The path is relative to the root of the
// git repository; line and column count from 1.
type Pos struct {
	File string
	Line int
	Col  int
}

// An Object is one document of a content repository, as data. Values are
// string, bool, int64, float64, []any, map[string]any and nil; dates are
// strings, taken from the text.
type Object struct {
	Kind   string
	ID     string
	Fields map[string]any // without kind and id
	Start  Pos            // of the document
	places []place        // sorted by path
}

// A place is where the value of a path begins: "text", "media/0/alt".
type place struct {
	path      string
	line, col int32
}

// Note records where the value of a path begins. The loader calls it; paths
// join keys and indexes with a slash.
func (o *Object) Note(path string, line, col int) {
	o.places = append(o.places, place{path, int32(line), int32(col)})
}

// Reserve makes room for n places.
func (o *Object) Reserve(n int) { o.places = slices.Grow(o.places, n) }

// SortPlaces makes At work; the loader calls it once, after the last Note.
func (o *Object) SortPlaces() {
	slices.SortFunc(o.places, func(a, b place) int { return strings.Compare(a.path, b.path) })
}

// Move makes what is written at a path that at another, with all below it.
func (o *Object) Move(from, to string) {
	for _, p := range o.places {
		if rest, below := strings.CutPrefix(p.path, from); below && (rest == "" || rest[0] == '/') {
			o.places = append(o.places, place{to + rest, p.line, p.col})
		}
	}
	o.SortPlaces()
}

// At returns where a path is written, or its nearest parent that is written:
// o.At("media", "0", "alt").
func (o *Object) At(path ...string) Pos {
	for n := len(path); n > 0; n-- {
		want := strings.Join(path[:n], "/")
		i, found := slices.BinarySearchFunc(o.places, want, func(p place, w string) int { return strings.Compare(p.path, w) })
		if found {
			return Pos{o.Start.File, int(o.places[i].line), int(o.places[i].col)}
		}
	}
	return o.Start
}

// Text returns the text at a path of the fields, or the id; false if there is
// none or the value is something else.
func (o *Object) Text(path ...string) (text string, ok bool) {
	if len(path) == 1 && path[0] == "id" {
		return o.ID, true
	}
	var v any = o.Fields
	for _, key := range path {
		switch in := v.(type) {
		case map[string]any:
			v = in[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(in) {
				return "", false
			}
			v = in[i]
		default:
			return "", false
		}
	}
	text, ok = v.(string)
	return text, ok
}

// String returns "Post launch".
func (o *Object) String() string {
	switch {
	case o.ID == "":
		return o.Kind
	case o.Kind == "":
		return o.ID
	}
	return fmt.Sprintf("%s %s", o.Kind, o.ID)
}

// Content is everything one content root holds, typed. The slices are sorted by
// id. Its objects have passed the schema; references between them have not been
// looked at yet.
type Content struct {
	Root      string // path of the content root inside the repository, "" for its top
	Project   Project
	Charter   *Charter // nil if there is none
	Team      *Team    // nil if there is none
	Channels  []Channel
	Campaigns []Campaign
	Calendars []Calendar
	Posts     []Post // those of calendars among them
	Freezes   []Freeze
	Reports   []Report

	// Broken are the objects that are written, and that mistakes keep out of here,
	// such as "Channel blog": whoever names one names something.
	Broken map[string]bool
}

// IsBroken reports whether an object that is not in the content is written.
func (c Content) IsBroken(kind, id string) bool { return c.Broken[kind+" "+id] }

// Project is the one object that says what the repository is.
type Project struct {
	Object    *Object
	ID        string
	Name      string
	Zone      string   // IANA
	Languages []string // BCP 47; the first is the default
	Schema    string   // "v1"
	Record    Record
	Reports   Reports
	Late      Late
	Drift     string // "show" or "restore"
	Prune     bool
	Guards    Guards
	Public    bool                         // everybody can read the repository
	Handles   map[string]map[string]string // name -> network -> handle
}

// Record says where Galley writes what it did.
type Record struct {
	ID      string // ledger id; empty before the first apply
	Branch  string // "galley/record"
	Remote  string // "origin"; a remote that is not configured is none
	Signing Signing
}

// Signing says who signs the record. Without keys nobody has to.
type Signing struct {
	Keys  []string // public keys of the type ssh-ed25519
	Since string   // the last commit that is taken as it is; empty: none is
}

// Late says what becomes of a post that could not go out in time. Empty fields
// are inherited.
type Late struct {
	Max  string // a Go duration such as "4h"
	Then string // ask, publish or skip
}

// Guards bound deletions on one channel in one plan.
type Guards struct {
	MaxDeletes     int     // default 10
	MaxDeleteShare float64 // of the channel's live posts, default 0.3; counts from 10 live posts on
}

// Channel is one account on one network.
type Channel struct {
	Object      *Object
	ID          string
	Network     string
	Handle      string
	URL         string
	Target      Target
	Credentials string // name of an environment variable, never a value
	Schedule    string // "self" or "native"
	Language    string
	Tags        []string
	Media       ChannelMedia
	Filters     []Filter
	Limits      Limits
	Profile     *Profile // nil: not managed
	Was         []string
}

// ChannelMedia says what is done with pictures before they are sent.
type ChannelMedia struct {
	Fit bool // scale down what is too large for the network
}

// Filter hides posts of others.
type Filter struct {
	ID       string // empty: made of Title
	Title    string
	Contexts []string // home, notifications, public, thread, account; empty is everywhere
	Action   string   // warn (default), hide or blur
	Words    []FilterWord
}

// A FilterWord is a word or phrase of a filter.
type FilterWord struct {
	Text  string
	Whole bool // as a whole word only
}

// Limits are what the server of a channel said it takes. What it did not say is
// zero, or nil.
type Limits struct {
	MaxText     int // characters
	PerURL      int // what an address counts for
	MaxMedia    int
	MaxAlt      int // characters
	MediaBytes  int // of a picture
	VideoBytes  int
	MediaPixels int // of a picture
	PollOptions int
	PollText    int // characters of an option
	PollMin     int // seconds
	PollMax     int // seconds
	PollMedia   *bool
	Quotes      *bool
}

// Target is where a site is written: one of the two.
type Target struct {
	Dir    string // relative to the content root
	Branch string
}

// Profile is what a channel says of itself.
type Profile struct {
	Name   string
	Bio    string
	Avatar string // file relative to the content root
	Links  []ProfileLink
}

// A ProfileLink is a labelled address.
type ProfileLink struct {
	Label string
	URL   string
}

// Campaign is a named group of posts.
type Campaign struct {
	Object     *Object
	ID         string
	Name       string
	From       string // local date
	To         string
	Objective  string // in words
	Objectives []Objective
	UTM        map[string]string // source, medium, campaign, term, content
	Hashtags   []string          // added to the tags of its posts
	Sponsor    string            // of all its posts
}

// Calendar holds posts inline, the slots that "slot: next" asks for, and the
// holidays.
type Calendar struct {
	Object   *Object
	ID       string
	Slots    []Slot
	Holidays []Holiday
}

// A Slot is a usual time of a channel, in the Project's zone.
type Slot struct {
	Channel string
	Days    []string // monday to sunday
	Time    string   // "09:00"
}

// A Holiday is a country's, or a day or span of one's own: one of Country, On
// and From.
type Holiday struct {
	Country string // "FR", "FR-57"
	On      string // local date
	From    string
	To      string // the last day; empty is From
	Name    string
}

// Post is one message, before its variants were merged. Base holds the fields
// as data; Merged gives the fields for one channel.
type Post struct {
	Object   *Object
	ID       string
	Channels []string
	Base     map[string]any
	Variants map[string]map[string]any // by channel or network; nil values remove

	Partnership Partnership
	Contest     *Contest // nil: none
	Waivers     []Waiver
	Repeat      *Repeat // nil: it goes out once
}

// Partnership is what the law asks of a paid partnership.
type Partnership struct {
	Contract string // where it is kept
	Signed   string // local date
	Sector   string
}

// Contest is what the rules of a contest must tell.
type Contest struct {
	Rules     string // address
	From      string // local date
	To        string
	Prize     string
	Selection string   // draw, jury or first
	Entry     []string // answer, follow, like, share, tag-friend, buy
}

// A Waiver lets a post break a rule of the charter.
type Waiver struct {
	Rule   string
	Reason string
	By     string
}

// Repeat says when a post goes out again; its "at" is the first time.
type Repeat struct {
	RRule  string
	Until  string   // local date
	Count  int      // 0: not said
	Except []string // local dates
}

// PostFields are the fields of a post for one channel. Times are as written.
type PostFields struct {
	At             string
	Fold           string // first or second, of an hour that happens twice
	Slot           string // "next"
	Until          string
	Status         string // draft, ready (default) or retracted
	Reason         string
	Text           string
	Title          string
	Body           string
	Summary        string
	Thread         []string
	FirstComment   string
	Media          []MediaFile
	Poll           *Poll // nil: none
	Link           string
	Card           *Card // nil: none
	Tags           []string
	Language       string
	ContentWarning string
	Visibility     string // public, unlisted, followers or direct
	ReplyTo        string
	Quote          string
	Replies        string // all, followers, mentioned or none
	Quotes         bool   // counts where it is declared
	Pin            bool
	Campaign       string
	Pillar         string
	Sponsor        string
	Embargo        string
	Author         string
	SEO            SEO
	Late           Late
	Replace        bool
	Edit           bool
	Was            []string
	Declared       []string // names of the fields that are there, sorted; sub-fields of seo as "seo.slug"
}

// MediaFile names a file of the content.
type MediaFile struct {
	File   string // relative to the content root
	Alt    string
	Focus  string
	Credit string

	People   []string // consents of the charter
	Made     string   // retouched or synthetic; empty is neither
	Captions string   // file relative to the content root
}

// Card says how the link of a post is shown.
type Card struct {
	Title       string
	Description string
	Image       *CardImage // nil: none
}

// A CardImage names the picture of a card.
type CardImage struct {
	File string // relative to the content root
	Alt  string
}

// Poll is a question with answers to choose from.
type Poll struct {
	Options  []string
	Lasts    string // days, hours and minutes, such as "1d12h"
	Multiple bool
	Hide     bool // the counts, until the end
}

// SEO is what an article tells search engines.
type SEO struct {
	Slug        string
	Title       string
	Description string
	Canonical   string
	Keywords    []string
}

// Freeze stops publishing in its scope.
type Freeze struct {
	Object *Object
	ID     string
	Scope  Scope
	Reason string
	By     string
	From   string // local date-time in the Project's zone, or with its own
	Until  string
	Allow  []string // ids of posts that go out all the same
}

// Scope selects posts. All, or any that one of the lists names.
type Scope struct {
	All       bool
	Channels  []string
	Campaigns []string
	Tags      []string
}
