package forgetest

import (
	"net/http"
	"strconv"
	"time"
)

// A Fault is what becomes of a request on a bad day. Either the connection ends
// without an answer, or the answer has this status and body.
type Fault struct {
	On     string // such as "POST /repos/{owner}/{repo}/issues"; empty is any request
	Times  int    // how often; once if zero
	After  bool   // GitHub acts first
	Drop   bool
	Status int
	Header map[string]string
	Body   string
}

// Outage is a page for people that says 502.
func Outage(on string) Fault {
	return Fault{On: on, Status: http.StatusBadGateway, Header: map[string]string{"Content-Type": "text/html"},
		Body: "<!DOCTYPE html><title>Unicorn! &middot; GitHub</title>"}
}

// Secondary is the limit for too many requests at once.
func Secondary(on string, after time.Duration) Fault {
	return Fault{On: on, Status: http.StatusForbidden,
		Header: map[string]string{"Content-Type": "application/json", "Retry-After": strconv.Itoa(int(after.Seconds()))},
		Body: `{"message": "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
			"documentation_url": "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"}`}
}

// Fail has requests meet a fault, from now on.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.Times = max(f.Times, 1)
	s.faults = append(s.faults, &f)
}

// fault returns the one a request meets; nil if none.
func (s *Server) fault(operation string) *Fault {
	for _, f := range s.faults {
		if f.Times > 0 && (f.On == "" || f.On == operation) {
			f.Times--
			met := *f // the next request counts down what is kept
			return &met
		}
	}
	return nil
}

// fail answers with a fault.
func (s *Server) fail(w http.ResponseWriter, f Fault) {
	if f.Drop {
		panic(http.ErrAbortHandler) // net/http's way to end a connection
	}
	header := http.Header{}
	for name, value := range f.Header {
		header.Set(name, value)
	}
	s.write(w, reply{f.Status, header, []byte(f.Body)})
}

type hook struct {
	on string
	do func()
}

// Meanwhile does something once, just before the next such request is answered:
// what another run does at the same moment.
func (s *Server) Meanwhile(on string, do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hooks = append(s.hooks, &hook{on, do})
}

// A limit is how many requests are left until it is set back.
type limit struct {
	left  int
	reset time.Time
}

// Limit leaves so many requests until reset.
func (s *Server) Limit(left int, reset time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limit = &limit{left, reset}
}

func (l *limit) headers() map[string]string {
	if l == nil {
		return nil
	}
	return map[string]string{"X-Ratelimit-Limit": "1000", "X-Ratelimit-Remaining": strconv.Itoa(l.left),
		"X-Ratelimit-Used": strconv.Itoa(1000 - l.left), "X-Ratelimit-Reset": strconv.FormatInt(l.reset.Unix(), 10)}
}

// spend takes one request off the limit and says whether it was too many.
func (s *Server) spend() (reply, bool) {
	if s.limit == nil || s.now.After(s.limit.reset) {
		return reply{}, false
	}
	if s.limit.left == 0 {
		return failed(http.StatusForbidden, "API rate limit exceeded for installation."), true
	}
	s.limit.left--
	return reply{}, false
}

func (s *Server) getRateLimit(*call) reply {
	resource := object{"limit": 1000, "used": 0, "remaining": 1000, "reset": s.now.Add(time.Hour).Unix()}
	return found(http.StatusOK, object{"rate": resource, "resources": object{"core": resource, "search": resource}})
}
