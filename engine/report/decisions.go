package report

import (
	"strings"
	"time"

	"galley/engine"
	"galley/engine/metrics"
)

// decisions are what the numbers ask people to decide.
func decisions(d *Document, c *comparison) []Statement {
	list := d.targets()
	list = append(list, d.waiting()...)
	list = append(list, d.lateness()...)
	list = append(list, d.efforts()...)
	list = append(list, d.volumes()...)
	list = append(list, pillars(c)...)
	list = append(list, pictures(c)...)
	for _, e := range d.Expiries {
		list = append(list, candidate{renew{e, d.Delivery.AsOf}, 1.2, "access"})
	}
	return ordered(list)
}

// waiting asks about posts that came due and wait for a person.
func (d *Document) waiting() []candidate {
	w := waits{}
	for _, list := range [][]Entry{d.Delivery.Open, d.Delivery.Posts} {
		for _, e := range list {
			if e.State.waits() && !e.Due.After(d.Delivery.AsOf) {
				w.states[e.State]++
				w.posts++
				if w.oldest.Due.IsZero() || e.Due.Before(w.oldest.Due) {
					w.oldest = e
				}
			}
		}
	}
	if w.posts == 0 {
		return nil
	}
	return []candidate{{w, 0.8 + min(float64(w.posts)/50, 0.4), "waiting"}}
}

// waits asks whether posts that wait for a person are published or withdrawn.
type waits struct {
	posts  int
	states Counts
	oldest Entry
}

func (waits) Kind() string { return "waiting" }

func (waits) About() string { return "" }

func (w waits) Numbers() map[string]float64 {
	n := map[string]float64{"posts": float64(w.posts)}
	for state, count := range w.states {
		if count > 0 {
			n[State(state).String()] = float64(count)
		}
	}
	return n
}

func (w waits) say(s speaker) Text {
	var parts []string
	for state, count := range w.states {
		if count > 0 {
			parts = append(parts, s.number(count)+" "+choose(s.states[state], count))
		}
	}
	text := Text{strong(s.pick(
		s.somePosts(w.posts)+" "+choose("waits|wait", w.posts)+" for a person: publish or withdraw?",
		s.somePosts(w.posts)+" "+choose("attend|attendent", w.posts)+" une décision"+s.colon+" publier ou retirer ?"))}
	of := s.weave(" {0}.", " {0}.", plain(s.list(parts)))
	if len(parts) == 1 {
		of = nil
	}
	return append(append(text, of...), s.weave(" The oldest, {0} on {1}, was due on {2}.", " La plus ancienne, {0} sur {1}, était prévue le {2}.",
		plain(s.named(w.oldest.ID, w.oldest.Title)), plain(s.channel(w.oldest.ID.Channel)), plain(s.date(w.oldest.Due)))...)
}

// lateness asks about posts that went out late, where that is more than a mishap.
func (d *Document) lateness() []candidate {
	total := d.Delivery.Totals
	if total[Late] < 3 || total[Late]*10 < total.Published() {
		return nil
	}
	l := late{late: total[Late], published: total.Published()}
	for _, c := range d.Delivery.Channels {
		if c.Totals[Late] > l.there {
			l.channel, l.there = c.Channel, c.Totals[Late]
		}
	}
	l.by = time.Duration(medianOf(entriesIn(d.Delivery.Posts, Late), func(e Entry) (float64, bool) { return float64(e.Late), true }))
	return []candidate{{l, 0.4 + float64(l.late)/float64(l.published), "late"}}
}

// late asks what to change so that posts go out in time.
type late struct {
	late, published, there int
	channel                engine.Channel // where most were late
	by                     time.Duration  // in the middle
}

func (late) Kind() string { return "late" }

func (l late) About() string { return string(l.channel) }

func (l late) Numbers() map[string]float64 {
	return map[string]float64{"late": float64(l.late), "published": float64(l.published), "most": float64(l.there), "median_seconds": l.by.Seconds()}
}

func (l late) say(s speaker) Text {
	text := Text{strong(s.pick("Approve earlier, or plan later?", "Valider plus tôt, ou prévoir plus tard ?"))}
	text = append(text, s.weave(" {0} of {1} went out late, half of them by {2} or more", " {0} publications sur {1} sont parues en retard, la moitié de {2} ou plus",
		plain(s.number(l.late)), plain(s.pick(s.somePosts(l.published), s.number(l.published))), plain(s.duration(l.by)))...)
	return append(text, s.weave("; {0} of them on {1}.", " ; {0} d’entre elles sur {1}.", plain(s.number(l.there)), plain(s.channel(l.channel)))...)
}

