package memory

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"galley/engine"
)

// A service is a network as its clients reach it. Errors carry their kind.
type service interface {
	create(ctx context.Context, d draft) (*item, error)
	read(ctx context.Context, id string) (*item, error)
	find(ctx context.Context, key string) (*item, error)
	list(ctx context.Context, since time.Time) iter.Seq2[*item, error]
	update(ctx context.Context, id, version string, d draft) (*item, error)
	remove(ctx context.Context, id string) error
	upload(ctx context.Context, m engine.Media, file io.Reader) error
	probe(ctx context.Context) error
}

// direct calls a Network in the same process.
type direct struct {
	net    *Network
	handle string
}

var _ service = (*direct)(nil)

func (c *direct) create(ctx context.Context, d draft) (*item, error) {
	return call(ctx, c.net, Op{"create", true}, func() (*item, error) { return c.net.create(c.handle, d) })
}

func (c *direct) read(ctx context.Context, id string) (*item, error) {
	return call(ctx, c.net, Op{"read", false}, func() (*item, error) { return c.net.read(c.handle, id) })
}

func (c *direct) find(ctx context.Context, key string) (*item, error) {
	return call(ctx, c.net, Op{"find", false}, func() (*item, error) { return c.net.byKey(c.handle, key) })
}

func (c *direct) update(ctx context.Context, id, version string, d draft) (*item, error) {
	return call(ctx, c.net, Op{"update", true}, func() (*item, error) { return c.net.update(c.handle, id, version, d) })
}

func (c *direct) remove(ctx context.Context, id string) error {
	_, err := call(ctx, c.net, Op{"delete", true}, func() (*item, error) {
		c.net.remove(c.handle, id)
		return nil, nil
	})
	return err
}

func (c *direct) upload(ctx context.Context, m engine.Media, file io.Reader) error {
	_, err := call(ctx, c.net, Op{"upload", false}, func() (*item, error) {
		if _, err := io.Copy(io.Discard, file); err != nil {
			return nil, refuse(engine.Invalid, "read %s: %v", m.File, err)
		}
		c.net.upload(c.handle, m.SHA256)
		return nil, nil
	})
	return err
}

func (c *direct) probe(ctx context.Context) error {
	_, err := call(ctx, c.net, Op{"probe", false}, func() (*item, error) { return nil, nil })
	return err
}

func (c *direct) list(ctx context.Context, since time.Time) iter.Seq2[*item, error] {
	return func(yield func(*item, error) bool) {
		for cursor := 0; ; {
			page, next, err := c.page(ctx, since, cursor)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, it := range page {
				if !yield(it, nil) {
					return
				}
			}
			if cursor = next; cursor == 0 {
				return
			}
		}
	}
}

func (c *direct) page(ctx context.Context, since time.Time, cursor int) (list []*item, next int, err error) {
	_, err = call(ctx, c.net, Op{"list", false}, func() (*item, error) {
		list, next = c.net.page(c.handle, since, cursor)
		return nil, nil
	})
	return list, next, err
}

// call makes a request between the network's two points of failure.
func call(ctx context.Context, net *Network, op Op, act func() (*item, error)) (*item, error) {
	if err := ctx.Err(); err != nil {
		return nil, &engine.Error{Kind: engine.Transient, Err: err}
	}
	if err := net.strikeBefore(op); err != nil {
		return nil, broken(op, err)
	}
	it, err := act()
	if lost := net.strikeAfter(op); lost != nil {
		return nil, broken(op, lost)
	}
	return it, err
}

// broken classifies a failure that the network was told to have: a read can be
// repeated, of a write nobody knows.
func broken(op Op, err error) error {
	var refusal *engine.Error
	if errors.As(err, &refusal) {
		return err
	}
	kind := engine.Transient
	if op.Write {
		kind = engine.Uncertain
	}
	return &engine.Error{Kind: kind, Err: fmt.Errorf("%s: %w", op.Name, err)}
}
