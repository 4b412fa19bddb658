package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"time"

	"galley/engine"
)

// A source is what was published at one address, kept in a file of its own so
// that every other file of the site can be made again from the sources.
//
// Its file is named by the address and the version: .galley/2026/12/launch.
// 3fa9….json. While a page is being replaced two sources lie side by side, and
// the page, which carries its version, says which of them speaks for it. So
// the one write that counts is that of the page.
type source struct {
	Format    int             `json:"format"`
	ID        engine.ID       `json:"id"`
	Key       string          `json:"key"`
	Remote    engine.RemoteID `json:"address"`
	Published time.Time       `json:"published,omitzero"`
	Article   *engine.Article `json:"article,omitempty"`
	Page      *engine.Page    `json:"page,omitempty"`
	Profile   *engine.Profile `json:"profile,omitempty"`
	Files     []string        `json:"files,omitempty"`  // by what name the body calls each medium
	Region    string          `json:"region,omitempty"` // hash of the main part of the page as it was written

	name    string // of the file it was read from or written to
	hash    string // version, once it was asked for
	altered bool   // somebody edited the file: its name gives another version
}

const (
	sourceDir   = ".galley"
	profileFile = sourceDir + "/profile.json" // has no page; written whole
	stampFile   = sourceDir + "/site.json"
	format      = 1
)

// home is the address of the profile.
const home engine.RemoteID = "/"

// spec returns the part that is the author's.
func (s *source) spec() engine.Spec {
	switch {
	case s.Article != nil:
		return s.Article
	case s.Page != nil:
		return s.Page
	case s.Profile != nil:
		return s.Profile
	}
	return nil
}

// with returns a source like s that holds another spec.
func (s source) with(spec engine.Spec) *source {
	s.Article, s.Page, s.Profile, s.Files, s.hash, s.altered = nil, nil, nil, nil, "", false
	switch spec := spec.(type) {
	case *engine.Article:
		s.Article = spec
		for _, m := range spec.Media {
			s.Files = append(s.Files, path.Base(m.File))
		}
	case *engine.Page:
		s.Page = spec
	case *engine.Profile:
		s.Profile = spec
	}
	return &s
}

// version names what readers see of the source, wherever it came from.
func (s *source) version() string {
	if s.hash == "" {
		content := *s
		content.ID, content.Key, content.Region = engine.ID{}, "", ""
		s.hash = sum(content.encode())
	}
	return s.hash
}

// versionOf is the version of a source by the bytes of its file, as long as
// nobody wrote into it: that saves encoding again all that is read. No string in
// JSON holds the end of a line, so what is found are the keys themselves.
func versionOf(data []byte) string {
	from := bytes.Index(data, []byte(",\n \"address\": "))
	to := bytes.LastIndex(data, []byte(",\n \"region\": "))
	if from < 0 || to < from {
		return ""
	}
	h := sha256.New()
	fmt.Fprintf(h, "{\n \"format\": %d,\n \"id\": \"\",\n \"key\": \"\"", format)
	h.Write(data[from:to])
	h.Write([]byte("\n}\n"))
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// encode gives the bytes of the file, the same for the same source.
func (s *source) encode() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(s); err != nil {
		panic(err) // strings, numbers and times of four-digit years only
	}
	return b.Bytes()
}

// file is where the source is kept.
func (s *source) file() string {
	if s.Remote == home {
		return profileFile
	}
	return sourcePrefix(s.Remote) + s.version() + ".json"
}

func sourcePrefix(remote engine.RemoteID) string {
	return sourceDir + "/" + strings.Trim(string(remote), "/") + "."
}

// decode reads the file of that name, nil if it is no source: a page whose
// source was spoilt is a page that is not ours. A format that only a later
// version knows is an error.
func decode(name string, data []byte) (*source, error) {
	s := &source{}
	if err := json.Unmarshal(data, s); err != nil {
		return nil, nil
	}
	if s.Format > format {
		return nil, fmt.Errorf("read %s: format %d was written by a later version of galley", name, s.Format)
	}
	if s.Format < 1 || s.spec() == nil || !validRemote(s.Remote) ||
		!strings.HasPrefix(name, sourcePrefix(s.Remote)) && name != profileFile ||
		(name == profileFile) != (s.Remote == home && s.Profile != nil) {
		return nil, nil
	}
	for i := range s.media() {
		if i < len(s.Files) {
			s.Article.Media[i].File = s.Files[i]
		}
	}
	s.name = name
	if version := versionOf(data); name == sourcePrefix(s.Remote)+version+".json" {
		s.hash = version
	}
	s.altered = name != s.file()
	return s, nil
}

// validRemote keeps an address inside the site.
func validRemote(remote engine.RemoteID) bool {
	s := string(remote)
	if s == "/" {
		return true
	}
	trimmed := strings.TrimSuffix(strings.TrimPrefix(s, "/"), "/")
	return strings.HasPrefix(s, "/") && trimmed != "" && path.Clean(trimmed) == trimmed &&
		!strings.HasPrefix(trimmed, ".") && !strings.ContainsAny(trimmed, "\\\x00")
}

// pageFile is the file that shows an address.
func pageFile(remote engine.RemoteID) string {
	name := strings.TrimPrefix(string(remote), "/")
	if name == "" || strings.HasSuffix(name, "/") {
		return name + "index.html"
	}
	return name
}

// addressOf is the address that a file shows.
func addressOf(file string) engine.RemoteID {
	return engine.RemoteID("/" + strings.TrimSuffix(file, "index.html"))
}

// mediaFile is where a medium lies. Its name is its content.
func mediaFile(m engine.Media) string {
	return "media/" + m.SHA256[:min(20, len(m.SHA256))] + extension(m.Type)
}

// sum is the hash by which versions and regions are compared.
func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:8])
}
