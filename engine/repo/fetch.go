package repo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/sideband"
	"github.com/go-git/go-git/v5/plumbing/transport"
)

// depth is how much of a reference's history is wanted.
type depth int

// In a shallow clone, such as CI makes, one commit is enough to begin with:
// its parents are asked for only when an ancestor is in question.
const (
	complete depth = 0
	tip      depth = 1
	deepened depth = math.MaxInt32 // what git means by "--unshallow"
)

// Tracking returns the local reference under which what was fetched of a
// remote's reference is kept.
func (m *Remote) Tracking(ref string) string {
	return "refs/galley/" + m.Name + "/" + strings.TrimPrefix(ref, "refs/")
}

// Fetch brings the objects of one reference of a remote here and returns the
// commit it is at. In a shallow clone only its latest commit is brought. It
// moves nothing but the reference that Tracking names. ErrNotFound if the
// remote has no such reference.
func (r *Repo) Fetch(ctx context.Context, m *Remote, ref string) (string, error) {
	found, err := r.FetchAll(ctx, m, ref)
	if err == nil && found[ref] == "" {
		err = m.fault("fetch "+ref+" from", ErrNotFound)
	}
	return found[ref], err
}

// FetchAll is Fetch for several references, seen at one moment; those that the
// remote lacks are not in the result.
func (r *Repo) FetchAll(ctx context.Context, m *Remote, refs ...string) (map[string]string, error) {
	edges, err := r.shallow()
	if err != nil {
		return nil, m.fault("fetch from", err)
	}
	d := complete
	if len(edges) > 0 && len(r.haves(m, refs)) == 0 {
		d = tip
	}
	return r.fetch(ctx, m, refs, d)
}

// Deepen is FetchAll with the whole history.
func (r *Repo) Deepen(ctx context.Context, m *Remote, refs ...string) (map[string]string, error) {
	return r.fetch(ctx, m, refs, deepened)
}

func (r *Repo) fetch(ctx context.Context, m *Remote, refs []string, d depth) (map[string]string, error) {
	op := "fetch " + strings.Join(refs, " and ") + " from"
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	session, err := m.uploadSession(ctx)
	if err != nil {
		return nil, m.fault(op, err)
	}
	defer session.Close()
	adv, err := references(ctx, session)
	if err != nil {
		return nil, m.fault(op, err)
	}
	found := map[string]string{}
	if adv == nil {
		return found, nil
	}
	var wants []plumbing.Hash
	for _, ref := range refs {
		hash, ok := adv.References[ref]
		if !ok {
			continue
		}
		found[ref] = hash.String()
		if d == deepened || !r.has(hash) {
			wants = append(wants, hash)
		}
	}
	if len(wants) > 0 {
		if err := r.download(ctx, session, adv, wants, r.haves(m, refs), d); err != nil {
			return nil, m.fault(op, err)
		}
	}
	if err := r.follows(ctx, m, found); err != nil {
		return nil, m.fault(op, err)
	}
	return found, nil
}

// follows moves the tracking references that are not there yet.
func (r *Repo) follows(ctx context.Context, m *Remote, found map[string]string) error {
	var moves []RefUpdate
	for _, ref := range slices.Sorted(maps.Keys(found)) {
		if tracked, err := r.readRef(m.Tracking(ref)); err != nil || tracked != found[ref] {
			moves = append(moves, RefUpdate{Name: m.Tracking(ref), Old: Whatever, New: found[ref]})
		}
	}
	if len(moves) == 0 {
		return nil
	}
	return r.Move(ctx, moves)
}

// haves are the commits near some references that are here already.
func (r *Repo) haves(m *Remote, refs []string) []plumbing.Hash {
	var found []plumbing.Hash
	for _, ref := range refs {
		branch := strings.TrimPrefix(ref, "refs/heads/")
		for _, name := range []string{m.Tracking(ref), ref, "refs/remotes/" + m.Name + "/" + branch} {
			hash, _, err := r.follow(name)
			if err == nil && r.has(plumbing.NewHash(hash)) {
				found = append(found, plumbing.NewHash(hash))
			}
		}
	}
	return found
}

