package metrics

import (
	"cmp"
	"slices"
	"time"

	"galley/engine"
)

// A group is what one channel contributes to one scope in one window.
type group struct {
	window  int
	scope   Scope
	channel engine.Channel // empty for what an import did not lay to a channel
}

// groups numbers them, and keeps the facts of each.
type groups struct {
	list  []group
	ids   map[group]int32
	facts map[factOf]float64 // an absent one is not known
	posts []int32            // how many rows each has
}

type factOf struct {
	group int32
	name  string
}

func (g *groups) id(of group) int32 {
	id, known := g.ids[of]
	if !known {
		id = int32(len(g.list))
		g.ids[of] = id
		g.list = append(g.list, of)
		g.posts = append(g.posts, 0)
	}
	return id
}

// grouped puts rows, deliveries, imports and volumes into their groups.
func (t *tally) grouped() *groups {
	g := &groups{ids: map[group]int32{}, facts: map[factOf]float64{}}
	for w := range life {
		for _, channel := range t.channels {
			g.id(group{w, Scope{}, channel})
			g.id(group{w, Scope{Channel: channel}, channel})
		}
	}
	for _, p := range t.posts {
		for w := range life {
			if p.Pillar != "" { // none of its posts is zero posts
				g.id(group{w, Scope{Pillar: p.Pillar}, p.ID.Channel})
			}
		}
	}
	for i := range t.rows {
		g.addRow(&t.rows[i], t.posts[t.rows[i].post])
	}
	g.addPosts(t)
	g.addDeliveries(t)
	g.addImports(t)
	for _, v := range t.in.Volumes {
		for w := range life {
			if weeks := t.weeks(w); weeks > 0 && slices.Contains(t.channels, v.Channel) {
				g.add(group{w, Scope{}, v.Channel}, factVolume, v.PerWeek*weeks)
				g.add(group{w, Scope{Channel: v.Channel}, v.Channel}, factVolume, v.PerWeek*weeks)
			}
		}
	}
	return g
}

func (g *groups) add(of group, name string, n float64) { g.facts[factOf{g.id(of), name}] += n }

func (g *groups) addRow(r *row, p *Post) {
	w, channel := int(r.window), p.ID.Channel
	r.groups = [3]int32{-1, -1, -1}
	switch {
	case w == between:
	case w == life:
		r.groups[0] = g.id(group{w, Scope{Campaign: p.Campaign}, channel})
	case p.Pillar != "":
		r.groups[2] = g.id(group{w, Scope{Pillar: p.Pillar}, channel})
		fallthrough
	default:
		r.groups[0] = g.id(group{w, Scope{}, channel})
		r.groups[1] = g.id(group{w, Scope{Channel: channel}, channel})
	}
	for _, id := range r.groups {
		if id >= 0 {
			g.posts[id]++
		}
	}
}

// addPosts counts posts. Before the first one nobody knows what was published by
// other means, so that there it is not zero.
func (g *groups) addPosts(t *tally) {
	for id, of := range g.list {
		if len(t.posts) == 0 || !t.posts[0].Published.Before(t.windows[of.window].cut) {
			continue
		}
		g.facts[factOf{int32(id), factPosts}] = float64(g.posts[id])
		if of.scope.Pillar != "" {
			g.facts[factOf{int32(id), factAllPosts}] = float64(g.posts[g.ids[group{of.window, Scope{}, of.channel}]])
		}
	}
}

func (g *groups) addDeliveries(t *tally) {
	d := t.in.Delivered
	for w, list := range [life][]Delivery{now: d.Now, before: d.Before, year: d.Year} {
		for _, one := range list {
			if !slices.Contains(t.channels, one.Channel) {
				continue
			}
			scopes := []Scope{{}, {Channel: one.Channel}}
			if one.Pillar != "" {
				scopes = append(scopes, Scope{Pillar: one.Pillar})
			}
			for _, scope := range scopes {
				of := group{w, scope, one.Channel}
				for i, n := range [...]int{one.Planned, one.Due, one.OnTime, one.Late, one.Skipped, one.Held, one.Blocked, one.Uncertain} {
					g.add(of, deliveryFacts[i], float64(n))
				}
			}
		}
	}
}

func (g *groups) addImports(t *tally) {
	list := slices.Clone(t.in.Imports)
	slices.SortFunc(list, func(a, b Import) int { // so that fractions add up to the same
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Campaign, b.Campaign),
			cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.N, b.N))
	})
	for _, one := range list {
		if one.Channel != "" && !slices.Contains(t.channels, one.Channel) {
			continue
		}
		y, m, d := one.Day.Date()
		day := time.Date(y, m, d, 0, 0, 0, 0, t.in.Zone)
		for w := range between {
			switch {
			case !t.windows[w].Holds(day) || !day.Before(t.windows[w].cut):
			case w < life:
				g.add(group{w, Scope{}, one.Channel}, one.Metric, one.N)
				if one.Channel != "" {
					g.add(group{w, Scope{Channel: one.Channel}, one.Channel}, one.Metric, one.N)
				}
			case one.Campaign != "":
				g.add(group{w, Scope{Campaign: one.Campaign}, one.Channel}, one.Metric, one.N)
			}
		}
	}
}

// weeks is how long a window lasts, or has lasted so far.
func (t *tally) weeks(w int) float64 {
	if w == life {
		return 0
	}
	from, to := t.windows[w].From.In(t.in.Zone), t.windows[w].cut.In(t.in.Zone)
	days := int(civil(to).Sub(civil(from)) / (24 * time.Hour))
	rest := to.Sub(from.AddDate(0, 0, days))
	return (float64(days) + rest.Hours()/24) / 7
}
