package apply

import (
	"slices"

	"galley/engine"
	"galley/engine/observe"
	"galley/engine/plan"
)

// A step is one change in the queue of a run.
type step struct {
	change engine.Change
	alone  bool // neither found again nor repeatable: a batch of its own
	first  int  // index of its first intent in the batch
}

// A queue hands out the changes of a plan in batches.
type queue struct {
	steps  []step
	handed []step // of the batch before
	tries  map[engine.ID]int
}

func newQueue(changes []engine.Change, in plan.Input) *queue {
	q := &queue{tries: map[engine.ID]int{}}
	for _, c := range changes {
		if c.Hold != engine.HoldNone || !c.Verb.Sends() {
			continue
		}
		channel := in.Channels[c.ID.Channel]
		limits := channel.Info.Kinds[observe.KindOf(channel.Info, c.ID)]
		q.steps = append(q.steps, step{change: c,
			alone: !channel.Caps.Find && !limits.Repeatable && !channel.Info.Manual})
	}
	return q
}

// next takes the next batch: at most MaxBatch changes whose references are
// answered, a thread always whole, so that all its intents are durable with the
// first.
func (q *queue) next(ready func(engine.Change) bool) []step {
	var batch, rest []step
	taken := map[engine.ID]bool{}
	for _, s := range q.steps {
		whole := s.change.ID.Whole()
		continues := taken[whole]
		full := len(batch) >= MaxBatch || len(batch) > 0 && (s.alone || batch[0].alone)
		if ready(s.change) && (continues || !full) {
			batch, taken[whole] = append(batch, s), true
			continue
		}
		rest = append(rest, s)
	}
	q.steps, q.handed = rest, batch
	return batch
}

// maxAgain is how often a change that the lease left no time for is handed out
// again, under a renewed lease.
const maxAgain = 2

// again puts changes of the last batch back in front.
func (q *queue) again(changes []engine.Change) {
	back := slices.DeleteFunc(q.handed, func(s step) bool {
		late := slices.ContainsFunc(changes, func(c engine.Change) bool { return c.ID == s.change.ID })
		if late {
			q.tries[s.change.ID]++
		}
		return !late || q.tries[s.change.ID] > maxAgain
	})
	q.steps = append(back, q.steps...)
}
