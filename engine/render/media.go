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
	Path string        // in Input.Files
	Fit  *media.Bounds // it was made to fit them; nil if it was not
}

// Open returns the bytes as they are sent, whose SHA-256 was rendered.
func (m Medium) Open(files fs.FS) (io.ReadCloser, error) {
	f, err := files.Open(m.Path)
	if err != nil {
		return nil, err
	}
	if m.Fit != nil {
		defer f.Close()
		fitted, err := media.FitFrom(f, *m.Fit)
		if err != nil {
			return nil, fmt.Errorf("fit %s: %w", m.Path, err)
		}
		return io.NopCloser(bytes.NewReader(fitted.Data)), nil
	}
	r, err := media.Open(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("open %s: %w", m.Path, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{r, f}, nil
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
