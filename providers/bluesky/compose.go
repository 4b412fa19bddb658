package bluesky

import (
	"context"

	"galley/engine"
)

// compose returns the records of a post and of its thread, without what depends
// on their place: keys, times and the references between them. It asks who is
// mentioned, quoted and answered.
func (p *Provider) compose(ctx context.Context, post *engine.Post) ([]record, error) {
	normal := normalPost(*post)
	first, err := p.composePart(ctx, *normal, normal)
	if err != nil {
		return nil, err
	}
	if len(normal.Tags) > 0 {
		first["tags"] = anyList(normal.Tags)
	}
	if post.ReplyTo != "" {
		t, err := p.target(ctx, "replyTo", post.ReplyTo)
		if err != nil {
			return nil, err
		}
		first["reply"] = map[string]any{"root": t.root, "parent": ref(t.uri, t.cid)}
	}
	if post.Quote != "" {
		if err := p.quote(ctx, first, post.Quote); err != nil {
			return nil, err
		}
	}
	records := []record{first}
	for _, next := range normal.Thread {
		r, err := p.composePart(ctx, next, normal)
		if err != nil {
			return nil, err
		}
		records = append(records, r)
	}
	return records, nil
}

// composePart writes what any part has: text, embed, and the language and
// warning of the whole.
func (p *Provider) composePart(ctx context.Context, part engine.Post, whole *engine.Post) (record, error) {
	r := record{"$type": postType, "text": part.Text}
	if whole.Language != "" {
		r["langs"] = []any{whole.Language}
	}
	if whole.ContentWarning != "" {
		r["labels"] = map[string]any{
			"$type":  "com.atproto.label.defs#selfLabels",
			"values": []any{map[string]any{"val": whole.ContentWarning}},
		}
	}
	facets, err := p.facets(ctx, part.Text)
	if err != nil {
		return nil, err
	}
	if len(facets) > 0 {
		r["facets"] = facets
	}
	switch {
	case len(part.Media) > 0:
		embed, err := images(part.Media)
		if err != nil {
			return nil, err
		}
		r["embed"] = embed
	case part.Link != "":
		embed, err := external(part.Link, part.Card)
		if err != nil {
			return nil, err
		}
		r["embed"] = embed
	}
	return r, nil
}

func (p *Provider) facets(ctx context.Context, text string) ([]any, error) {
	var facets []any
	for _, s := range spans(text) {
		feature := map[string]any{}
		switch {
		case s.Link != "":
			feature["$type"], feature["uri"] = "app.bsky.richtext.facet#link", s.Link
		case s.Tag != "":
			feature["$type"], feature["tag"] = "app.bsky.richtext.facet#tag", s.Tag
		default:
			did, err := p.mentioned(ctx, s.Mention)
			if err != nil {
				return nil, err
			}
			feature["$type"], feature["did"] = "app.bsky.richtext.facet#mention", did
		}
		facets = append(facets, map[string]any{
			"index":    map[string]any{"byteStart": s.Start, "byteEnd": s.End},
			"features": []any{feature},
		})
	}
	return facets, nil
}

// mentioned returns the DID of a handle, asked for once.
func (p *Provider) mentioned(ctx context.Context, handle string) (string, error) {
	p.mu.Lock()
	did := p.handles[handle]
	p.mu.Unlock()
	if did != "" {
		return did, nil
	}
	did, err := p.resolve(ctx, handle)
	if err != nil {
		return "", err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.handles[handle] = did
	return did, nil
}

func images(files []engine.Media) (map[string]any, error) {
	var list []any
	for _, m := range files {
		blob, err := blobOf(m)
		if err != nil {
			return nil, err
		}
		image := map[string]any{"image": blob, "alt": m.Alt}
		if m.Width > 0 && m.Height > 0 {
			image["aspectRatio"] = map[string]any{"width": m.Width, "height": m.Height}
		}
		list = append(list, image)
	}
	return map[string]any{"$type": imagesType, "images": list}, nil
}

func blobOf(m engine.Media) (map[string]any, error) {
	cid, err := blobCID(m)
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"$type": "blob", "ref": map[string]any{"$link": cid}, "mimeType": m.Type, "size": m.Size,
	}, nil
}

// external is a preview of a page, as c says, which is normal or nil. The server
// fetches nothing, and neither do we: what a page says today it may not say when
// the post is due.
func external(link string, c *engine.Card) (map[string]any, error) {
	shown := map[string]any{"uri": link, "title": siteOf(link), "description": ""}
	if c != nil {
		shown["title"], shown["description"] = c.Title, c.Description
	}
	if c != nil && len(c.Image) > 0 {
		thumb, err := blobOf(c.Image[0])
		if err != nil {
			return nil, err
		}
		shown["thumb"] = thumb
	}
	return map[string]any{"$type": externalType, "external": shown}, nil
}

// quote puts a quoted post into a record, beside what is embedded already.
func (p *Provider) quote(ctx context.Context, r record, declared string) error {
	t, err := p.target(ctx, "quote", declared)
	if err != nil {
		return err
	}
	quoted := map[string]any{"$type": quoteType, "record": ref(t.uri, t.cid)}
	if media, ok := r["embed"]; ok {
		r["embed"] = map[string]any{"$type": bothType, "record": quoted, "media": media}
		return nil
	}
	r["embed"] = quoted
	return nil
}

// A target is a post that is referred to, and the first of its conversation.
type target struct {
	uri, cid string
	root     map[string]any
}

// target looks an address up, once.
func (p *Provider) target(ctx context.Context, field, declared string) (target, error) {
	p.mu.Lock()
	t, known := p.targets[declared]
	p.mu.Unlock()
	if known {
		return t, nil
	}
	a, ok := parseAddress(declared)
	if !ok {
		return target{}, engine.Errorf(engine.Invalid, "", engine.ID{}, "%s %q is not the address of a post", field, declared)
	}
	did := a.actor
	if !isDID(did) {
		var err error
		if did, err = p.mentioned(ctx, did); err != nil {
			return target{}, err
		}
	}
	t, err := p.lookUp(ctx, field, did, a.key)
	if err != nil {
		return target{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.targets[declared] = t
	return t, nil
}

// lookUp reads the post that is referred to: the server would take any address.
func (p *Provider) lookUp(ctx context.Context, field, did, key string) (target, error) {
	found, exists, err := p.getRecord(ctx, did, postType, key)
	if err != nil {
		return target{}, unlessNotFound(err)
	}
	name := uri(did, key)
	if !exists {
		return target{}, engine.Errorf(engine.Invalid, "", engine.ID{}, "%s: there is no post %s", field, name)
	}
	t := target{uri: name, cid: found.CID, root: ref(name, found.CID)}
	if root := found.Value.obj("reply", "root"); root.str("uri") != "" && root.str("cid") != "" {
		t.root = ref(root.str("uri"), root.str("cid"))
	}
	return t, nil
}

func anyList(texts []string) []any {
	list := make([]any, len(texts))
	for i, t := range texts {
		list[i] = t
	}
	return list
}