// efforts asks about channels that take many posts and bring little.
func (d *Document) efforts() []candidate {
	all, known := d.Figures.Of(kpiEngagement, metrics.Scope{})
	posts, counted := d.Figures.Of(kpiPosts, metrics.Scope{})
	if !known || !counted || !all.Now.Known || !posts.Now.Known || all.Now.N == 0 || posts.Now.N == 0 {
		return nil
	}
	var list []candidate
	for _, c := range d.Channels {
		scope := metrics.Scope{Channel: c.Channel}
		there, _ := d.Figures.Of(kpiPosts, scope)
		brought, _ := d.Figures.Of(kpiEngagement, scope)
		share := there.Now.N / posts.Now.N
		if there.Now.Known && brought.Now.Known && share >= 0.2 && brought.Now.N/all.Now.N <= share/4 {
			list = append(list, candidate{effort{c.Channel, there.Now.N, posts.Now.N, brought.Now.N, all.Now.N}, 0.5 + share/2, "effort"})
		}
	}
	return list
}

// effort asks whether a channel is worth what goes there.
type effort struct {
	channel                        engine.Channel
	posts, allPosts, brought, from float64
}

func (effort) Kind() string { return "effort" }

func (e effort) About() string { return string(e.channel) }

func (e effort) Numbers() map[string]float64 {
	return map[string]float64{"posts": e.posts, "all_posts": e.allPosts, "engagement": e.brought, "all_engagement": e.from}
}

func (e effort) say(s speaker) Text {
	text := Text{strong(s.pick("Keep this rhythm on "+s.channel(e.channel)+"?", "Garder ce rythme sur "+s.channel(e.channel)+" ?"))}
	return append(text, s.weave(" {0} of the posts ({1} of {2}) brought {3} of the interactions there ({4} of {5}).",
		" {0} des publications ({1} sur {2}) y ont valu {3} des interactions ({4} sur {5}).",
		plain(s.part(e.posts/e.allPosts)), plain(s.decimal(e.posts, 0)), plain(s.decimal(e.allPosts, 0)),
		plain(s.part(e.brought/e.from)), plain(s.decimal(e.brought, 0)), plain(s.decimal(e.from, 0)))...)
}

// volumes asks about channels that get fewer posts than the charter asks for.
func (d *Document) volumes() []candidate {
	if d.ofOneCampaign() {
		return nil
	}
	var list []candidate
	for _, c := range d.Channels {
		share, _ := d.Figures.Of(kpiVolume, metrics.Scope{Channel: c.Channel})
		posts, _ := d.Figures.Of(kpiPosts, metrics.Scope{Channel: c.Channel})
		if share.Now.Known && posts.Now.Known && share.Now.N < 80 {
			list = append(list, candidate{volume{c.Channel, posts.Now.N, share.Now.N}, 0.45 + (100-share.Now.N)/300, "volume"})
		}
	}
	return list
}

// volume asks whether more is to be posted, or less to be promised.
type volume struct {
	channel      engine.Channel
	posts, share float64
}

func (volume) Kind() string { return "volume" }

func (v volume) About() string { return string(v.channel) }

func (v volume) Numbers() map[string]float64 {
	return map[string]float64{"posts": v.posts, "percent": v.share}
}

func (v volume) say(s speaker) Text {
	text := Text{strong(s.pick("Post more on "+s.channel(v.channel)+", or plan for less?", "Publier plus sur "+s.channel(v.channel)+", ou viser moins ?"))}
	return append(text, s.weave(" {0} went out there, {1} of what the charter asks for.", " {0} y sont parues, soit {1} de ce que demande la charte.",
		plain(s.somePosts(int(v.posts))), plain(s.amount(v.share, "percent")))...)
}

// renew asks for a new access to a channel.
type renew struct {
	Expiry
	asOf time.Time
}

func (renew) Kind() string { return "access" }

func (r renew) About() string { return string(r.Channel) }

func (r renew) Numbers() map[string]float64 {
	return map[string]float64{"days": r.At.Sub(r.asOf).Hours() / 24}
}

func (r renew) say(s speaker) Text {
	text := Text{strong(s.pick("Who renews the access to "+s.channel(r.Channel)+"?", "Qui renouvelle l’accès à "+s.channel(r.Channel)+" ?"))}
	return append(text, r.details(s)...)
}

// details say when the access ends.
func (r renew) details(s speaker) Text {
	if !r.At.After(r.asOf) {
		return s.weave(" It ended on {0}.", " Il a pris fin le {0}.", plain(s.date(r.At)))
	}
	return s.weave(" It ends on {0}, in {1}.", " Il prend fin le {0}, dans {1}.", plain(s.date(r.At)),
		plain(s.someDays(int(r.At.Sub(r.asOf).Hours()/24))))
}

// webAddress is an address that readers may be sent to, empty for any other.
func webAddress(address string) string {
	if strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://") {
		return address
	}
	return ""
}
