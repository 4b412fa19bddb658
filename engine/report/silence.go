package report

import (
	"cmp"
	"slices"
	"time"

	"galley/engine"
)

// silences are channels on which nothing went out for much longer than usual.
func (d *Document) silences() []candidate {
	if d.ofOneCampaign() {
		return nil
	}
	byChannel := map[engine.Channel][]time.Time{}
	for _, p := range d.Figures.Posts {
		byChannel[p.ID.Channel] = append(byChannel[p.ID.Channel], p.Published)
	}
	var list []candidate
	for _, channel := range sortedKeys(byChannel, cmp.Compare[engine.Channel]) {
		if s := quietest(channel, byChannel[channel]); s.days() >= 10 && s.days() >= 3*s.usual {
			list = append(list, candidate{s, min(s.days()/40, 0.8), "silence"})
		}
	}
	return list
}

// quietest is the longest time between two posts.
func quietest(channel engine.Channel, times []time.Time) silence {
	slices.SortFunc(times, time.Time.Compare)
	longest := silence{channel: channel}
	var gaps []float64
	for i := 1; i < len(times); i++ {
		gap := silence{channel: channel, from: times[i-1], to: times[i]}
		gaps = append(gaps, gap.days())
		if gap.days() > longest.days() {
			longest = gap
		}
	}
	longest.usual = medianOf(gaps, func(n float64) (float64, bool) { return n, true })
	return longest
}

// silence says for how long nothing went out on a channel.
type silence struct {
	channel  engine.Channel
	from, to time.Time // the posts before and after it
	usual    float64   // days between two posts, in the middle
}

func (f silence) days() float64 { return f.to.Sub(f.from).Hours() / 24 }

func (silence) Kind() string { return "silence" }

func (f silence) About() string { return string(f.channel) }

func (f silence) Numbers() map[string]float64 {
	return map[string]float64{"days": f.days(), "usual": f.usual}
}

func (f silence) say(s speaker) Text {
	head := s.pick("Nothing on "+s.channel(f.channel)+" for "+s.fixed(f.days(), 0)+" days,",
		"Rien sur "+s.channel(f.channel)+" pendant "+s.fixed(f.days(), 0)+" jours,")
	return append(Text{strong(head)}, s.weave(" from {0} to {1}; usually a post goes out there every {2} days.",
		" du {0} au {1} ; d’ordinaire une publication y paraît tous les {2} jours.",
		plain(s.shortDay(f.from)), plain(s.shortDay(f.to)), plain(s.decimal(max(f.usual, 1), 1)))...)
}

// shortDay writes "2 December".
func (s speaker) shortDay(t time.Time) string {
	t = t.In(s.doc.Delivery.Zone)
	return s.dayOfMonth(t) + " " + s.longMonths[t.Month()-1]
}
