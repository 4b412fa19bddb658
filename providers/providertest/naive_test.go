package providertest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"galley/engine"
)

// board is a small network behind HTTP, honest in all it does.
type board struct {
	mu    sync.Mutex
	next  int
	notes []note
}

type note struct {
	ID   string    `json:"id"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

func newBoard(testing.TB, engine.Config) http.Handler {
	b := &board{}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /notes", b.post)
	mux.HandleFunc("GET /notes", b.list)
	mux.HandleFunc("GET /notes/{id}", b.get)
	mux.HandleFunc("DELETE /notes/{id}", b.remove)
	return mux
}

func (b *board) post(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var n note
	if json.NewDecoder(r.Body).Decode(&n) != nil || len([]rune(n.Text)) > 100 {
		http.Error(w, `{"error":"no"}`, http.StatusUnprocessableEntity)
		return
	}
	b.next++
	n.ID, n.At = fmt.Sprint("n", b.next), time.Now().UTC()
	b.notes = append(b.notes, n)
	_ = json.NewEncoder(w).Encode(n)
}

// list shows two notes a page; "after" names the page.
func (b *board) list(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := slices.Clone(b.notes)
	slices.Reverse(all)
	if after := r.URL.Query().Get("after"); after != "" {
		all = all[slices.IndexFunc(all, func(n note) bool { return n.ID == after })+1:]
	}
	_ = json.NewEncoder(w).Encode(all[:min(len(all), boardPage)])
}

const boardPage = 2

func (b *board) get(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, n := range b.notes {
		if n.ID == r.PathValue("id") {
			_ = json.NewEncoder(w).Encode(n)
			return
		}
	}
	http.Error(w, `{"error":"gone"}`, http.StatusNotFound)
}

func (b *board) remove(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.notes = slices.DeleteFunc(b.notes, func(n note) bool { return n.ID == r.PathValue("id") })
	w.WriteHeader(http.StatusNoContent)
}

// naive is a provider as one writes it in an afternoon. What is wrong with it
// is marked at each place.
type naive struct{ cfg engine.Config }

func newNaive(cfg engine.Config) (engine.Provider, error) { return &naive{cfg}, nil }

func (n *naive) Info() engine.Info {
	return engine.Info{
		Network: "board", Label: "Board", PostKind: engine.KindPost, Settle: -1,
		Kinds: map[engine.Kind]engine.Limits{engine.KindPost: {
			Verbs:   []engine.Verb{engine.Create, engine.Update, engine.Replace, engine.Delete},
			Fields:  []string{"text"},
			MaxText: 100,
			// Wrong: the board knows no keys.
			Repeatable: true,
		}},
	}
}

// Create tries three times: wrong, the first may have arrived.
func (n *naive) Create(ctx context.Context, d engine.Desired, _ engine.Intent) (engine.Observed, error) {
	// Wrong: it panics on a kind that it does not know.
	body, err := json.Marshal(note{Text: d.Spec.(*engine.Post).Text})
	if err != nil {
		return engine.Observed{}, err
	}
	var made note
	for range 3 {
		if err = n.do(ctx, "POST", "/notes", body, &made); err == nil {
			return seen(made), nil
		}
	}
	return engine.Observed{}, err
}

// do makes one request.
func (n *naive) do(ctx context.Context, method, path string, body []byte, out any) error {
	req, err := http.NewRequestWithContext(ctx, method, n.cfg.URL+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+n.cfg.Secret.Reveal())
	resp, err := n.cfg.HTTP.Do(req)
	if err != nil {
		// Wrong: whatever broke, it says that nothing happened.
		return engine.Errorf(engine.Transient, "", engine.ID{}, "%w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		// Wrong: the request is in the error, with its credential.
		return engine.Errorf(engine.Invalid, "", engine.ID{}, "%d for %v", resp.StatusCode, req.Header)
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(out)
}

func (n *naive) Read(ctx context.Context, _ engine.Kind, remote engine.RemoteID) (engine.Observed, error) {
	var got note
	if err := n.do(ctx, "GET", "/notes/"+string(remote), nil, &got); err != nil {
		// Wrong: every failure means that it is gone.
		return engine.Observed{}, engine.Errorf(engine.NotFound, "read", engine.ID{}, "%w", err)
	}
	return seen(got), nil
}

// List reads all pages before it shows the first: wrong, and whatever goes
// wrong just ends it.
func (n *naive) List(ctx context.Context, _ engine.Window) iter.Seq2[engine.Observed, error] {
	return func(yield func(engine.Observed, error) bool) {
		var all []note
		for after := ""; ; {
			var page []note
			if n.do(ctx, "GET", "/notes?after="+after, nil, &page) != nil || len(page) == 0 {
				break
			}
			all = append(all, page...)
			after = page[len(page)-1].ID
		}
		for _, got := range all {
			if !yield(seen(got), nil) {
				return
			}
		}
	}
}

// Find believes its listing.
func (n *naive) Find(ctx context.Context, in engine.Intent) (engine.Observed, error) {
	for got := range n.List(ctx, engine.Window{}) {
		if engine.PrintOf(n.Info(), got.Spec).Equal(in.Print) {
			return got, nil
		}
	}
	return engine.Observed{}, engine.Errorf(engine.NotFound, "find", in.ID, "nothing")
}

// Update deletes and creates: wrong, readers lose what they answered to.
func (n *naive) Update(ctx context.Context, before engine.Observed, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	if err := n.Delete(ctx, before, in); err != nil {
		return engine.Observed{}, err
	}
	return n.Create(ctx, d, in)
}

func (n *naive) Delete(ctx context.Context, before engine.Observed, _ engine.Intent) error {
	return n.do(ctx, "DELETE", "/notes/"+string(before.Remote), nil, nil)
}

func seen(n note) engine.Observed {
	return engine.Observed{Remote: engine.RemoteID(n.ID), Phase: engine.Live, Spec: &engine.Post{Text: n.Text}, Created: n.At}
}

// NaiveFailures are the cases that must fail, and no other: a suite that lets
// one of them pass is broken, as is one that blames what is right.
const NaiveFailures = `
declaration/UnsupportedKindIsRefused
create/SecondPlanIsEmpty/post
identity/SameKeyPublishesOnce/post identity/LostReplyIsUncertain/post identity/LostRequestIsUncertain/post
identity/FindAfterLostReply/post identity/CutListingIsNotNothing/post
change/UpdateKeepsRemoteID/post change/UpdateTakesFieldsAway/post change/UpdateMissing/post
change/LostUpdateIsUncertain/post change/LostDeleteIsUncertain/post
listing/StopsEarly/post listing/CutListingEndsWithAnError/post
context/CancelledBeforeReading/post context/CancelledMidFlight/post context/CancelledDuringBody/post
context/CancelledWhileReading/post context/DeadlineIsKept/post
errors/ErrorsNameTheResource/post errors/RedirectedReadKeepsSecrets/post errors/RedirectedWriteStops/post
errors/RetryAfterIsRead/post errors/UnreadableReadIsNoContent/post
errors/Read400/post errors/Read401/post errors/Read403/post errors/Read408/post errors/Read409/post
errors/Read422/post errors/Read429/post errors/Read500/post errors/Read502/post errors/Read503/post
errors/Write400/post errors/Write401/post errors/Write403/post errors/Write404/post errors/Write408/post
errors/Write409/post errors/Write410/post errors/Write422/post errors/Write429/post errors/Write500/post
errors/Write502/post errors/Write503/post
restraint/DoesNotRetry/post restraint/OneEffectPerWrite/post
secrecy/NoTokenInErrorsOrURLs/post
`

func TestANaiveProviderFails(t *testing.T) {
	failed := Failures(t, Network{New: newNaive, Fake: newBoard, Page: boardPage})
	want := strings.Fields(NaiveFailures)
	for _, name := range want {
		if _, ok := failed[name]; !ok {
			t.Errorf("%s passes", name)
		}
	}
	for name, verdict := range failed {
		if !slices.Contains(want, name) {
			t.Errorf("%s fails: %s", name, verdict)
		}
	}
}
