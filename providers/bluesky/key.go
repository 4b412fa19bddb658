package bluesky

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"time"

	"galley/engine"
	"galley/providers/internal/atproto"
)

// How the keys of our records are made. A thread's parts follow its first at
// distances of a microsecond, with its clock number: that is how official
// clients write them too, and how a reader tells a thread from answers.
const (
	maxParts = 99               // of one thread: with its gates and the pin, they fill a batch of 200
	partGap  = 10 * time.Second // between two parts of a thread, at most
)

// recordKey names a post by its due second; the rest comes of the intent's key
// and keeps two posts of one second apart. The last bit tells answers from
// other posts, so that an answer is never taken for the next part of a thread.
func recordKey(key string, due time.Time, answer bool) atproto.TID {
	sum := sha256.Sum256([]byte("record key\n" + key))
	second := uint64(max(due.Unix(), 0))
	within := binary.BigEndian.Uint64(sum[:8]) % (1_000_000 - maxParts)
	clock := binary.BigEndian.Uint16(sum[8:10]) % atproto.Clocks &^ 1
	if answer {
		clock |= 1
	}
	return atproto.TID{Micros: second*1_000_000 + within, Clock: clock}
}

// answers reports whether d is written as the answer to another post.
func answers(d engine.Desired) bool {
	post, ok := d.Spec.(*engine.Post)
	return ok && post.ReplyTo != ""
}

// next is the key of the part after another.
func next(key string) string {
	tid, _ := atproto.ParseTID(key)
	tid.Micros++
	return tid.String()
}

// continues reports whether a record with this key can be the next part after
// another.
func continues(before, key string) bool {
	a, okA := atproto.ParseTID(before)
	b, okB := atproto.ParseTID(key)
	return okA && okB && a.Clock == b.Clock && b.Micros > a.Micros && b.Time().Sub(a.Time()) <= partGap
}

// keyAt is the least key of a moment.
func keyAt(t time.Time) string {
	return atproto.TID{Micros: uint64(max(t.UnixMicro(), 0))}.String()
}

func cleanHandle(handle string) string {
	handle = strings.TrimPrefix(strings.TrimSpace(handle), "@")
	if strings.HasPrefix(handle, "did:") {
		return handle
	}
	return strings.ToLower(handle)
}
