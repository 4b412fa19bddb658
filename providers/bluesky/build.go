package bluesky

import (
	"time"

	"galley/engine"
)

// becoming returns what now is to become, and the ops that bring it about. A
// part that shows what it should is left alone, down to its bytes.
func becoming(did string, now posting, post *engine.Post, records []record, due time.Time) (posting, []op, error) {
	normal := normalPost(*post)
	want := posting{key: now.key, profile: now.profile, threadgate: now.threadgate, pinned: normal.Pinned}
	b := &build{did: did, now: now, due: due}
	for i, r := range records {
		if err := b.part(i, r, b.unchanged(i, normal)); err != nil {
			return want, nil, err
		}
		if err := b.postgate(i, normal.Quotes); err != nil {
			return want, nil, err
		}
	}
	want.parts = b.parts
	for i := len(records); i < len(now.parts); i++ {
		b.drop(postType, &now.parts[i].stored)
		b.drop(postgateType, now.parts[i].postgate)
	}
	var err error
	if want.threadgate, err = b.threadgate(normal.Replies); err != nil {
		return want, nil, err
	}
	want.profile, err = b.pin(normal.Pinned)
	return want, b.ops, err
}

// named returns w with the CIDs that the server gave its records.
func (w posting) named(cids map[string]string) posting {
	rename := func(collection string, s *stored) {
		if s == nil {
			return
		}
		if cid := cids[collection+"/"+s.Key]; cid != "" {
			s.CID = cid
		}
	}
	for i := range w.parts {
		rename(postType, &w.parts[i].stored)
		rename(postgateType, w.parts[i].postgate)
	}
	rename(threadgateType, w.threadgate)
	return w
}

// A build collects what makes a posting, part by part.
type build struct {
	did     string
	now     posting
	due     time.Time
	parts   []part
	ops     []op
	rewrote bool // a part before this one has another content, hence another name
}

// owned are the members of a record that a spec decides.
var owned = [...]string{"text", "facets", "langs", "labels", "tags"}

// unchanged reports whether a part that is there shows what it should.
func (b *build) unchanged(i int, normal *engine.Post) bool {
	if i >= len(b.now.parts) || b.rewrote {
		return false
	}
	if i > 0 {
		return samePart(normalPart(*partOf(b.now.parts[i].Value)), normal.Thread[i-1])
	}
	live := normalPost(*specOf(b.now))
	if normal.ReplyTo == "" {
		live.ReplyTo = "" // an answer stays one
	}
	return samePart(*live, *normal)
}

func (b *build) part(i int, r record, unchanged bool) error {
	if unchanged {
		b.parts = append(b.parts, b.now.parts[i])
		return nil
	}
	if i > 0 {
		first, before := b.parts[0], b.parts[i-1]
		r["reply"] = map[string]any{
			"root":   b.rootOf(first),
			"parent": ref(uri(b.did, before.Key), before.CID),
		}
	}
	if i >= len(b.now.parts) {
		key := b.now.key
		if i > 0 {
			key = next(b.parts[i-1].Key)
		}
		r["createdAt"] = moment(b.due.Add(time.Duration(i) * time.Millisecond))
		return b.put(part{stored: stored{Key: key, Value: r}}, "")
	}
	live := b.now.parts[i]
	return b.put(part{stored{Key: live.Key, Value: over(live.Value, r)}, live.postgate}, live.CID)
}

// rootOf is the first post of the conversation: that of the thread, unless it
// is itself an answer.
func (b *build) rootOf(first part) map[string]any {
	if root := first.Value.obj("reply", "root"); root != nil {
		return root
	}
	return ref(uri(b.did, first.Key), first.CID)
}

// over puts what a spec decides over a live record. An embed that no spec can
// name stays if nothing takes its place.
func over(live, r record) record {
	c := live.without(owned[:]...)
	if _, ours := r["embed"]; !ours && knownEmbed(live.obj("embed").str("$type")) {
		delete(c, "embed")
	}
	return c.with(r)
}

func knownEmbed(name string) bool {
	switch name {
	case imagesType, videoType, externalType, quoteType, bothType:
		return true
	}
	return false
}

// put adds a part, and an op if its content is new.
func (b *build) put(made part, was string) error {
	var err error
	if made.stored, err = newStored(made.Key, made.Value); err != nil {
		return err
	}
	if made.CID != was {
		b.ops = append(b.ops, op{postType, made.Key, made.Value, was})
		b.rewrote = was != ""
	}
	b.parts = append(b.parts, made)
	return nil
}

func (b *build) drop(collection string, s *stored) {
	if s != nil {
		b.ops = append(b.ops, op{collection: collection, key: s.Key, was: s.CID})
	}
}
