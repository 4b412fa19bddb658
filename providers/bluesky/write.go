package bluesky

import (
	"context"
	"net/http"

	"galley/engine"
	"galley/providers/internal/rest"
)

// An op writes one record.
type op struct {
	collection string
	key        string
	value      record // nil deletes
	was        string // CID of the record that it replaces or deletes; empty creates
}

func (o op) points() int {
	switch {
	case o.value == nil:
		return pointsDelete
	case o.was == "":
		return pointsCreate
	}
	return pointsUpdate
}

// write carries out ops, all or none, and only on what they were made for: one
// alone names the record it replaces, several name the commit at which their
// records were read. It returns the CIDs that the server names, by collection
// and key.
//
// A record that is not what was expected is a Conflict. A commit that is not is
// Transient: anything may have changed in between, and nothing was written.
func (p *Provider) write(ctx context.Context, did, commit string, ops []op) (map[string]string, error) {
	if len(ops) == 1 {
		return p.writeOne(ctx, did, ops[0])
	}
	writes, points := make([]any, len(ops)), 0
	for i, o := range ops {
		writes[i], points = o.inBatch(), points+o.points()
	}
	body := map[string]any{"repo": did, "writes": writes}
	if commit != "" {
		body["swapCommit"] = commit
	}
	var answer struct {
		Results []struct {
			URI string `json:"uri"`
			CID string `json:"cid"`
		} `json:"results"`
	}
	err := p.post(ctx, "com.atproto.repo.applyWrites", points, body, &answer)
	if isNamed(err, "InvalidSwap") {
		return nil, &engine.Error{Kind: engine.Transient, Err: err}
	}
	if err != nil {
		return nil, err
	}
	cids := map[string]string{}
	for i, result := range answer.Results {
		if i < len(ops) && result.CID != "" {
			cids[ops[i].name()] = result.CID
		}
	}
	return cids, nil
}

func (p *Provider) writeOne(ctx context.Context, did string, o op) (map[string]string, error) {
	body := map[string]any{"repo": did, "collection": o.collection, "rkey": o.key, "swapRecord": nil}
	if o.was != "" {
		body["swapRecord"] = o.was
	}
	if o.value == nil {
		return nil, p.post(ctx, "com.atproto.repo.deleteRecord", o.points(), body, nil)
	}
	body["record"] = o.value
	var answer struct {
		CID string `json:"cid"`
	}
	if err := p.post(ctx, "com.atproto.repo.putRecord", o.points(), body, &answer); err != nil {
		return nil, err
	}
	if answer.CID == "" {
		return nil, unreadable("the answer does not name the record")
	}
	return map[string]string{o.name(): answer.CID}, nil
}

func (p *Provider) post(ctx context.Context, method string, points int, body, out any) error {
	return p.session.spend(ctx, points, rest.Call{Method: http.MethodPost, Path: xrpc(method), Body: body}, out)
}

func (o op) name() string { return o.collection + "/" + o.key }

func (o op) inBatch() map[string]any {
	write := map[string]any{"collection": o.collection, "rkey": o.key}
	action := "#update"
	switch {
	case o.value == nil:
		action = "#delete"
	case o.was == "":
		action = "#create"
	}
	write["$type"] = "com.atproto.repo.applyWrites" + action
	if o.value != nil {
		write["value"] = o.value
	}
	return write
}
