package render

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/zone"
	"galley/schema"
)

// A campaign is a Campaign object with its dates and its query string.
type campaign struct {
	*schema.Campaign
	from, end time.Time // zero: no bound; end is the instant after its last day
	utm       []parameter
}

type parameter struct{ name, value string }

// query writes "utm_source=…&utm_medium=…".
func query(parameters []parameter) string {
	parts := make([]string, len(parameters))
	for i, p := range parameters {
		parts[i] = p.name + "=" + url.QueryEscape(p.value)
	}
	return strings.Join(parts, "&")
}

// newCampaign reads a campaign's dates as days in the project's zone.
func (n *newsroom) newCampaign(c *schema.Campaign) *campaign {
	out := &campaign{Campaign: c, utm: parameters(c.UTM)}
	read := func(field, text string) time.Time {
		if text == "" {
			return time.Time{}
		}
		t, err := zone.ParseDate(text, n.zone)
		if err != nil {
			rule, what, hint := timeFinding(err)
			n.findings = append(n.findings, engine.Finding{Pos: position(c.Object, field), Rule: rule,
				Text: field + ": " + what, Hint: hint, Object: "Campaign " + c.ID})
		}
		return t
	}
	out.from, out.end = read("from", c.From), read("to", c.To)
	if !out.end.IsZero() {
		out.end = out.end.AddDate(0, 0, 1)
	}
	return out
}

// parameters puts the five that analytics tools know first, in their usual
// order.
func parameters(utm map[string]string) []parameter {
	usual := []string{"source", "medium", "campaign", "term", "content"}
	names := slices.SortedFunc(maps.Keys(utm), func(a, b string) int {
		i, j := slices.Index(usual, a), slices.Index(usual, b)
		if i != j && i >= 0 && j >= 0 {
			return i - j
		}
		if i != j {
			return j - i
		}
		return strings.Compare(a, b)
	})
	var out []parameter
	for _, name := range names {
		if utm[name] != "" {
			out = append(out, parameter{"utm_" + name, utm[name]})
		}
	}
	return out
}

// outsideCampaign warns of a post that goes out before or after its campaign.
func (r *rendition) outsideCampaign(d engine.Desired) {
	c := r.campaign
	if c == nil || d.Due.IsZero() {
		return
	}
	early := !c.from.IsZero() && d.Due.Before(c.from)
	late := !c.end.IsZero() && !d.Due.Before(c.end)
	if !early && !late {
		return
	}
	r.warning(RuleOutsideCampaign, r.at("at"),
		fmt.Sprintf("campaign %s runs %s, this post goes out %s", c.ID, span(c.From, c.To), r.fields.At), "")
}

func span(from, to string) string {
	switch {
	case to == "":
		return "from " + from
	case from == "":
		return "until " + to
	}
	return "from " + from + " to " + to
}

// allTags are those of the post, then of its campaign, then of the channel, each
// once whatever its case.
func (r *rendition) allTags() []string {
	var out []string
	add := func(tags []string) {
		for _, tag := range tags {
			if !slices.ContainsFunc(out, func(t string) bool { return strings.EqualFold(t, tag) }) {
				out = append(out, tag)
			}
		}
	}
	add(r.fields.Tags)
	if r.campaign != nil {
		add(r.campaign.Hashtags)
	}
	add(r.channel.Tags)
	return out
}

// track adds the campaign's parameters to every address of ours in a text.
func (r *rendition) track(text string) string {
	if r.campaign == nil || len(r.campaign.utm) == 0 {
		return text
	}
	var b strings.Builder
	for {
		start, end := engine.NextAddress(text)
		if start < 0 {
			break
		}
		b.WriteString(text[:start])
		address := text[start:end]
		if !strings.HasPrefix(text[end:], "${") { // else it goes on with what only the network knows
			address = r.trackOne(address)
		}
		b.WriteString(address)
		text = text[end:]
	}
	if b.Len() == 0 {
		return text
	}
	b.WriteString(text)
	return b.String()
}

// trackOne adds the parameters to an address of one of the project's own hosts.
// Those already there win; nothing else of the address changes.
func (r *rendition) trackOne(address string) string {
	_, host, _ := strings.Cut(address, "://")
	if i := strings.IndexAny(host, "/?#"); i >= 0 {
		host = host[:i]
	}
	if !r.ownHosts[strings.ToLower(host)] {
		return address
	}
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	there := u.Query()
	var missing []parameter
	for _, p := range r.campaign.utm {
		if !there.Has(p.name) {
			missing = append(missing, p)
		}
	}
	if len(missing) == 0 {
		return address
	}
	address, fragment, found := strings.Cut(address, "#")
	if found {
		fragment = "#" + fragment
	}
	join := "?"
	if strings.Contains(address, "?") {
		join = "&"
	}
	if strings.HasSuffix(address, "?") || strings.HasSuffix(address, "&") {
		join = ""
	}
	return address + join + query(missing) + fragment
}

func sortBySlug(freezes []engine.Freeze) {
	slices.SortStableFunc(freezes, func(a, b engine.Freeze) int { return strings.Compare(a.Slug, b.Slug) })
}
