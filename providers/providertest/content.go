package providertest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"galley/engine"
)

// plain is the n-th desired resource of the stage's kind: its text and
// whatever else the network requires.
func (s *stage) plain(n int) engine.Desired {
	s.Helper()
	return s.desire(n, s.spec(fmt.Sprintf("The paper of the morning, number %d.", n), s.limits.Required))
}

// full is the n-th desired resource with every field that the network shows.
func (s *stage) full(n int) engine.Desired {
	s.Helper()
	return s.desire(n, s.spec(fmt.Sprintf("The paper of the morning, number %d.", n), s.limits.Fields))
}

// withText is the n-th desired resource with this text.
func (s *stage) withText(n int, text string) engine.Desired {
	s.Helper()
	return s.desire(n, s.spec(text, s.limits.Required))
}

// desire renders a spec as the engine would: due now.
func (s *stage) desire(n int, spec engine.Spec) engine.Desired {
	id := engine.ID{Kind: s.kind, Channel: s.cfg.Channel, Slug: fmt.Sprintf("trial-%d", n)}
	if s.kind == s.info.PostKind {
		id.Kind = engine.KindPost
	}
	d := engine.Desired{
		ID:      id,
		Class:   engine.Publish,
		Account: s.cfg.Account,
		Spec:    spec,
		Fields:  engine.FieldNames(spec),
		Due:     time.Now().UTC().Truncate(time.Second),
		Zone:    "UTC",
	}
	d.Digest = d.ComputeDigest()
	return d
}

// intent is what the engine would have written before it sends d.
func (s *stage) intent(verb engine.Verb, d engine.Desired) engine.Intent {
	return engine.Intent{
		ID:      d.ID,
		Verb:    verb,
		Account: d.Account,
		Key:     engine.Key("providertest "+string(s.cfg.Channel), d.Account, d.ID, 0),
		Print:   engine.PrintOf(s.info, d.Spec),
		Fields:  engine.FieldPrints(s.info, d.Spec, d.Fields),
		Due:     d.Due,
		SendBy:  time.Now().UTC().Add(10 * time.Minute),
		Timeout: engine.Seconds(time.Minute),
		Digest:  d.Digest,
		Run:     "trial",
		Seq:     1,
	}
}

// intentOn is an intent that changes what exists.
func (s *stage) intentOn(verb engine.Verb, before engine.Observed, d engine.Desired) engine.Intent {
	in := s.intent(verb, d)
	in.Remote = before.Remote
	if before.Spec != nil {
		in.Prior = engine.PrintOf(s.info, before.Spec)
	}
	if verb == engine.Update && before.Spec != nil { // all that is there was declared
		in.Dropped = slices.DeleteFunc(engine.FieldNames(s.info.Normalized(before.Spec)),
			func(name string) bool { return slices.Contains(d.Fields, name) })
	}
	return in
}

// spec builds one of the stage's kind with a text and the named fields.
func (s *stage) spec(text string, fields []string) engine.Spec {
	s.Helper()
	has := func(name string) bool { return slices.Contains(fields, name) && s.limits.Shows(name) }
	if s.limits.Shows(textField(s.kind)) {
		text = s.fit(text)
	} else {
		text = ""
	}
	var media []engine.Media
	if has("media") {
		media = s.media(1)
	}
	switch s.kind {
	case engine.KindPost:
		p := &engine.Post{Text: text, Media: media}
		put(has("link"), &p.Link, "https://example.org/morning")
		put(has("language"), &p.Language, "en")
		put(has("contentWarning"), &p.ContentWarning, s.network.warning())
		putList(has("tags"), &p.Tags, "news", "paper")
		return p
	case engine.KindArticle:
		return s.article(text, media, has)
	case engine.KindPage:
		p := &engine.Page{Title: "Our page", Body: text}
		put(has("slug"), &p.Slug, "our-page-"+engine.HashText(text)[:8])
		put(has("language"), &p.Language, "en")
		return p
	case engine.KindProfile:
		p := &engine.Profile{Bio: text}
		put(s.limits.Shows("name"), &p.Name, "The Morning Paper")
		if has("links") {
			p.Links = []engine.Link{{Label: "Home", URL: "https://example.org/"}}
		}
		return p
	case engine.KindFilter:
		f := &engine.Filter{Title: text}
		put(has("action"), &f.Action, "hide")
		putList(has("contexts"), &f.Contexts, "home", "public")
		if has("words") {
			f.Words = []engine.FilterWord{{Text: "free lottery"}, {Text: "win", Whole: true}}
		}
		return f
	}
	s.Fatalf("the suite knows no kind %q", s.kind)
	return nil
}

