package cli

import (
	"galley/engine"
	"galley/engine/charter"
	"galley/engine/load"
	"galley/schema"
)

// heldToCharter checks every post against the charter, in the form that each
// channel gets.
func (a *app) heldToCharter(c *content, infos map[engine.Network]engine.Info, recorded map[engine.ID]engine.Recorded) []engine.Finding {
	sources := load.NewSources(c.files, load.Options{Prefix: c.prefix})
	rules, found := charter.New(charter.Input{Content: c.Content, Infos: infos, Files: c.files, Place: placer(sources)})
	renditions := map[string][]engine.Desired{}
	for _, d := range c.desired {
		if d.ID.Kind == engine.KindPost {
			renditions[d.ID.Slug] = append(renditions[d.ID.Slug], d)
		}
	}
	facts := make([]charter.Facts, 0, len(c.Posts))
	for i := range c.Posts {
		p := &c.Posts[i]
		remarks, f := rules.Post(p, renditions[p.ID])
		facts = append(facts, f)
		found = append(found, asPublished(remarks, renditions[p.ID], recorded)...)
	}
	times := charter.Times{AsOf: a.Now()}
	for id, r := range recorded {
		if !r.Published.IsZero() {
			times.Published = append(times.Published, charter.Published{ID: id, At: r.Published})
		}
	}
	return append(found, rules.Across(facts, times)...)
}

// asPublished makes information of what was found on posts that are out already
// and say what they said then: a charter that became stricter asks nobody to
// rewrite the past.
func asPublished(remarks []engine.Finding, renditions []engine.Desired, recorded map[engine.ID]engine.Recorded) []engine.Finding {
	if len(remarks) == 0 {
		return nil
	}
	out := map[engine.Channel]bool{}
	all := len(renditions) > 0
	for _, d := range renditions {
		r := recorded[d.ID]
		same := !r.Published.IsZero() && r.Digest == d.Digest
		if previous, met := out[d.ID.Channel]; met {
			same = same && previous
		}
		out[d.ID.Channel] = same
		all = all && same
	}
	for i := range remarks {
		if f := &remarks[i]; out[f.Channel] || f.Channel == "" && all {
			f.Severity = engine.SeverityInfo
		}
	}
	return remarks
}

// placer finds words in the files that were loaded.
func placer(sources *load.Sources) charter.Placer {
	return func(o *schema.Object, path []string, start, end int) (schema.Pos, int) {
		at := sources.Place(o, start, path...)
		behind := sources.Place(o, end, path...)
		if end <= start || behind.Line != at.Line || behind.Col <= at.Col {
			return at, 0
		}
		return at, behind.Col - at.Col
	}
}
