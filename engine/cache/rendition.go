package cache

import "galley/engine"

// renditionOf keeps the digest where the charter has remarks, which are milder
// on what was published as it is.
func renditionOf(d engine.Desired, remarks []engine.Finding) rendition {
	r := rendition{ID: d.ID, Class: d.Class, Account: d.Account, Due: d.Due, Until: d.Until, Merge: d.Merge, Slot: d.Slot,
		Refs: d.Refs, Source: d.Source}
	if len(remarks) > 0 {
		r.Digest = d.Digest
	}
	if article, ok := d.Spec.(*engine.Article); ok {
		r.Article, r.Slug = true, article.SEO.Slug
	}
	return r
}

// specs are those of renditions whose specs say nothing. Nobody changes one.
type specs struct {
	post    *engine.Post
	article *engine.Article
}

// desired is a rendition in the form that the checks take, without what readers
// see.
func (r rendition) desired(specs specs) engine.Desired {
	d := engine.Desired{ID: r.ID, Class: r.Class, Account: r.Account, Due: r.Due, Until: r.Until, Merge: r.Merge, Slot: r.Slot,
		Refs: r.Refs, Source: r.Source, Digest: r.Digest, Spec: specs.post}
	switch {
	case r.Slug != "":
		d.Spec = &engine.Article{SEO: engine.SEO{Slug: r.Slug}}
	case r.Article:
		d.Spec = specs.article
	}
	return d
}
