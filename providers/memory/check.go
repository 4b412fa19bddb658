package memory

import (
	"strings"
	"time"

	"galley/engine"
)

// What this network takes. Providers declare the same in their Info.
const (
	maxText   = 500             // characters of a post or a profile
	maxBody   = 200_000         // characters of an article or a page
	maxMedia  = 4               // files of one post
	leastLead = 5 * time.Minute // of a scheduled post
)

// check refuses what this network does not take.
func (n *Network) check(a *account, d draft, now time.Time) error {
	if d.Spec == nil {
		return refuse(engine.Invalid, "there is no content")
	}
	if d.Parent != "" && a.byID[d.Parent] == nil {
		return refuse(engine.Invalid, "the parent %s is gone", d.Parent)
	}
	if d.Due.After(now) && d.Due.Sub(now) < leastLead {
		return refuse(engine.Invalid, "a scheduled post must be at least %v ahead", leastLead)
	}
	return n.checkSpec(a, d.Spec)
}

func (n *Network) checkSpec(a *account, spec engine.Spec) error {
	text, limit := "", maxBody
	switch s := spec.(type) {
	case *engine.Post:
		text, limit = s.Text, maxText
	case *engine.Article:
		text = s.Body
	case *engine.Page:
		text = s.Body
	case *engine.Profile:
		text, limit = s.Bio, maxText
	}
	if got := len([]rune(text)); got > limit {
		return refuse(engine.Invalid, "the text has %d characters, %d are allowed", got, limit)
	}
	if got := len(spec.Files()); got > maxMedia {
		return refuse(engine.Invalid, "%d media, %d are allowed", got, maxMedia)
	}
	for _, m := range spec.Files() {
		if n.options.Uploads && !a.media[m.SHA256] {
			return refuse(engine.Invalid, "medium %.12s was not uploaded", m.SHA256)
		}
	}
	return nil
}

// normalize is what this network makes of a text: LF line ends, no space
// around it.
func normalize(spec engine.Spec) engine.Spec {
	if spec == nil {
		return nil
	}
	return spec.Map(func(text string) string {
		return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	})
}

// refuse is an answer of the network; the provider says what was attempted.
func refuse(kind engine.ErrKind, format string, args ...any) error {
	return engine.Errorf(kind, "", engine.ID{}, format, args...)
}
