package plan

import (
	"fmt"
	"strings"

	"galley/engine"
)

// guards refuse deletions that look like an accident: all deletions of the
// channel, those after which it is published again among them, and nothing else.
// One acknowledgement, bound to that very set, lets them through.
func (p *planner) guards() {
	refused := map[engine.Channel][]int{}
	for i, c := range p.plan.Changes {
		if (c.Verb == engine.Delete || c.Verb == engine.Replace) && c.Hold == engine.HoldNone && c.Before.Phase == engine.Live {
			refused[c.ID.Channel] = append(refused[c.ID.Channel], i)
		}
	}
	var digests []string
	for channel, at := range refused {
		if !p.tooMany(channel, len(at)) {
			delete(refused, channel)
			continue
		}
		for _, i := range at {
			digests = append(digests, p.plan.Changes[i].Digest)
		}
	}
	set := engine.SetDigest(digests)
	if ask := strings.ToLower(p.in.Ask.AllowDeletes); len(ask) >= MinDigest && strings.HasPrefix(set, ask) {
		return
	}
	for channel, at := range refused {
		p.plan.Problems = append(p.plan.Problems, engine.Problem{Channel: channel, Refused: true,
			Text: fmt.Sprintf("%d deletions of %d live posts are more than the guard allows (%d, or %.0f %%)", len(at),
				p.live[channel], p.in.Policy.MaxDeletes, 100*p.in.Policy.MaxDeleteShare),
			Hint: "if they are meant: galley apply --allow-deletes " + set[:MinDigest]})
		for _, i := range at {
			c := &p.plan.Changes[i]
			c.Hold, c.Hint = engine.HoldBlocked, ""
			c.Reason += "; refused by the guard on deletions"
		}
	}
}

func (p *planner) tooMany(channel engine.Channel, deletes int) bool {
	live := p.live[channel]
	return deletes > p.in.Policy.MaxDeletes ||
		live >= ShareFrom && float64(deletes) > p.in.Policy.MaxDeleteShare*float64(live)
}
