package apply_test

import (
	"context"
	"strings"

	"galley/engine"
	"galley/providers/memory"
)

// powers are all that a provider of these tests can do.
type powers interface {
	engine.Provider
	engine.Reader
	engine.Lister
	engine.Finder
	engine.Updater
	engine.Deleter
}

// onWrites has a network answer every write with an error.
func onWrites(err error) func(memory.Op) error {
	return func(op memory.Op) error {
		if op.Write {
			return err
		}
		return nil
	}
}

// A testimony is what a provider was asked to write.
type testimony struct {
	created []engine.Desired
	intents []engine.Intent
	befores []engine.Observed
}

// parents are the posts that were created, with what they answer.
func (t *testimony) parents() string {
	var list []string
	for _, d := range t.created {
		slug := d.ID.Slug
		if d.ID.Part != "" {
			slug += "/" + d.ID.Part
		}
		list = append(list, slug+": "+string(d.ParentRemote))
	}
	return strings.Join(list, "; ")
}

func (t *testimony) create(d engine.Desired, in engine.Intent) {
	t.created, t.intents = append(t.created, d), append(t.intents, in)
}

// A witness keeps what it was asked to write.
type witness struct {
	powers
	testimony
	shows func(*engine.Observed)    // what a create answers; nil: the truth
	while func(ctx context.Context) // what happens during a create; may be nil
}

func (w *witness) Create(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	w.create(d, in)
	if w.while != nil {
		w.while(ctx)
	}
	o, err := w.powers.Create(ctx, d, in)
	if w.shows != nil {
		w.shows(&o)
	}
	return o, err
}

func (w *witness) Update(ctx context.Context, before engine.Observed, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	w.befores = append(w.befores, before)
	return w.powers.Update(ctx, before, d, in)
}

// An immutableWitness cannot edit.
type immutableWitness struct {
	immutableChooser
	testimony
}

func (w *immutableWitness) Create(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	w.create(d, in)
	return w.immutable.Create(ctx, d, in)
}
