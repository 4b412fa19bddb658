package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A Class is what a reader will see of a resource. The zero class does nothing.
type Class string

// The classes.
const (
	Publish Class = "publish"
	Remove  Class = "remove"
)

// Desired is what the content asks for, rendered for one channel.
type Desired struct {
	ID      ID
	Class   Class // publish or remove (retracted); the zero class does nothing
	Account Account
	Spec    Spec
	Fields  []string  // names of the declared fields, sorted; the rest is not compared
	Due     time.Time // UTC; not to go live earlier; zero is a draft, unless Merge
	Merge   bool      // due when the first run of the default branch sees it
	Slot    bool      // "slot: next" without a time yet: nothing is planned
	Until   time.Time // UTC; unpublished then; zero means never
	Zone    string    // IANA zone in which both were declared
	Rules   Rules     // they decide, nobody approves them
	Labels  Labels    // what scopes and rules select by, and who wrote it
	Parent  ID        // the post this one continues, in a thread; zero if none
	Refs    []ID      // must be live first; Parent is among them
	Was     []ID      // former IDs: of the post's own `was` and of its channel's
	Reason  string    // why it was retracted
	Notes   []string  // what people should know, such as a picture that was scaled; not in Digest
	Digest  string    // what gets approved: see ComputeDigest
	Source  Pos       // where a reviewer finds it

	// ParentRemote is the remote id of Parent, put in by apply just before
	// Create; empty everywhere else.
	ParentRemote RemoteID
}

// Rules steer a resource without being seen by readers.
type Rules struct {
	Late    Late
	Replace bool // a change that the network cannot edit may delete and publish again
	Edit    bool // an edit that readers may not see everywhere is wanted all the same
	Native  bool // the network's own scheduler may be used
}

// Late says what becomes of a post that could not go out in time.
type Late struct {
	Max  time.Duration // later than this after Due is late
	Then LateThen
}

// LateThen is one of LateAsk, LatePublish and LateSkip; the zero value asks.
type LateThen string

// What to do with a late post.
const (
	LateAsk     LateThen = ""
	LatePublish LateThen = "publish"
	LateSkip    LateThen = "skip"
)

// Labels are the properties of a post that scopes and reports select by.
type Labels struct {
	Campaign  string
	Tags      []string
	Author    string
	Pillar    string
	Sponsored bool // it has a sponsor, of its own or of its campaign
}

// Tagged reports whether l has one of some tags. Tags have no case: a post's
// "Wine" is its campaign's "wine".
func (l Labels) Tagged(tags []string) bool {
	return slices.ContainsFunc(l.Tags, func(tag string) bool {
		return slices.ContainsFunc(tags, func(t string) bool { return strings.EqualFold(tag, t) })
	})
}

// Drafted reports whether d has no time at which to go out.
func (d Desired) Drafted() bool { return d.Due.IsZero() && !d.Merge && !d.Slot }

// ComputeDigest returns the SHA-256, in hexadecimal, over what a change of d
// would show readers, and when: the ID, the class, the account, the declared
// fields as rendered (with references to other posts as written) and the
// declared times with their zone. Observations, the ledger, the verb, the clock
// and the position in the file are not in it, so that create, update, adopt and
// restore of one content share one digest.
func (d Desired) ComputeDigest() string {
	sum := sha256.Sum256(d.appendApproved(make([]byte, 0, 2048)))
	return hexadecimal(sum)
}

