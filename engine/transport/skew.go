package transport

import (
	"net/http"
	"sync"
	"time"
)

// A Meter measures how far this machine's clock is from those of the hosts it
// talks to, by the Date of their answers, and counts what is sent to them. The
// zero value is ready, a nil one measures nothing, and one may serve many
// clients.
type Meter struct {
	mu       sync.Mutex
	largest  time.Duration
	requests int
}

// Requests returns how many were sent so far, answered or not.
func (m *Meter) Requests() int {
	if m == nil {
		return 0
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.requests
}

func (m *Meter) send() {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.requests++
}

// Skew returns the largest difference seen, positive if this machine is ahead.
// It is the least that explains the answer: a Date has whole seconds, and was
// written at some moment between sending and receiving.
func (m *Meter) Skew() time.Duration {
	if m == nil {
		return 0
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.largest
}

// observe learns from an answer. One that a cache kept bears an old Date; it
// says so by its Age.
func (m *Meter) observe(h http.Header, sent, received time.Time) {
	if m == nil || h.Get("Age") != "" && h.Get("Age") != "0" {
		return
	}
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	skew := skewOf(date, sent, received)
	m.mu.Lock()
	defer m.mu.Unlock()
	if skew.Abs() > m.largest.Abs() {
		m.largest = skew
	}
}

func skewOf(date, sent, received time.Time) time.Duration {
	// The wall clocks are compared: the monotonic reading knows nothing of Date.
	sent, received = sent.Round(0), received.Round(0)
	if last := date.Add(time.Second); sent.After(last) {
		return sent.Sub(last)
	}
	if received.Before(date) {
		return received.Sub(date)
	}
	return 0
}
