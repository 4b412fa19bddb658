package engine

import (
	"cmp"
	"context"
	"encoding/base64"
	"io"
	"io/fs"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A Provider speaks for one channel. It translates. It does not decide, retry,
// wait, log or read the clock.
type Provider interface {
	// Info describes the network without using it.
	Info() Info

	// Create makes d exist and returns what then exists. When the network may
	// have acted although no answer came, the error's kind is Uncertain.
	Create(ctx context.Context, d Desired, in Intent) (Observed, error)
}

// Capabilities a provider may have, one method each.
type (
	// A Preparer uploads media and makes terms before the intents are written.
	// It may be repeated and has no effect a reader sees; not ready yet is an
	// error with RetryAfter.
	Preparer interface {
		Prepare(ctx context.Context, d Desired) error
	}

	// An EditPreparer does for an edit what a Preparer does, and leaves out what
	// before has already: nobody uploads a picture to correct a comma.
	EditPreparer interface {
		PrepareEdit(ctx context.Context, before Observed, d Desired) error
	}

	// A Reader returns one resource; kind NotFound if there is none.
	Reader interface {
		Read(ctx context.Context, kind Kind, remote RemoteID) (Observed, error)
	}

	// A Lister yields what the account shows, newest first, each once. An error
	// ends the listing, which then is partial.
	Lister interface {
		List(ctx context.Context, w Window) iter.Seq2[Observed, error]
	}

	// A Finder looks for what an intent made, by what the intent itself holds.
	// Kind NotFound means that a whole listing back beyond the intent lacks it;
	// apply waits out the settle time. A listing cut short is Uncertain.
	Finder interface {
		Find(ctx context.Context, in Intent) (Observed, error)
	}

	// An Updater edits in place and keeps the remote id. What the intent calls
	// dropped is taken off; of a profile, which is older than its file, nothing
	// else that is not declared changes, nor when it is first written. Conflict if
	// before's version is no longer the one there, NotFound if it is gone.
	Updater interface {
		Update(ctx context.Context, before Observed, d Desired, in Intent) (Observed, error)
	}

	// A Deleter takes down. Deleting what is gone is no error.
	Deleter interface {
		Delete(ctx context.Context, before Observed, in Intent) error
	}

	// A Measurer yields counts; an empty id asks for the account.
	Measurer interface {
		Measure(ctx context.Context, remotes []RemoteID) iter.Seq2[Metrics, error]
	}

	// A Chooser names what it will create, before it does: the network lets us
	// choose remote ids. The same key and due time give the same id.
	Chooser interface {
		Choose(d Desired, key string, due time.Time) RemoteID
	}

	// A Fetcher opens a medium that a listing showed, to import it. The caller
	// bounds what it reads.
	Fetcher interface {
		Fetch(ctx context.Context, m Media) (io.ReadCloser, error)
	}

	// A Prober returns the limits and identity of this account.
	Prober interface {
		Probe(ctx context.Context) (Info, error)
	}
)

// Caps says which capabilities a provider's code has. Data, so that plan needs
// no provider.
type Caps struct {
	Prepare, Read, List, Find, Update, Delete, Measure, Fetch, Probe bool
}

// CapsOf returns the capabilities of p, told by assertion.
func CapsOf(p Provider) Caps {
	var c Caps
	_, c.Prepare = p.(Preparer)
	_, c.Read = p.(Reader)
	_, c.List = p.(Lister)
	_, c.Find = p.(Finder)
	_, c.Update = p.(Updater)
	_, c.Delete = p.(Deleter)
	_, c.Measure = p.(Measurer)
	_, c.Fetch = p.(Fetcher)
	_, c.Probe = p.(Prober)
	return c
}

// Info describes a network: what it permits, and how text looks there. It is
// static: the same value each time, without a request.
type Info struct {
	Network  Network
	Label    string          // for people, such as "Mastodon"
	Docs     string          // page of the manual
	PostKind Kind            // what a Post of the content becomes here
	Kinds    map[Kind]Limits // what the network takes, by the kind of the Spec; a missing kind is unsupported
	Settle   time.Duration   // after this a listing shows what was written; zero is DefaultSettle, negative is at once
	Manual   bool            // a person does it; done when its proof is recorded
	Children bool            // threads are posts of their own, else they are joined into one text
	Atomic   bool            // a whole thread is one write
	Counts   Counts          // what a Measurer may report

	// What a Probe learned of this account; empty in the static Info.
	Identity string    // whose credential it is, as the network names it
	Scopes   []string  // what it may do
	Expires  time.Time // when it ends; zero is never, or unknown
	Server   string    // software and version, such as "Mastodon 4.5.15"

	Count     func(text string) int // length as the network counts; nil counts characters (runes)
	Normalize func(Spec) Spec       // what the network makes of a spec; nil changes nothing
	// Edits reports whether a live resource can be edited from one spec into
	// another; nil: always, where the network permits Update. A nil before is one
	// that was not read.
	Edits func(before, after Spec, rules Rules) bool
	// Task is what a person is given to publish where Manual: Markdown, ready to
	// paste, in the language of the post, with times in the zone of the team.
	Task func(d Desired, zone *time.Location) string
	// Check says what else the network refuses of a spec: what Limits cannot
	// tell. It sends nothing, and lets a reference that is still written as
	// ${…} pass. Nil refuses nothing more.
	Check func(Spec) error
}

// Counts are the names by which a network counts, sorted, and how many posts it
// tells of at once. A Measurer reports no other; the catalogue of metrics says
// what each means.
type Counts struct {
	Post    []string
	Account []string
	Batch   int // of how many posts one request may tell; zero is one
}

// DefaultSettle is the settle time of a network that does not say.
const DefaultSettle = 2 * time.Minute

// Settled returns the settle time to wait for.
func (i Info) Settled() time.Duration {
	switch {
	case i.Settle == 0:
		return DefaultSettle
	case i.Settle < 0:
		return 0
	}
	return i.Settle
}

// Length returns the length of text as the network counts it.
func (i Info) Length(text string) int {
	if i.Count == nil {
		return len([]rune(text))
	}
	return i.Count(text)
}

// Normalized returns what the network makes of s.
func (i Info) Normalized(s Spec) Spec {
	if i.Normalize == nil || s == nil {
		return s
	}
	return i.Normalize(s)
}

// Limits is what a network takes of one kind. A zero number is no limit.
type Limits struct {
	Verbs       []Verb        // what the network permits
	Fields      []string      // what it shows; another declared field is an error
	Required    []string      // must be there
	MaxText     int           // of the text of a post or the body of an article, as Count counts
	WithWarning bool          // MaxText is for the content warning and the text together
	MaxTitle    int           // characters
	MaxMedia    int           // files
	MaxAlt      int           // characters
	MediaTypes  []string      // media types it accepts; none named accepts none
	MediaBytes  int64         // of one file
	CardBytes   int64         // of the picture of a card; zero is MediaBytes
	CardAlone   bool          // beside media there is no room for a card
	VideoBytes  int64         // of one video; zero is MediaBytes
	MediaPixels int64         // width times height of a picture
	MediaWidth  int           // pixels of a picture
	MediaHeight int           // pixels of a picture
	MinRatio    float64       // width by height of a picture, such as 0.8
	MaxRatio    float64       // width by height of a picture, such as 1.91
	PerURL      int           // what Count takes an address for; zero is as long as it is
	PollOptions int           // of a poll
	PollText    int           // characters of an option
	PollMin     time.Duration // that a poll lasts
	PollMax     time.Duration // that a poll lasts
	PollAlone   bool          // a post with a poll has no media
	NeedsAlt    bool          // media without alternative text are refused
	Schedules   bool          // it can publish at a time we give it
	ScheduleMin time.Duration // the least lead of a scheduled one
	ScheduleMax time.Duration
	Reschedule  bool // what is handed over can be edited there
	Repeatable  bool // the same key twice leaves one
	Mirrored    bool // written again when it is gone
}

// Permits reports whether the network permits v.
func (l Limits) Permits(v Verb) bool { return slices.Contains(l.Verbs, v) }

// Shows reports whether the network shows a field.
func (l Limits) Shows(field string) bool { return slices.Contains(l.Fields, field) }

// OfCard returns the limits of the picture of a card.
func (l Limits) OfCard() Limits {
	l.MediaBytes = cmp.Or(l.CardBytes, l.MediaBytes)
	l.MediaTypes = slices.DeleteFunc(slices.Clone(l.MediaTypes), func(t string) bool { return !strings.HasPrefix(t, "image/") })
	return l
}

// Blobs opens a file by its SHA-256; fs.ErrNotExist if the content has none.
type Blobs func(ctx context.Context, sha256 string) (io.ReadCloser, error)

// A Target is where a site is written: a folder or a branch. Only repo knows
// git, so that the provider cannot tell which.
type Target interface {
	// FS is what is there now; an empty file system if nothing is. Several
	// goroutines may read it.
	FS(ctx context.Context) (fs.FS, error)
	// Write puts files and takes away others, in the order given. A folder
	// replaces each file atomically, one after the other; a branch takes all in
	// one commit.
	Write(ctx context.Context, files []TargetFile) error
}

// An AppendFS is what the FS of a target may be as well: it reads a file into
// memory that the caller has, behind what is there, and returns all of it as
// append does.
type AppendFS interface {
	fs.FS
	AppendFile(data []byte, name string) ([]byte, error)
}

// A TargetFile is one file to write; nil Data takes it away.
type TargetFile struct {
	Name string // slash-separated, relative, inside the target
	Data []byte
}

// Config is all a provider gets of the outside world.
type Config struct {
	Channel  Channel
	Account  Account
	URL      string // of the channel, as declared
	Language string
	Zone     *time.Location
	HTTP     *http.Client // sends once, redacts, paces
	Secret   Secret
	Now      Clock // for signatures only
	Blobs    Blobs
	Target   Target // for a site; nil otherwise
}

// A Constructor makes the provider of one channel. It has no side effects; an
// error says what is missing from the configuration.
type Constructor struct {
	Info Info
	New  func(Config) (Provider, error)
}

// A Secret is a credential. It prints as *** in every form. The value is behind
// a pointer because fmt looks into unexported fields without asking String: a
// provider that is printed as a whole shows an address.
type Secret struct{ value *string }

// NewSecret wraps a credential.
func NewSecret(value string) Secret { return Secret{&value} }

// Reveal returns the credential, for the one place that sends it.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// Empty reports whether there is no credential.
func (s Secret) Empty() bool { return s.Reveal() == "" }

// Hide returns a text with *** for every occurrence of the credential, also as a
// URL or a basic authorization would hold it. The empty one hides nothing.
func (s Secret) Hide(text string) string {
	plain := s.Reveal()
	if plain == "" {
		return text
	}
	for _, form := range []string{
		plain,
		url.QueryEscape(plain),
		url.PathEscape(plain),
		base64.StdEncoding.EncodeToString([]byte(plain)),
		base64.URLEncoding.EncodeToString([]byte(plain)),
		base64.RawURLEncoding.EncodeToString([]byte(plain)),
	} {
		text = strings.ReplaceAll(text, form, s.String())
	}
	return text
}

// String returns ***.
func (s Secret) String() string { return "***" }

// GoString returns ***.
func (s Secret) GoString() string { return "***" }

// MarshalText writes ***.
func (s Secret) MarshalText() ([]byte, error) { return []byte("***"), nil }
