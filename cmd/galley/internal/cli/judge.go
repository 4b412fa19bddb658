package cli

import (
	"context"
	"slices"

	"galley/engine"
	"galley/engine/cache"
	"galley/engine/charter"
	"galley/engine/load"
	"galley/engine/render"
	"galley/engine/validate"
	"galley/schema"
)

// A judge looks at each post as soon as it is read, and keeps of it what other
// posts, the time and the ledger ask of it: the texts of all posts are never in
// memory together.
type judge struct {
	ctx     context.Context
	content *content
	infos   map[engine.Network]engine.Info

	desk     *render.Desk
	alone    *validate.Single
	charter  *charter.Charter
	mistakes []engine.Finding // in the charter
	before   int              // how many calendars the charter was compiled with
}

// Begin implements [load.Judge]. Vale asks for the texts of all posts.
func (j *judge) Begin(known schema.Content) bool {
	j.content.verdicts.Rejudge()
	j.charter = nil
	if known.Charter != nil && known.Charter.Vale != nil {
		return false
	}
	c := j.content
	j.desk = render.NewDesk(render.Input{Content: known, Infos: j.infos, Files: c.files, Memory: c.memory()})
	j.alone = validate.NewSingle(validate.Input{Content: known, Infos: j.infos})
	j.charter, j.mistakes = c.compileCharter(known, j.infos)
	j.before = len(known.Calendars)
	return true
}

// Judges implements [load.Judge]. A post that names others waits for them.
func (j *judge) Judges(objects []load.Object) bool {
	return !slices.ContainsFunc(objects, func(o load.Object) bool { return o.Valid && o.Kind == "Post" && cache.Asks(o.Object) })
}

// Judge implements [load.Judge].
func (j *judge) Judge(name string, f *load.File) bool {
	known := map[int]*cache.Known{}
	for i, o := range f.Objects {
		if o.Valid && o.Kind == "Post" {
			var one schema.Content
			one.Add(o.Object)
			known[i] = j.post(&one.Posts[0])
		}
	}
	return j.content.verdicts.Judge(name, f, known)
}

// Judged implements [load.Judge].
func (j *judge) Judged(name string) (load.File, bool) { return j.content.verdicts.Judged(name) }

// post finds all that is wrong with a post alone.
func (j *judge) post(p *schema.Post) *cache.Known {
	desired, found := j.desk.Post(j.ctx, p)
	k := &cache.Known{Alone: append(found, j.alone.Post(p, desired)...), Renditions: desired}
	k.Remarks, k.Facts = j.charter.Post(p, desired)
	if len(k.Remarks) > 0 { // they are milder on what was published as it is
		for i := range desired {
			desired[i].Digest = desired[i].ComputeDigest()
		}
	}
	load.Quote(j.content.files, j.content.prefix, k.Alone)
	load.Quote(j.content.files, j.content.prefix, k.Remarks)
	return k
}
