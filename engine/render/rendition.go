package render

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"galley/engine"
	"galley/engine/zone"
	"galley/schema"
)

// A rendition is one post on its way to one channel: the fields that hold
// there, and what has come of them so far.
type rendition struct {
	*newsroom
	post     *schema.Post
	channel  *schema.Channel
	info     engine.Info
	limits   engine.Limits
	fields   schema.PostFields
	campaign *campaign // nil if none
	tags     []string  // with those of the campaign and the channel
	refs     []engine.ID
	notes    []string // for people
	escaped  bool     // a text holds $${, still as written
	desired  []engine.Desired
	findings []engine.Finding
}

// post renders a post for all its channels. Channels and networks that do not
// exist are left out: validation stops the run.
func (n *newsroom) post(ctx context.Context, p *schema.Post) rendition {
	all := rendition{desired: make([]engine.Desired, 0, len(p.Channels))}
	rendered := 0
	for i, id := range p.Channels {
		channel := n.channels[id]
		if channel == nil || slices.Contains(p.Channels[:i], id) {
			continue
		}
		info, found := n.infos[engine.Network(channel.Network)]
		if !found {
			continue
		}
		r := rendition{newsroom: n, post: p, channel: channel, info: info, desired: all.desired}
		r.limits, _ = n.limits(channel, info.PostKind)
		r.render(ctx)
		rendered++
		all.desired = r.desired
		all.findings = append(all.findings, r.findings...)
	}
	all.findings = sameEverywhere(all.findings, rendered)
	return all
}

// sameEverywhere says once what was found on all of a post's channels.
func sameEverywhere(list []engine.Finding, channels int) []engine.Finding {
	if len(list) < 2 {
		return list
	}
	list = unique(list)
	count := map[engine.Finding]int{}
	for _, f := range list {
		f.Channel = ""
		count[f]++
	}
	for i, f := range list {
		f.Channel = ""
		if count[f] == channels {
			list[i] = f
		}
	}
	return unique(list)
}

// unique keeps the first of equal findings.
func unique(list []engine.Finding) []engine.Finding {
	said := make(map[engine.Finding]bool, len(list))
	return slices.DeleteFunc(list, func(f engine.Finding) bool {
		again := said[f]
		said[f] = true
		return again
	})
}

func (r *rendition) render(ctx context.Context) {
	fields, err := r.post.Merged(r.channel.ID, r.channel.Network)
	if err != nil {
		r.fatal(RuleBadVariant, r.at(), err.Error(), "see galley schema for the type of each field")
	}
	r.fields = fields
	r.campaign = r.campaigns[fields.Campaign]
	r.tags = r.allTags()
	d := r.frame()
	if fields.Status == "retracted" {
		r.retract(d)
		return
	}
	d.Class = engine.Publish
	r.times(&d)
	r.outsideCampaign(d)
	before := len(r.desired)
	r.specs(ctx, d)
	r.repeat(before)
	if r.drafted() {
		r.unfinished()
	}
}

// frame is what holds for the whole post and all its parts.
func (r *rendition) frame() engine.Desired {
	f := r.fields
	return engine.Desired{
		ID:      r.id(),
		Account: account(r.channel),
		Zone:    r.zone.String(),
		Rules: engine.Rules{
			Late:    r.postLate(),
			Replace: f.Replace,
			Edit:    f.Edit,
			Native:  r.channel.Schedule == "native",
		},
		Labels: engine.Labels{Campaign: f.Campaign, Tags: r.tags, Author: f.Author, Pillar: f.Pillar,
			Sponsored: f.Sponsor != "" || r.campaign != nil && r.campaign.Sponsor != ""},
		Was:    r.was(),
		Source: r.at(),
	}
}

func (r *rendition) id() engine.ID {
	return engine.ID{Kind: engine.KindPost, Channel: engine.Channel(r.channel.ID), Slug: r.post.ID}
}

