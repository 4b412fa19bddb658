package forge_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/forge"
	"galley/engine/forge/forgetest"
)

const listReviews = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews"

func TestARefusalHasItsKind(t *testing.T) {
	json := map[string]string{"Content-Type": "application/json"}
	for _, tc := range []struct {
		claim       string
		fault       forgetest.Fault
		read, write engine.ErrKind
	}{
		{"401", forgetest.Fault{Status: 401, Header: json, Body: `{"message": "Bad credentials"}`}, engine.Unauthorized, engine.Unauthorized},
		{"403", forgetest.Fault{Status: 403, Header: json, Body: `{"message": "Resource not accessible by integration"}`}, engine.Unauthorized, engine.Unauthorized},
		{"404", forgetest.Fault{Status: 404, Header: json, Body: `{"message": "Not Found"}`}, engine.NotFound, engine.NotFound},
		{"404AsAPage", forgetest.Fault{Status: 404, Body: `<html>login</html>`}, engine.Uncertain, engine.Uncertain},
		{"409", forgetest.Fault{Status: 409, Header: json, Body: `{}`}, engine.Conflict, engine.Conflict},
		{"410", forgetest.Fault{Status: 410, Header: json, Body: `{"message": "Issues are disabled"}`}, engine.NotFound, engine.NotFound},
		{"422", forgetest.Fault{Status: 422, Header: json, Body: `{"message": "Validation Failed", "errors": ["x", {"field": "y", "code": "missing"}]}`}, engine.Invalid, engine.Invalid},
		{"429", forgetest.Fault{Status: 429, Header: json, Body: `{}`}, engine.Throttled, engine.Throttled},
		{"500", forgetest.Fault{Status: 500, Header: json, Body: `{}`}, engine.Transient, engine.Uncertain},
		{"502", forgetest.Outage(""), engine.Transient, engine.Uncertain},
		{"Dropped", forgetest.Fault{Drop: true}, engine.Transient, engine.Uncertain},
		{"APage", forgetest.Fault{Status: 200, Header: map[string]string{"Content-Type": "text/html"}, Body: `<html>a proxy</html>`}, engine.Uncertain, engine.Uncertain},
		{"OtherJSON", forgetest.Fault{Status: 200, Header: json, Body: `{"body": 7}`}, engine.Uncertain, engine.Uncertain},
		{"Secondary", forgetest.Secondary("", time.Minute), engine.Throttled, engine.Throttled},
		{"Moved", forgetest.Fault{Status: 307, Header: map[string]string{"Location": "/elsewhere"}}, engine.Uncertain, engine.Invalid},
		{"MovedAway", forgetest.Fault{Status: 302, Header: map[string]string{"Location": "https://evil.example/"}}, engine.Uncertain, engine.Uncertain},
	} {
		t.Run(tc.claim, func(t *testing.T) {
			s := start(t, forgetest.Options{})
			c, pull := as(t, s, person), s.Open(forgetest.Pull{Author: "ana"})
			if tc.claim != "Moved" { // to where nothing is
				tc.fault.On, tc.fault.Times = listReviews, 9
				s.Fail(tc.fault)
				_, err := c.Reviews(t.Context(), pull)
				wantKind(t, err, tc.read)
			}
			tc.fault.On, tc.fault.Times = createComment, 9
			s.Fail(tc.fault)
			_, err := c.UpsertComment(t.Context(), pull, marker, "the plan")
			wantKind(t, err, tc.write)
			if writes := s.Writes(); !reflect.DeepEqual(writes, []string{createComment}) {
				t.Errorf("it wrote %v, want once", writes)
			}
		})
	}
}

func TestAReadIsTriedThreeTimesAndNoMore(t *testing.T) {
	for _, tc := range []struct {
		outages int
		fine    bool
		waits   []time.Duration
	}{{1, true, []time.Duration{time.Second}}, {2, true, []time.Duration{time.Second, 4 * time.Second}}, {3, false, []time.Duration{time.Second, 4 * time.Second}}} {
		var waits []time.Duration
		s := start(t, forgetest.Options{})
		c, pull := as(t, s, workflow, &waits), s.Open(forgetest.Pull{Author: "ana"})
		fault := forgetest.Outage(listReviews)
		fault.Times = tc.outages
		s.Fail(fault)
		_, err := c.Reviews(t.Context(), pull)
		if (err == nil) != tc.fine || !reflect.DeepEqual(waits, tc.waits) {
			t.Errorf("%d outages: %v after waits of %v, want %v", tc.outages, err, waits, tc.waits)
		}
		if asked := len(s.Requests()); asked != min(tc.outages+1, 3) {
			t.Errorf("%d outages: asked %d times", tc.outages, asked)
		}
	}
}

