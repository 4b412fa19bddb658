package plan

import (
	"time"

	"galley/engine"
	"galley/engine/zone"
)

// repeats reports whether id is one time of a post whose file still asks for it,
// at other times: it repeats, or did.
func (p *planner) repeats(id engine.ID) bool {
	other := p.repeating()[id.On("").Whole()]
	return other != nil && (id.Occurrence() != "" || other.ID.Occurrence() != "")
}

// repeating holds one rendition of every post, by its ID without occurrence. It
// is made when the record knows of something that no file asks for.
func (p *planner) repeating() map[engine.ID]*engine.Desired {
	if p.byPost == nil {
		p.byPost = make(map[engine.ID]*engine.Desired, len(p.desired))
		for i := range p.in.Desired {
			d := &p.in.Desired[i]
			if d.ID.Child() == "" {
				p.byPost[d.ID.On("")] = d
			}
		}
	}
	return p.byPost
}

// dropped is an occurrence that the rule of its post no longer gives. What went
// out stays as it is; what waits at the network does not.
func (p *planner) dropped(channel Channel, r engine.Recorded) {
	if r.Phase == engine.Scheduled {
		p.cancel(channel, nil, r, "its post no longer repeats on that day")
	}
}

// former are the IDs under which a resource may be on the record: those its file
// names, and its own from when the post did not repeat yet, or from when it
// still did. A post that went out on a day does not go out again because it now
// repeats from that day on.
func (p *planner) former(d *engine.Desired) []engine.ID {
	if date := d.ID.Occurrence(); date != "" {
		once := d.ID.On("")
		if dayOf(p.in.Record.IDs[once].Due, d.Zone) == date {
			return append([]engine.ID{once}, d.Was...)
		}
		return d.Was
	}
	if p.occurrences {
		return append([]engine.ID{d.ID.On(dayOf(d.Due, d.Zone))}, d.Was...)
	}
	return d.Was
}

// dayOf is the local date of an instant in a zone.
func dayOf(t time.Time, name string) string {
	if t.IsZero() {
		return ""
	}
	loc, err := zone.Load(name)
	if err != nil {
		loc = time.UTC
	}
	return t.In(loc).Format(time.DateOnly)
}
