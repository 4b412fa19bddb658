package validate

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"galley/engine"
	"galley/schema"
)

// post looks at what a post names: channels, campaigns, variants.
func (c *checker) post(p *schema.Post) {
	object := "Post " + p.ID
	for i, id := range p.Channels {
		c.knownChannel(id, object, position(p.Object, "channels", strconv.Itoa(i)))
	}
	if id, ok := p.Base["campaign"].(string); ok {
		c.knownCampaign(id, object, position(p.Object, "campaign"))
	}
	for _, name := range names(p.Variants) {
		if id, ok := p.Variants[name]["campaign"].(string); ok {
			c.knownCampaign(id, object, position(p.Object, "variants", name, "campaign"))
		}
		c.variant(p, name)
	}
}

// variant looks for one that would hold nowhere: what it says would be lost
// without a word.
func (c *checker) variant(p *schema.Post, name string) {
	valid := slices.Clone(p.Channels)
	for _, id := range p.Channels {
		if channel := c.channel[id]; channel != nil {
			valid = append(valid, channel.Network)
		}
	}
	if slices.Contains(valid, name) {
		return
	}
	hint := didYouMean(schema.Nearest(name, valid))
	if hint == "" {
		hint = fmt.Sprintf("add %s to channels, or remove the variant", name)
	}
	c.report(engine.Finding{Pos: position(p.Object, "variants"), Mark: name + ":", Rule: ruleUnusedVariant,
		Text: fmt.Sprintf("variant %s is neither a channel of the post nor the network of one", name), Hint: hint, Object: "Post " + p.ID})
}

// formerNames looks for a name that two objects claim: the record of what was
// published under it can be continued by one only.
func (c *checker) formerNames() {
	posts := claims{exists: func(id string) bool { return c.postByID[id] != nil }}
	for i := range c.Content.Posts {
		p := &c.Content.Posts[i]
		for _, place := range wasOf(p) {
			if text := posts.take(place.name, p.ID, "post"); text != "" {
				c.former(text, "Post "+p.ID, position(p.Object, place.path...))
			}
		}
	}
	channels := claims{exists: func(id string) bool { return c.channel[id] != nil }}
	for _, channel := range c.Content.Channels {
		for i, was := range channel.Was {
			if text := channels.take(was, channel.ID, "channel"); text != "" {
				c.former(text, "Channel "+channel.ID, position(channel.Object, "was", strconv.Itoa(i)))
			}
		}
	}
}

func (c *checker) former(text, object string, at engine.Pos) {
	c.report(engine.Finding{Pos: at, Rule: ruleFormerName, Text: text,
		Hint: "was: names what an object was called before, and no other object is called now", Object: object, Fatal: true})
}

// claims notes who was called what.
type claims struct {
	exists func(name string) bool
	by     map[string]string
}

// take says what is wrong with a claim, if anything.
func (c *claims) take(name, id, kind string) string {
	if c.by == nil {
		c.by = map[string]string{}
	}
	if c.exists(name) {
		return fmt.Sprintf("%s %s still exists", kind, name)
	}
	if other, taken := c.by[name]; taken && other != id {
		return fmt.Sprintf("%s %s was %s as well", kind, other, name)
	}
	c.by[name] = id
	return ""
}

// addresses warns of two articles or pages of a channel whose addresses end
// alike: a network may refuse the second, or put it in the place of the first.
func (c *checker) addresses() {
	type address struct {
		channel engine.Channel
		slug    string
	}
	first := map[address]*engine.Desired{}
	for i := range c.Desired {
		d := &c.Desired[i]
		slug := slugOf(d)
		if slug == "" {
			continue
		}
		at := address{d.ID.Channel, slug}
		other, taken := first[at]
		if !taken {
			first[at] = d
			continue
		}
		if d.ID == other.ID {
			continue // found as a duplicate page
		}
		if slug == d.ID.Slug { // the one that asked for the other's name
			d, other = other, d
		}
		s := subject{checker: c, d: d}
		s.remark(engine.SeverityWarning, ruleDuplicateSlug, s.at("seo", "slug"),
			fmt.Sprintf("the address of %s ends in %s as well", other.ID, slug), "write another seo: {slug: …}")
	}
}

// slugOf is the last part of a resource's address, where it has a say in it.
func slugOf(d *engine.Desired) string {
	if d.Class != engine.Publish || d.ID.Part != "" {
		return ""
	}
	switch spec := d.Spec.(type) {
	case *engine.Article:
		return cmp.Or(spec.SEO.Slug, d.ID.Slug)
	case *engine.Page:
		return cmp.Or(spec.Slug, d.ID.Slug)
	}
	return ""
}

type written struct {
	name string
	path []string
}

func wasOf(p *schema.Post) []written {
	var out []written
	list, _ := p.Base["was"].([]any)
	for i, v := range list {
		if name, ok := v.(string); ok {
			out = append(out, written{name, []string{"was", strconv.Itoa(i)}})
		}
	}
	return out
}
