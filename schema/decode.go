package schema

import (
	"cmp"
	"slices"
	"strings"
)

// Add puts a checked object into the slice or field of its kind. An object of a
// kind that Content does not hold is left out. A second Project, Charter or
// Team replaces the first: the loader has reported it.
func (c *Content) Add(o *Object) {
	switch o.Kind {
	case "Project":
		c.Project = project(o)
	case "Charter":
		charter := charter(o)
		c.Charter = &charter
	case "Team":
		team := team(o)
		c.Team = &team
	case "Channel":
		c.Channels = append(c.Channels, channel(o))
	case "Campaign":
		c.Campaigns = append(c.Campaigns, campaign(o))
	case "Calendar":
		c.Calendars = append(c.Calendars, calendar(o))
	case "Post":
		c.Posts = append(c.Posts, post(o))
	case "Freeze":
		c.Freezes = append(c.Freezes, freeze(o))
	case "Report":
		c.Reports = append(c.Reports, report(o))
	}
}

// Sort orders every slice by id.
func (c *Content) Sort() {
	slices.SortStableFunc(c.Channels, func(a, b Channel) int { return strings.Compare(a.ID, b.ID) })
	slices.SortStableFunc(c.Campaigns, func(a, b Campaign) int { return strings.Compare(a.ID, b.ID) })
	slices.SortStableFunc(c.Calendars, func(a, b Calendar) int { return strings.Compare(a.ID, b.ID) })
	slices.SortStableFunc(c.Posts, func(a, b Post) int { return strings.Compare(a.ID, b.ID) })
	slices.SortStableFunc(c.Freezes, func(a, b Freeze) int { return strings.Compare(a.ID, b.ID) })
	slices.SortStableFunc(c.Reports, func(a, b Report) int { return strings.Compare(a.ID, b.ID) })
}

// reader takes values of checked fields; what is not there is the zero value.
type reader map[string]any

func (r reader) text(name string) string {
	s, _ := r[name].(string)
	return s
}

func (r reader) texts(name string) []string { return texts(r[name]) }

