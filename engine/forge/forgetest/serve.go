package forgetest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// A reply is what a handler answers.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// A call is a request a handler answers; the world is locked meanwhile.
type call struct {
	*http.Request
	body  []byte
	token Token
}

type handler func(*Server, *call) reply

// operations is all that is served, by method and path of the description.
func operations() map[string]handler {
	const repo = "/repos/{owner}/{repo}"
	return map[string]handler{
		"GET /user":       (*Server).getUser,
		"GET /rate_limit": (*Server).getRateLimit,
		"POST /graphql":   (*Server).graphQL,

		"GET " + repo + "/pulls":                       (*Server).listPulls,
		"POST " + repo + "/pulls":                      (*Server).createPull,
		"GET " + repo + "/pulls/{pull_number}":         (*Server).getPull,
		"PATCH " + repo + "/pulls/{pull_number}":       (*Server).updatePull,
		"GET " + repo + "/pulls/{pull_number}/commits": (*Server).listCommits,
		"GET " + repo + "/pulls/{pull_number}/reviews": (*Server).listReviews,
		"GET " + repo + "/commits/{commit_sha}/pulls":  (*Server).listPullsOf,

		"GET " + repo + "/issues/{issue_number}/comments":  (*Server).listComments,
		"POST " + repo + "/issues/{issue_number}/comments": (*Server).createComment,
		"PATCH " + repo + "/issues/comments/{comment_id}":  (*Server).updateComment,
		"DELETE " + repo + "/issues/comments/{comment_id}": (*Server).deleteComment,
		"GET " + repo + "/issues":                          (*Server).listIssues,
		"POST " + repo + "/issues":                         (*Server).createIssue,
		"PATCH " + repo + "/issues/{issue_number}":         (*Server).updateIssue,
		"GET " + repo + "/actions/runs/{run_id}":           (*Server).getRun,
		"GET " + repo + "/rules/branches/{branch}":         (*Server).listRules,
		"GET " + repo + "/rulesets/{ruleset_id}":           (*Server).getRuleset,
		"GET " + repo + "/branches/{branch}/protection":    (*Server).getProtection,
	}
}

// paths are those of the operations that GitHub describes; it describes no
// GraphQL.
func paths() []string {
	var all []string
	for operation := range operations() {
		if _, path, _ := strings.Cut(operation, " "); path != "/graphql" && !slices.Contains(all, path) {
			all = append(all, path)
		}
	}
	slices.Sort(all)
	return all
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for operation, h := range operations() {
		mux.HandleFunc(operation, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, operation, h) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.t.Errorf("forgetest serves no %s %s", r.Method, r.URL.Path)
		s.write(w, failed(http.StatusNotFound, "Not Found"))
	})
	return mux
}

// serve answers one request: checked, counted, allowed, done, checked again.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, operation string, h handler) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client went away
	}
	_, path, _ := strings.Cut(operation, " ")
	ex := s.check(r, path, body)
	fault := s.arrive(operation)
	if fault != nil && !fault.After {
		s.fail(w, *fault)
		return
	}
	a := s.answer(&call{Request: r, body: body}, operation, h)
	if ex != nil {
		if err := ex.response(r.Context(), a); err != nil {
			s.t.Errorf("forgetest answers %s with what GitHub does not: %v\n%s", operation, err, a.body)
		}
	}
	if fault != nil {
		s.fail(w, *fault)
		return
	}
	s.write(w, a)
}

// check holds a request against the description; nil where there is none.
func (s *Server) check(r *http.Request, path string, body []byte) *exchange {
	if s.checks == nil || path == "/graphql" {
		return nil
	}
	ex, err := s.checks.request(r, path, body)
	if err != nil {
		s.t.Errorf("%s %s is not what GitHub describes: %v\n%s", r.Method, r.URL, err, body)
		return nil
	}
	return ex
}

