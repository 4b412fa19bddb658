package transport

import "net/http"

// A base sends. It shares no connections with the rest of the process, and
// gives each write a new one: a kept connection may have been closed by the
// other side just then, and nobody could tell whether the write arrived. That
// nobody takes a new connection is certain.
type base struct {
	reads, writes *http.Transport
}

func newBase() *base {
	b := &base{usual(), usual()}
	b.writes.DisableKeepAlives = true
	return b
}

// usual has Go's usual settings, the proxy of the environment among them.
func usual() *http.Transport {
	if t, ok := http.DefaultTransport.(*http.Transport); ok {
		return t.Clone()
	}
	return &http.Transport{Proxy: http.ProxyFromEnvironment}
}

// RoundTrip implements http.RoundTripper.
func (b *base) RoundTrip(r *http.Request) (*http.Response, error) {
	if isRead(r.Method) {
		return b.reads.RoundTrip(r)
	}
	return b.writes.RoundTrip(r)
}

// CloseIdleConnections closes what reads keep open.
func (b *base) CloseIdleConnections() { b.reads.CloseIdleConnections() }
