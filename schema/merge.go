package schema

import "fmt"

// Merged returns the fields of a post for one channel: its variant for the
// channel over that for the network over its own fields. Maps merge, lists and
// texts replace, null removes. An error names a field whose value has a type
// that the schema does not allow; a post that came through the loader has none.
func (p Post) Merged(channel, network string) (PostFields, error) {
	m := merger{post: p.ID, layers: [3]reader{p.Variants[channel], nil, p.Base}}
	if network != channel {
		m.layers[1] = p.Variants[network]
	}
	// In the order of their names, so that Declared is sorted.
	m.declared = make([]string, 0, 12)
	f := PostFields{}
	m.text("at", &f.At)
	m.text("author", &f.Author)
	m.text("body", &f.Body)
	m.text("campaign", &f.Campaign)
	m.card(&f.Card)
	m.text("contentWarning", &f.ContentWarning)
	m.flag("edit", &f.Edit)
	m.text("embargo", &f.Embargo)
	m.text("firstComment", &f.FirstComment)
	m.text("fold", &f.Fold)
	m.text("language", &f.Language)
	m.late(&f.Late)
	m.text("link", &f.Link)
	m.media(&f.Media)
	m.text("pillar", &f.Pillar)
	m.flag("pin", &f.Pin)
	m.poll(&f.Poll)
	m.text("quote", &f.Quote)
	m.flag("quotes", &f.Quotes)
	m.text("reason", &f.Reason)
	m.flag("replace", &f.Replace)
	m.text("replies", &f.Replies)
	m.text("replyTo", &f.ReplyTo)
	m.seo(&f.SEO)
	m.text("slot", &f.Slot)
	m.text("sponsor", &f.Sponsor)
	m.text("status", &f.Status)
	m.text("summary", &f.Summary)
	m.list("tags", &f.Tags)
	m.text("text", &f.Text)
	m.list("thread", &f.Thread)
	m.text("title", &f.Title)
	m.text("until", &f.Until)
	m.text("visibility", &f.Visibility)
	m.list("was", &f.Was)
	f.Declared = m.declared
	return f, m.err
}

// merger takes one field after the other from layers, the first of which wins.
type merger struct {
	post     string
	layers   [3]reader
	declared []string
	err      error
}

// take returns the winning value of a field, nil if none or if null removed it.
func (m *merger) take(name string) any {
	for _, layer := range m.layers {
		if v, there := layer[name]; there {
			if v != nil {
				m.declared = append(m.declared, name)
			}
			return v
		}
	}
	return nil
}

func (m *merger) wrong(name, want string, got any) {
	if m.err == nil {
		m.err = fmt.Errorf("post %s: %s: got %s, want %s", m.post, name, describe(got), want)
	}
}

func (m *merger) text(name string, into *string) {
	switch v := m.take(name).(type) {
	case nil:
	case string:
		*into = v
	default:
		m.wrong(name, "some text", v)
	}
}

func (m *merger) flag(name string, into *bool) {
	switch v := m.take(name).(type) {
	case nil:
	case bool:
		*into = v
	default:
		m.wrong(name, "true or false", v)
	}
}

func (m *merger) list(name string, into *[]string) {
	switch v := m.take(name).(type) {
	case nil:
	case []any:
		*into = texts(v)
		if len(*into) != len(v) {
			m.wrong(name, "a list of texts", v)
		}
	default:
		m.wrong(name, "a list of texts", v)
	}
}

func (m *merger) media(into *[]MediaFile) {
	switch v := m.take("media").(type) {
	case nil:
	case []any:
		*into = make([]MediaFile, 0, len(v))
		for _, e := range v {
			fields, ok := e.(map[string]any)
			if !ok {
				m.wrong("media", "a list of maps", e)
				return
			}
			r := reader(fields)
			*into = append(*into, MediaFile{File: r.text("file"), Alt: r.text("alt"), Focus: r.text("focus"), Credit: r.text("credit"),
				People: r.texts("people"), Made: r.text("made"), Captions: r.text("captions")})
		}
	default:
		m.wrong("media", "a list of maps", v)
	}
}

// maps returns a merger for the fields of a map, its layers down to the first
// that removes the whole of it; false if nothing is left.
func (m *merger) maps(name string) (merger, bool) {
	sub := merger{post: m.post}
	found := false
	for i, layer := range m.layers {
		v, there := layer[name]
		if !there {
			continue
		}
		if v == nil {
			break
		}
		fields, ok := v.(map[string]any)
		if !ok {
			m.wrong(name, "a map", v)
			break
		}
		sub.layers[i], found = fields, true
	}
	return sub, found
}

func (m *merger) late(into *Late) {
	sub, found := m.maps("late")
	if !found {
		return
	}
	sub.text("max", &into.Max)
	sub.text("then", &into.Then)
	if len(sub.declared) > 0 {
		m.declared = append(m.declared, "late")
	}
	m.adopt(sub, "late")
}

func (m *merger) card(into **Card) {
	sub, found := m.maps("card")
	if !found {
		return
	}
	card := Card{}
	sub.text("description", &card.Description)
	switch v := sub.take("image").(type) {
	case nil:
	case map[string]any:
		card.Image = &CardImage{reader(v).text("file"), reader(v).text("alt")}
	default:
		sub.wrong("image", "a map", v)
	}
	sub.text("title", &card.Title)
	if len(sub.declared) > 0 {
		*into, m.declared = &card, append(m.declared, "card")
	}
	m.adopt(sub, "card")
}

func (m *merger) poll(into **Poll) {
	sub, found := m.maps("poll")
	if !found {
		return
	}
	poll := Poll{}
	sub.flag("hide", &poll.Hide)
	sub.text("lasts", &poll.Lasts)
	sub.flag("multiple", &poll.Multiple)
	sub.list("options", &poll.Options)
	if len(sub.declared) > 0 {
		*into, m.declared = &poll, append(m.declared, "poll")
	}
	m.adopt(sub, "poll")
}

func (m *merger) seo(into *SEO) {
	sub, found := m.maps("seo")
	if !found {
		return
	}
	sub.text("canonical", &into.Canonical)
	sub.text("description", &into.Description)
	sub.list("keywords", &into.Keywords)
	sub.text("slug", &into.Slug)
	sub.text("title", &into.Title)
	for _, name := range sub.declared {
		m.declared = append(m.declared, "seo."+name)
	}
	m.adopt(sub, "seo")
}

// adopt keeps the first error of a merged map.
func (m *merger) adopt(sub merger, name string) {
	if m.err == nil && sub.err != nil {
		m.err = fmt.Errorf("%s: %w", name, sub.err)
	}
}
