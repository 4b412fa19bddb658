package repo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
	"github.com/go-git/go-git/v5/plumbing/transport"

	"galley/engine"
)

const (
	// pushAttempts is how often one push is sent when a remote refuses it, or
	// says nothing, and none of its references has moved. The same commit over
	// the same old value is safe to send again: only one of them can win.
	pushAttempts = 3
	// pushPause grows with each attempt.
	pushPause = 200 * time.Millisecond
	// confirmTime is how long the answer to a push may be looked for, also when
	// the caller's time is up.
	confirmTime = 30 * time.Second
	// maxRemarks bounds what a remote may say.
	maxRemarks = 2000
)

// Push moves references of a remote by compare-and-swap in one atomic request,
// with the objects it lacks. engine.ErrLost means that one was not at its Old
// and none has moved; ErrRefused that the remote declined for a reason of its
// own. A push without an answer is looked up: it is done if the remote's
// references hold the commits, whatever came on top.
func (r *Repo) Push(ctx context.Context, m *Remote, updates []RefUpdate) error {
	op := "push to"
	var last error
	for attempt := range pushAttempts {
		if attempt > 0 && !pause(ctx, time.Duration(attempt)*pushPause) {
			break
		}
		if last = r.pushOnce(ctx, m, updates); last == nil {
			r.track(ctx, m, updates)
			return nil
		}
		state, err := r.landed(ctx, m, updates)
		switch {
		case err != nil:
			return m.fault(op, errors.Join(last, err))
		case state == pushed:
			r.track(ctx, m, updates)
			return nil
		case state == overtaken:
			return &Error{Op: fmt.Sprintf("push to %s (%s)", m.Name, m.URL), Err: engine.ErrLost}
		case errors.Is(last, ErrUnsupported):
			return m.fault(op, last)
		}
	}
	return m.fault(op, last)
}

func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// track notes what the remote has now, for the next fetch. The push is done
// whatever becomes of the note.
func (r *Repo) track(ctx context.Context, m *Remote, updates []RefUpdate) {
	var tracking []RefUpdate
	for _, u := range updates {
		tracking = append(tracking, RefUpdate{Name: m.Tracking(u.Name), Old: Whatever, New: u.New})
	}
	_ = r.Move(context.WithoutCancel(ctx), tracking)
}

// pushOnce sends one request. Its error is nil only if the remote said that
// every reference moved.
func (r *Repo) pushOnce(ctx context.Context, m *Remote, updates []RefUpdate) error {
	ctx, cancel := context.WithTimeout(ctx, pushTime)
	defer cancel()
	c, err := m.open(m.pushTo)
	if err != nil {
		return err
	}
	session, err := dial(ctx, func() (transport.ReceivePackSession, error) {
		return c.NewReceivePackSession(c.endpoint, c.auth)
	})
	if err != nil {
		return err
	}
	defer session.Close()
	adv, err := references(ctx, session)
	if err != nil {
		return err
	}
	if adv == nil {
		adv = packp.NewAdvRefs()
	}
	request, remarks, err := r.pushRequest(adv, updates)
	if err != nil {
		return err
	}
	report, err := session.ReceivePack(ctx, request)
	switch {
	case report != nil:
		return verdict(report, remarks)
	case err != nil:
		return err
	}
	return errSilent
}

// errSilent is what a push ends with whose answer is empty.
var errSilent = errors.New("it gave no answer")

// errMoved is the early answer where the references read differ already.
var errMoved = errors.New("a reference has moved")

func (r *Repo) pushRequest(adv *packp.AdvRefs, updates []RefUpdate) (*packp.ReferenceUpdateRequest, *remarks, error) {
	request := packp.NewReferenceUpdateRequestFromCapabilities(adv.Capabilities)
	said := &remarks{}
	if !adv.Capabilities.Supports(capability.ReportStatus) {
		return nil, said, fmt.Errorf("a remote that does not report what it did: %w", ErrUnsupported)
	}
	if len(updates) > 1 {
		if !adv.Capabilities.Supports(capability.Atomic) {
			return nil, said, fmt.Errorf("a remote that cannot move several references at once: %w", ErrUnsupported)
		}
		if err := request.Capabilities.Set(capability.Atomic); err != nil {
			return nil, said, err
		}
	}
	if adv.Capabilities.Supports(capability.Sideband64k) {
		if err := request.Capabilities.Set(capability.Sideband64k); err != nil {
			return nil, said, err
		}
		request.Progress = said
	}
	news, known := []plumbing.Hash{}, map[plumbing.Hash]bool{}
	for _, h := range adv.References {
		known[h] = true
	}
	for _, u := range updates {
		at, there := adv.References[u.Name]
		old := plumbing.NewHash(u.Old)
		if u.Old == Whatever {
			old = at
		}
		if there && at != old || !there && old != plumbing.ZeroHash {
			return nil, said, errMoved
		}
		request.Commands = append(request.Commands,
			&packp.Command{Name: plumbing.ReferenceName(u.Name), Old: old, New: plumbing.NewHash(u.New)})
		news = append(news, plumbing.NewHash(u.New))
	}
	pack, err := r.pack(news, known)
	request.Packfile = io.NopCloser(bytes.NewReader(pack))
	return request, said, err
}

func verdict(report *packp.ReportStatus, said *remarks) error {
	if report.Error() == nil {
		return nil
	}
	text := report.Error().Error()
	if words := strings.TrimSpace(said.String()); words != "" {
		text += ": " + strings.Join(strings.Fields(words), " ")
	}
	return fmt.Errorf("%w: %s", ErrRefused, text)
}

// remarks keeps the beginning of what a remote says.
type remarks struct{ bytes.Buffer }

// Write never fails; it drops what is too much.
func (s *remarks) Write(p []byte) (int, error) {
	if room := maxRemarks - s.Len(); room > 0 {
		s.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// What became of a push, told by the remote's references.
type pushState int

const (
	unmoved pushState = iota
	pushed
	overtaken
)

// landed looks for the commits of a push in the remote's references. It takes
// its own time, because what is asked is whether something happened.
func (r *Repo) landed(ctx context.Context, m *Remote, updates []RefUpdate) (pushState, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), confirmTime)
	defer cancel()
	names := []string{}
	for _, u := range updates {
		names = append(names, u.Name)
	}
	now, err := m.Refs(ctx, names...)
	if err != nil {
		return unmoved, err
	}
	moved, done := 0, 0
	for _, u := range updates {
		at := now[u.Name]
		if at == u.Old && at != u.New || u.Old == Whatever && at != u.New {
			continue
		}
		moved++
		within := at == u.New
		if !within && at != "" {
			if within, err = r.Contains(ctx, m, u.Name, u.New); err != nil {
				return unmoved, err
			}
		}
		if within {
			done++
		}
	}
	switch {
	case done == len(updates):
		return pushed, nil
	case moved > 0:
		return overtaken, nil
	}
	return unmoved, nil
}

// pack returns a pack of what is reachable from news and not known.
func (r *Repo) pack(news []plumbing.Hash, known map[plumbing.Hash]bool) ([]byte, error) {
	hashes, err := r.missing(news, known)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var b bytes.Buffer
	_, err = packfile.NewEncoder(&b, r.objects, false).Encode(hashes, 0)
	return b.Bytes(), err
}
