package mastodontest

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A medium is an attachment. The file is encoded anew and renamed, so that
// nothing of it is shown but what came with it; the hash is for tests.
type medium struct {
	id, kind, alt string
	x, y          float64
	sum           string
	at            time.Time
	attached      bool
}

// purged is when a medium without a post is thrown away.
const purged = 24 * time.Hour

// mostBytes bounds an upload.
const mostBytes = 99 << 20

func (s *Server) upload(a *account, r *http.Request) reply {
	if err := r.ParseMultipartForm(mostBytes); err != nil {
		return s.invalid("File can't be blank")
	}
	file, head, err := r.FormFile("file")
	if err != nil {
		return s.invalid("File can't be blank")
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return s.invalid("File can't be read")
	}
	kind, _, _ := strings.Cut(head.Header.Get("Content-Type"), "/")
	m := &medium{id: s.next(), kind: kind, alt: strings.TrimSpace(r.FormValue("description")), at: s.clock(),
		sum: hex.EncodeToString(sum.Sum(nil))}
	s.focus(m, r.FormValue("focus"))
	a.media[m.id] = m
	if s.processing(m) {
		return reply{status: http.StatusAccepted, body: m.show()}
	}
	return ok(m.show())
}

// focus keeps both numbers as they come (media_attachment.rb, focus=).
func (s *Server) focus(m *medium, point string) {
	x, y, found := strings.Cut(point, ",")
	if !found {
		return
	}
	m.x, _ = strconv.ParseFloat(x, 64) // Ruby's to_f: what is no number is zero
	m.y, _ = strconv.ParseFloat(y, 64)
	if s.options.RoundsFocus {
		m.x, m.y = math.Round(m.x*100)/100, math.Round(m.y*100)/100
	}
}

func (s *Server) processing(m *medium) bool { return s.clock().Sub(m.at) < s.options.Processing }

// readMedia answers 206 while the server works on it, and 404 once a post has
// taken it.
func (s *Server) readMedia(a *account, r *http.Request) reply {
	m := a.media[r.PathValue("id")]
	switch {
	case m == nil || m.attached:
		return s.notFound()
	case s.processing(m):
		return reply{status: http.StatusPartialContent, body: m.show()}
	}
	return ok(m.show())
}

func (m *medium) show() object {
	return object{"id": m.id, "type": m.kind, "url": "https://files.network.example/" + m.id, "description": null(m.alt),
		"blurhash": "UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH", "meta": object{"focus": object{"x": m.x, "y": m.y},
			"original": object{"width": 8, "height": 8, "size": "8x8", "aspect": 1.0}}}
}

// attach finds the media of a form. An edit may keep what the post already has
// and change what is said of it.
func (s *Server) attach(a *account, p *post, f form) ([]*medium, reply) {
	var list []*medium
	for _, id := range f.MediaIDs {
		m := a.media[id]
		own := m != nil && slices.Contains(p.media, m)
		switch {
		case m == nil || !m.attached && s.clock().Sub(m.at) > purged:
			return nil, s.invalid("Media with the ids %s not found", id)
		case m.attached && !own:
			return nil, s.invalid("media already attached to status: %s", id)
		case s.processing(m):
			return nil, refuse(http.StatusUnprocessableEntity, "Cannot attach files that have not finished processing. Try again in a moment!")
		}
		list = append(list, m)
	}
	if len(list) > 4 {
		return nil, s.invalid("Cannot attach more than 4 files")
	}
	for i, m := range list {
		for _, change := range f.Attributes {
			if change.ID == m.id {
				c := *m
				c.alt = strings.TrimSpace(change.Description)
				s.focus(&c, change.Focus)
				list[i], a.media[m.id] = &c, &c
			}
		}
	}
	return list, reply{}
}
