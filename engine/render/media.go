package render

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"galley/engine"
	"galley/engine/media"
	"galley/schema"
)

// A Medium is how the bytes of a picture or video come about that is sent.
type Medium struct {
	Path   string        // in Input.Files
	Fit    *media.Bounds // it was made to fit them; nil if it was not
	SHA256 string        // of the bytes as sent
}

// Open returns the bytes as they are sent. Those of a picture are compared with
// its SHA-256: a file that changed meanwhile must not send what nobody approved.
func (m Medium) Open(files fs.FS) (io.ReadCloser, error) {
	f, err := files.Open(m.Path)
	if err != nil {
		return nil, err
	}
	sent, sha256, err := m.open(f)
	if err == nil && sha256 != "" && sha256 != m.SHA256 {
		err = fmt.Errorf("it came out as %s, and %s was planned", sha256, m.SHA256)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("open %s: %w", m.Path, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{sent, f}, nil
}

func (m Medium) open(f io.Reader) (io.Reader, string, error) {
	if m.Fit == nil {
		return media.Open(f)
	}
	fitted, err := media.FitFrom(f, *m.Fit)
	return bytes.NewReader(fitted.Data), fitted.SHA256, err
}

// files renders the media of a post. One with an error is left out.
func (r *rendition) files(ctx context.Context) []engine.Media {
	var out []engine.Media
	for i, m := range r.fields.Media {
		place := []string{"media", strconv.Itoa(i)}
		file, note, problem := r.medium(ctx, r.channel, r.limits, m.File)
		if problem != nil {
			r.fault(problem.rule, r.at(append(place, "file")...), problem.text, problem.hint)
			continue
		}
		if note != "" {
			r.notes = append(r.notes, note)
		}
		file.Alt = r.settle(m.Alt, append(place, "alt")...)
		file.Credit = r.settle(m.Credit, append(place, "credit")...)
		file.Focus = strings.ReplaceAll(m.Focus, " ", "")
		out = append(out, file)
	}
	return out
}

// card renders how the link is shown, where the network leaves that to us.
func (r *rendition) card(ctx context.Context, link string) *engine.Card {
	declared := r.fields.Card
	if declared == nil || link == "" || !r.limits.Shows("card") {
		return nil
	}
	card := &engine.Card{
		Title:       r.settle(declared.Title, "card", "title"),
		Description: r.settle(declared.Description, "card", "description"),
	}
	if declared.Image == nil {
		return card
	}
	file, note, problem := r.medium(ctx, r.channel, r.limits.OfCard(), declared.Image.File)
	if problem != nil {
		r.fault(problem.rule, r.at("card", "image", "file"), problem.text, problem.hint)
		return card
	}
	if note != "" {
		r.notes = append(r.notes, note)
	}
	file.Alt = r.settle(declared.Image.Alt, "card", "image", "alt")
	card.Image = []engine.Media{file}
	return card
}

// medium looks at a file as a channel will send it. The note says what people
// should know of it.
func (n *newsroom) medium(ctx context.Context, c *schema.Channel, limits engine.Limits, name string) (engine.Media, string, *mediaProblem) {
	asked := look{name: name}
	if c.Media.Fit {
		asked.fit = boundsOf(limits)
	}
	found, problem := n.media.look(ctx, asked)
	if problem != nil {
		return engine.Media{}, "", problem
	}
	if found.Note != "" {
		found.Note = name + ": " + found.Note
	}
	return engine.Media{SHA256: found.SHA256, Type: found.Type, Size: found.Size, Width: found.Width, Height: found.Height, File: name},
		found.Note, nil
}

// boundsOf are those of pictures; nil where there is none.
func boundsOf(l engine.Limits) *media.Bounds {
	b := media.Bounds{MaxBytes: l.MediaBytes, MaxPixels: l.MediaPixels, MaxWidth: l.MediaWidth, MaxHeight: l.MediaHeight}
	for _, t := range l.MediaTypes {
		if strings.HasPrefix(t, "image/") {
			b.Types = append(b.Types, t)
		}
	}
	if len(b.Types) == 0 {
		return nil // no picture is taken, of whatever size
	}
	return &b
}