func (s *stage) article(text string, media []engine.Media, has func(string) bool) engine.Spec {
	a := &engine.Article{Body: text, Media: media}
	put(s.limits.Shows("title"), &a.Title, "The paper of the morning")
	put(has("summary"), &a.Summary, "What the morning brought.")
	put(has("author"), &a.Author, "ana")
	put(has("link"), &a.Link, "https://example.org/morning")
	put(has("language"), &a.Language, "en")
	put(has("contentWarning"), &a.ContentWarning, s.network.warning())
	putList(has("tags"), &a.Tags, "news", "paper")
	put(has("seo.slug"), &a.SEO.Slug, "morning-"+engine.HashText(text)[:8])
	put(has("seo.title"), &a.SEO.Title, "Morning paper")
	put(has("seo.description"), &a.SEO.Description, "The paper of the morning, read aloud.")
	put(has("seo.canonical"), &a.SEO.Canonical, "https://example.org/morning")
	putList(has("seo.keywords"), &a.SEO.Keywords, "morning", "paper")
	return a
}

func put(wanted bool, into *string, value string) {
	if wanted {
		*into = value
	}
}

func putList(wanted bool, into *[]string, values ...string) {
	if wanted {
		*into = values
	}
}

// textField is the field that holds the text of a kind.
func textField(k engine.Kind) string {
	switch k {
	case engine.KindPost:
		return "text"
	case engine.KindProfile:
		return "bio"
	case engine.KindFilter:
		return "title"
	}
	return "body"
}

// fit cuts text to what the network takes, between runes.
func (s *stage) fit(text string) string {
	runes := []rune(text)
	for s.limits.MaxText > 0 && s.info.Length(string(runes)) > s.limits.MaxText {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ")
}

// media makes n small pictures of a type that the network accepts, with
// alternative texts.
func (s *stage) media(n int) []engine.Media {
	var list []engine.Media
	for i := range n {
		kind, data := picture(s.limits.MediaTypes, i)
		if data == nil {
			break
		}
		sum := sha256.Sum256(data)
		m := engine.Media{
			SHA256: hex.EncodeToString(sum[:]), Type: kind, Size: int64(len(data)), Width: 8, Height: 8,
			Alt: fmt.Sprintf("a square of colour, number %d", i+1), File: fmt.Sprintf("media/%d", i),
		}
		s.blobs[m.SHA256] = data
		list = append(list, m)
	}
	return list
}

// picture returns the n-th picture, nil if the network takes none that can be
// made here.
func picture(types []string, n int) (string, []byte) {
	img := image.NewRGBA(image.Rect(0, 0, 8, 8))
	for i := range 64 {
		img.Set(i%8, i/8, color.RGBA{uint8(40 * n), uint8(3 * i), 99, 255})
	}
	var b bytes.Buffer
	switch {
	case slices.Contains(types, "image/png"):
		if png.Encode(&b, img) == nil {
			return "image/png", b.Bytes()
		}
	case slices.Contains(types, "image/jpeg"):
		if jpeg.Encode(&b, img, nil) == nil {
			return "image/jpeg", b.Bytes()
		}
	}
	return "", nil
}

// blobs are the media of a stage by SHA-256.
type blobs map[string][]byte

func newBlobs() blobs { return blobs{} }

func (b blobs) open(ctx context.Context, sum string) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	data, ok := b[sum]
	if !ok {
		return nil, fmt.Errorf("open medium %s: %w", sum, fs.ErrNotExist)
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}
