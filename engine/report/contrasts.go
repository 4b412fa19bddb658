package report

import (
	"cmp"
	"maps"
	"slices"

	"galley/engine"
)

// What makes a difference between two sorts of posts worth a decision.
const (
	enoughCompared = 4   // posts of each
	farApart       = 1.6 // times as much
)

// A sample is posts that have something in common, and how they did: the middle of
// what each brought, in times of what is usual on its channel.
type sample struct {
	name  string
	posts int
	times float64
}

func sampleOf(name string, posts []Ranked) sample {
	return sample{name, len(posts), medianOf(posts, func(p Ranked) (float64, bool) { return p.Times, true })}
}

// pillars asks for more of the pillar that brings most, and less of the one that
// brings least, where there are more posts of that.
func pillars(c *comparison) []candidate {
	byPillar := map[string][]Ranked{}
	for _, p := range c.posts {
		if p.Pillar != "" {
			byPillar[p.Pillar] = append(byPillar[p.Pillar], p)
		}
	}
	var best, worst sample
	for _, name := range slices.Sorted(maps.Keys(byPillar)) {
		one := sampleOf(name, byPillar[name])
		if one.posts < enoughCompared {
			continue
		}
		if best.posts == 0 || one.times > best.times {
			best = one
		}
		if worst.posts == 0 || one.times < worst.times {
			worst = one
		}
	}
	if best.posts >= worst.posts || best.times < farApart*worst.times {
		return nil
	}
	return []candidate{{shift{best, worst}, 0.5 + min(best.times/max(worst.times, 0.1), 10)/20, "pillar"}}
}

// shift asks for more posts of one pillar and fewer of another.
type shift struct{ more, less sample }

func (shift) Kind() string { return "pillars" }

func (f shift) About() string { return f.more.name }

func (f shift) Numbers() map[string]float64 {
	return map[string]float64{"more_posts": float64(f.more.posts), "more_times": f.more.times,
		"less_posts": float64(f.less.posts), "less_times": f.less.times}
}

func (f shift) say(s speaker) Text {
	more, less := s.quoted(f.more.name), s.quoted(f.less.name)
	text := Text{strong(s.pick("More of "+more+", less of "+less+"?", "Plus de "+more+", moins de "+less+" ?"))}
	return append(text, s.weave(" {0} of the first drew {2} what is usual on their channels, {1} of the second {3} it.",
		" Les {0} du premier ont suscité {2} l’engagement habituel de leurs canaux, les {1} du second {3} cet engagement.",
		plain(s.somePosts(f.more.posts)), plain(s.somePosts(f.less.posts)), plain(s.times(f.more.times)), plain(s.times(f.less.times)))...)
}

// pictures asks for a picture with every post on a channel where those with one
// bring much more.
func pictures(c *comparison) []candidate {
	with, without := map[engine.Channel][]Ranked{}, map[engine.Channel][]Ranked{}
	for _, p := range c.posts {
		if len(p.Media) > 0 {
			with[p.ID.Channel] = append(with[p.ID.Channel], p)
		} else {
			without[p.ID.Channel] = append(without[p.ID.Channel], p)
		}
	}
	var list []candidate
	for _, channel := range sortedKeys(with, cmp.Compare[engine.Channel]) {
		a, b := sampleOf("", with[channel]), sampleOf("", without[channel])
		if a.posts >= enoughCompared && b.posts >= enoughCompared && a.times >= farApart*max(b.times, 0.1) {
			usual := max(c.medians[channel].Engagement, 1)
			list = append(list, candidate{picture{channel, a, b, usual}, 0.45, "picture"})
		}
	}
	return list
}

// picture asks for a picture with every post.
type picture struct {
	channel       engine.Channel
	with, without sample
	usual         float64
}

func (picture) Kind() string { return "pictures" }

func (p picture) About() string { return string(p.channel) }

func (p picture) Numbers() map[string]float64 {
	return map[string]float64{"with_posts": float64(p.with.posts), "with_median": p.with.times * p.usual,
		"without_posts": float64(p.without.posts), "without_median": p.without.times * p.usual}
}

func (p picture) say(s speaker) Text {
	text := Text{strong(s.pick("A picture with every post on "+s.channel(p.channel)+"?", "Une image avec chaque publication sur "+s.channel(p.channel)+" ?"))}
	return append(text, s.weave(" {0} with one drew a median of {1}, {2} without one {3}.", " {0} avec image ont suscité {1} en médiane, {2} sans image {3}.",
		plain(s.somePosts(p.with.posts)), plain(s.engagements(p.with.times*p.usual)), plain(s.somePosts(p.without.posts)), plain(s.rounded(p.without.times*p.usual)))...)
}