func TestWhoIsToldNotToWaitTriesNoMore(t *testing.T) {
	s := start(t, forgetest.Options{})
	s.Fail(forgetest.Outage(""))
	c := must[*forge.Client](t)(forge.New(forge.Options{Base: http.DefaultTransport, Repository: "revue/content", URL: s.URL,
		Wait: func(context.Context, time.Duration) error { return context.Canceled }}))
	_, err := c.Reviews(t.Context(), 1)
	wantKind(t, err, engine.Transient)
	if asked := len(s.Requests()); asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

// reset is in the past of the machine's clock and in the future of GitHub's:
// only the latter counts.
func TestTheRateLimitTellsUntilWhenByGitHubsClock(t *testing.T) {
	now := time.Date(2019, 3, 2, 9, 0, 0, 0, time.UTC)
	s := start(t, forgetest.Options{Now: now})
	c, pull := as(t, s, workflow), s.Open(forgetest.Pull{Author: "ana"})
	s.Limit(1, now.Add(12*time.Minute))
	must[[]forge.Review](t)(c.Reviews(t.Context(), pull))
	_, err := c.Reviews(t.Context(), pull)
	e := wantKind(t, err, engine.Throttled)
	if want := 12*time.Minute - time.Second; e.RetryAfter != want || !strings.Contains(err.Error(), "2019-03-02T09:12:00Z") {
		t.Errorf("%v, to wait %v; want %v", err, e.RetryAfter, want)
	}
}

// reset is in the future of the machine's clock, and GitHub answers all the
// same: nobody may refuse in its place.
func TestAUsedUpLimitIsGitHubsToTell(t *testing.T) {
	now := time.Date(2090, 3, 2, 9, 0, 0, 0, time.UTC)
	s := start(t, forgetest.Options{Now: now})
	c, pull := as(t, s, workflow), s.Open(forgetest.Pull{Author: "ana"})
	s.Limit(1, now.Add(time.Minute))
	must[[]forge.Review](t)(c.Reviews(t.Context(), pull))
	s.Limit(5, now.Add(time.Minute))
	must[[]forge.Review](t)(c.Reviews(t.Context(), pull))
}

func TestASecondaryLimitTellsHowLong(t *testing.T) {
	for claim, tc := range map[string]struct {
		fault forgetest.Fault
		want  time.Duration
	}{
		"AsAsked": {forgetest.Secondary(createComment, 42*time.Second), 42 * time.Second},
		"429": {forgetest.Fault{On: createComment, Status: 429, Header: map[string]string{"Retry-After": "7"}, Body: "{}"},
			7 * time.Second},
		"Silent": {forgetest.Fault{On: createComment, Status: 403, Header: map[string]string{"Content-Type": "application/json"},
			Body: `{"documentation_url": "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"}`}, time.Minute},
	} {
		t.Run(claim, func(t *testing.T) {
			s := start(t, forgetest.Options{})
			c, pull := as(t, s, workflow), s.Open(forgetest.Pull{Author: "ana"})
			s.Fail(tc.fault)
			_, err := c.UpsertComment(t.Context(), pull, marker, "the plan")
			if e := wantKind(t, err, engine.Throttled); e.RetryAfter != tc.want || len(s.Comments(pull)) != 0 {
				t.Errorf("to wait %v, want %v; comments %v", e.RetryAfter, tc.want, s.Comments(pull))
			}
		})
	}
}

// network answers in process.
type network func(*http.Request) (*http.Response, error)

func (n network) RoundTrip(r *http.Request) (*http.Response, error) { return n(r) }

func answers(status int, header http.Header, body string) network {
	return func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
	}
}

func speaking(t *testing.T, n network) *forge.Client {
	t.Helper()
	return must[*forge.Client](t)(forge.New(forge.Options{Base: n, Repository: "revue/content", Token: engine.NewSecret("ghp_" + secret)}))
}

func TestNoErrorTellsTheToken(t *testing.T) {
	echo := "Bearer ghp_" + secret
	for claim, n := range map[string]network{
		"InARefusal": answers(422, http.Header{}, `{"message": "bad header `+echo+`", "errors": ["`+echo+`"]}`),
		"InALimit":   answers(429, http.Header{}, `{"message": "`+echo+`"}`),
		"InSending":  func(*http.Request) (*http.Response, error) { return nil, errors.New("write " + echo) },
		"InPlaces":   answers(302, http.Header{"Location": {"https://evil.example/?token=ghp_" + secret}}, ""),
		"InALink":    answers(200, http.Header{"Link": {`<https://evil.example/?token=ghp_` + secret + `>; rel="next"`}}, `[]`),
	} {
		t.Run(claim, func(t *testing.T) {
			_, err := speaking(t, n).Reviews(t.Context(), 1)
			if err == nil || strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), secret) {
				t.Errorf("an error that tells a token, or none: %#v", err)
			}
		})
	}
}

