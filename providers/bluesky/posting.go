package bluesky

import (
	"context"
	"iter"
	"net/url"
	"strconv"
	"strings"

	"galley/providers/internal/atproto"
)

// How many records are listed at once: the most that the server gives, and as
// many as a thread usually has.
const (
	perPage   = 100
	perThread = 10
)

// posting reads all that makes the post under a key, its first part last: what
// that says of its absence counts.
func (p *Provider) posting(ctx context.Context, did, key string) (posting, error) {
	w := posting{key: key}
	var err error
	if w.profile, err = p.optional(ctx, did, profileType, profileKey); err != nil {
		return w, err
	}
	w.pinned = pins(w.profile, uri(did, key))
	if w.threadgate, err = p.optional(ctx, did, threadgateType, key); err != nil {
		return w, err
	}
	following, err := p.following(ctx, did, key)
	if err != nil {
		return w, err
	}
	gates, err := p.gates(ctx, did, key, following)
	if err != nil {
		return w, err
	}
	first, found, err := p.getRecord(ctx, did, postType, key)
	if err != nil {
		return w, err
	}
	if found {
		following = append([]stored{first}, following...)
	}
	for _, s := range following {
		w.parts = append(w.parts, part{s, gates[s.Key]})
	}
	return w, nil
}

// following returns the parts after the first of a thread.
func (p *Provider) following(ctx context.Context, did, key string) ([]stored, error) {
	if !isKey(key) {
		return nil, nil
	}
	var parts []stored
	last := key
	for s, err := range p.newer(ctx, did, postType, key) {
		if err != nil {
			return nil, unlessNotFound(err)
		}
		if !inReach(last, s.Key) {
			break
		}
		if s.Value.str("reply", "parent", "uri") == uri(did, last) && continues(last, s.Key) {
			parts, last = append(parts, s), s.Key
		}
	}
	return parts, nil
}

// inReach reports whether a record with this key can still be the next part.
func inReach(last, key string) bool {
	a, okA := atproto.ParseTID(last)
	b, okB := atproto.ParseTID(key)
	return okA && okB && b.Time().Sub(a.Time()) <= partGap
}

// gates returns the postgates of a post and its parts, by key.
func (p *Provider) gates(ctx context.Context, did, key string, following []stored) (map[string]*stored, error) {
	gates := map[string]*stored{}
	if len(following) == 0 {
		gate, err := p.optional(ctx, did, postgateType, key)
		gates[key] = gate
		return gates, err
	}
	first, _ := atproto.ParseTID(key)
	last := following[len(following)-1].Key
	for s, err := range p.newer(ctx, did, postgateType, first.Before().String()) {
		if err != nil {
			return nil, unlessNotFound(err)
		}
		if s.Key > last {
			break
		}
		gates[s.Key] = &s
	}
	return gates, nil
}

// pins reports whether a profile shows a post first.
func pins(profile *stored, uri string) bool {
	return profile != nil && profile.Value.str("pinnedPost", "uri") == uri
}

// newer lists the records of a collection behind a key, the oldest first, and
// older those before it, the newest first; an empty key begins at the end. The
// next page is asked for when it is needed.
func (p *Provider) newer(ctx context.Context, did, collection, key string) iter.Seq2[stored, error] {
	return p.scan(ctx, perThread, url.Values{"repo": {did}, "collection": {collection}, "cursor": {key}, "reverse": {"true"}})
}

func (p *Provider) older(ctx context.Context, did, collection, key string) iter.Seq2[stored, error] {
	query := url.Values{"repo": {did}, "collection": {collection}}
	if key != "" {
		query.Set("cursor", key)
	}
	return p.scan(ctx, perPage, query)
}

func (p *Provider) scan(ctx context.Context, limit int, query url.Values) iter.Seq2[stored, error] {
	query.Set("limit", strconv.Itoa(limit))
	return func(yield func(stored, error) bool) {
		for {
			var page struct {
				Cursor  string          `json:"cursor"`
				Records *[]storedRecord `json:"records"`
			}
			err := p.get(ctx, "com.atproto.repo.listRecords", query, &page)
			if err == nil && page.Records == nil {
				err = unreadable("the answer holds no list of records")
			}
			if err == nil && page.Cursor != "" && (page.Cursor == query.Get("cursor") || len(*page.Records) == 0) {
				err = unreadable("the listing turns in circles")
			}
			if err != nil {
				yield(stored{}, err)
				return
			}
			for _, r := range *page.Records {
				if !yield(r.stored()) {
					return
				}
			}
			if page.Cursor == "" {
				return
			}
			query.Set("cursor", page.Cursor)
		}
	}
}

// storedRecord is a record as a listing shows it.
type storedRecord struct {
	URI   string `json:"uri"`
	CID   string `json:"cid"`
	Value record `json:"value"`
}

func (r storedRecord) stored() (stored, error) {
	key := r.URI[strings.LastIndex(r.URI, "/")+1:]
	if key == "" || r.CID == "" || r.Value == nil {
		return stored{}, unreadable("the listing holds a record without a name or a content")
	}
	return stored{key, r.CID, r.Value}, nil
}