// was are the names under which the post may have been published before: each
// former slug on each former channel.
func (r *rendition) was() []engine.ID {
	if len(r.fields.Was) == 0 && len(r.channel.Was) == 0 {
		return nil
	}
	var ids []engine.ID
	for _, channel := range append([]string{r.channel.ID}, r.channel.Was...) {
		for _, slug := range append([]string{r.post.ID}, r.fields.Was...) {
			id := engine.ID{Kind: engine.KindPost, Channel: engine.Channel(channel), Slug: slug}
			if id != r.id() && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

func (r *rendition) postLate() engine.Late {
	late := r.late
	if then := r.fields.Late.Then; then != "" {
		late.Then = lateThen(then)
	}
	if longest := r.fields.Late.Max; longest != "" {
		d, err := parseDuration(longest)
		if err != nil {
			r.fault(RuleBadDuration, r.at("late", "max"), err.Error(), durationHint)
		}
		late.Max = d
	}
	return late
}

// drafted reports whether the author has not asked for publication.
func (r *rendition) drafted() bool {
	return r.fields.Status == "draft" || r.fields.At == "" && r.fields.Slot == ""
}

// unfinished makes warnings of what a draft may still lack. It cannot go out.
func (r *rendition) unfinished() {
	for i := range r.findings {
		if f := &r.findings[i]; f.Severity == engine.SeverityError && !f.Fatal {
			f.Severity = engine.SeverityWarning
		}
	}
}

// retract renders the removal of the post and of all its parts. What else is
// wrong with it does not matter any more, so that nothing keeps it online.
func (r *rendition) retract(d engine.Desired) {
	before := len(r.desired)
	r.findings = nil
	d.Class, d.Reason = engine.Remove, r.fields.Reason
	if d.Reason == "" {
		r.fault(RuleNoReason, r.at("status"), "retracted without a reason", "add: reason: why it was taken down")
	}
	if due, err := zone.Parse(r.fields.At, zone.Fold(cmp.Or(r.fields.Fold, "first")), r.zone); err == nil {
		d.Due, d.Zone = due.UTC(), due.Location().String()
	}
	for _, part := range append([]part{{}}, r.parts()...) {
		p := withPart(d, part)
		p.Spec = r.emptySpec()
		p.Digest = r.digest(p)
		r.desired = append(r.desired, p)
	}
	r.repeat(before)
}

func (r *rendition) emptySpec() engine.Spec {
	if r.info.PostKind == engine.KindArticle {
		return &engine.Article{}
	}
	return &engine.Post{}
}

// at is where a field is written: in the variant that won, or in the post.
func (r *rendition) at(path ...string) engine.Pos {
	return engine.Pos(r.post.At(r.channel.ID, r.channel.Network, path...))
}

func (r *rendition) fault(rule string, at engine.Pos, text, hint string) {
	r.findings = append(r.findings, engine.Finding{Pos: at, Rule: rule, Text: text, Hint: hint,
		Object: "Post " + r.post.ID, Channel: engine.Channel(r.channel.ID)})
}

func (r *rendition) fatal(rule string, at engine.Pos, text, hint string) {
	r.fault(rule, at, text, hint)
	r.findings[len(r.findings)-1].Fatal = true
}

func (r *rendition) warning(rule string, at engine.Pos, text, hint string) {
	r.fault(rule, at, text, hint)
	r.findings[len(r.findings)-1].Severity = engine.SeverityWarning
}

// told is a remark that nobody has to act on.
func (r *rendition) told(rule string, at engine.Pos, text, hint string) {
	r.fault(rule, at, text, hint)
	r.findings[len(r.findings)-1].Severity = engine.SeverityInfo
}

// untimely reports an error of engine/zone under the rule its kind names.
func (r *rendition) untimely(field string, err error) {
	rule, text, hint := timeFinding(err)
	r.fault(rule, r.at(field), field+": "+text, hint)
}

func timeFinding(err error) (rule, text, hint string) {
	var e *zone.Error
	if errors.As(err, &e) {
		return string(e.Kind), e.Text, e.Hint
	}
	return string(zone.BadDate), err.Error(), ""
}
