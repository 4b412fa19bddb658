package memory

import (
	"time"

	"galley/engine"
)

// Powers say which network a provider pretends to speak for.
type Powers struct {
	// Caps are the capabilities of its code: any of Read, List, Find, Update and
	// Delete; Prepare, Measure and Probe only together and with all of those.
	Caps engine.Caps

	Network  engine.Network // "memory" if empty, so that a test may have several
	PostKind engine.Kind    // what a post becomes; KindPost if empty
	Kinds    []engine.Kind  // post, article, page and profile if nil
	Settle   time.Duration  // as Info.Settle

	Keyed      bool // it sends keys, and the same key twice leaves one
	Schedules  bool // the network's own scheduler can be used
	Reschedule bool // and what it holds can be edited
	Children   bool // threads are posts of their own
	Atomic     bool // a whole thread is one write
	Manual     bool // a person does it: Create sends nothing
	Mirrored   bool // written again when it is gone
}

// All returns the powers of a network that can do everything, at once.
func All() Powers {
	return Powers{
		Caps: engine.Caps{Prepare: true, Read: true, List: true, Find: true, Update: true, Delete: true,
			Measure: true, Probe: true},
		Settle: -1, Keyed: true, Schedules: true, Reschedule: true, Children: true,
	}
}

// Info returns what a provider with these powers declares.
func (p Powers) Info() engine.Info {
	info := engine.Info{
		Network:   p.network(),
		Label:     "Memory",
		Docs:      "providers#memory",
		PostKind:  p.postKind(),
		Kinds:     map[engine.Kind]engine.Limits{},
		Settle:    p.Settle,
		Manual:    p.Manual,
		Children:  p.Children,
		Atomic:    p.Atomic,
		Normalize: normalize,
	}
	if p.Caps.Measure {
		info.Counts.Post = []string{"likes"}
	}
	kinds := p.Kinds
	if kinds == nil {
		kinds = []engine.Kind{engine.KindPost, engine.KindArticle, engine.KindPage, engine.KindProfile}
	}
	for _, kind := range kinds {
		info.Kinds[kind] = p.limits(kind)
	}
	return info
}

func (p Powers) network() engine.Network {
	if p.Network == "" {
		return "memory"
	}
	return p.Network
}

func (p Powers) postKind() engine.Kind {
	if p.PostKind == "" {
		return engine.KindPost
	}
	return p.PostKind
}

func (p Powers) limits(kind engine.Kind) engine.Limits {
	l := engine.Limits{Verbs: p.verbs(), MaxText: maxBody, Repeatable: p.Keyed, Mirrored: p.Mirrored}
	posts := kind == engine.KindPost || kind == engine.KindArticle
	if posts {
		l.MaxMedia, l.MaxAlt, l.MediaBytes = maxMedia, 1500, 8<<20
		l.MediaTypes = []string{"image/gif", "image/jpeg", "image/png", "image/webp"}
		l.Schedules, l.Reschedule = p.Schedules, p.Reschedule && p.Schedules
	}
	if l.Schedules {
		l.ScheduleMin = leastLead
	}
	switch kind {
	case engine.KindPost:
		l.MaxText = maxText
		l.Fields = []string{"contentWarning", "language", "link", "media", "tags", "text"}
	case engine.KindArticle:
		l.Required = []string{"body"}
		l.Fields = []string{"author", "body", "contentWarning", "language", "link", "media", "seo.canonical",
			"seo.description", "seo.keywords", "seo.slug", "seo.title", "summary", "tags", "title"}
	case engine.KindPage:
		l.Required = []string{"title"}
		l.Fields = []string{"body", "language", "slug", "title"}
	case engine.KindProfile:
		l.MaxText = maxText
		l.Fields = []string{"bio", "links", "name"}
	}
	return l
}

func (p Powers) verbs() []engine.Verb {
	verbs := []engine.Verb{engine.Create}
	if p.Caps.Update {
		verbs = append(verbs, engine.Update)
	}
	if p.Caps.Delete {
		verbs = append(verbs, engine.Replace, engine.Delete)
	}
	return verbs
}
