package approve

import (
	"slices"
	"strings"
	"time"

	"galley/engine"
)

// authorship is who a change is by, in terms of the team.
type authorship struct {
	members []Member
	roles   []engine.Role // of all of them; an unknown author is an intern
}

// authors finds the members behind the names of a change. Somebody who is not of
// the team, or acts outside of his mandate, counts as an intern; so does a
// change that nobody is named for.
func (p Policy) authors(s Subject, at time.Time) authorship {
	var found authorship
	for _, a := range s.Authors {
		known := p.Find(a)
		if len(known) == 0 {
			found.roles = append(found.roles, engine.RoleIntern)
		}
		for _, m := range known {
			role := m.Role
			if !m.covers(s, at) {
				role = engine.RoleIntern
			}
			found.members, found.roles = append(found.members, m), append(found.roles, role)
		}
	}
	if len(found.roles) == 0 {
		found.roles = []engine.Role{engine.RoleIntern}
	}
	return found
}

// Find returns the members that an author may be: a name, an address and a login
// that belong to several make all of them authors.
func (p Policy) Find(a engine.Author) []Member {
	login := a.Login
	if login == "" {
		login = loginOf(a.Email)
	}
	var found []Member
	for _, m := range p.Members {
		if m.Named(a.Name) || login != "" && strings.EqualFold(login, m.Login) || a.Key != "" && slices.Contains(m.Keys, a.Key) {
			found = append(found, m)
		}
	}
	return found
}

// noreply is the domain of the addresses that GitHub gives its users, such as
// 123+ada@users.noreply.github.com.
const noreply = "@users.noreply.github.com"

func loginOf(email string) string {
	local, github := strings.CutSuffix(strings.ToLower(email), noreply)
	if !github {
		return ""
	}
	if _, login, numbered := strings.Cut(local, "+"); numbered {
		return login
	}
	return local
}

// names are the members, each once, sorted: by name, and by login as "@ada", so
// that who is called otherwise one day is still the author.
func (a authorship) names() []string {
	var names []string
	for _, m := range a.members {
		names = append(names, m.Name)
		if m.Login != "" {
			names = append(names, "@"+m.Login)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (a authorship) includes(m Member) bool {
	return slices.ContainsFunc(a.members, func(author Member) bool { return author.Name == m.Name })
}

// supervised reports whether one of the authors never publishes alone, and is of
// none of the roles that rules spoke of: the most restricted decides.
func (a authorship) supervised(spoken []engine.Role) bool {
	return slices.ContainsFunc(a.roles, func(r engine.Role) bool { return r.Supervised() && !slices.Contains(spoken, r) })
}
