package apply_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"galley/engine"
)

// A book is a ledger in memory: what record keeps in git, with the same rules.
type book struct {
	mu      sync.Mutex
	now     engine.Clock
	run     int
	seq     int
	ids     map[engine.ID]engine.Recorded
	writes  []string         // what each write held, for tests of the order
	lose    int              // this many Begins are lost to somebody else
	window  time.Duration    // from an intent to its last moment
	begun   func(n int)      // called after each Begin, with its number
	sending []engine.LineRef // the journal
	unsent  []engine.LineRef // that the journal proves never left
	consent engine.Consent
	closing error           // of each Close
	full    error           // of each line of the journal
	intents []engine.Intent // of all that was begun
}

func newBook(now engine.Clock) *book {
	return &book{now: now, ids: map[engine.ID]engine.Recorded{}, window: 3 * time.Minute}
}

var (
	_ engine.Ledger  = (*book)(nil)
	_ engine.Journal = (*book)(nil)
)

// errCutOff is of a push that somebody could interrupt: nobody would know whether
// it arrived.
var errCutOff = errors.New("a write of the record can be cut off")

func (b *book) Record() engine.Record {
	b.mu.Lock()
	defer b.mu.Unlock()
	ids := make(map[engine.ID]engine.Recorded, len(b.ids))
	for id, r := range b.ids {
		ids[id] = r
	}
	return engine.Record{Ledger: "0123456789abcdef", Head: fmt.Sprint(len(b.writes)), IDs: ids, Consent: b.consent}
}

func (b *book) Begin(ctx context.Context, batch []engine.Intent, done []engine.Outcome) ([]engine.Intent, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if ctx.Done() != nil {
		return nil, errCutOff
	}
	if b.lose > 0 {
		b.lose--
		return nil, fmt.Errorf("begin: %w", engine.ErrLost)
	}
	b.take(done)
	batch = slices.Clone(batch)
	for i := range batch {
		b.seq++
		batch[i].Run, batch[i].Seq = fmt.Sprintf("run-%d", b.run), b.seq
		batch[i].SendBy, batch[i].Timeout = b.now().Add(b.window), engine.Seconds(time.Minute)
		b.ids[batch[i].ID] = b.ids[batch[i].ID].Began(batch[i])
	}
	b.intents = append(b.intents, batch...)
	b.writes = append(b.writes, fmt.Sprintf("%d outcomes, %d intents", len(done), len(batch)))
	if b.begun != nil {
		b.begun(len(b.writes))
	}
	return batch, nil
}

func (b *book) Close(ctx context.Context, done []engine.Outcome) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if ctx.Done() != nil {
		return errCutOff
	}
	if b.closing != nil {
		return b.closing
	}
	if len(done) > 0 {
		b.take(done)
		b.writes = append(b.writes, fmt.Sprintf("%d outcomes", len(done)))
	}
	return nil
}

func (b *book) take(done []engine.Outcome) {
	for _, o := range done {
		r := b.ids[o.ID].With(o)
		if !o.Renamed.IsZero() {
			former := b.ids[o.Renamed]
			r = r.Inherit(former)
			b.ids[o.Renamed] = former.MovedTo(o.ID)
		}
		b.ids[o.ID] = r
	}
}

func (b *book) Sending(ref engine.LineRef) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sending = append(b.sending, ref)
	return b.full
}

func (b *book) NeverLeft(ref engine.LineRef) bool { return slices.Contains(b.unsent, ref) }
