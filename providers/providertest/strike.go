package providertest

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
)

// onWrite strikes the n-th write.
func onWrite(n int, hit strike) func(request) strike {
	return func(r request) strike {
		if r.Write && r.N == n {
			return hit
		}
		return strike{}
	}
}

// onRead strikes the n-th read.
func onRead(n int, hit strike) func(request) strike {
	return func(r request) strike {
		if !r.Write && r.N == n {
			return hit
		}
		return strike{}
	}
}

// onAll strikes every request.
func onAll(hit strike) func(request) strike {
	return func(request) strike { return hit }
}

// answerWith keeps the network out and answers in its place.
func answerWith(status int, contentType, body string, header ...string) strike {
	return strike{instead: func(r *http.Request) (*http.Response, error) {
		resp := answer(r, status, contentType, body)
		for i := 0; i+1 < len(header); i += 2 {
			resp.Header.Set(header[i], header[i+1])
		}
		return resp, nil
	}}
}

// rewrite lets the network act and changes the bytes of its answer.
func rewrite(change func([]byte) []byte) strike {
	return strike{after: func(_ *http.Request, resp *http.Response) (*http.Response, error) {
		data, err := io.ReadAll(resp.Body)
		if err != nil {
			return nil, err
		}
		data = change(data)
		resp.Body = io.NopCloser(bytes.NewReader(data))
		resp.ContentLength = int64(len(data))
		resp.Header.Set("Content-Length", strconv.Itoa(len(data)))
		return resp, nil
	}}
}

// stall lets the network act, answers half and then nothing until the request
// is given up.
func stall() strike {
	return strike{after: func(r *http.Request, resp *http.Response) (*http.Response, error) {
		data, err := io.ReadAll(resp.Body)
		if err != nil {
			return nil, err
		}
		resp.Body = &stalledBody{data[:len(data)/2], r}
		return resp, nil
	}}
}

// silence lets the network act and never answers.
func silence() strike {
	return strike{after: func(r *http.Request, _ *http.Response) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}}
}

type stalledBody struct {
	rest    []byte
	request *http.Request
}

func (b *stalledBody) Read(p []byte) (int, error) {
	if len(b.rest) > 0 {
		n := copy(p, b.rest)
		b.rest = b.rest[n:]
		return n, nil
	}
	<-b.request.Context().Done()
	return 0, b.request.Context().Err()
}

func (b *stalledBody) Close() error { return nil }
