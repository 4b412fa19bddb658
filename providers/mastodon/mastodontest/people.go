package mastodontest

import (
	"fmt"
	"strings"
	"time"

	"galley/engine"
)

// An Event is one change that readers could see, or that waits to be seen.
type Event struct {
	At      time.Time
	Account string
	What    string // create, schedule, cancel, update, delete, profile
	Remote  engine.RemoteID
	Text    string // of the post, then
}

// String returns an event in one line.
func (e Event) String() string {
	return fmt.Sprintf("%s %s %s %s %q", e.At.UTC().Format(time.RFC3339), e.Account, e.What, e.Remote, e.Text)
}

func (s *Server) note(a *account, what string, p *post) {
	s.events = append(s.events, Event{s.clock().UTC(), a.name, what, remoteOf(p), p.text})
}

func (s *Server) noteProfile(a *account) {
	s.events = append(s.events, Event{s.clock().UTC(), a.name, "profile", "profile", a.displayName + "\n" + a.note})
}

// Events returns every change so far, oldest first.
func (s *Server) Events() []Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Event{}, s.events...)
}

// remoteOf is the id by which the provider names a post.
func remoteOf(p *post) engine.RemoteID {
	if !p.due.IsZero() {
		return engine.RemoteID("scheduled/" + p.id)
	}
	return engine.RemoteID(p.id)
}

// Shown returns all that an account shows or will show: live posts in the order
// in which they went live, then the scheduled ones. Files bear their whole
// hash.
func (s *Server) Shown(handle string) []engine.Observed {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.named(handle)
	if a == nil {
		return nil
	}
	s.publishDue(a)
	var all []engine.Observed
	for _, p := range a.posts {
		all = append(all, p.observed())
	}
	for _, p := range a.waiting {
		all = append(all, p.observed())
	}
	return all
}

func (s *Server) named(handle string) *account {
	for _, a := range s.accounts {
		if a.name == strings.TrimPrefix(handle, "@") {
			return a
		}
	}
	return nil
}

func (p *post) observed() engine.Observed {
	spec := &engine.Post{Text: p.text, ContentWarning: p.spoiler, Language: p.language, Visibility: p.visibility, Pinned: p.pinned}
	for _, m := range p.media {
		spec.Media = append(spec.Media, engine.Media{SHA256: m.sum, Alt: m.alt})
	}
	if p.poll != nil {
		spec.Poll = &engine.Poll{Options: p.poll.options, Multiple: p.poll.multiple, Hide: p.poll.hide}
	}
	seen := engine.Observed{Remote: remoteOf(p), Phase: engine.Live, Spec: spec, Created: p.created, Due: p.due}
	if !p.due.IsZero() {
		seen.Phase = engine.Scheduled
		return seen
	}
	seen.URL = p.address()
	return seen
}

// PublishByHand is somebody posting without us, as one of the accounts.
func (s *Server) PublishByHand(handle, text string) (engine.RemoteID, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.named(handle)
	if a == nil {
		return "", fmt.Errorf("there is no account %s", handle)
	}
	p, refused := s.compose(a, form{Status: text, Visibility: "public", Language: "en"})
	if refused.status != 0 {
		return "", fmt.Errorf("publish %q: %v", text, refused.body)
	}
	s.publish(a, p, time.Time{})
	return remoteOf(p), nil
}

// EditByHand is somebody correcting the text of a post without us.
func (s *Server) EditByHand(remote engine.RemoteID, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.anyPost(string(remote))
	if p == nil {
		return fmt.Errorf("there is no status %s", remote)
	}
	p.text, p.edited = text, s.clock().UTC()
	s.note(p.author, "update", p)
	return nil
}

// DeleteByHand is somebody taking a post down, or out of the scheduler, without
// us.
func (s *Server) DeleteByHand(remote engine.RemoteID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, isScheduled := strings.CutPrefix(string(remote), "scheduled/")
	for _, a := range s.accounts {
		if p := a.scheduled(id); p != nil && isScheduled {
			s.cancel(a, p)
		}
		if p := a.post(id); p != nil && !isScheduled {
			s.take(a, p)
		}
	}
}

// MoveFocusByHand is somebody choosing another middle for a picture of a post,
// with the two decimals of the web page.
func (s *Server) MoveFocusByHand(remote engine.RemoteID, picture int, x, y float64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.anyPost(string(remote))
	if p == nil || picture >= len(p.media) {
		return fmt.Errorf("there is no picture %d of status %s", picture, remote)
	}
	p.media[picture].x, p.media[picture].y, p.edited = x, y, s.clock().UTC()
	s.note(p.author, "update", p)
	return nil
}

// RevokeQuoteByHand is somebody taking a post of theirs out of the post that
// quotes it.
func (s *Server) RevokeQuoteByHand(quoting engine.RemoteID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.anyPost(string(quoting))
	if p == nil || p.quote == nil {
		return fmt.Errorf("status %s quotes nothing", quoting)
	}
	p.quote.state = "revoked"
	return nil
}

// Vote adds a vote to a poll.
func (s *Server) Vote(remote engine.RemoteID, option int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.anyPost(string(remote))
	if p == nil || p.poll == nil || option >= len(p.poll.votes) {
		return fmt.Errorf("there is no option %d at status %s", option, remote)
	}
	p.poll.votes[option]++
	return nil
}

// Votes returns the votes of a poll by option, nil if there is none.
func (s *Server) Votes(remote engine.RemoteID) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.anyPost(string(remote)); p != nil && p.poll != nil {
		return append([]int64{}, p.poll.votes...)
	}
	return nil
}

// Count sets a count that the server reports for a post: favourites, reblogs,
// replies or quotes.
func (s *Server) Count(remote engine.RemoteID, name string, value int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.anyPost(string(remote))
	if p == nil {
		return fmt.Errorf("there is no status %s", remote)
	}
	p.counts[name] = value
	return nil
}
