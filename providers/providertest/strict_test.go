package providertest_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"galley/providers/providertest"
)

// strict refuses answers with a member or a word that it does not know.
type strict struct {
	http.RoundTripper
	unknown string
}

func (s strict) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := s.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(resp.Body)
	if err == nil && bytes.Contains(data, []byte(s.unknown)) {
		data = nil
	}
	resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(data), ended{err}))
	return resp, nil
}

type ended struct{ err error }

func (e ended) Read([]byte) (int, error) {
	if e.err != nil {
		return 0, e.err
	}
	return 0, io.EOF
}

func TestAStrictReaderIsNoticed(t *testing.T) {
	for unknown, fails := range map[string]string{"brand_new": "tolerance/UnknownFieldsIgnored/post", "hologram": "tolerance/UnknownWordsKept/post"} {
		failed := providertest.Failures(t, network(func(*sinner) {}, func(rt http.RoundTripper) http.RoundTripper { return strict{rt, unknown} }))
		if len(failed) != 1 || failed[fails] == "" {
			t.Errorf("failed %v, want %s", failed, fails)
		}
	}
}
