package bluesky_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"strconv"

	"galley/engine"
)

var update = flag.Bool("update", false, "keep the records of the reference server as test vectors")

// putByHand writes a record as somebody else would, without the provider.
func putByHand(w *world, collection string, key engine.RemoteID, value map[string]any) {
	w.Helper()
	callByHand(w, "com.atproto.repo.putRecord", map[string]any{"repo": w.did, "collection": collection, "rkey": key, "record": value})
}

func deleteByHand(w *world, collection string, key engine.RemoteID) {
	w.Helper()
	callByHand(w, "com.atproto.repo.deleteRecord", map[string]any{"repo": w.did, "collection": collection, "rkey": key})
}

func callByHand(w *world, method string, body any) {
	w.Helper()
	postJSON(w, method, loginByHand(w), body, new(map[string]any))
}

func loginByHand(w *world) string {
	w.Helper()
	var login struct {
		Access string `json:"accessJwt"`
	}
	postJSON(w, "com.atproto.server.createSession", "", map[string]any{"identifier": w.handle, "password": w.password}, &login)
	return login.Access
}

// refusedByHand uploads a picture and writes a record with it, which the server
// has to refuse; it returns what the server says.
func refusedByHand(w *world, picture []byte, record func(blob map[string]any) map[string]any) string {
	w.Helper()
	token := loginByHand(w)
	var uploaded struct {
		Blob map[string]any `json:"blob"`
	}
	if code, err := sendByHand(w, "com.atproto.repo.uploadBlob", token, "image/png", picture, &uploaded); err != nil || code != http.StatusOK {
		w.Fatalf("upload %d bytes: %d, %v", len(picture), code, err)
	}
	body, err := json.Marshal(map[string]any{"repo": w.did, "collection": "app.bsky.feed.post", "record": record(uploaded.Blob),
		"rkey": w.provider().Choose(engine.Desired{}, w.Name(), w.start)})
	if err != nil {
		w.Fatal(err)
	}
	var refusal struct{ Message string }
	code, err := sendByHand(w, "com.atproto.repo.putRecord", token, "application/json", body, &refusal)
	if err != nil || code == http.StatusOK {
		w.Fatalf("the record was taken: %d, %v", code, err)
	}
	return refusal.Message
}

func postJSON(w *world, method, token string, body, out any) {
	w.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		w.Fatal(err)
	}
	code, err := sendByHand(w, method, token, "application/json", data, out)
	if err != nil || code != http.StatusOK {
		w.Fatalf("%s: %d, %v %v", method, code, out, err)
	}
}

// sendByHand returns the status of the answer, and the answer itself in out.
func sendByHand(w *world, method, token, mediaType string, data []byte, out any) (int, error) {
	w.Helper()
	req, err := http.NewRequestWithContext(w.Context(), http.MethodPost, w.url+"/xrpc/"+method, bytes.NewReader(data))
	if err != nil {
		w.Fatal(err)
	}
	req.Header.Set("Content-Type", mediaType)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode, json.NewDecoder(resp.Body).Decode(out)
}

func integer(w *world, v any) int {
	w.Helper()
	n, err := strconv.Atoi(string(v.(json.Number)))
	if err != nil {
		w.Fatal(err)
	}
	return n
}

func textOf(w *world, v any) string {
	w.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		w.Fatal(err)
	}
	return string(data)
}

// vectors are records with the names that the reference server gave them.
const vectors = "../internal/atproto/testdata/records.json"

// keepVectors writes what the reference server named, if asked to.
func keepVectors(w *world) {
	w.Helper()
	if !*update {
		return
	}
	var all []row
	for _, collection := range []string{"app.bsky.feed.post", "app.bsky.feed.threadgate", "app.bsky.feed.postgate", "app.bsky.actor.profile"} {
		all = append(all, w.rows(collection)...)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, r := range all {
		if err := enc.Encode(r); err != nil {
			w.Fatal(err)
		}
	}
	if err := os.WriteFile(vectors, b.Bytes(), 0o644); err != nil {
		w.Fatal(err)
	}
}
