package providertest

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"galley/engine"
)

// Narrative: a token that gets into an error gets into a log, a report, a pull
// request's comment.
func secrecyChecks() []check {
	return []check{
		{group: "secrecy", title: "NoTokenInErrorsOrURLs", needs: needs(creates, automatic), run: noTokenInErrorsOrURLs},
	}
}

// noTokenInErrorsOrURLs provokes errors, among them a network that repeats the
// request in its answer.
func noTokenInErrorsOrURLs(s *stage) {
	s.wantNoToken("what prints of a provider", fmt.Sprintf("%v %+v", s.open(), s.cfg))
	if s.wire == nil {
		return
	}
	echo := strike{instead: func(r *http.Request) (*http.Response, error) {
		body := fmt.Sprintf(`{"error":%q,"message":%q}`, fmt.Sprint(r.Header), fmt.Sprint(r.Header))
		return answer(r, http.StatusUnauthorized, "application/json", body), nil
	}}
	for _, hit := range []strike{
		echo,
		answerWith(500, "application/json", `{"error":"no"}`),
		answerWith(200, "text/html", "<title>"+Marker+"</title>"),
		{instead: func(r *http.Request) (*http.Response, error) { return nil, fmt.Errorf("lost %s", r.URL) }},
		{instead: func(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF }},
		{instead: func(*http.Request) (*http.Response, error) { return nil, refusedDial() }},
	} {
		s.wire.obey(onAll(hit))
		for _, err := range s.callAll() {
			if err != nil {
				s.wantNoToken("an error", fmt.Sprintf("%v %+v", err, err))
			}
		}
	}
	for _, r := range s.wire.requests() {
		s.wantNoToken("the URL of a request", r.URL)
	}
}

// callAll calls every capability once and returns the errors.
func (s *stage) callAll() []error {
	s.Helper()
	d := s.plain(1)
	gone := engine.Observed{Remote: "1", Spec: d.Spec, Phase: engine.Live}
	p := s.open()
	_, err := p.Create(s.Context(), d, s.intent(engine.Create, d))
	all := []error{err}
	if p, ok := p.(engine.Preparer); ok {
		all = append(all, p.Prepare(s.Context(), s.full(1)))
	}
	if p, ok := p.(engine.Reader); ok {
		_, err = p.Read(s.Context(), s.kind, gone.Remote)
		all = append(all, err)
	}
	if p, ok := p.(engine.Lister); ok {
		for _, err := range p.List(s.Context(), engine.Window{}) {
			all = append(all, err)
		}
	}
	if p, ok := p.(engine.Finder); ok {
		_, err = p.Find(s.Context(), s.intent(engine.Create, d))
		all = append(all, err)
	}
	if p, ok := p.(engine.Updater); ok {
		_, err = p.Update(s.Context(), gone, d, s.intentOn(engine.Update, gone, d))
		all = append(all, err)
	}
	if p, ok := p.(engine.Deleter); ok {
		all = append(all, p.Delete(s.Context(), gone, s.intentOn(engine.Delete, gone, d)))
	}
	if p, ok := p.(engine.Measurer); ok {
		for _, err := range p.Measure(s.Context(), []engine.RemoteID{"1"}) {
			all = append(all, err)
		}
	}
	if p, ok := p.(engine.Prober); ok {
		_, err = p.Probe(s.Context())
		all = append(all, err)
	}
	return all
}

func (s *stage) wantNoToken(where, text string) {
	s.Helper()
	for _, form := range []string{Marker, url.QueryEscape(Marker), base64.StdEncoding.EncodeToString([]byte(Marker))} {
		if strings.Contains(text, form) {
			s.Errorf("%s holds the credential: %s", where, strings.ReplaceAll(text, form, "[credential]"))
			return
		}
	}
}
