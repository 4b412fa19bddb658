package forge_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/forge"
	"galley/engine/forge/forgetest"
	"galley/engine/transport"
)

// secret is in every credential of these tests.
const secret = "5ecretMarker"

// The accounts whose tokens ask.
var (
	person    = forgetest.Token{Value: "ghp_" + secret, Login: "galley-keeper", Admin: true}
	workflow  = forgetest.Token{Value: "ghs_" + secret, Login: "github-actions[bot]"}
	fromAFork = forgetest.Token{Value: "ghs_fork" + secret, Login: "github-actions[bot]", ReadOnly: true}
)

// start starts a GitHub that knows these tokens, with small pages.
func start(t *testing.T, o forgetest.Options) *forgetest.Server {
	t.Helper()
	s := forgetest.New(t, o)
	s.Grant(person, workflow, fromAFork)
	return s
}

// as makes a client with a token. It waits no time; waited, where given, learns
// how long it would have.
func as(t *testing.T, s *forgetest.Server, token forgetest.Token, waited ...*[]time.Duration) *forge.Client {
	t.Helper()
	base := transport.New(transport.Options{Now: time.Now})
	t.Cleanup(func() { (&http.Client{Transport: base}).CloseIdleConnections() })
	c, err := forge.New(forge.Options{Base: base, Repository: "revue/content", URL: s.URL, Token: engine.NewSecret(token.Value),
		Wait: func(_ context.Context, d time.Duration) error {
			for _, w := range waited {
				*w = append(*w, d)
			}
			return nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// wantKind holds an error to its kind, and every error to having no secret.
func wantKind(t *testing.T, err error, want engine.ErrKind) *engine.Error {
	t.Helper()
	var e *engine.Error
	if !errors.As(err, &e) || e.Kind != want {
		t.Fatalf("error %v of kind %v, want %v", err, engine.KindOf(err), want)
	}
	for cause := err; cause != nil; cause = errors.Unwrap(cause) {
		if strings.Contains(cause.Error(), secret) {
			t.Errorf("an error tells a token: %v", cause)
		}
	}
	return e
}

// must ends the test at an error.
func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}
