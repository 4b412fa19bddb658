package forgetest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// checked is the description; the test is left out where it cannot be had.
func checked(t *testing.T) *description {
	t.Helper()
	d := described(t)
	if d == nil {
		t.Skip("GitHub's description of its API cannot be installed here")
	}
	return d
}

const comments = "/repos/{owner}/{repo}/issues/{issue_number}/comments"

// ask makes a request for comments.
func ask(method, query, body string) *http.Request {
	r := httptest.NewRequest(method, "/repos/a/b/issues/7/comments"+query, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.SetPathValue("owner", "a")
	r.SetPathValue("repo", "b")
	r.SetPathValue("issue_number", "7")
	return r
}

func TestARequestIsHeldAgainstTheDescription(t *testing.T) {
	d := checked(t)
	for _, tc := range []struct {
		claim, method, path, query, body string
		fine                             bool
	}{
		{"AsDescribed", "POST", comments, "", `{"body": "x"}`, true},
		{"AsDescribedList", "GET", comments, "?per_page=100&page=2", "", true},
		{"NoSuchPath", "GET", "/repos/{owner}/{repo}/discussions", "", "", false},
		{"NoSuchMethod", "DELETE", comments, "", "", false},
		{"NoSuchParameter", "GET", comments, "?creator=me", "", false},
		{"AParameterOfAnotherType", "GET", comments, "?per_page=many", "", false},
		{"WithoutWhatIsRequired", "POST", comments, "", `{}`, false},
		{"OfAnotherType", "POST", comments, "", `{"body": 7}`, false},
		{"NoSuchMember", "POST", comments, "", `{"body": "x", "draft": true}`, false},
	} {
		t.Run(tc.claim, func(t *testing.T) {
			if _, err := d.request(ask(tc.method, tc.query, tc.body), tc.path, []byte(tc.body)); (err == nil) != tc.fine {
				t.Errorf("%s %s%s %s: %v, want fine %v", tc.method, tc.path, tc.query, tc.body, err, tc.fine)
			}
		})
	}
}

func TestAnAnswerIsHeldAgainstTheDescription(t *testing.T) {
	d := checked(t)
	s := New(t, Options{})
	number := s.Open(Pull{Author: "ana"})
	id := s.Comment(number, "ana", "hello")
	whole := func() object { return s.comment(s.comments[0]) }
	if id == 0 {
		t.Fatal("the comment has no number")
	}
	for claim, tc := range map[string]struct {
		change object
		fine   bool
	}{
		"AsDescribed":      {object{}, true},
		"AnAccountGone":    {object{"user": nil}, true},
		"OfAnotherType":    {object{"id": "7"}, false},
		"AnAccountUnknown": {object{"user": object{"login": "ana"}}, false},
		"NoTime":           {object{"created_at": "yesterday"}, false},
	} {
		t.Run(claim, func(t *testing.T) {
			ex, err := d.request(ask("GET", "", ""), comments, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := ex.response(t.Context(), found(http.StatusOK, []any{whole().with(tc.change)})); (err == nil) != tc.fine {
				t.Errorf("%v, want fine %v", err, tc.fine)
			}
		})
	}
}

func BenchmarkLoadDescription(b *testing.B) {
	if described(b) == nil {
		b.Skip("GitHub's description of its API cannot be installed here")
	}
	for b.Loop() {
		data, err := reference(b.Context(), descriptionFile)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := describe(data); err != nil {
			b.Fatal(err)
		}
	}
}
