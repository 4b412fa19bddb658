package memory

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"galley/engine"
)

// Points are where a test may strike a request to the Handler, besides the
// network's own Strike: before the network acts, and after it has acted and
// before it answers. Either may be nil. An *engine.Error is answered with its
// status; any other error breaks the connection.
type Points struct {
	Before func(*http.Request) error
	After  func(*http.Request) error
}

// Handler serves net by HTTP and JSON, for clients made by Constructor.
//
//	GET    /@{handle}               who this is
//	POST   /@{handle}/media/{sha}   upload a medium
//	POST   /@{handle}/items         publish or schedule
//	GET    /@{handle}/items         newest first, by pages (since, cursor, Link)
//	GET    /@{handle}/items/{id}    one
//	PUT    /@{handle}/items/{id}    replace its content (If-Match)
//	DELETE /@{handle}/items/{id}    take it down
//	GET    /@{handle}/keys/{key}    what a key made
func Handler(net *Network, points Points) http.Handler {
	h := &handler{net, points}
	mux := http.NewServeMux()
	for pattern, serve := range map[string]endpoint{
		"GET /{handle}":               h.who,
		"POST /{handle}/media/{sum}":  h.upload,
		"POST /{handle}/items":        h.create,
		"GET /{handle}/items":         h.list,
		"GET /{handle}/items/{id}":    h.read,
		"PUT /{handle}/items/{id}":    h.update,
		"DELETE /{handle}/items/{id}": h.remove,
		"GET /{handle}/keys/{key}":    h.find,
	} {
		mux.HandleFunc(pattern, h.serve(serve))
	}
	return mux
}

type handler struct {
	net    *Network
	points Points
}

// An endpoint returns what to answer as JSON; nil answers 204.
type endpoint func(c *direct, w http.ResponseWriter, r *http.Request) (any, error)

// serve puts authorization, the two points and the answer around an endpoint.
func (h *handler) serve(act endpoint) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h.strike(h.points.Before, r); err != nil {
			answerError(w, err)
			return
		}
		result, err := any(nil), h.authorize(r)
		if err == nil {
			handle := r.PathValue("handle")
			result, err = act(&direct{h.net, handle[1:]}, w, r)
		}
		if lost := h.strike(h.points.After, r); lost != nil {
			err = lost
		}
		if err != nil {
			answerError(w, err)
			return
		}
		answerJSON(w, http.StatusOK, result)
	}
}

func (h *handler) strike(point func(*http.Request) error, r *http.Request) error {
	if point == nil {
		return nil
	}
	return point(r)
}

func (h *handler) authorize(r *http.Request) error {
	if len(r.PathValue("handle")) == 0 || r.PathValue("handle")[0] != '@' {
		return refuse(engine.NotFound, "there is no such account")
	}
	want := "Bearer " + h.net.options.Token
	if h.net.options.Token != "" && subtle.ConstantTimeCompare([]byte(want), []byte(r.Header.Get("Authorization"))) == 0 {
		return refuse(engine.Unauthorized, "the credential is not accepted")
	}
	return nil
}

func (h *handler) who(c *direct, _ http.ResponseWriter, r *http.Request) (any, error) {
	return map[string]string{"handle": c.handle}, c.probe(r.Context())
}

func (h *handler) upload(c *direct, _ http.ResponseWriter, r *http.Request) (any, error) {
	return nil, c.upload(r.Context(), engine.Media{SHA256: r.PathValue("sum")}, r.Body)
}

func (h *handler) create(c *direct, _ http.ResponseWriter, r *http.Request) (any, error) {
	d, err := readDraft(r)
	if err != nil {
		return nil, err
	}
	return wired(c.create(r.Context(), d))
}

func (h *handler) update(c *direct, _ http.ResponseWriter, r *http.Request) (any, error) {
	d, err := readDraft(r)
	if err != nil {
		return nil, err
	}
	return wired(c.update(r.Context(), r.PathValue("id"), r.Header.Get("If-Match"), d))
}

func (h *handler) read(c *direct, _ http.ResponseWriter, r *http.Request) (any, error) {
	return wired(c.read(r.Context(), r.PathValue("id")))
}

func (h *handler) find(c *direct, _ http.ResponseWriter, r *http.Request) (any, error) {
	return wired(c.find(r.Context(), r.PathValue("key")))
}

func (h *handler) remove(c *direct, _ http.ResponseWriter, r *http.Request) (any, error) {
	return nil, c.remove(r.Context(), r.PathValue("id"))
}

func (h *handler) list(c *direct, w http.ResponseWriter, r *http.Request) (any, error) {
	query := r.URL.Query()
	since, _ := time.Parse(time.RFC3339Nano, query.Get("since")) // the zero time asks for everything
	cursor, _ := strconv.Atoi(query.Get("cursor"))
	page, next, err := c.page(r.Context(), since, cursor)
	if err != nil {
		return nil, err
	}
	if next != 0 {
		query.Set("cursor", strconv.Itoa(next))
		link := url.URL{Path: r.URL.Path, RawQuery: query.Encode()}
		w.Header().Set("Link", fmt.Sprintf(`<%s>; rel="next"`, &link))
	}
	answer := wirePage{Items: []wireItem{}}
	for _, it := range page {
		wire, err := toWire(it)
		if err != nil {
			return nil, err
		}
		answer.Items = append(answer.Items, wire)
	}
	return answer, nil
}

func readDraft(r *http.Request) (draft, error) {
	var wire wireDraft
	if err := json.NewDecoder(r.Body).Decode(&wire); err != nil {
		return draft{}, refuse(engine.Invalid, "the request cannot be read: %v", err)
	}
	return wire.draft()
}

func wired(it *item, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return toWire(it)
}

// statusOf returns the status of a refusal, zero for what is none.
func statusOf(kind engine.ErrKind) int {
	switch kind {
	case engine.Invalid:
		return http.StatusUnprocessableEntity
	case engine.Unauthorized:
		return http.StatusUnauthorized
	case engine.NotFound:
		return http.StatusNotFound
	case engine.Conflict:
		return http.StatusConflict
	case engine.Throttled:
		return http.StatusTooManyRequests
	case engine.Unsupported:
		return http.StatusForbidden
	}
	return 0
}

// answerError answers a refusal, and breaks the connection where the network
// was told to fail in another way.
func answerError(w http.ResponseWriter, err error) {
	var refusal *engine.Error
	status := statusOf(engine.KindOf(err))
	if status == 0 || !errors.As(err, &refusal) {
		panic(http.ErrAbortHandler) // the way net/http offers to hang up
	}
	if refusal.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(refusal.RetryAfter/time.Second)))
	}
	answerJSON(w, status, map[string]string{"error": err.Error()})
}

func answerJSON(w http.ResponseWriter, status int, body any) {
	if body == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	data, err := json.Marshal(body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(data) // a client that is gone has its own error
}
