package blueskytest

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/rivo/uniseg"

	"galley/providers/internal/atproto"
)

// check refuses what the reference server refuses, and nothing more: it takes
// facets that point beyond the text, references to nothing and labels that
// nobody knows.
func (a *repo) check(collection, key string, value map[string]any) error {
	if value == nil || value["$type"] != collection {
		return invalid("Invalid $type: expected " + collection)
	}
	if err := a.checkBlobs(value, maxImage); err != nil {
		return err
	}
	switch collection {
	case profileType:
		if key != "self" {
			return invalid("Invalid record key for " + collection + ": expected \"self\"")
		}
		return checkLength(value, "description", 256, 2560)
	case postType, "app.bsky.feed.threadgate", "app.bsky.feed.postgate":
		if _, ok := atproto.ParseTID(key); !ok {
			return invalid("Invalid record key for " + collection + ": Invalid TID string")
		}
		if created, _ := value["createdAt"].(string); !isMoment(created) {
			return invalid("Invalid " + collection + " record: Invalid datetime at $.createdAt")
		}
	}
	if collection == postType {
		return checkPost(value)
	}
	return nil
}

func isMoment(text string) bool {
	_, err := time.Parse(time.RFC3339Nano, text)
	return err == nil
}

func checkPost(value map[string]any) error {
	if _, ok := value["text"].(string); !ok {
		return invalid("Invalid app.bsky.feed.post record: Missing required key \"text\" at $")
	}
	if err := checkLength(value, "text", 300, 3000); err != nil {
		return err
	}
	if n := len(list(value["langs"])); n > 3 {
		return invalid(fmt.Sprintf("Invalid app.bsky.feed.post record: array too big (maximum 3, got %d) at $.langs", n))
	}
	if n := len(list(value["tags"])); n > 8 {
		return invalid(fmt.Sprintf("Invalid app.bsky.feed.post record: array too big (maximum 8, got %d) at $.tags", n))
	}
	for _, facet := range list(value["facets"]) {
		for _, feature := range list(object(facet)["features"]) {
			did, mentions := object(feature)["did"].(string)
			if mentions && !strings.HasPrefix(did, "did:") {
				return invalid("Invalid app.bsky.feed.post record: Invalid DID at $.facets")
			}
		}
	}
	if labels := object(value["labels"]); labels != nil && labels["$type"] == nil {
		return invalid("Invalid app.bsky.feed.post record: Expected an object which includes the \"$type\" property at $.labels")
	}
	return nil
}

func checkLength(value map[string]any, name string, graphemes, bytes int) error {
	text, _ := value[name].(string)
	if len(text) > bytes {
		return invalid(fmt.Sprintf("string too big (maximum %d, got %d) at $.%s", bytes, len(text), name))
	}
	if n := uniseg.GraphemeClusterCount(text); n > graphemes {
		return invalid(fmt.Sprintf("grapheme too big (maximum %d, got %d) at $.%s", graphemes, n, name))
	}
	return nil
}

// checkBlobs wants every file to be there as it is described, and no larger
// than most: the picture of a card and an avatar have a limit of their own.
func (a *repo) checkBlobs(v any, most int) error {
	switch v := v.(type) {
	case map[string]any:
		if v["$type"] == "blob" {
			return a.checkBlob(v, most)
		}
		for name, inner := range v {
			limit := most
			if name == "thumb" || name == "avatar" {
				limit = maxThumb
			}
			if err := a.checkBlobs(inner, limit); err != nil {
				return err
			}
		}
	case []any:
		for _, inner := range v {
			if err := a.checkBlobs(inner, most); err != nil {
				return err
			}
		}
	}
	return nil
}

// The most bytes of a picture, and of one on a card or of an account.
const (
	maxImage = 2_000_000
	maxThumb = 1_000_000
)

func (a *repo) checkBlob(v map[string]any, most int) error {
	cid, _ := object(v["ref"])["$link"].(string)
	have, uploaded := a.blobs[cid]
	size, _ := v["size"].(json.Number)
	switch {
	case !uploaded:
		return &Refusal{Status: 400, Name: "BlobNotFound", Text: "Could not find blob: " + cid}
	case v["mimeType"] != have.mime:
		return &Refusal{Status: 400, Name: "InvalidMimeType", Text: "Referenced Mimetype does not match stored mimetype"}
	case size.String() != fmt.Sprint(have.size):
		return &Refusal{Status: 400, Name: "InvalidSize", Text: "Referenced size does not match stored size"}
	case have.size > most:
		return invalid(fmt.Sprintf("blob too big (maximum %d, got %d)", most, have.size))
	}
	return nil
}

func list(v any) []any {
	items, _ := v.([]any)
	return items
}

func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}
