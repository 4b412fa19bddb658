// Package manual serves networks that offer no API, or none that may be used:
// what a post became is handed to a person as a task, and the post is done when
// the address of what they published is recorded. The package publishes
// nothing, keeps nothing and asks no network.
package manual

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"galley/engine"
)

var _ engine.Provider = provider{}

// network is the name channels use.
const network engine.Network = "manual"

// Constructor makes providers that hand posts to a person. New never fails.
func Constructor() engine.Constructor {
	return engine.Constructor{Info: info(), New: func(engine.Config) (engine.Provider, error) { return provider{}, nil }}
}

type provider struct{}

func info() engine.Info {
	return engine.Info{
		Network:  network,
		Label:    "By hand",
		Docs:     "providers.md#manual",
		PostKind: engine.KindPost,
		Settle:   -1,
		Manual:   true,
		Kinds: map[engine.Kind]engine.Limits{
			engine.KindPost: {
				Verbs:      []engine.Verb{engine.Create},
				Fields:     []string{"contentWarning", "language", "link", "media", "tags", "text"},
				MediaTypes: mediaTypes(),
				Repeatable: true, // the same task twice is the same task
			},
		},
		Normalize: normalize,
		Task:      taskOf,
	}
}

func mediaTypes() []string {
	return []string{"application/pdf", "audio/mpeg", "audio/ogg", "image/avif", "image/gif", "image/jpeg", "image/png",
		"image/webp", "video/mp4", "video/quicktime", "video/webm"}
}

// Info implements engine.Provider.
func (provider) Info() engine.Info { return info() }

// Create implements engine.Provider. No reader sees anything of it: what then
// exists is a task, a draft named by the intent, the same for the same intent.
func (provider) Create(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	fail := func(kind engine.ErrKind, err error) (engine.Observed, error) {
		return engine.Observed{}, &engine.Error{Op: "hand over", ID: d.ID, Kind: kind, Err: err}
	}
	if err := ctx.Err(); err != nil {
		return fail(engine.Transient, err)
	}
	post, ok := d.Spec.(*engine.Post)
	if !ok {
		return fail(engine.Unsupported, errors.New("only posts are handed to a person"))
	}
	if post.Text == "" && post.Link == "" && len(post.Media) == 0 {
		return fail(engine.Invalid, errors.New("there is nothing to publish: text, link and media are empty"))
	}
	if in.Key == "" {
		return fail(engine.Invalid, errors.New("the intent has no key to name the task by"))
	}
	return engine.Observed{
		Remote: engine.RemoteID("task-" + in.Key[:min(12, len(in.Key))]),
		Phase:  engine.Draft,
		Spec:   normalize(post),
		Due:    d.Due,
	}, nil
}

// normalize composes characters, uses Unix line ends and drops what cannot be
// pasted, so that the text of the task is the text that is recorded.
func normalize(s engine.Spec) engine.Spec {
	post, ok := s.(*engine.Post)
	if !ok {
		return s
	}
	c := *post.Map(pasteable).(*engine.Post)
	c.Tags = slices.Clone(post.Tags)
	return &c
}

func pasteable(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n"), "\r", "\n")
	s = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(norm.NFC.String(s))
}
