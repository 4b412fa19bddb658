package blueskytest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"galley/engine"
	"galley/providers/internal/atproto"
)

// An Event is one change of a record, which readers could see.
type Event struct {
	At         time.Time
	Account    string // handle
	What       string // create, update, delete
	Collection string
	Remote     engine.RemoteID
	Text       string // of a post, then
}

// String returns an event in one line.
func (e Event) String() string {
	return fmt.Sprintf("%s %s %s %s/%s %q", e.At.UTC().Format(time.RFC3339), e.Account, e.What, e.Collection, e.Remote, e.Text)
}

func (s *Server) note(a *repo, what, collection, key string, e entry) {
	text, _ := e.value["text"].(string)
	s.events = append(s.events, Event{s.clock().UTC(), a.account.Handle, what, collection, engine.RemoteID(key), text})
}

// Events returns every change so far, the oldest first.
func (s *Server) Events() []Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.events)
}

// A Post is what readers see of one record; the parts of a thread are posts of
// their own, with a parent.
type Post struct {
	Remote  engine.RemoteID
	CID     string
	Text    string
	Parent  string // at:// address; empty if it answers nothing
	Created time.Time
}

// Shown returns the posts of an account in the order of their keys.
func (s *Server) Shown(handle string) []Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.find(handle)
	if a == nil {
		return nil
	}
	var all []Post
	for _, key := range slices.Sorted(maps.Keys(a.records[postType])) {
		e := a.records[postType][key]
		p := Post{Remote: engine.RemoteID(key), CID: e.cid}
		p.Text, _ = e.value["text"].(string)
		p.Parent, _ = object(object(e.value["reply"])["parent"])["uri"].(string)
		created, _ := e.value["createdAt"].(string)
		p.Created, _ = time.Parse(time.RFC3339Nano, created) // checked when it was written
		all = append(all, p)
	}
	return all
}

// Record returns a record as it is stored, false if there is none.
func (s *Server) Record(handle, collection string, key engine.RemoteID) (map[string]any, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.find(handle)
	if a == nil {
		return nil, false
	}
	e, found := a.records[collection][string(key)]
	return e.value, found
}

// PublishByHand is somebody posting with an app.
func (s *Server) PublishByHand(handle, text string) (engine.RemoteID, error) {
	s.mu.Lock()
	s.serial++
	now := s.clock().UTC()
	key := engine.RemoteID(atproto.TID{Micros: uint64(now.UnixMicro()), Clock: uint16(s.serial)}.String())
	s.mu.Unlock()
	return key, s.WriteByHand(handle, postType, key, map[string]any{
		"$type": postType, "text": text, "createdAt": now.Format(time.RFC3339Nano),
	})
}

// EditByHand is somebody correcting a post, with a tool that can.
func (s *Server) EditByHand(handle string, key engine.RemoteID, text string) error {
	value, found := s.Record(handle, postType, key)
	if !found {
		return fmt.Errorf("%s has no post %s", handle, key)
	}
	edited := maps.Clone(value)
	edited["text"] = text
	delete(edited, "facets")
	return s.WriteByHand(handle, postType, key, edited)
}

// WriteByHand is somebody writing a record, as it is: the checks are those of
// the server.
func (s *Server) WriteByHand(handle, collection string, key engine.RemoteID, value map[string]any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if value, err = decode(data); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.find(handle)
	if a == nil {
		return fmt.Errorf("there is no account %s", handle)
	}
	made, err := a.entry(collection, string(key), value)
	if err != nil {
		return err
	}
	what := "create"
	if _, existed := a.records[collection][string(key)]; existed {
		what = "update"
	}
	a.put(collection, string(key), made)
	s.note(a, what, collection, string(key), made)
	return nil
}

// DeleteByHand is somebody taking one record of a post down: of a thread, the
// other parts stay.
func (s *Server) DeleteByHand(handle string, key engine.RemoteID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.find(handle)
	if a == nil {
		return
	}
	if was, existed := a.records[postType][string(key)]; existed {
		a.take(postType, string(key))
		s.note(a, "delete", postType, string(key), was)
	}
}

// Count sets a count that the index reports of a post, or of the account if the
// key is empty, by the network's name, such as likeCount.
func (s *Server) Count(handle string, key engine.RemoteID, name string, value int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.find(handle)
	if a == nil {
		return
	}
	if a.counts[string(key)] == nil {
		a.counts[string(key)] = map[string]int64{}
	}
	a.counts[string(key)][name] = value
}
