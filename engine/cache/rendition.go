package cache

import (
	"encoding/binary"

	"galley/engine"
)

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
func (r *rendition) desired(specs specs) engine.Desired {
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

// writeRenditions writes those of a post.
func writeRenditions(k Known) (string, error) {
	b := binary.AppendUvarint(nil, uint64(len(k.Renditions)))
	var err error
	for _, d := range k.Renditions {
		if b, err = Append(b, renditionOf(d, k.Remarks)); err != nil {
			return "", err
		}
	}
	return string(b), nil
}

// readRenditions reads what writeRenditions wrote.
func readRenditions(data string, specs specs) ([]engine.Desired, error) {
	d := decoder{data}
	count, err := d.length()
	if err != nil {
		return nil, err
	}
	list := make([]engine.Desired, count)
	var r rendition
	for i := range list {
		r = rendition{}
		if d.data, err = Decode(d.data, &r); err != nil {
			return nil, err
		}
		list[i] = r.desired(specs)
	}
	return list, nil
}
