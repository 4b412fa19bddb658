package mastodon

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"galley/engine"
)

// Probe returns what this server takes of this account, whose token it is and
// what that may do. The token has to be one of the channel's handle and, as far
// as its application tells, of the scopes that Galley uses.
func (p *provider) Probe(ctx context.Context) (engine.Info, error) {
	const op = "probe"
	me, err := p.whoami(ctx)
	if err != nil {
		return engine.Info{}, attempt(op, engine.ID{}, err)
	}
	granted, err := p.scopes(ctx, op)
	if err != nil {
		return engine.Info{}, err
	}
	server, err := p.instance(ctx)
	if err != nil {
		return engine.Info{}, attempt(op, engine.ID{}, err)
	}
	i := limited(info(), server)
	i.Identity, i.Scopes, i.Server = "@"+me.Username+"@"+server.Domain, granted, server.software()
	return i, nil
}

// software is what runs there, as far as it says: "Mastodon 4.5.15".
func (s instance) software() string {
	if s.isMastodon() {
		return "Mastodon " + s.Version
	}
	name := path.Base(s.SourceURL) // of its repository
	if name == "." || name == "/" {
		return s.Version
	}
	return name + " " + s.Version
}

// needed are the scopes without which something would fail.
var needed = [...]string{"read:accounts", "read:filters", "read:search", "read:statuses",
	"write:accounts", "write:filters", "write:media", "write:statuses"}

// scopes compares with those of the token's application, which a token cannot
// exceed. Servers before 4.3 do not tell them.
func (p *provider) scopes(ctx context.Context, op string) ([]string, error) {
	var app struct {
		Scopes scopes `json:"scopes"`
	}
	_, err := p.get(ctx, op, engine.ID{}, "api/v1/apps/verify_credentials", nil, &app)
	if kind := engine.KindOf(err); err != nil && (kind == engine.NotFound || kind == engine.Invalid) {
		return nil, nil // an optional part of the API
	}
	if err != nil || len(app.Scopes) == 0 {
		return nil, err
	}
	var missing []string
	for _, scope := range needed {
		group, _, _ := strings.Cut(scope, ":")
		if !slices.Contains(app.Scopes, scope) && !slices.Contains(app.Scopes, group) {
			missing = append(missing, scope)
		}
	}
	if len(missing) > 0 {
		return nil, engine.Errorf(engine.Unauthorized, op, engine.ID{}, "the token lacks %s: make one with the scopes read and write",
			strings.Join(missing, ", "))
	}
	return app.Scopes, nil
}

// scopes are a list, or one text with spaces in it: servers differ.
type scopes []string

// UnmarshalJSON implements json.Unmarshaler. What is neither is nothing said.
func (s *scopes) UnmarshalJSON(data []byte) error {
	var list []string
	var text string
	switch {
	case json.Unmarshal(data, &list) == nil:
		*s = list
	case json.Unmarshal(data, &text) == nil:
		*s = strings.Fields(text)
	}
	return nil
}

// limited puts a server's own limits in the place of the usual ones.
func limited(i engine.Info, server instance) engine.Info {
	limits, said := i.Kinds[engine.KindPost], server.Configuration
	set(&limits.MaxText, said.Statuses.MaxCharacters)
	set(&limits.MaxMedia, said.Statuses.MaxMedia)
	set(&limits.PerURL, said.Statuses.PerURL)
	set(&limits.MaxAlt, said.Media.Description)
	set(&limits.MediaBytes, said.Media.ImageBytes)
	set(&limits.MediaPixels, said.Media.ImagePixels)
	set(&limits.VideoBytes, said.Media.VideoBytes)
	set(&limits.PollOptions, said.Polls.Options)
	set(&limits.PollText, said.Polls.Text)
	set(&limits.PollMin, time.Duration(said.Polls.Min)*time.Second)
	set(&limits.PollMax, time.Duration(said.Polls.Max)*time.Second)
	limits.PollAlone = !server.isMastodon() || !server.since(4, 6)
	if !server.quotes() {
		limits = limits.WithoutQuotes()
	}
	if len(said.Media.Types) > 0 {
		limits.MediaTypes = slices.DeleteFunc(limits.MediaTypes, func(t string) bool { return !slices.Contains(said.Media.Types, t) })
	}
	i.Kinds[engine.KindPost] = limits
	i.Count = countWith(limits.PerURL)
	return i
}

// since reports whether the server is of this release or a later one. A release
// that cannot be read is an old one.
func (s instance) since(major, minor int) bool {
	var is [2]int
	if n, _ := fmt.Sscanf(s.Version, "%d.%d", &is[0], &is[1]); n < 2 {
		return false
	}
	return slices.Compare(is[:], []int{major, minor}) >= 0
}

func set[T int | int64 | time.Duration](limit *T, said T) {
	if said > 0 {
		*limit = said
	}
}
