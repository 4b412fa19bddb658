package providertest

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"galley/engine"
)

// Narrative: what the caller may conclude from an answer decides whether it
// sends again. Only kinds count; texts are for people.
func errorChecks() []check {
	writing := needs(creates, automatic, overHTTP)
	reading := needs(creates, automatic, overHTTP, reader)
	list := []check{
		{group: "errors", title: "RetryAfterIsRead", needs: writing, run: retryAfterIsRead},
		{group: "errors", title: "UnreadableAnswerIsUncertain", needs: writing, run: unreadableAnswerIsUncertain},
		{group: "errors", title: "UnreadableReadIsNoContent", needs: reading, run: unreadableReadIsNoContent},
		{group: "errors", title: "RedirectedWriteStops", needs: writing, run: redirectedWriteStops},
		{group: "errors", title: "RedirectedReadKeepsSecrets", needs: reading, run: redirectedReadKeepsSecrets},
		{group: "errors", title: "ErrorsNameTheResource", needs: writing, run: errorsNameTheResource},
	}
	for _, row := range statuses {
		list = append(list,
			check{group: "errors", title: fmt.Sprintf("Write%d", row.status), needs: writing, run: func(s *stage) { statusOfWrite(s, row) }},
			check{group: "errors", title: fmt.Sprintf("Read%d", row.status), needs: reading, run: func(s *stage) { statusOfRead(s, row) }})
	}
	return list
}

// statuses are the kinds of an answer, for a write and for a read. A read has
// no effect, so its failure is never a matter of "may have happened"; what
// cannot be told is still not "there is nothing".
var statuses = []struct {
	status int
	write  engine.ErrKind
	read   []engine.ErrKind
}{
	{400, engine.Invalid, []engine.ErrKind{engine.Invalid}},
	{401, engine.Unauthorized, []engine.ErrKind{engine.Unauthorized}},
	{403, engine.Unauthorized, []engine.ErrKind{engine.Unauthorized}},
	{404, engine.NotFound, []engine.ErrKind{engine.NotFound}},
	{408, engine.Uncertain, []engine.ErrKind{engine.Transient, engine.Uncertain}},
	{409, engine.Conflict, []engine.ErrKind{engine.Conflict}},
	{410, engine.NotFound, []engine.ErrKind{engine.NotFound}},
	{422, engine.Invalid, []engine.ErrKind{engine.Invalid}},
	{429, engine.Throttled, []engine.ErrKind{engine.Throttled}},
	{500, engine.Uncertain, []engine.ErrKind{engine.Transient, engine.Uncertain}},
	{502, engine.Uncertain, []engine.ErrKind{engine.Transient, engine.Uncertain}},
	{503, engine.Uncertain, []engine.ErrKind{engine.Transient, engine.Throttled, engine.Uncertain}},
}

type statusRow = struct {
	status int
	write  engine.ErrKind
	read   []engine.ErrKind
}

// createStruck creates a resource on a network that is struck at the write
// which publishes, and returns what came back.
func (s *stage) createStruck(hit strike) (engine.Observed, error) {
	s.Helper()
	writes := s.writesOfCreate()
	d := s.plain(1)
	p := s.open()
	s.prepare(p, d)
	s.wire.obey(onWrite(writes, hit))
	defer s.calm()
	return p.Create(s.Context(), d, s.intent(engine.Create, d))
}

// readStruck reads a resource whose answer is struck.
func (s *stage) readStruck(hit strike) error {
	s.Helper()
	made := s.create(s.open(), s.plain(1))
	p := s.open()
	s.wire.obey(nil)
	if _, err := p.(engine.Reader).Read(s.Context(), s.kind, made.Remote); err != nil {
		s.Fatalf("Read: %v", err)
	}
	reads, _ := s.wire.count()
	p = s.open()
	s.wire.obey(onRead(reads, hit))
	defer s.calm()
	_, err := p.(engine.Reader).Read(s.Context(), s.kind, made.Remote)
	return err
}

func statusOfWrite(s *stage, row statusRow) {
	_, err := s.createStruck(answerWith(row.status, "application/json", `{"error":"no"}`))
	s.wantKind(fmt.Sprintf("Create answered with %d", row.status), err, row.write)
	s.wantNothing(fmt.Sprintf("Create answered with %d", row.status))
}

