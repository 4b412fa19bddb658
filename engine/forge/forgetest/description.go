package forgetest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// A description is GitHub's own, of the paths that are served here.
type description struct{ doc *openapi3.T }

// loaded is the description, loaded once for all tests of a binary.
var loaded = sync.OnceValues(func() (*description, error) {
	data, err := reference(context.Background(), descriptionFile)
	if err != nil {
		return nil, err
	}
	return describe(data)
})

// describe cuts a description to the paths that are used, and loads it: a third of a
// second, where the whole would take two.
func describe(data []byte) (*description, error) {
	data, err := cut(data, paths())
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, fmt.Errorf("load GitHub's description: %w", err)
	}
	return &description{doc}, nil
}

func described(t testing.TB) *description {
	t.Helper()
	d, err := loaded()
	switch {
	case errors.Is(err, ErrUnavailable) && os.Getenv("CI") == "":
		fmt.Println("UNCHECKED: GitHub's description of its API cannot be installed here")
	case err != nil:
		t.Fatal(err)
	}
	return d
}

// cut leaves of a description some paths and the components they refer to.
func cut(data []byte, wanted []string) ([]byte, error) {
	var doc struct {
		OpenAPI    string                                `json:"openapi"`
		Info       json.RawMessage                       `json:"info"`
		Paths      map[string]json.RawMessage            `json:"paths"`
		Components map[string]map[string]json.RawMessage `json:"components"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("read GitHub's description: %w", err)
	}
	used := map[string]map[string]json.RawMessage{}
	paths := map[string]json.RawMessage{}
	var queue []json.RawMessage
	for _, path := range wanted {
		item, known := doc.Paths[path]
		if !known {
			return nil, fmt.Errorf("GitHub describes no %s", path)
		}
		item, err := amended(item)
		if err != nil {
			return nil, err
		}
		paths[path], queue = item, append(queue, item)
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, ref := range references(at) {
			section, name, _ := strings.Cut(ref, "/")
			if used[section] == nil {
				used[section] = map[string]json.RawMessage{}
			}
			if _, done := used[section][name]; done {
				continue
			}
			part, err := amended(doc.Components[section][name])
			if err != nil {
				return nil, err
			}
			used[section][name], queue = part, append(queue, part)
		}
	}
	doc.Paths, doc.Components = paths, used
	return json.Marshal(doc)
}

// references are the components a part of a description names.
func references(part json.RawMessage) []string {
	var refs []string
	for piece := range bytes.SplitSeq(part, []byte(`"#/components/`)) {
		name, _, ok := bytes.Cut(piece, []byte(`"`))
		if ok && !bytes.ContainsAny(name, "{:, ") {
			refs = append(refs, string(name))
		}
	}
	return refs
}

// amended takes out the examples and mends what GitHub describes otherwise than
// it answers: the repository of a head is null once a fork is deleted.
func amended(part json.RawMessage) (json.RawMessage, error) {
	var value any
	if err := json.Unmarshal(part, &value); err != nil {
		return nil, err
	}
	amend(value)
	return json.Marshal(value)
}

func amend(value any) {
	switch v := value.(type) {
	case []any:
		for _, part := range v {
			amend(part)
		}
	case map[string]any:
		if _, isSet := v["examples"].(map[string]any); isSet {
			delete(v, "examples")
		}
		if head, ok := v["head"].(map[string]any); ok {
			allowNoRepository(head)
		}
		for _, part := range v {
			amend(part)
		}
	}
}

func allowNoRepository(head map[string]any) {
	properties, _ := head["properties"].(map[string]any)
	if repo, ok := properties["repo"].(map[string]any); ok && repo["$ref"] != nil {
		properties["repo"] = map[string]any{"nullable": true, "allOf": []any{repo}}
	}
}

// route is the operation behind a path of the description.
func (d *description) route(method, path string) (*routers.Route, error) {
	item := d.doc.Paths.Value(path)
	if item == nil || item.GetOperation(method) == nil {
		return nil, fmt.Errorf("GitHub describes no %s %s", method, path)
	}
	return &routers.Route{Spec: d.doc, Path: path, PathItem: item, Method: method, Operation: item.GetOperation(method)}, nil
}

// An exchange is a request with what was found of it.
type exchange struct {
	input *openapi3filter.RequestValidationInput
}

// request checks what somebody asks. Beyond what the description demands no
// query and no member may be sent that it does not name: GitHub would not heed
// them.
func (d *description) request(r *http.Request, path string, body []byte) (*exchange, error) {
	route, err := d.route(r.Method, path)
	if err != nil {
		return nil, err
	}
	params := map[string]string{}
	for _, part := range strings.Split(path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			name = strings.TrimSuffix(name, "}")
			params[name] = r.PathValue(name)
		}
	}
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(body))
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, QueryParams: r.URL.Query(), Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc}}
	if err := openapi3filter.ValidateRequest(r.Context(), in); err != nil {
		return nil, err
	}
	return &exchange{in}, errors.Join(strayQuery(route, r), strayMembers(route.Operation, body))
}

func strayQuery(route *routers.Route, r *http.Request) error {
	for name := range r.URL.Query() {
		known := func(p *openapi3.ParameterRef) bool { return p.Value.In == "query" && p.Value.Name == name }
		if !slices.ContainsFunc(route.Operation.Parameters, known) && !slices.ContainsFunc(route.PathItem.Parameters, known) {
			return fmt.Errorf("%s %s has no parameter %q", route.Method, route.Path, name)
		}
	}
	return nil
}

func strayMembers(op *openapi3.Operation, body []byte) error {
	if op.RequestBody == nil || len(body) == 0 {
		return nil
	}
	content := op.RequestBody.Value.Content.Get("application/json")
	var members map[string]json.RawMessage
	if content == nil || json.Unmarshal(body, &members) != nil || len(content.Schema.Value.Properties) == 0 {
		return nil
	}
	for name := range members {
		if content.Schema.Value.Properties[name] == nil {
			return fmt.Errorf("%s takes no %q", op.OperationID, name)
		}
	}
	return nil
}

// response checks what is answered.
func (e *exchange) response(ctx context.Context, a reply) error {
	in := &openapi3filter.ResponseValidationInput{RequestValidationInput: e.input, Status: a.status, Header: a.header,
		Options: &openapi3filter.Options{}}
	in.SetBodyBytes(a.body)
	return openapi3filter.ValidateResponse(ctx, in)
}