// arrive counts a request, runs what is to happen meanwhile, and returns the
// fault that it meets.
func (s *Server) arrive(operation string) *Fault {
	s.mu.Lock()
	s.log = append(s.log, operation)
	hook := take(&s.hooks, func(h *hook) bool { return h.on == operation })
	s.mu.Unlock()
	if hook != nil {
		hook.do()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fault(operation)
}

// take removes and returns the first that fits.
func take[T any](from *[]*T, fits func(*T) bool) *T {
	i := slices.IndexFunc(*from, fits)
	if i < 0 {
		return nil
	}
	found := (*from)[i]
	*from = slices.Delete(*from, i, i+1)
	return found
}

// answer does what is asked, if it may be.
func (s *Server) answer(c *call, operation string, h handler) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	if value, ok := strings.CutPrefix(c.Header.Get("Authorization"), "Bearer "); ok {
		if c.token, ok = s.tokens[value]; !ok {
			return failed(http.StatusUnauthorized, "Bad credentials")
		}
	}
	if operation != "GET /rate_limit" {
		if limited, yes := s.spend(); yes {
			return limited
		}
	}
	name := c.PathValue("owner") + "/" + c.PathValue("repo")
	hidden := s.options.Private && c.token.Login == ""
	if c.PathValue("repo") != "" && (!strings.EqualFold(name, s.options.Repository) || hidden) {
		return failed(http.StatusNotFound, "Not Found")
	}
	if c.Method != http.MethodGet && operation != "POST /graphql" {
		switch {
		case c.token.Login == "":
			return failed(http.StatusUnauthorized, "Requires authentication")
		case c.token.ReadOnly:
			return failed(http.StatusForbidden, "Resource not accessible by integration")
		}
	}
	return h(s, c)
}

// write sends an answer with GitHub's time and what is left of the limit.
func (s *Server) write(w http.ResponseWriter, a reply) {
	s.mu.Lock()
	date := s.now
	if s.options.Clock != nil {
		date = s.options.Clock().UTC()
	}
	w.Header().Set("Date", date.Format(http.TimeFormat))
	s.now = s.now.Add(1e9)
	for name, value := range s.limit.headers() {
		w.Header().Set(name, value)
	}
	s.mu.Unlock()
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // whoever went away does not read it
}

// found answers with JSON.
func found(status int, body any) reply {
	data, err := json.Marshal(body)
	if err != nil {
		return failed(http.StatusInternalServerError, err.Error())
	}
	return reply{status, http.Header{"Content-Type": {"application/json; charset=utf-8"}}, data}
}

func failed(status int, message string) reply {
	return found(status, object{"message": message, "documentation_url": "https://docs.github.com/rest", "status": strconv.Itoa(status)})
}

// unprocessable is how GitHub refuses what is well-formed.
func unprocessable(resource, message string) reply {
	return found(http.StatusUnprocessableEntity, object{"message": "Validation Failed", "documentation_url": "https://docs.github.com/rest",
		"errors": []any{object{"resource": resource, "code": "custom", "message": message}}})
}

// page answers with a part of a list and the addresses of the others.
func (s *Server) page(c *call, entries []any) reply {
	size := s.options.PageSize
	if asked, err := strconv.Atoi(c.URL.Query().Get("per_page")); err == nil && asked > 0 {
		size = min(size, asked)
	}
	page, err := strconv.Atoi(c.URL.Query().Get("page"))
	if err != nil || page < 1 {
		page = 1
	}
	last := max(1, (len(entries)+size-1)/size)
	from := min(len(entries), (page-1)*size)
	a := found(http.StatusOK, append([]any{}, entries[from:min(len(entries), from+size)]...))
	var links []string
	link := func(rel string, to int) {
		query := c.URL.Query()
		query.Set("page", strconv.Itoa(to))
		at := url.URL{Path: c.URL.Path, RawPath: c.URL.RawPath, RawQuery: query.Encode()}
		links = append(links, fmt.Sprintf(`<%s%s>; rel="%s"`, s.URL, at.String(), rel))
	}
	if page < last {
		link("next", page+1)
		link("last", last)
	}
	if page > 1 {
		link("first", 1)
		link("prev", page-1)
	}
	if len(links) > 0 {
		a.header.Set("Link", strings.Join(links, ", "))
	}
	return a
}

// number reads one from the path; -1 for none.
func (c *call) number(name string) int64 {
	n, err := strconv.ParseInt(c.PathValue(name), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// decode reads the body of a request, which has been checked.
func (c *call) decode(into any) bool { return json.Unmarshal(c.body, into) == nil }
