package render

import (
	"context"
	"fmt"
	"strings"

	"galley/engine"
	"galley/schema"
)

// profiles renders what each channel says of itself.
func (n *newsroom) profiles(ctx context.Context) rendition {
	out := rendition{}
	for i := range n.Channels {
		c := &n.Channels[i]
		info, exists := n.infos[engine.Network(c.Network)]
		if c.Profile == nil || !exists {
			continue
		}
		limits, found := n.limits(c, engine.KindProfile)
		if !found {
			out.findings = append(out.findings, engine.Finding{Pos: position(c.Object, "profile"), Rule: RuleUnsupportedKind,
				Text: label(info) + " takes no profile from Galley", Hint: "remove profile: from the channel",
				Object: "Profile " + c.ID, Channel: engine.Channel(c.ID)})
			continue
		}
		d, findings := n.profile(ctx, c, limits)
		out.desired, out.findings = append(out.desired, d), append(out.findings, findings...)
		out.findings = append(out.findings, unsupportedProfile(c, info)...)
	}
	return out
}

func (n *newsroom) profile(ctx context.Context, c *schema.Channel, limits engine.Limits) (engine.Desired, []engine.Finding) {
	var findings []engine.Finding
	spec := &engine.Profile{Name: c.Profile.Name, Bio: c.Profile.Bio}
	for _, l := range c.Profile.Links {
		spec.Links = append(spec.Links, engine.Link{Label: l.Label, URL: l.URL})
	}
	d := n.standing(c, engine.KindProfile, "profile")
	d.Spec, d.Source = spec, position(c.Object, "profile")
	if c.Profile.Avatar != "" && limits.Shows("avatar") {
		avatar, note, problem := n.medium(ctx, c, limits, c.Profile.Avatar)
		switch {
		case problem != nil:
			findings = append(findings, engine.Finding{Pos: position(c.Object, "profile", "avatar"), Rule: problem.rule, Text: problem.text,
				Hint: problem.hint, Object: "Profile " + c.ID, Channel: engine.Channel(c.ID)})
		case note != "":
			d.Notes = []string{note}
			fallthrough
		default:
			spec.Avatar = []engine.Media{avatar}
		}
	}
	for _, name := range profileFields(c) {
		if limits.Shows(name) {
			d.Fields = append(d.Fields, name)
		}
	}
	for _, was := range c.Was {
		d.Was = append(d.Was, engine.ID{Kind: engine.KindProfile, Channel: engine.Channel(was), Slug: "profile"})
	}
	d.Digest = d.ComputeDigest()
	return d, findings
}

// profileFields are the names of what the channel declares, sorted.
func profileFields(c *schema.Channel) []string {
	if c.Object != nil {
		if fields, ok := c.Object.Fields["profile"].(map[string]any); ok {
			return names(fields)
		}
	}
	return engine.FieldNames(&engine.Profile{Name: c.Profile.Name, Bio: c.Profile.Bio})
}

func unsupportedProfile(c *schema.Channel, info engine.Info) []engine.Finding {
	limits := info.Kinds[engine.KindProfile]
	var out []engine.Finding
	for _, name := range profileFields(c) {
		if !limits.Shows(name) {
			out = append(out, engine.Finding{Pos: position(c.Object, "profile", name), Rule: RuleUnsupportedField,
				Text: fmt.Sprintf("%s shows no %s in a profile", label(info), name), Hint: "remove it from the profile",
				Object: "Profile " + c.ID, Channel: engine.Channel(c.ID)})
		}
	}
	return out
}

// standing is the frame of what has no time of its own: it is live from the
// first run that sees it.
func (n *newsroom) standing(c *schema.Channel, kind engine.Kind, slug string) engine.Desired {
	return engine.Desired{
		ID:      engine.ID{Kind: kind, Channel: engine.Channel(c.ID), Slug: slug},
		Class:   engine.Publish,
		Account: account(c),
		Merge:   true,
		Zone:    n.zone.String(),
		Rules:   engine.Rules{Late: engine.Late{Max: n.late.Max, Then: engine.LatePublish}},
	}
}

// charter renders the charter as a page of each channel that publishes it.
// Channels that do not exist are left out: validation stops the run.
func (n *newsroom) charter() rendition {
	out := rendition{}
	if n.Charter == nil {
		return out
	}
	for i, page := range n.Charter.Publish {
		c := n.channels[page.Channel]
		if c == nil {
			continue
		}
		info, exists := n.infos[engine.Network(c.Network)]
		if !exists {
			continue
		}
		at := position(n.Charter.Object, "publish", fmt.Sprint(i))
		if _, found := n.limits(c, engine.KindPage); !found {
			out.findings = append(out.findings, engine.Finding{Pos: at, Rule: RuleUnsupportedKind,
				Text: fmt.Sprintf("%s has no pages: the charter cannot be shown on %s", label(info), c.ID),
				Hint: "publish it on a site", Object: "Charter " + n.Charter.ID, Channel: engine.Channel(c.ID)})
			continue
		}
		out.desired = append(out.desired, n.charterPage(c, page.Slug, at))
	}
	return out
}

func (n *newsroom) charterPage(c *schema.Channel, slug string, at engine.Pos) engine.Desired {
	language := n.Charter.Language
	if language == "" {
		language = n.languageOf(c)
	}
	words := charterWordsIn(language)
	page := &engine.Page{Title: n.Charter.Title, Slug: slug, Body: charterBody(n.Charter, words), Language: language}
	if page.Title == "" {
		page.Title = words.title
	}
	d := n.standing(c, engine.KindPage, slug)
	d.Spec, d.Source = page, at
	limits, _ := n.limits(c, engine.KindPage)
	for _, name := range engine.FieldNames(page) {
		if limits.Shows(name) {
			d.Fields = append(d.Fields, name)
		}
	}
	for _, was := range c.Was {
		d.Was = append(d.Was, engine.ID{Kind: engine.KindPage, Channel: engine.Channel(was), Slug: slug})
	}
	d.Digest = d.ComputeDigest()
	return d
}

type charterWords struct{ title, mission, audiences string }

func charterWordsIn(language string) charterWords {
	if base, _, _ := strings.Cut(strings.ToLower(language), "-"); base == "fr" {
		return charterWords{"Charte éditoriale", "Mission", "Publics"}
	}
	return charterWords{"Editorial charter", "Mission", "Audiences"}
}

// charterBody writes the charter as Markdown, in the order of the object.
func charterBody(c *schema.Charter, words charterWords) string {
	var sections []string
	if c.Mission != "" {
		sections = append(sections, "## "+words.mission, strings.TrimSpace(c.Mission))
	}
	if len(c.Audiences) > 0 {
		sections = append(sections, "## "+words.audiences, "- "+strings.Join(c.Audiences, "\n- "))
	}
	for _, a := range c.Articles {
		heading := strings.TrimSpace(a.Number + " " + a.Title)
		if heading != "" {
			sections = append(sections, "## "+heading)
		}
		if text := strings.TrimSpace(a.Text); text != "" {
			sections = append(sections, text)
		}
	}
	return strings.Join(sections, "\n\n") + "\n"
}