func TestTheTokenGoesToNoOtherHost(t *testing.T) {
	for _, location := range []string{"https://evil.example/", "http://api.github.com/"} {
		asked := 0
		c := speaking(t, func(r *http.Request) (*http.Response, error) {
			asked++
			if r.URL.Host != "api.github.com" || r.URL.Scheme != "https" {
				t.Errorf("asked %s", r.URL)
			}
			return answers(301, http.Header{"Location": {location}}, "")(r)
		})
		if _, err := c.PullRequest(t.Context(), 1); err == nil || asked != 1 {
			t.Errorf("asked %d times: %v", asked, err)
		}
	}
}

func TestARenamedRepositoryIsReadWhereItIsNow(t *testing.T) {
	c := speaking(t, func(r *http.Request) (*http.Response, error) {
		if r.Header.Get("Authorization") != "Bearer ghp_"+secret {
			t.Errorf("%s bears %q", r.URL, r.Header.Get("Authorization"))
		}
		if strings.HasPrefix(r.URL.Path, "/repos/") {
			return answers(301, http.Header{"Location": {"https://api.github.com/repositories/7/pulls/1"}}, "{}")(r)
		}
		return answers(200, http.Header{}, `{"number": 1}`)(r)
	})
	if p := must[forge.PullRequest](t)(c.PullRequest(t.Context(), 1)); p.Number != 1 {
		t.Errorf("read %+v", p)
	}
}

func TestAListingWithoutEndIsNoListing(t *testing.T) {
	page := 0
	for claim, link := range map[string]func() string{
		"InCircles": func() string { return `<https://api.github.com/x>; rel="next"` },
		"Endless":   func() string { page++; return fmt.Sprintf(`<https://api.github.com/x?after=%d>; rel="next"`, page) },
		"Elsewhere": func() string { return `<https://evil.example/x>; rel="next"` },
	} {
		t.Run(claim, func(t *testing.T) {
			got, err := speaking(t, func(r *http.Request) (*http.Response, error) {
				if r.URL.Host != "api.github.com" {
					t.Errorf("asked %s", r.URL)
				}
				return answers(200, http.Header{"Link": {link()}}, `[{"id": 1}]`)(r)
			}).Reviews(t.Context(), 1)
			wantKind(t, err, engine.Uncertain)
			if got != nil {
				t.Errorf("it tells of %d", len(got))
			}
		})
	}
}

func TestAnAnswerThatIsTooLargeIsNotRead(t *testing.T) {
	_, err := speaking(t, func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(endless{}), Request: r}, nil
	}).Reviews(t.Context(), 1)
	wantKind(t, err, engine.Uncertain)
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestACancellationIsKnownAsOne(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, err := speaking(t, func(r *http.Request) (*http.Response, error) {
		cancel()
		return nil, r.Context().Err()
	}).Reviews(ctx, 1)
	wantKind(t, err, engine.Uncertain)
	if !engine.Interrupted(err) {
		t.Errorf("%v is no interruption", err)
	}
}

func TestAClientIsNotMadeOfNonsense(t *testing.T) {
	for _, o := range []forge.Options{
		{Repository: "revue"}, {Repository: "revue/content/x"}, {Repository: "a/b", URL: "http://github.example/"},
		{Repository: "a/b", URL: "https://x:y@github.example/"}, {Repository: "a/b", URL: "github"}, {Repository: "a/b", URL: ":"},
	} {
		_, err := forge.New(o)
		wantKind(t, err, engine.Invalid)
	}
}

func TestAnEnterpriseServerIsAskedBelowItsPath(t *testing.T) {
	var asked []string
	n := network(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.Method+" "+r.URL.String())
		if r.Method == http.MethodGet {
			return answers(403, http.Header{}, `{}`)(r)
		}
		return answers(200, http.Header{}, `{"data": {"viewer": {"login": "galley[bot]"}}}`)(r)
	})
	c := must[*forge.Client](t)(forge.New(forge.Options{Base: n, Repository: "a/b", URL: "https://git.example/api/v3", Token: engine.NewSecret("x")}))
	self := must[forge.Self](t)(c.Self(t.Context()))
	want := []string{"GET https://git.example/api/v3/user", "POST https://git.example/api/graphql"}
	if !reflect.DeepEqual(asked, want) || self != (forge.Self{Login: "galley[bot]", App: true}) {
		t.Errorf("asked %v, want %v; self %+v", asked, want, self)
	}
}
