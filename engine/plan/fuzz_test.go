package plan_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/plan"
)

// FuzzPlan draws a world from a seed and checks what must hold of every plan.
func FuzzPlan(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 2))
		in := world(r)
		p := plan.Compute(in)
		in.Desired = slices.Clone(in.Desired)
		r.Shuffle(len(in.Desired), func(i, j int) { in.Desired[i], in.Desired[j] = in.Desired[j], in.Desired[i] })
		if again := plan.Compute(in); !reflect.DeepEqual(p, again) {
			t.Fatal("another order gives another plan")
		}
		once := map[engine.ID]bool{}
		for _, c := range p.Changes {
			if once[c.ID] {
				t.Errorf("%s is planned twice", c.ID)
			}
			once[c.ID] = true
			if c.Verb == engine.Create && c.Hold == engine.HoldNone {
				for _, id := range append([]engine.ID{c.ID}, c.After.Was...) {
					if former := in.Record.IDs[id]; mayBeOut(former) && !wanted(in, id, c.ID) {
						t.Errorf("%s may be out already and is created: %+v", c.ID, former)
					}
				}
			}
			if c.Verb == engine.Create && c.Hold == engine.HoldNone && c.Due.After(in.AsOf) && !c.Native {
				t.Errorf("%s goes out before its time", c.ID)
			}
			for _, fr := range in.Freezes {
				if c.Hold == engine.HoldNone && c.Verb != engine.Delete && c.Verb.Sends() && fr.Covers(*c.After) && fr.ActiveAt(in.AsOf) {
					t.Errorf("%s goes out under freeze %s", c.ID, fr.Slug)
				}
			}
		}
	})
}

// mayBeOut reports whether readers may see something of an ID, or saw it once.
func mayBeOut(r engine.Recorded) bool {
	return r.Phase == engine.Live || r.Phase == engine.Scheduled || r.Open != nil || r.Gone || r.Removed
}

// wanted reports whether a former name is another post's own by now.
func wanted(in plan.Input, id, now engine.ID) bool {
	return id != now && slices.ContainsFunc(in.Desired, func(d engine.Desired) bool { return d.ID == id })
}

func world(r *rand.Rand) plan.Input {
	in := crowd(r.IntN(12), 0)
	hours := func() time.Duration { return time.Duration(r.IntN(20)-12) * time.Hour }
	for i := range in.Desired {
		d := &in.Desired[i]
		switch r.IntN(10) {
		case 0:
			d.Spec = &engine.Post{Text: "changed"}
		case 1:
			d.Class = engine.Remove
		case 2:
			d.Until = noon.Add(hours())
		case 3:
			rec := in.Record.IDs[d.ID]
			rec.Open = &engine.Intent{ID: d.ID, Verb: engine.Update}
			in.Record.IDs[d.ID] = rec
		case 4:
			in.Record.IDs[d.ID] = engine.Recorded{ID: d.ID, Gone: true, Generation: 1}
		case 5:
			rec := in.Record.IDs[d.ID]
			rec.Phase, rec.Due, rec.Released = engine.Scheduled, noon.Add(hours()), r.IntN(4) == 0
			in.Record.IDs[d.ID] = rec
		case 6:
			d.Was = []engine.ID{d.ID}
			d.ID = id(fmt.Sprintf("new%d", i))
		case 7:
			rec := in.Record.IDs[d.ID]
			rec.Released = true
			in.Record.IDs[d.ID] = rec
		}
		d.Digest = d.ComputeDigest()
	}
	for i := range r.IntN(10) {
		d := desired(fmt.Sprintf("n%d", i), noon.Add(hours()))
		d.Rules.Late.Then = []engine.LateThen{engine.LateAsk, engine.LatePublish, engine.LateSkip}[r.IntN(3)]
		if r.IntN(3) == 0 && i > 0 {
			d.Refs = []engine.ID{id(fmt.Sprintf("n%d", r.IntN(i)))}
		}
		d.Merge = r.IntN(5) == 0
		in.Desired = append(in.Desired, d)
	}
	if r.IntN(2) == 0 {
		in.Freezes = []engine.Freeze{{Slug: "f", All: true, From: noon.Add(hours()), Until: noon.Add(hours())}}
	}
	c := in.Channels["c"]
	c.Caps.Update, c.Caps.Delete, c.Caps.List = r.IntN(2) == 0, r.IntN(2) == 0, r.IntN(2) == 0
	c.Listed = c.Caps.List
	if !c.Caps.List {
		c.Seen = nil
	}
	in.Channels["c"] = c
	return in
}
