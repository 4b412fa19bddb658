package bluesky

import (
	"net/url"
	"strings"

	"galley/providers/internal/atproto"
)

// App is where readers look at posts, whatever server keeps them.
const app = "https://bsky.app"

// An address names a post: whose it is, by handle or DID, and its key.
type address struct {
	actor, key string
}

// parseAddress reads the address of a post on bsky.app, or an at:// address.
func parseAddress(text string) (address, bool) {
	text = strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(text, "at://"); ok {
		parts := strings.Split(rest, "/")
		if len(parts) != 3 || parts[1] != postType {
			return address{}, false
		}
		return valid(address{parts[0], parts[2]})
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return address{}, false
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(parts) != 4 || parts[0] != "profile" || parts[2] != "post" {
		return address{}, false
	}
	return valid(address{parts[1], parts[3]})
}

func valid(a address) (address, bool) {
	a.actor = cleanHandle(a.actor)
	return a, isKey(a.key) && (isDID(a.actor) || strings.Contains(a.actor, "."))
}

// addressKey is what two addresses of one post have in common: its author may
// be named by a handle or by a DID, and the key is unlike that of any other.
// What is no address stays as it is.
func addressKey(text string) string {
	if a, ok := parseAddress(text); ok {
		return a.key
	}
	return strings.TrimSpace(text)
}

func isKey(text string) bool {
	_, ok := atproto.ParseTID(text)
	return ok
}

func isDID(text string) bool { return strings.HasPrefix(text, "did:") && strings.Count(text, ":") >= 2 }

// uri is the name of a post's record on the network.
func uri(did, key string) string { return "at://" + did + "/" + postType + "/" + key }

// webAddress is where readers see a post.
func webAddress(actor, key string) string {
	return app + "/profile/" + url.PathEscape(actor) + "/post/" + url.PathEscape(key)
}

// webAddressOf is webAddress of an at:// address, which is returned as it is if
// it names no post.
func webAddressOf(uri string) string {
	if a, ok := parseAddress(uri); ok {
		return webAddress(a.actor, a.key)
	}
	return uri
}

// url is where readers see a post of this account.
func (p *Provider) url(key string) string { return webAddress(p.handle, key) }