func statusOfRead(s *stage, row statusRow) {
	err := s.readStruck(answerWith(row.status, "application/json", `{"error":"no"}`))
	s.wantKind(fmt.Sprintf("Read answered with %d", row.status), err, row.read...)
}

// retryAfterIsRead tries both forms. A date counts from the answer's own Date,
// because a provider has no clock.
func retryAfterIsRead(s *stage) {
	for _, form := range []struct {
		value string
		want  time.Duration
	}{
		{"90", 90 * time.Second},
		{time.Now().Add(5 * time.Minute).UTC().Format(http.TimeFormat), 5 * time.Minute},
		{"", 0},
		{"soon", 0},
	} {
		hit := answerWith(http.StatusTooManyRequests, "application/json", `{"error":"slow down"}`, "Retry-After", form.value)
		_, err := s.again().createStruck(hit)
		s.wantKind("Create that came too often", err, engine.Throttled)
		if got := engine.RetryAfterOf(err); got != form.want {
			s.Errorf("Retry-After %q was read as %v, want %v", form.value, got, form.want)
		}
	}
}

var unreadable = []struct {
	name string
	hit  strike
}{
	{"a web page", strike{after: func(r *http.Request, _ *http.Response) (*http.Response, error) {
		return answer(r, 200, "text/html", "<!doctype html><title>welcome</title>"), nil
	}}},
	{"a web page that says it is JSON", rewrite(func([]byte) []byte { return []byte("<!doctype html>") })},
	{"half an answer", rewrite(func(b []byte) []byte { return b[:len(b)/2] })},
	{"an empty answer", rewrite(func([]byte) []byte { return nil })},
}

// unreadableAnswerIsUncertain lets the network act and makes its answer
// unreadable. A provider that chose the id itself may know better, if it is
// right.
func unreadableAnswerIsUncertain(s *stage) {
	for _, c := range unreadable {
		one := s.again()
		seen, err := one.createStruck(c.hit)
		if err == nil && one.limits.Repeatable && one.caps.Read {
			if _, err := one.open().(engine.Reader).Read(one.Context(), one.kind, seen.Remote); err == nil {
				continue
			}
		}
		s.wantKind("Create answered with "+c.name, err, engine.Uncertain)
		one.wantAtMostOne("Create answered with " + c.name)
	}
}

func unreadableReadIsNoContent(s *stage) {
	for _, c := range unreadable {
		err := s.again().readStruck(c.hit)
		s.wantKind("Read answered with "+c.name, err, engine.Uncertain, engine.Transient)
	}
}

func redirectTo(status int) strike {
	return answerWith(status, "text/plain", "", "Location", "https://stranger.example/elsewhere")
}

// redirectedWriteStops sends a write to another host, in each way there is.
// 307 and 308 ask to repeat it elsewhere, so that nothing was done here; the
// others do not tell.
func redirectedWriteStops(s *stage) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		one := s.again()
		_, err := one.createStruck(redirectTo(status))
		s.wantKind(fmt.Sprintf("Create answered with %d", status), err, engine.Uncertain, engine.Invalid)
		for _, r := range one.wire.requests() {
			if r.Host == "stranger.example" {
				s.Errorf("%d: %s went to another host", status, r.Method)
			}
		}
	}
}

func redirectedReadKeepsSecrets(s *stage) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		one := s.again()
		if err := one.readStruck(redirectTo(status)); err == nil || engine.KindOf(err) == engine.NotFound {
			s.Errorf("Read answered with %d to another host: %v, want an error that does not say not found", status, err)
		}
		for _, r := range one.wire.requests() {
			if r.Host == "stranger.example" && strings.Contains(fmt.Sprint(r.Header, r.URL), Marker) {
				s.Errorf("%d: the credential went to another host", status)
			}
		}
	}
}

// errorsNameTheResource wants an *engine.Error with the ID and what was
// attempted.
func errorsNameTheResource(s *stage) {
	_, err := s.createStruck(answerWith(422, "application/json", `{"error":"no"}`))
	var e *engine.Error
	if !errors.As(err, &e) {
		s.Fatalf("Create returned %T, want *engine.Error", err)
	}
	if e.ID != s.plain(1).ID || e.Op == "" {
		s.Errorf("Create returned an error on %q, op %q; want the ID and what was attempted", e.ID, e.Op)
	}
}

// refusedDial is what a connection that nobody takes looks like.
func refusedDial() error {
	return &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
}
