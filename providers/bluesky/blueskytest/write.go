package blueskytest

import (
	"crypto/sha256"
	"net/http"
	"strings"

	"galley/providers/internal/atproto"
)

// maxWrites is how many one batch may hold.
const maxWrites = 200

// own returns the repository that a write names, which has to be the caller's.
func (s *Server) own(r *request) (*repo, error) {
	a, err := s.authorized(r)
	if err != nil {
		return nil, err
	}
	if name := r.text("repo"); name != a.did && !strings.EqualFold(name, a.account.Handle) {
		return nil, &Refusal{Status: http.StatusUnauthorized, Name: "AuthenticationRequired", Text: "Authentication Required"}
	}
	return a, nil
}

// swapped compares the record that a write expects: null expects none, and a
// body that does not say expects nothing in particular.
func swapped(body map[string]any, was entry) error {
	want, says := body["swapRecord"]
	text, _ := want.(string)
	if says && text != was.cid {
		return &Refusal{Status: 400, Name: "InvalidSwap", Text: "Record was at " + was.cid}
	}
	return nil
}

// putRecord: the same content again is 200 without a commit.
func (s *Server) putRecord(r *request) (any, error) {
	a, err := s.own(r)
	if err != nil {
		return nil, err
	}
	collection, key := r.text("collection"), r.text("rkey")
	value, _ := r.body["record"].(map[string]any)
	made, err := a.entry(collection, key, value)
	if err != nil {
		return nil, err
	}
	was, existed := a.records[collection][key]
	if existed && was.cid == made.cid {
		return map[string]any{"uri": a.uri(collection, key), "cid": made.cid, "validationStatus": "valid"}, nil
	}
	if err := swapped(r.body, was); err != nil {
		return nil, err
	}
	a.put(collection, key, made)
	what := "create"
	if existed {
		what = "update"
	}
	s.note(a, what, collection, key, made)
	return map[string]any{"uri": a.uri(collection, key), "cid": made.cid, "validationStatus": "valid",
		"commit": map[string]any{"cid": a.commit()}}, nil
}

// deleteRecord: what is gone is 200 without a commit.
func (s *Server) deleteRecord(r *request) (any, error) {
	a, err := s.own(r)
	if err != nil {
		return nil, err
	}
	collection, key := r.text("collection"), r.text("rkey")
	was, existed := a.records[collection][key]
	if !existed {
		return map[string]any{}, nil
	}
	if err := swapped(r.body, was); err != nil {
		return nil, err
	}
	a.take(collection, key)
	s.note(a, "delete", collection, key, was)
	return map[string]any{"commit": map[string]any{"cid": a.commit()}}, nil
}

// applyWrites: all or none. A create of what exists, and an update or a
// deletion of what does not, is a 500 without an explanation.
func (s *Server) applyWrites(r *request) (any, error) {
	a, err := s.own(r)
	if err != nil {
		return nil, err
	}
	writes, _ := r.body["writes"].([]any)
	if len(writes) > maxWrites {
		return nil, invalid("Too many writes. Max: 200")
	}
	if swap := r.text("swapCommit"); swap != "" && swap != a.commit() {
		return nil, &Refusal{Status: 400, Name: "InvalidSwap", Text: "Commit was at " + a.commit()}
	}
	steps := make([]step, len(writes))
	for i, w := range writes {
		write, _ := w.(map[string]any)
		if steps[i], err = a.step(write); err != nil {
			return nil, err
		}
	}
	results := make([]any, len(steps))
	for i, st := range steps {
		results[i] = s.take(a, st)
	}
	return map[string]any{"commit": map[string]any{"cid": a.commit()}, "results": results}, nil
}

// A step is one write of a batch, checked.
type step struct {
	action, collection, key string
	made                    entry
}

func (a *repo) step(write map[string]any) (step, error) {
	kind, _ := write["$type"].(string)
	_, action, _ := strings.Cut(kind, "#")
	st := step{action: action}
	st.collection, _ = write["collection"].(string)
	st.key, _ = write["rkey"].(string)
	_, exists := a.records[st.collection][st.key]
	if action == "create" == exists {
		return st, broken()
	}
	if action == "delete" {
		return st, nil
	}
	value, _ := write["value"].(map[string]any)
	var err error
	st.made, err = a.entry(st.collection, st.key, value)
	return st, err
}

func (s *Server) take(a *repo, st step) any {
	result := map[string]any{"$type": "com.atproto.repo.applyWrites#" + st.action + "Result"}
	if st.action == "delete" {
		was := a.records[st.collection][st.key]
		a.take(st.collection, st.key)
		s.note(a, st.action, st.collection, st.key, was)
		return result
	}
	a.put(st.collection, st.key, st.made)
	s.note(a, st.action, st.collection, st.key, st.made)
	result["uri"], result["cid"], result["validationStatus"] = a.uri(st.collection, st.key), st.made.cid, "valid"
	return result
}

// entry checks a record and names it.
func (a *repo) entry(collection, key string, value map[string]any) (entry, error) {
	if err := a.check(collection, key, value); err != nil {
		return entry{}, err
	}
	cid, err := atproto.CID(value)
	if err != nil {
		return entry{}, invalid("Invalid record: " + err.Error())
	}
	return entry{cid, value}, nil
}

// uploadBlob: the type is told by the bytes, whatever the request says.
func (s *Server) uploadBlob(r *request) (any, error) {
	a, err := s.authorized(r)
	if err != nil {
		return nil, err
	}
	cid := atproto.BlobCID(sha256.Sum256(r.raw))
	made := blob{http.DetectContentType(r.raw), len(r.raw), r.raw}
	a.blobs[cid] = made
	return map[string]any{"blob": map[string]any{"$type": "blob", "ref": map[string]any{"$link": cid},
		"mimeType": made.mime, "size": made.size}}, nil
}

// file is an answer that is no JSON.
type file blob

func (s *Server) getBlob(r *request) (any, error) {
	a := s.find(r.query("did"))
	if a == nil {
		return nil, &Refusal{Status: 400, Name: "RepoNotFound", Text: "Could not find repo for DID: " + r.query("did")}
	}
	found, exists := a.blobs[r.query("cid")]
	if !exists {
		return nil, &Refusal{Status: 400, Name: "BlobNotFound", Text: "Blob not found"}
	}
	return file(found), nil
}
