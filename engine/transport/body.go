package transport

import (
	"context"
	"errors"
	"io"

	"galley/engine"
)

// ErrTooLarge ends the reading of an answer that is longer than it may be.
var ErrTooLarge = errors.New("the answer is larger than allowed")

// A boundedBody ends an answer that is too long, and the request's time with
// the answer.
type boundedBody struct {
	body    io.ReadCloser
	left    int64
	end     context.CancelFunc
	secrets []engine.Secret
}

// Read implements io.Reader.
func (b *boundedBody) Read(p []byte) (int, error) {
	// One byte more than allowed tells an answer that fits exactly from one
	// that does not.
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.body.Read(p)
	if int64(n) > b.left {
		n, err = int(b.left), ErrTooLarge
	}
	b.left -= int64(n)
	if err != nil && err != io.EOF && !errors.Is(err, ErrTooLarge) {
		err = conceal(err, b.secrets)
	}
	return n, err
}

// Close implements io.Closer.
func (b *boundedBody) Close() error {
	defer b.end()
	return b.body.Close()
}
