package metrics

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"galley/engine"
)

const (
	day = 24 * time.Hour
	// grace is how long after an age of a post, or after a day, nobody is late to
	// have counted.
	grace = day
	// levelAges is after how long the level of an account is called old.
	levelAges = 48 * time.Hour
)

// caveats are what a reader must know before believing the figures of kpis,
// by kind, channel, metric and time.
func (t *tally) caveats(kpis []kpi) []Caveat {
	var list []Caveat
	posts, accounts := needed(kpis)
	for _, channel := range t.channels {
		network := t.in.Channels[channel]
		list = append(list, t.uncounted(channel)...)
		list = append(list, t.unmeasured(channel, kpis)...)
		for _, metric := range accounts {
			list = append(list, t.gaps(levelOf{channel, metric})...)
		}
		span := Period{t.windows[before].From, t.windows[now].cut}
		if t.published(channel, year) > 0 {
			span.From = t.windows[year].From
		}
		for _, metric := range slices.Concat(posts, accounts) {
			name := t.in.Catalogue.Metrics[metric].Name
			for _, b := range t.breaks(network, metric, span) {
				list = append(list, Caveat{Renamed, channel, name, b.At, b.At, t.published(channel, now)})
			}
		}
	}
	list = append(list, slices.DeleteFunc(slices.Clone(t.unlike), func(c Caveat) bool { return renamedSince(list, c) })...)
	slices.SortFunc(list, func(a, b Caveat) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Channel, b.Channel),
			cmp.Compare(a.Metric, b.Metric), a.From.Compare(b.From), a.To.Compare(b.To))
	})
	return slices.Compact(list)
}

// renamedSince reports whether the reason for which figures are not compared is
// told already: the network itself renamed what it counts.
func renamedSince(list []Caveat, c Caveat) bool {
	return slices.ContainsFunc(list, func(o Caveat) bool {
		return o.Kind == Renamed && o.Channel == c.Channel && o.Metric == c.Metric && o.From.After(c.From)
	})
}

// needed are the metrics of posts and of accounts that KPIs are made of, in the
// order of the catalogue.
func needed(kpis []kpi) (posts, accounts []int) {
	for _, k := range kpis {
		for _, b := range k.terms {
			switch {
			case b.name == factAudience || b.metric < 0:
			case b.from == fromLevel:
				accounts = append(accounts, b.metric)
			default:
				posts = append(posts, b.metric)
			}
		}
	}
	slices.Sort(posts)
	slices.Sort(accounts)
	return slices.Compact(posts), slices.Compact(accounts)
}

// published is how many posts went out on a channel in a window.
func (t *tally) published(channel engine.Channel, w uint8) int {
	n := 0
	for _, r := range t.rows {
		if r.window == w && t.posts[r.post].ID.Channel == channel {
			n++
		}
	}
	return n
}

// uncounted tells of the posts of a channel that were not counted, or not when
// they should have been.
func (t *tally) uncounted(channel engine.Channel) []Caveat {
	if len(t.dialects[t.in.Channels[channel]].posts) == 0 {
		return nil // which is told as unmeasured
	}
	byKind := map[CaveatKind]Caveat{}
	for _, r := range t.rows {
		p := t.posts[r.post]
		if r.window != now || p.ID.Channel != channel {
			continue
		}
		if kind, so := t.fault(r); so {
			c, known := byKind[kind]
			if !known {
				c = Caveat{Kind: kind, Channel: channel, From: p.Published}
			}
			c.To, c.Count = p.Published, c.Count+1
			byKind[kind] = c
		}
	}
	return slices.Collect(maps.Values(byKind)) // sorted with the others
}

// fault says what is wrong with the counts of a post, if something is.
func (t *tally) fault(r row) (CaveatKind, bool) {
	p, w := t.posts[r.post], t.windows[r.window]
	until := w.cut
	if !p.Removed.IsZero() && p.Removed.Before(until) {
		until = p.Removed
	}
	last := t.counted(r)
	switch due, some := ageDue(until.Sub(p.Published)); {
	case last.IsZero() && until.Equal(p.Removed):
		return Deleted, true
	case !some || until.Equal(p.Removed):
		return 0, false
	case last.IsZero():
		return Missing, true
	default:
		return LateData, last.Before(p.Published.Add(due))
	}
}

// ageDue is the last age at which a post of an age should have been counted.
func ageDue(age time.Duration) (due time.Duration, some bool) {
	for _, a := range ages {
		if a.age+grace <= age {
			due, some = a.age, true
		}
	}
	return due, some
}

// counted is when a post was counted last; zero if it never was.
func (t *tally) counted(r row) time.Time {
	var last int64
	for metric := range t.dialects[t.posts[r.post].Network].slots {
		c, _ := t.count(r, metric)
		last = max(last, c.at)
	}
	if last == 0 {
		return time.Time{}
	}
	return time.Unix(last, 0).UTC()
}

// unmeasured tells what the network of a channel does not count of its posts, or
// of its account. That a network has fewer parts of engagement than another is
// its nature, and worth no caveat.
func (t *tally) unmeasured(channel engine.Channel, kpis []kpi) []Caveat {
	d, posts := t.dialects[t.in.Channels[channel]], t.published(channel, now)
	if len(d.posts) == 0 && len(d.accounts) == 0 {
		return []Caveat{{Kind: Unmeasured, Channel: channel, Count: posts}}
	}
	var told []string
	for _, f := range slices.Concat(d.posts, d.accounts) {
		if f.holds(t.windows[now].From) || f.holds(t.windows[now].cut) || inside(f.From, t.windows[now].Period) {
			told = append(told, t.in.Catalogue.Metrics[f.metric].Name)
		}
	}
	var list []Caveat
	for _, k := range kpis {
		for _, b := range k.terms {
			if b.metric < 0 || b.part || len(k.over) > 1 && b.from == fromPost && !k.divides(b) || slices.Contains(told, b.name) {
				continue
			}
			told = append(told, b.name)
			list = append(list, Caveat{Kind: Unmeasured, Channel: channel, Metric: b.name, Count: posts})
		}
	}
	return list
}

func (k kpi) divides(b bound) bool { return slices.Contains(k.terms[len(k.over):], b) }

// gaps tells of the days of the period on which an account was not counted, and
// of a last level that is old.
func (t *tally) gaps(of levelOf) []Caveat {
	d := t.dialects[t.in.Channels[of.channel]]
	if !slices.ContainsFunc(d.accounts, func(f field) bool { return f.metric == of.metric }) {
		return nil
	}
	w := t.windows[now]
	name := t.in.Catalogue.Metrics[of.metric].Name
	missing := Caveat{Kind: Missing, Channel: of.channel, Metric: name}
	for from := midnight(w.From.In(t.in.Zone)); ; {
		to := from.AddDate(0, 0, 1)
		if to.After(w.cut) {
			break
		}
		if last, known := t.levelUntil(of, to); !known || last.at.Before(from) {
			if missing.Count == 0 {
				missing.From = from.UTC()
			}
			missing.To, missing.Count = to.UTC(), missing.Count+1
		}
		from = to
	}
	var list []Caveat
	if missing.Count > 0 {
		list = append(list, missing)
	}
	if last, known := t.levelUntil(of, w.cut); known && w.cut.Sub(last.at) > levelAges {
		list = append(list, Caveat{Kind: LateData, Channel: of.channel, Metric: name, From: last.at, To: w.cut,
			Count: int(w.cut.Sub(last.at) / day)})
	}
	return list
}
