package record

import (
	"crypto/rand"
	"encoding/hex"
	"net/url"
	"path/filepath"
	"strings"
)

// NewID draws the id of a ledger, for record.id of a new Project. It begins with
// a letter: YAML would take 1234567890123456, or 12345678901234e5, for a number.
func NewID() string {
	b := make([]byte, 8)
	rand.Read(b) // it never fails
	b[0] = 0xa0 + (b[0]>>4%6)<<4 + b[0]&0x0f
	return hex.EncodeToString(b)
}

// Home is the name under which the genesis knows a remote: the same for ssh and
// https, with or without credentials and ".git". A path is made absolute; one
// that was moved is another home, because a copy looks just like it.
func Home(remote string) string {
	if remote == "" {
		return ""
	}
	if u, err := url.Parse(remote); err == nil && u.Scheme != "" && u.Host != "" && u.Scheme != "file" {
		host := strings.ToLower(u.Hostname())
		if port := u.Port(); port != "" && port != defaultPort(u.Scheme) {
			host += ":" + port
		}
		return host + "/" + tidy(u.Path)
	}
	if host, path, ok := strings.Cut(remote, ":"); ok && !strings.ContainsAny(host, `/\`) && len(host) > 1 && host != "file" {
		if _, bare, ok := strings.Cut(host, "@"); ok {
			host = bare
		}
		return strings.ToLower(host) + "/" + tidy(path)
	}
	path := strings.TrimPrefix(remote, "file://")
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return strings.TrimSuffix(filepath.ToSlash(filepath.Clean(path)), ".git")
}

func tidy(path string) string {
	return strings.TrimSuffix(strings.Trim(path, "/"), ".git")
}

func defaultPort(scheme string) string {
	switch scheme {
	case "https":
		return "443"
	case "http":
		return "80"
	case "ssh":
		return "22"
	}
	return ""
}
