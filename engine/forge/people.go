package forge

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"galley/engine"
)

// A Self is the account of the token.
type Self struct {
	Login string // of an app it ends in [bot], such as github-actions[bot]
	App   bool
}

// wrote reports whether something of this author is ours.
func (s Self) wrote(author string) bool {
	return s.Login != "" && strings.EqualFold(s.Login, author)
}

// Self asks whose the token is. Unauthorized if it is nobody's.
//
// A person's token may read /user. That of an app, as which a workflow runs,
// may not; GraphQL tells it who it is.
func (c *Client) Self(ctx context.Context) (Self, error) {
	const op = "ask the forge whose the token is"
	user, _, err := c.gh.Users.Get(ctx, "")
	switch failed := c.failure(op, err); {
	case failed == nil && user.GetLogin() != "":
		return Self{Login: user.GetLogin(), App: user.GetType() == "Bot"}, nil
	case failed != nil && (failed.Kind != engine.Unauthorized || c.wire.token.Empty()):
		return Self{}, failed
	}
	var said struct {
		Data   struct{ Viewer struct{ Login string } }
		Errors []struct{ Message string }
	}
	req, err := c.gh.NewRequest(http.MethodPost, c.graphQL(), map[string]string{"query": "query { viewer { login } }"})
	if err == nil {
		_, err = c.gh.Do(ctx, req, &said)
	}
	switch {
	case err != nil:
		return Self{}, c.fail(op, err)
	case len(said.Errors) > 0:
		return Self{}, c.fail(op, errors.New(clip(said.Errors[0].Message)))
	case said.Data.Viewer.Login == "":
		return Self{}, c.fail(op, errors.New("it does not say"))
	}
	login := said.Data.Viewer.Login
	return Self{Login: login, App: strings.HasSuffix(login, "[bot]")}, nil
}

// graphQL is its address: beside /api/v3 on an Enterprise Server, below the
// root elsewhere.
func (c *Client) graphQL() string {
	if strings.HasSuffix(c.gh.BaseURL.Path, "/api/v3/") {
		return "../graphql"
	}
	return "graphql"
}
