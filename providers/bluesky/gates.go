package bluesky

// postgate brings the i-th part's gate about: who may quote it.
func (b *build) postgate(i int, quotes string) error {
	part := &b.parts[i]
	live := part.postgate
	if quotesOf(live) == quotes {
		return nil
	}
	if quotes == "" {
		b.drop(postgateType, live)
		part.postgate = nil
		return nil
	}
	r := record{
		"$type":          postgateType,
		"post":           uri(b.did, part.Key),
		"createdAt":      part.Value.str("createdAt"),
		"embeddingRules": []any{map[string]any{"$type": disableRule}},
	}
	var err error
	part.postgate, err = b.gate(postgateType, part.Key, live, r)
	return err
}

// threadgate brings about who may reply. Replies that were hidden by hand stay
// hidden.
func (b *build) threadgate(replies string) (*stored, error) {
	live := b.now.threadgate
	if repliesOf(live) == replies {
		return live, nil
	}
	r := record{
		"$type":     threadgateType,
		"post":      uri(b.did, b.now.key),
		"createdAt": b.parts[0].Value.str("createdAt"),
	}
	switch {
	case replies != "":
		r["allow"] = rules(replies)
	case len(texts(live.Value["hiddenReplies"])) == 0:
		b.drop(threadgateType, live)
		return nil, nil
	}
	return b.gate(threadgateType, b.now.key, live, r)
}

func rules(replies string) []any {
	list := []any{}
	if rule := ruleOf(replies); rule != "" {
		list = append(list, map[string]any{"$type": rule})
	}
	return list
}

// gate writes a gate over what is there.
func (b *build) gate(collection, key string, live *stored, r record) (*stored, error) {
	was := ""
	if live != nil {
		was = live.CID
		r = live.Value.without("allow", "embeddingRules").with(r)
	}
	made, err := newStored(key, r)
	if err == nil && made.CID != was {
		b.ops = append(b.ops, op{collection, key, r, was})
	}
	return &made, err
}

// pin puts the post first on the profile, or takes it from there. It names the
// content of the post, which may have changed.
func (b *build) pin(pinned bool) (*stored, error) {
	first := b.parts[0]
	live := b.now.profile
	switch {
	case !pinned && !b.now.pinned:
		return live, nil
	case !pinned:
		return b.profile(live, live.Value.without("pinnedPost"))
	}
	name := uri(b.did, first.Key)
	if pins(live, name) && live.Value.str("pinnedPost", "cid") == first.CID {
		return live, nil
	}
	base := record{"$type": profileType}
	if live != nil {
		base = live.Value
	}
	return b.profile(live, base.with(record{"pinnedPost": ref(name, first.CID)}))
}

func (b *build) profile(live *stored, r record) (*stored, error) {
	was := ""
	if live != nil {
		was = live.CID
	}
	made, err := newStored(profileKey, r)
	if err == nil {
		b.ops = append(b.ops, op{profileType, profileKey, r, was})
	}
	return &made, err
}