// appendApproved writes what ComputeDigest hashes, as JSON. It is written by
// hand because a plan of ten thousand posts does it tens of thousands of times;
// a test compares it with encoding/json.
func (d Desired) appendApproved(b []byte) []byte {
	b = appendText(append(b, `{"id":`...), d.ID.text())
	b = appendText(append(b, `,"class":`...), string(d.Class))
	b = appendText(append(b, `,"account":{"network":`...), string(d.Account.Network))
	b = appendText(append(b, `,"handle":`...), d.Account.Handle)
	b = append(b, `},"fields":{`...)
	parent, due, until := "", "", ""
	if d.Class == Publish {
		b = d.appendFields(b)
		parent, due, until = d.Parent.String(), stamp(d.Due), stamp(d.Until)
		if d.Merge {
			due = "merge"
		}
	}
	b = appendText(append(b, `},"parent":`...), parent)
	b = appendText(append(b, `,"due":`...), due)
	b = appendText(append(b, `,"until":`...), until)
	return append(appendText(append(b, `,"zone":`...), d.Zone), '}')
}

// appendFields writes the declared fields, each once.
func (d Desired) appendFields(b []byte) []byte {
	if d.Spec == nil {
		return b
	}
	names := d.Fields
	if !slices.IsSorted(names) {
		names = slices.Sorted(slices.Values(names))
	}
	all := d.Spec.Fields()
	for i, name := range names {
		if i > 0 && name == names[i-1] {
			continue
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(append(appendText(b, name), ':'), all[name])
	}
	return b
}

// appendText writes a JSON string as encoding/json does.
func appendText(b []byte, text string) []byte {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < ' ' || strings.IndexByte(`"\<>&`, c) >= 0 || c == 0xe2 {
			return append(b, quoteJSON(text)...)
		}
	}
	if !utf8.ValidString(text) {
		return append(b, quoteJSON(text)...)
	}
	return append(append(append(b, '"'), text...), '"')
}

func quoteJSON(text string) []byte {
	data, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string is always JSON
	}
	return data
}

// RemovalDigest is the digest of taking id down from account, the same whether
// its file says "retracted" or is gone.
func RemovalDigest(id ID, account Account, zone string) string {
	return Desired{ID: id, Class: Remove, Account: account, Zone: zone}.ComputeDigest()
}

// SetDigest is the digest over the sorted digests of several changes, for
// display and for acknowledging a set of deletions.
func SetDigest(digests []string) string {
	sorted := slices.Clone(digests)
	slices.Sort(sorted)
	return hashJSON(sorted)
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// hashJSON relies on encoding/json writing struct fields in order and map keys
// sorted.
func hashJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and maps of strings only
	}
	return hexadecimal(sha256.Sum256(data))
}

// HashText is the SHA-256 of a text in hexadecimal.
func HashText(text string) string {
	return hexadecimal(sha256.Sum256([]byte(text)))
}

// hexadecimal writes a sum in one allocation: a plan makes several per post.
func hexadecimal(sum [sha256.Size]byte) string {
	var digits [2 * sha256.Size]byte
	hex.Encode(digits[:], sum[:])
	return string(digits[:])
}

// A Print identifies a rendered resource without holding its text (a public
// ledger must not leak what is under embargo).
type Print struct {
	Text  string   `json:"text"`            // SHA-256 after the network's normalisation
	Media []string `json:"media,omitempty"` // SHA-256 of each file as sent, but for the picture of a card
}

// Equal reports whether two prints are of the same text and media.
func (p Print) Equal(other Print) bool {
	return p.Text == other.Text && slices.Equal(p.Media, other.Media)
}

// PrintOf returns the print of a spec as the network of info would show it.
func PrintOf(info Info, s Spec) Print {
	s = info.Normalized(s)
	p := Print{Text: HashText(s.Plain())}
	files := s.Files()
	for _, m := range files[:len(files)-len(CardFiles(s))] {
		p.Media = append(p.Media, m.SHA256)
	}
	return p
}

// FieldPrints returns the hash of every field of s, as the network of info
// would show it, restricted to names. A declared field that is empty is kept,
// with the hash of nothing.
func FieldPrints(info Info, s Spec, names []string) map[string]string {
	all := info.Normalized(s).Fields()
	prints := make(map[string]string, len(names))
	for _, name := range names {
		prints[name] = HashText(all[name])
	}
	return prints
}
