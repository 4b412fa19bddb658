package forge

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/go-github/v60/github"

	"galley/engine"
)

const (
	perPage  = 100 // GitHub gives no more
	maxPages = 500 // nobody reviews a pull request with more

	// textsPerPage is for what anybody may write: thirty of the longest texts,
	// with four bytes to a character, are less than the 8 MiB a transport
	// usually takes. A stranger cannot make a page too large to read.
	textsPerPage = 30
)

// all reads every page of a listing below the repository. One that does not end
// is an error: what was read is not the whole, and who decides on it would
// decide on a part.
//
// Nothing is asked for with an entity tag: that of a full page stays the same
// when another page comes after it.
func all[P, T any](ctx context.Context, c *Client, op, path string, query url.Values, convert func(P) T) ([]T, error) {
	if query == nil {
		query = url.Values{}
	}
	if !query.Has("per_page") {
		query.Set("per_page", fmt.Sprint(perPage))
	}
	next, seen := c.below(path)+"?"+query.Encode(), map[string]bool{}
	var entries []T
	for next != "" {
		seen[next] = true
		var page []P
		resp, err := c.read(ctx, next, &page)
		if err != nil {
			return nil, c.fail(op, err)
		}
		for _, p := range page {
			entries = append(entries, convert(p))
		}
		if next, err = c.next(resp.Header); err != nil {
			return nil, c.fail(op, err)
		}
		switch {
		case seen[next]:
			return nil, engine.Errorf(engine.Uncertain, op, engine.ID{}, "the listing turns in circles")
		case len(seen) == maxPages && next != "":
			return nil, engine.Errorf(engine.Uncertain, op, engine.ID{}, "there are more than %d", len(entries))
		}
	}
	return entries, nil
}

// texts is a query for a listing of what anybody may write.
func texts() url.Values { return url.Values{"per_page": {fmt.Sprint(textsPerPage)}} }

// below is the address of something of the repository, relative to the API.
func (c *Client) below(path string) string {
	return fmt.Sprintf("repos/%s/%s/%s", c.owner, c.name, path)
}

// read asks for an address of the API.
func (c *Client) read(ctx context.Context, address string, into any) (*github.Response, error) {
	req, err := c.gh.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	return c.gh.Do(ctx, req, into)
}

// next is the address of the page after an answer, as its Link header gives it;
// empty for the last one. GitHub counts some listings in pages, and some in
// marks that are its own affair.
func (c *Client) next(h http.Header) (string, error) {
	for link := range strings.SplitSeq(strings.Join(h.Values("Link"), ","), ",") {
		target, parameters, _ := strings.Cut(strings.TrimSpace(link), ";")
		if !strings.Contains(parameters, `rel="next"`) {
			continue
		}
		next, err := c.gh.BaseURL.Parse(strings.Trim(target, "<> "))
		if err != nil || !c.wire.home(next) {
			return "", errors.New("the address of the next page is none of the forge's")
		}
		return next.String(), nil
	}
	return "", nil
}
