package forgetest

import (
	"cmp"
	"net/http"
	"path"
	"strings"
)

// A Ruleset holds for branches.
type Ruleset struct {
	Name     string
	Branches string   // pattern, such as galley/*
	Rules    []string // types, such as update, deletion, non_fast_forward
	Bypass   []Bypass
}

// A Bypass is who is above a ruleset.
type Bypass struct {
	ID   int64
	Type string // such as Integration, Team, RepositoryRole
	Mode string // always, or pull_request
}

// Classic is classic protection of one branch that exists. The zero value
// forbids deletion and force-push to all but administrators.
type Classic struct {
	Users           []string // who may push, nobody else; nil lets everybody
	ForcePush       bool     // allowed
	Deletion        bool     // allowed
	EnforceAdmins   bool
	RequiredReviews bool
}

// Protect adds a ruleset.
func (s *Server) Protect(r Ruleset) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rulesets = append(s.rulesets, r)
}

// ProtectBranch gives a branch classic protection.
func (s *Server) ProtectBranch(branch string, c Classic) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.classic[branch] = c
}

func (s *Server) listRules(c *call) reply {
	all := []any{}
	for i, set := range s.rulesets {
		if fits, err := path.Match(set.Branches, c.PathValue("branch")); !fits || err != nil {
			continue
		}
		for _, kind := range set.Rules {
			all = append(all, rule(kind).with(object{"ruleset_source_type": "Repository", "ruleset_source": s.options.Repository, "ruleset_id": i + 1}))
		}
	}
	return s.page(c, all)
}

func rule(kind string) object {
	o := object{"type": kind}
	if kind == "pull_request" {
		o["parameters"] = object{"dismiss_stale_reviews_on_push": true, "require_code_owner_review": false, "require_last_push_approval": true,
			"required_approving_review_count": 1, "required_review_thread_resolution": false}
	}
	return o
}

func (s *Server) getRuleset(c *call) reply {
	n := c.number("ruleset_id")
	if n < 1 || n > int64(len(s.rulesets)) {
		return failed(http.StatusNotFound, "Not Found")
	}
	set := s.rulesets[n-1]
	rules, above := []any{}, []any{}
	for _, kind := range set.Rules {
		rules = append(rules, rule(kind))
	}
	for _, b := range set.Bypass {
		above = append(above, object{"actor_id": b.ID, "actor_type": b.Type, "bypass_mode": cmp.Or(b.Mode, "always")})
	}
	o := object{"id": n, "name": set.Name, "target": "branch", "source_type": "Repository", "source": s.options.Repository, "enforcement": "active",
		"conditions": object{"ref_name": object{"include": []any{"refs/heads/" + set.Branches}, "exclude": []any{}}}, "rules": rules,
		"created_at": stamp(s.options.Now), "updated_at": stamp(s.options.Now)}
	if c.token.Admin {
		o["bypass_actors"] = above
	}
	return found(http.StatusOK, o)
}

func (s *Server) getProtection(c *call) reply {
	p, protected := s.classic[c.PathValue("branch")]
	switch {
	case !c.token.Admin:
		return failed(http.StatusForbidden, "Resource not accessible by integration")
	case !protected:
		return failed(http.StatusNotFound, "Branch not protected")
	}
	at := s.api("/branches/x/protection")
	on := func(enabled bool) object { return object{"enabled": enabled} }
	o := object{"url": at, "allow_force_pushes": on(p.ForcePush), "allow_deletions": on(p.Deletion), "lock_branch": on(false),
		"enforce_admins":      object{"url": at, "enabled": p.EnforceAdmins},
		"required_signatures": object{"url": at, "enabled": false}}
	if p.RequiredReviews {
		o["required_pull_request_reviews"] = object{"url": at, "dismiss_stale_reviews": true, "require_code_owner_reviews": false}
	}
	if p.Users != nil {
		users := []any{}
		for _, login := range p.Users {
			users = append(users, s.account(login))
		}
		o["restrictions"] = object{"url": at, "users_url": at, "teams_url": at, "apps_url": at, "users": users, "teams": []any{}, "apps": []any{}}
	}
	return found(http.StatusOK, o)
}

// getUser tells a person who they are, and no app.
func (s *Server) getUser(c *call) reply {
	switch {
	case c.token.Login == "":
		return failed(http.StatusUnauthorized, "Requires authentication")
	case strings.HasSuffix(c.token.Login, "[bot]"):
		return failed(http.StatusForbidden, "Resource not accessible by integration")
	}
	user, _ := s.account(c.token.Login).(object)
	return found(http.StatusOK, user.with(object{"user_view_type": "public", "bio": nil, "blog": nil, "company": nil, "email": nil,
		"followers": 0, "following": 0, "hireable": nil, "location": nil, "name": nil, "public_gists": 0, "public_repos": 0,
		"created_at": stamp(s.options.Now), "updated_at": stamp(s.options.Now)}))
}

func (s *Server) graphQL(c *call) reply {
	var in struct{ Query string }
	if !c.decode(&in) || in.Query != "query { viewer { login } }" {
		s.t.Errorf("forgetest answers no such GraphQL: %s", c.body)
	}
	if c.token.Login == "" {
		return failed(http.StatusUnauthorized, "Requires authentication")
	}
	return found(http.StatusOK, object{"data": object{"viewer": object{"login": c.token.Login}}})
}
