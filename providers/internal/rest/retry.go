package rest

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter bounds what a network can ask for.
const maxRetryAfter = 7 * 24 * time.Hour

// RetryAfter returns how long a network asks to wait: seconds, or a date
// counted from the answer's own Date, since a provider has no clock. Zero means
// that it did not say, or not in a form that can be read.
func RetryAfter(h http.Header) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0
	}
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil {
		return bounded(time.Duration(min(max(seconds, 0), int64(maxRetryAfter/time.Second))) * time.Second)
	}
	until, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return 0
	}
	return bounded(until.Sub(now))
}

func bounded(d time.Duration) time.Duration { return min(max(d, 0), maxRetryAfter) }
