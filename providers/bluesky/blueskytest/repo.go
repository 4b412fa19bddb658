package blueskytest

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"galley/providers/internal/atproto"
)

const (
	postType    = "app.bsky.feed.post"
	profileType = "app.bsky.actor.profile"
)

// A repo is what an account has: records by collection and key, and files.
type repo struct {
	account Account
	did     string
	rev     int
	records map[string]map[string]entry
	blobs   map[string]blob
	counts  map[string]map[string]int64 // of the index, by key of a post; "" is the account
}

type entry struct {
	cid   string
	value map[string]any
}

type blob struct {
	mime string
	size int
	data []byte
}

func newRepo(a Account) *repo {
	return &repo{account: a, did: DID(a.Handle), records: map[string]map[string]entry{},
		blobs: map[string]blob{}, counts: map[string]map[string]int64{}}
}

func (a *repo) uri(collection, key string) string {
	return "at://" + a.did + "/" + collection + "/" + key
}

// commit names the state of the repository.
func (a *repo) commit() string {
	cid, _ := atproto.CID(map[string]any{"did": a.did, "rev": a.rev})
	return cid
}

func (a *repo) put(collection, key string, e entry) {
	if a.records[collection] == nil {
		a.records[collection] = map[string]entry{}
	}
	a.records[collection][key] = e
	a.rev++
}

// take removes a record. A file goes with the last record that uses it.
func (a *repo) take(collection, key string) {
	gone := a.records[collection][key]
	delete(a.records[collection], key)
	a.rev++
	for _, cid := range blobsOf(gone.value) {
		if !a.uses(cid) {
			delete(a.blobs, cid)
		}
	}
}

func (a *repo) uses(cid string) bool {
	for _, records := range a.records {
		for _, e := range records {
			if slices.Contains(blobsOf(e.value), cid) {
				return true
			}
		}
	}
	return false
}

// blobsOf returns the files that a value refers to.
func blobsOf(v any) []string {
	var found []string
	switch v := v.(type) {
	case map[string]any:
		if v["$type"] == "blob" {
			ref, _ := v["ref"].(map[string]any)
			cid, _ := ref["$link"].(string)
			return []string{cid}
		}
		for _, inner := range v {
			found = append(found, blobsOf(inner)...)
		}
	case []any:
		for _, inner := range v {
			found = append(found, blobsOf(inner)...)
		}
	}
	return found
}

// getRecord: absent is 400 RecordNotFound.
func (s *Server) getRecord(r *request) (any, error) {
	a := s.find(r.query("repo"))
	if a == nil {
		return nil, invalid("Could not find repo: " + r.query("repo"))
	}
	collection, key := r.query("collection"), r.query("rkey")
	e, found := a.records[collection][key]
	if !found {
		return nil, &Refusal{Status: 400, Name: "RecordNotFound", Text: "Could not locate record: " + a.uri(collection, key)}
	}
	return wire(a, collection, key, e), nil
}

func wire(a *repo, collection, key string, e entry) map[string]any {
	return map[string]any{"uri": a.uri(collection, key), "cid": e.cid, "value": e.value}
}

// listRecords: newest key first; the cursor is the last key of the page, also of
// the last page, and any key will do; an absent collection is an empty list.
func (s *Server) listRecords(r *request) (any, error) {
	a := s.find(r.query("repo"))
	if a == nil {
		return nil, invalid("Could not find repo: " + r.query("repo"))
	}
	limit := 50
	if n, err := strconv.Atoi(r.query("limit")); err == nil && n > 0 {
		limit = n
	}
	if limit > 100 {
		return nil, invalid("limit can not be greater than 100")
	}
	limit = min(limit, s.options.Page)
	collection, cursor, reverse := r.query("collection"), r.query("cursor"), r.query("reverse") == "true"
	keys := slices.Sorted(maps.Keys(a.records[collection]))
	if !reverse {
		slices.Reverse(keys)
	}
	keys = slices.DeleteFunc(keys, func(key string) bool {
		return cursor != "" && (reverse && key <= cursor || !reverse && key >= cursor)
	})
	keys = keys[:min(len(keys), limit)]
	records := []any{}
	for _, key := range keys {
		records = append(records, wire(a, collection, key, a.records[collection][key]))
	}
	if len(keys) == 0 {
		return map[string]any{"records": records}, nil
	}
	return map[string]any{"records": records, "cursor": keys[len(keys)-1]}, nil
}

func (s *Server) getLatestCommit(r *request) (any, error) {
	a := s.find(r.query("did"))
	if a == nil || !strings.HasPrefix(r.query("did"), "did:") {
		return nil, &Refusal{Status: 400, Name: "RepoNotFound", Text: "Could not find repo for DID: " + r.query("did")}
	}
	return map[string]any{"cid": a.commit(), "rev": atproto.TID{Micros: uint64(a.rev)}.String()}, nil
}
