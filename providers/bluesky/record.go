package bluesky

import (
	"bytes"
	"encoding/json"
	"maps"
	"time"

	"galley/engine"
	"galley/providers/internal/atproto"
)

// The collections that hold what a post is made of.
const (
	postType       = "app.bsky.feed.post"
	threadgateType = "app.bsky.feed.threadgate" // under the key of the first post of a thread
	postgateType   = "app.bsky.feed.postgate"   // under the key of its post
	profileType    = "app.bsky.actor.profile"
	profileKey     = "self"
)

// The embeds of a post.
const (
	imagesType   = "app.bsky.embed.images"
	videoType    = "app.bsky.embed.video"
	externalType = "app.bsky.embed.external"
	quoteType    = "app.bsky.embed.record"
	bothType     = "app.bsky.embed.recordWithMedia"
)

// A record is one of a repository, with every field it has: those we know
// nothing of survive an update.
type record map[string]any

// UnmarshalJSON keeps integers what they are: a record is named by its bytes.
func (r *record) UnmarshalJSON(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	return dec.Decode((*map[string]any)(r))
}

// A stored record has a key and the name of its content.
type stored struct {
	Key   string
	CID   string
	Value record
}

// newStored names a record. What no server could store is Invalid.
func newStored(key string, value record) (stored, error) {
	cid, err := atproto.CID(map[string]any(value))
	if err != nil {
		return stored{}, &engine.Error{Kind: engine.Invalid, Err: err}
	}
	return stored{key, cid, value}, nil
}

// str returns the text at a path of members, empty if there is none.
func (r record) str(path ...string) string {
	if len(path) == 0 {
		return ""
	}
	text, _ := r.obj(path[:len(path)-1]...)[path[len(path)-1]].(string)
	return text
}

// obj returns the object at a path of members, nil if there is none.
func (r record) obj(path ...string) record {
	for _, name := range path {
		inner, _ := r[name].(map[string]any)
		r = inner
	}
	return r
}

// list returns the objects of a list; what is no object is left out.
func (r record) list(name string) []record {
	items, _ := r[name].([]any)
	var out []record
	for _, item := range items {
		if object, ok := item.(map[string]any); ok {
			out = append(out, object)
		}
	}
	return out
}

// with returns a copy in which the members of others are replaced.
func (r record) with(others record) record {
	c := maps.Clone(r)
	if c == nil {
		c = record{}
	}
	maps.Copy(c, others)
	return c
}

// without returns a copy that lacks some members.
func (r record) without(names ...string) record {
	c := maps.Clone(r)
	for _, name := range names {
		delete(c, name)
	}
	return c
}

// ref names a record and its content.
func ref(uri, cid string) map[string]any { return map[string]any{"uri": uri, "cid": cid} }

// moment is how records write a time.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// created is when a record says it was made; zero if it does not say.
func (r record) created() time.Time {
	t, err := time.Parse(time.RFC3339Nano, r.str("createdAt"))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// A posting is all that makes one post: the parts of its thread in order, their
// gates, and its place on the profile.
type posting struct {
	key        string // of its first part
	parts      []part
	threadgate *stored
	profile    *stored // of the account; nil if it has none
	pinned     bool
}

type part struct {
	stored
	postgate *stored
}

// exists reports whether the first part is there: without it, what remains is
// no post.
func (w posting) exists() bool { return len(w.parts) > 0 && w.parts[0].Key == w.key }

// version names the content of a posting: the CID of its record, or of the list
// of them if there are several. The profile is none of them.
func (w posting) version() string {
	var links []any
	add := func(s *stored) {
		if s != nil {
			links = append(links, map[string]any{"$link": s.CID})
		}
	}
	for i := range w.parts {
		add(&w.parts[i].stored)
		add(w.parts[i].postgate)
	}
	add(w.threadgate)
	if len(links) == 1 {
		return w.parts[0].CID
	}
	cid, err := atproto.CID(links)
	if err != nil {
		return "" // a server that names records in another way has no versions
	}
	return cid
}
