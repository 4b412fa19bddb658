package report

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"galley/engine"
	"galley/engine/metrics"
)

const (
	// ripe is the age from which on a post is compared with others: most of what
	// it brings has come by then.
	ripe = 72 * time.Hour
	// enoughPosts is how many posts a median is taken of at least.
	enoughPosts = 5
	// ranked is how many of the best and of the worst are shown.
	ranked = 3
	// FirstPage is how many facts and how many decisions the first page tells.
	FirstPage = 3
)

// Compose works out what follows from the numbers of a period.
func Compose(s Source) Document {
	d := Document{Source: s.zoned()}
	d.KPIs = d.shown()
	c := newComparison(s)
	d.Pillars = c.pillars(s.Figures.Posts, s.Shares)
	d.Medians, d.Pictured = c.list(), c.media
	d.Best, d.Worst = c.ranking()
	d.times = c.times()
	d.Facts = facts(&d, c)
	d.Decisions = decisions(&d, c)
	return d
}

// zoned is a source whose times are told in a zone: without one, in UTC.
func (s Source) zoned() Source {
	if s.Delivery.Zone == nil {
		s.Delivery.Zone = time.UTC
	}
	return s
}

// shown are the KPIs asked for, or all of the catalogue.
func (d *Document) shown() []string {
	if len(d.KPIs) > 0 {
		return d.KPIs
	}
	names := make([]string, len(d.Figures.KPIs))
	for i, definition := range d.Figures.KPIs {
		names[i] = definition.KPI
	}
	return names
}

// definition of a KPI; one that the catalogue does not know goes by its name.
func (d *Document) definition(kpi string) metrics.Definition {
	for _, definition := range d.Figures.KPIs {
		if definition.KPI == kpi {
			return definition
		}
	}
	return metrics.Definition{KPI: kpi, Label: metrics.Text{En: kpi, Fr: kpi}}
}

// A comparison measures posts of one period by what is usual on their channels.
type comparison struct {
	medians map[engine.Channel]Median
	counts  map[engine.Channel]map[string]float64 // medians of each part of the engagement
	media   map[engine.Channel]float64            // share of the posts that have pictures
	posts   []Ranked                              // that can be compared, in the order of the figures
}

func newComparison(s Source) *comparison {
	c := &comparison{medians: map[engine.Channel]Median{}, counts: map[engine.Channel]map[string]float64{},
		media: map[engine.Channel]float64{}}
	parts := engagementParts(s.Figures)
	byChannel := map[engine.Channel][]metrics.PostFigures{}
	for _, p := range s.Figures.Posts {
		if p.Engagement.Known && p.At.Sub(p.Published) >= ripe {
			byChannel[p.ID.Channel] = append(byChannel[p.ID.Channel], p)
		}
	}
	for channel, posts := range byChannel {
		if len(posts) < enoughPosts {
			continue
		}
		c.medians[channel] = Median{channel, len(posts), medianOf(posts, func(p metrics.PostFigures) (float64, bool) {
			return p.Engagement.N, true
		})}
		c.counts[channel] = map[string]float64{}
		for metric := range parts[channel] {
			c.counts[channel][metric] = medianOf(posts, func(p metrics.PostFigures) (float64, bool) {
				n, known := p.Counts[metric]
				return float64(n), known
			})
		}
		c.media[channel] = share(posts, func(p metrics.PostFigures) bool { return len(p.Media) > 0 })
	}
	for _, p := range s.Figures.Posts {
		if m, known := c.medians[p.ID.Channel]; known && p.Engagement.Known && p.At.Sub(p.Published) >= ripe {
			// Where a post usually brings nothing, one is the measure.
			c.posts = append(c.posts, Ranked{p, m, p.Engagement.N / max(m.Engagement, 1), c.difference(p)})
		}
	}
	return c
}

// engagementParts are the metrics that count as engagement on each channel.
func engagementParts(f metrics.Figures) map[engine.Channel]map[string]bool {
	parts := map[engine.Channel]map[string]bool{}
	figure, _ := f.Of(kpiEngagement, metrics.Scope{})
	for _, p := range figure.Parts {
		if parts[p.Channel] == nil {
			parts[p.Channel] = map[string]bool{}
		}
		parts[p.Channel][p.Metric] = true
	}
	return parts
}

// difference is the part of the engagement that lies farthest from what is usual
// on the channel; the zero Difference where none does.
func (c *comparison) difference(p metrics.PostFigures) Difference {
	var found Difference
	usual := c.counts[p.ID.Channel]
	for _, metric := range slices.Sorted(maps.Keys(usual)) {
		n, known := p.Counts[metric]
		if known && abs(float64(n)-usual[metric]) > abs(found.N-found.Usual) {
			found = Difference{metric, float64(n), usual[metric]}
		}
	}
	return found
}

// list are the medians by channel.
func (c *comparison) list() []Median {
	return slices.SortedFunc(maps.Values(c.medians), func(a, b Median) int { return cmp.Compare(a.Channel, b.Channel) })
}

// pillars are how the posts spread over the pillars, with the share that was asked
// for of each. One that got no posts is told where some were asked for.
func (c *comparison) pillars(posts []metrics.PostFigures, asked map[string]float64) []Pillar {
	counts, compared := map[string]int{}, map[string][]Ranked{}
	for _, p := range posts {
		counts[p.Pillar]++
	}
	for _, p := range c.posts {
		compared[p.Pillar] = append(compared[p.Pillar], p)
	}
	for name := range asked {
		counts[name] += 0
	}
	var list []Pillar
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		if name == "" || len(posts) == 0 {
			continue
		}
		pillar := Pillar{Name: name, Posts: counts[name], Share: float64(counts[name]) / float64(len(posts))}
		if share, is := asked[name]; is {
			pillar.Asked = metrics.Known(share)
		}
		if some := compared[name]; len(some) > 0 {
			pillar.Times = metrics.Known(sampleOf(name, some).times)
		}
		list = append(list, pillar)
	}
	return list
}

// times are those of each post that can be compared.
func (c *comparison) times() map[engine.ID]float64 {
	times := make(map[engine.ID]float64, len(c.posts))
	for _, p := range c.posts {
		times[p.ID] = p.Times
	}
	return times
}

// ranking are the posts that brought most and least for their channel. What is as
// usual is neither.
func (c *comparison) ranking() (best, worst []Ranked) {
	sorted := slices.Clone(c.posts)
	slices.SortStableFunc(sorted, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(b.Engagement.N, a.Engagement.N))
	})
	for _, p := range sorted {
		if p.Times > 1 && len(best) < ranked {
			best = append(best, p)
		}
	}
	for _, p := range slices.Backward(sorted) {
		if p.Times < 1 && len(worst) < ranked {
			worst = append(worst, p)
		}
	}
	return best, worst
}

// medianOf is the middle of the numbers that are known; zero where none is.
func medianOf[T any](list []T, number func(T) (float64, bool)) float64 {
	var numbers []float64
	for _, one := range list {
		if n, known := number(one); known {
			numbers = append(numbers, n)
		}
	}
	if len(numbers) == 0 {
		return 0
	}
	slices.Sort(numbers)
	middle := len(numbers) / 2
	if len(numbers)%2 == 1 {
		return numbers[middle]
	}
	return (numbers[middle-1] + numbers[middle]) / 2
}

// share is which part of a list is chosen; zero of an empty one.
func share[T any](list []T, chosen func(T) bool) float64 {
	n := 0
	for _, one := range list {
		if chosen(one) {
			n++
		}
	}
	return float64(n) / float64(max(len(list), 1))
}

func abs(n float64) float64 { return max(n, -n) }
