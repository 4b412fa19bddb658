package mastodontest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// A reply is an answer on its way.
type reply struct {
	status int
	body   any
	header map[string]string
}

func ok(body any) reply { return reply{status: http.StatusOK, body: body} }

func refuse(status int, format string, args ...any) reply {
	return reply{status: status, body: object{"error": fmt.Sprintf(format, args...)}}
}

// invalid is 422 on Mastodon and mostly 400 on GoToSocial (measured).
func (s *Server) invalid(format string, args ...any) reply {
	if s.isGoToSocial() {
		return refuse(http.StatusBadRequest, "Bad Request: "+format, args...)
	}
	return refuse(http.StatusUnprocessableEntity, "Validation failed: "+format, args...)
}

func (s *Server) notFound() reply {
	if s.isGoToSocial() {
		return refuse(http.StatusNotFound, "Not Found: target status not found")
	}
	return refuse(http.StatusNotFound, "Record not found")
}

func (r reply) with(name, value string) reply {
	if r.header == nil {
		r.header = map[string]string{}
	}
	r.header[name] = value
	return r
}

type object map[string]any

func (s *Server) write(w http.ResponseWriter, answer reply) {
	data, err := json.Marshal(answer.body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	for name, value := range answer.header {
		w.Header().Set(name, value)
	}
	w.Header().Set("Date", s.clock().UTC().Format(http.TimeFormat))
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(answer.status)
	_, _ = w.Write(data) // a client that is gone has its own error
}

// page cuts a listing, newest first, at max_id and limit, and names the next
// page in a Link header: Mastodon when this one is full, GoToSocial always
// (both measured or read in the controllers).
func page[T any](s *Server, r *http.Request, all []T, id func(T) string, show func(T) object) reply {
	query := r.URL.Query()
	limit, err := strconv.Atoi(query.Get("limit"))
	if err != nil || limit <= 0 {
		limit = 20
	}
	limit = min(limit, s.options.Page)
	if after := query.Get("max_id"); after != "" {
		for i, item := range all {
			if id(item) == after {
				all = all[i+1:]
				break
			}
		}
	}
	shown := all[:min(limit, len(all))]
	list := make([]object, len(shown))
	for i, item := range shown {
		list[i] = show(item)
	}
	answer := ok(list)
	if len(shown) > 0 && (len(shown) == limit || s.isGoToSocial()) {
		query.Set("max_id", id(shown[len(shown)-1]))
		next := url.URL{Scheme: orElse(r.URL.Scheme, "http"), Host: r.Host, Path: r.URL.Path, RawQuery: query.Encode()}
		return answer.with("Link", fmt.Sprintf(`<%s>; rel="next", <%s>; rel="prev"`, &next, &next))
	}
	return answer
}

// stamp is a time as the API writes it.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}