func (r *Repo) download(ctx context.Context, session transport.UploadPackSession, adv *packp.AdvRefs,
	wants, haves []plumbing.Hash, d depth) error {
	request := packp.NewUploadPackRequestFromCapabilities(adv.Capabilities)
	request.Wants = wants
	request.Haves = haves
	edges, err := r.shallow()
	if err != nil {
		return err
	}
	if adv.Capabilities.Supports(capability.Shallow) {
		request.Shallows = slices.SortedFunc(maps.Keys(edges), func(a, b plumbing.Hash) int { return bytes.Compare(a[:], b[:]) })
		request.Depth = packp.DepthCommits(d)
		if d != complete || len(edges) > 0 {
			if err := request.Capabilities.Set(capability.Shallow); err != nil {
				return err
			}
		}
	}
	if d == deepened {
		request.Haves = nil // asked for again from the start: a server skips what a have covers
	}
	response, err := session.UploadPack(ctx, request)
	if errors.Is(err, transport.ErrEmptyUploadPackRequest) {
		return nil
	}
	if err != nil {
		return err
	}
	defer response.Close()
	if err := r.storePack(unwrapped(request.Capabilities, response)); err != nil {
		return err
	}
	return r.updateShallow(ctx, response.Shallows, response.Unshallows)
}

// unwrapped takes a pack out of the side band it may come in.
func unwrapped(agreed *capability.List, pack io.Reader) io.Reader {
	switch {
	case agreed.Supports(capability.Sideband64k):
		return sideband.NewDemuxer(sideband.Sideband64k, pack)
	case agreed.Supports(capability.Sideband):
		return sideband.NewDemuxer(sideband.Sideband, pack)
	}
	return pack
}

func (r *Repo) storePack(pack io.Reader) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	err := packfile.WritePackfileToObjectStorage(r.objects, pack)
	if errors.Is(err, packfile.ErrEmptyPackfile) {
		return nil
	}
	return err
}

// updateShallow notes where the history that came ends, as git does, so that
// nobody takes the missing parents for damage.
func (r *Repo) updateShallow(ctx context.Context, cut, uncut []plumbing.Hash) error {
	if len(cut)+len(uncut) == 0 {
		return nil
	}
	unlock, err := r.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if err := r.clearLeftovers(); err != nil {
		return err
	}
	edges, err := r.shallow()
	if err != nil {
		return err
	}
	if edges == nil {
		edges = map[plumbing.Hash]bool{}
	}
	for _, h := range cut {
		edges[h] = true
	}
	for _, h := range uncut {
		delete(edges, h)
	}
	var lines []string
	for h := range edges {
		lines = append(lines, h.String()+"\n")
	}
	slices.Sort(lines)
	l := &refLock{update: RefUpdate{Name: shallowFile}, file: filepath.Join(r.common, shallowFile),
		own: filepath.Join(r.leftovers(), shallowFile), content: strings.Join(lines, "")}
	defer l.release()
	if err := l.take(ctx); err != nil {
		return fmt.Errorf("lock the list of shallow commits: %w", err)
	}
	return l.commit()
}

// Contains reports whether commit a is in the history of what ref of a remote
// is at now, fetching what it takes to tell.
func (r *Repo) Contains(ctx context.Context, m *Remote, ref, a string) (bool, error) {
	head, err := r.Fetch(ctx, m, ref)
	if err != nil {
		return false, err
	}
	found, err := r.IsAncestor(ctx, a, head)
	if !errors.Is(err, ErrShallow) {
		return found, err
	}
	whole, err := r.Deepen(ctx, m, ref)
	if err != nil {
		return false, err
	}
	return r.IsAncestor(ctx, a, whole[ref])
}
