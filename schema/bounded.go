package schema

import (
	"context"
	"errors"
	"fmt"
	"runtime/metrics"
	"time"
)

// mostHeap is how much the heap may grow while CUE is evaluated.
const mostHeap = 320 << 20

var (
	errSlow = errors.New("evaluation took too long")
	errHeap = errors.New("evaluation took too much memory")
)

// heapSize returns the bytes of objects on the heap.
func heapSize() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// bounded runs eval in a goroutine of its own and gives it up when it takes
// longer than limit or too much memory; with a negative limit, before it begins.
// CUE cannot be interrupted: what was given up goes on until it ends by itself
// or the process does. weigh keeps that from happening with anything but
// ingenuity.
func bounded[T any](ctx context.Context, limit time.Duration, eval func() T) (T, error) {
	var none T
	if limit < 0 {
		return none, fmt.Errorf("%w (none is allowed)", errSlow)
	}
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		// CUE panics on a few inputs; those are mistakes of the input.
		defer func() {
			if r := recover(); r != nil {
				done <- result{err: fmt.Errorf("evaluation stopped: %v", r)}
			}
		}()
		done <- result{value: eval()}
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	base := heapSize()
	for {
		select {
		case r := <-done:
			return r.value, r.err
		case <-ctx.Done():
			return none, ctx.Err()
		case <-timer.C:
			return none, fmt.Errorf("%w (more than %s)", errSlow, limit)
		case <-look.C:
			if now := heapSize(); now > base+mostHeap {
				return none, fmt.Errorf("%w (more than %d MiB)", errHeap, mostHeap>>20)
			}
		}
	}
}
