package mastodon

import (
	"context"
	"slices"
	"strings"

	"galley/engine"
)

// Probe returns what this server takes of this account. The token has to be
// one of the channel's handle and, as far as its application tells, of the
// scopes that Galley uses.
func (p *provider) Probe(ctx context.Context) (engine.Info, error) {
	const op = "probe"
	if _, err := p.whoami(ctx); err != nil {
		return engine.Info{}, attempt(op, engine.ID{}, err)
	}
	if err := p.scopes(ctx, op); err != nil {
		return engine.Info{}, err
	}
	server, err := p.instance(ctx)
	if err != nil {
		return engine.Info{}, attempt(op, engine.ID{}, err)
	}
	return limited(info(), server.Configuration), nil
}

// needed are the scopes without which something would fail.
var needed = [...]string{"read:accounts", "read:filters", "read:search", "read:statuses",
	"write:accounts", "write:filters", "write:media", "write:statuses"}

// scopes compares with those of the token's application, which a token cannot
// exceed. Servers before 4.3 do not tell them.
func (p *provider) scopes(ctx context.Context, op string) error {
	var app struct {
		Scopes []string `json:"scopes"`
	}
	_, err := p.get(ctx, op, engine.ID{}, "api/v1/apps/verify_credentials", nil, &app)
	if kind := engine.KindOf(err); err != nil && (kind == engine.NotFound || kind == engine.Invalid) {
		return nil // an optional part of the API
	}
	if err != nil || len(app.Scopes) == 0 {
		return err
	}
	var missing []string
	for _, scope := range needed {
		group, _, _ := strings.Cut(scope, ":")
		if !slices.Contains(app.Scopes, scope) && !slices.Contains(app.Scopes, group) {
			missing = append(missing, scope)
		}
	}
	if len(missing) > 0 {
		return engine.Errorf(engine.Unauthorized, op, engine.ID{}, "the token lacks %s: make one with the scopes read and write",
			strings.Join(missing, ", "))
	}
	return nil
}

// limited puts a server's own limits in the place of the usual ones.
func limited(i engine.Info, s instanceSettings) engine.Info {
	limits := i.Kinds[engine.KindPost]
	set(&limits.MaxText, s.Statuses.MaxCharacters)
	set(&limits.MaxMedia, s.Statuses.MaxMedia)
	set(&limits.MaxAlt, s.Media.Description)
	set(&limits.MediaBytes, max(s.Media.ImageBytes, s.Media.VideoBytes))
	if len(s.Media.Types) > 0 {
		limits.MediaTypes = slices.DeleteFunc(limits.MediaTypes, func(t string) bool { return !slices.Contains(s.Media.Types, t) })
	}
	i.Kinds[engine.KindPost] = limits
	if s.Statuses.PerURL > 0 {
		i.Count = countWith(s.Statuses.PerURL)
	}
	return i
}

func set[T int | int64](limit *T, said T) {
	if said > 0 {
		*limit = said
	}
}