func texts(v any) []string {
	list, _ := v.([]any)
	if len(list) == 0 {
		return nil
	}
	out := make([]string, 0, len(list))
	for _, e := range list {
		if s, ok := e.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

func (r reader) sub(name string) reader {
	m, _ := r[name].(map[string]any)
	return m
}

func (r reader) flag(name string) bool {
	b, _ := r[name].(bool)
	return b
}

// count is a whole number within the range of every machine.
func (r reader) count(name string) int {
	n, _ := r[name].(int64)
	return int(min(max(n, 0), 1<<31-1))
}

// each calls f for every map of a list.
func (r reader) each(name string, f func(reader)) {
	list, _ := r[name].([]any)
	for _, e := range list {
		if m, ok := e.(map[string]any); ok {
			f(m)
		}
	}
}

func (r reader) textMap(name string) map[string]string {
	m := r.sub(name)
	if len(m) == 0 {
		return nil
	}
	out := make(map[string]string, len(m))
	for k := range m {
		out[k] = m.text(k)
	}
	return out
}

func (r reader) late() Late { return Late{Max: r.text("max"), Then: r.text("then")} }

// project fills in the defaults, so that nobody else has to know them.
func project(o *Object) Project {
	r := reader(o.Fields)
	p := Project{
		Object:    o,
		ID:        o.ID,
		Name:      r.text("name"),
		Zone:      r.text("zone"),
		Languages: r.texts("languages"),
		Schema:    cmp.Or(r.text("schema"), "v1"),
		Drift:     cmp.Or(r.text("drift"), "show"),
		Prune:     r.flag("prune"),
		Late:      r.sub("late").late(),
		Guards:    guards(r.sub("guards")),
		Public:    r.flag("public"),
	}
	record := r.sub("record")
	p.Record = Record{
		ID:     record.text("id"),
		Branch: cmp.Or(record.text("branch"), "galley/record"),
		Remote: cmp.Or(record.text("remote"), "origin"),
	}
	signing := record.sub("signing")
	p.Record.Signing = Signing{Keys: signing.texts("keys"), Since: signing.text("since")}
	reports := r.sub("reports")
	p.Reports = Reports{Pull: reports.flag("pull"), Branch: cmp.Or(reports.text("branch"), "galley/reports"), Currency: reports.text("currency")}
	p.Late = Late{Max: cmp.Or(p.Late.Max, "4h"), Then: cmp.Or(p.Late.Then, "ask")}
	for name := range r.sub("handles") {
		if p.Handles == nil {
			p.Handles = map[string]map[string]string{}
		}
		p.Handles[name] = r.sub("handles").textMap(name)
	}
	return p
}

func guards(r reader) Guards {
	g := Guards{MaxDeletes: 10, MaxDeleteShare: 0.3}
	if _, there := r["maxDeletes"].(int64); there {
		g.MaxDeletes = r.count("maxDeletes")
	}
	switch n := r["maxDeleteShare"].(type) {
	case float64:
		g.MaxDeleteShare = n
	case int64:
		g.MaxDeleteShare = float64(n)
	}
	return g
}

func channel(o *Object) Channel {
	r := reader(o.Fields)
	c := Channel{
		Object:      o,
		ID:          o.ID,
		Network:     r.text("network"),
		Handle:      r.text("handle"),
		URL:         r.text("url"),
		Target:      Target{Dir: r.sub("target").text("dir"), Branch: r.sub("target").text("branch")},
		Credentials: r.text("credentials"),
		Schedule:    cmp.Or(r.text("schedule"), "self"),
		Language:    r.text("language"),
		Tags:        r.texts("tags"),
		Media:       ChannelMedia{Fit: r.sub("media").flag("fit")},
		Limits:      r.sub("limits").limits(),
		Was:         r.texts("was"),
	}
	r.each("filters", func(f reader) { c.Filters = append(c.Filters, filter(f)) })
	if profile, ok := r["profile"].(map[string]any); ok {
		p := reader(profile)
		c.Profile = &Profile{Name: p.text("name"), Bio: p.text("bio"), Avatar: p.text("avatar")}
		p.each("links", func(l reader) {
			c.Profile.Links = append(c.Profile.Links, ProfileLink{l.text("label"), l.text("url")})
		})
	}
	return c
}

func filter(r reader) Filter {
	f := Filter{ID: r.text("id"), Title: r.text("title"), Contexts: r.texts("contexts"), Action: cmp.Or(r.text("action"), "warn")}
	r.each("words", func(w reader) {
		f.Words = append(f.Words, FilterWord{Text: w.text("text"), Whole: w.flag("whole")})
	})
	return f
}

func (r reader) limits() Limits {
	l := Limits{
		MaxText: r.count("maxText"), PerURL: r.count("perURL"), MaxMedia: r.count("maxMedia"), MaxAlt: r.count("maxAlt"),
		MediaBytes: r.count("mediaBytes"), VideoBytes: r.count("videoBytes"), MediaPixels: r.count("mediaPixels"),
		PollOptions: r.count("pollOptions"), PollText: r.count("pollText"), PollMin: r.count("pollMin"), PollMax: r.count("pollMax"),
	}
	if b, there := r["pollMedia"].(bool); there {
		l.PollMedia = &b
	}
	if b, there := r["quotes"].(bool); there {
		l.Quotes = &b
	}
	return l
}

func campaign(o *Object) Campaign {
	r := reader(o.Fields)
	c := Campaign{
		Object:     o,
		ID:         o.ID,
		Name:       r.text("name"),
		From:       r.text("from"),
		To:         r.text("to"),
		Objective:  r.text("objective"),
		Objectives: objectives(o),
		UTM:        r.textMap("utm"),
		Hashtags:   r.texts("hashtags"),
		Sponsor:    r.text("sponsor"),
	}
	for i := range c.Objectives {
		c.Objectives[i].From = cmp.Or(c.Objectives[i].From, c.From)
	}
	return c
}

func calendar(o *Object) Calendar {
	r := reader(o.Fields)
	c := Calendar{Object: o, ID: o.ID}
	r.each("slots", func(s reader) {
		c.Slots = append(c.Slots, Slot{Channel: s.text("channel"), Days: s.texts("days"), Time: s.text("time")})
	})
	r.each("holidays", func(h reader) {
		c.Holidays = append(c.Holidays, Holiday{Country: h.text("country"), On: h.text("on"), From: h.text("from"),
			To: h.text("to"), Name: h.text("name")})
	})
	return c
}

func freeze(o *Object) Freeze {
	r := reader(o.Fields)
	scope := r.sub("scope")
	return Freeze{
		Object: o,
		ID:     o.ID,
		Scope: Scope{
			All:       scope.flag("all"),
			Channels:  scope.texts("channels"),
			Campaigns: scope.texts("campaigns"),
			Tags:      scope.texts("tags"),
		},
		Reason: r.text("reason"),
		By:     r.text("by"),
		From:   r.text("from"),
		Until:  r.text("until"),
		Allow:  r.texts("allow"),
	}
}

func post(o *Object) Post {
	r := reader(o.Fields)
	p := Post{Object: o, ID: o.ID, Channels: r.texts("channels"), Base: o.Fields}
	for name := range r.sub("variants") {
		if p.Variants == nil {
			p.Variants = map[string]map[string]any{}
		}
		p.Variants[name] = r.sub("variants").sub(name)
	}
	partnership := r.sub("partnership")
	p.Partnership = Partnership{partnership.text("contract"), partnership.text("signed"), partnership.text("sector")}
	if c := r.sub("contest"); c != nil {
		p.Contest = &Contest{Rules: c.text("rules"), From: c.text("from"), To: c.text("to"), Prize: c.text("prize"),
			Selection: c.text("selection"), Entry: c.texts("entry")}
	}
	r.each("waivers", func(w reader) {
		p.Waivers = append(p.Waivers, Waiver{w.text("rule"), w.text("reason"), w.text("by")})
	})
	if again := r.sub("repeat"); again != nil {
		p.Repeat = &Repeat{RRule: again.text("rrule"), Until: again.text("until"), Count: again.count("count"), Except: again.texts("except")}
	}
	return p
}
