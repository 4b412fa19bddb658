package forgetest

import (
	"fmt"
	"strings"
	"time"
)

// An object is one of JSON.
type object map[string]any

// with adds members.
func (o object) with(more object) object {
	for name, value := range more {
		o[name] = value
	}
	return o
}

// links are members that are addresses, of which nothing depends here.
func links(base, names string) object {
	o := object{}
	for name := range strings.FieldsSeq(names) {
		o[name] = base + "/" + strings.TrimSuffix(name, "_url")
	}
	return o
}

func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func (s *Server) api(path string, args ...any) string {
	return s.URL + "/repos/" + s.options.Repository + fmt.Sprintf(path, args...)
}

func (s *Server) forPeople(path string, args ...any) string {
	return "https://github.com/" + s.options.Repository + fmt.Sprintf(path, args...)
}

// account renders one; null for an account that is gone.
func (s *Server) account(login string) any {
	if login == "" {
		return nil
	}
	kind := "User"
	if strings.HasSuffix(login, "[bot]") {
		kind = "Bot"
	}
	base := s.URL + "/users/" + strings.Trim(login, "[]")
	return links(base, `avatar_url events_url followers_url following_url gists_url organizations_url received_events_url
		repos_url starred_url subscriptions_url`).with(object{"id": s.user(login), "node_id": "U_" + login, "login": login,
		"gravatar_id": "", "html_url": "https://github.com/" + strings.Trim(login, "[]"), "site_admin": false, "type": kind, "url": base})
}

// repository renders the one that is served, or a fork of it.
func (s *Server) repository(name string) object {
	owner, short, _ := strings.Cut(name, "/")
	base := s.URL + "/repos/" + name
	o := links(base, `archive_url assignees_url blobs_url branches_url collaborators_url comments_url commits_url compare_url
		contents_url contributors_url deployments_url downloads_url events_url forks_url git_commits_url git_refs_url git_tags_url
		hooks_url issue_comment_url issue_events_url issues_url keys_url labels_url languages_url merges_url milestones_url
		notifications_url pulls_url releases_url stargazers_url statuses_url subscribers_url subscription_url tags_url teams_url
		trees_url clone_url git_url ssh_url svn_url`)
	id := s.user("repository " + strings.ToLower(name))
	return o.with(object{"id": id, "node_id": "R_" + short, "name": short, "full_name": name, "owner": s.account(owner),
		"html_url": "https://github.com/" + name, "url": base, "private": s.options.Private, "fork": !strings.EqualFold(name, s.options.Repository),
		"description": nil, "default_branch": "main", "mirror_url": nil, "homepage": nil, "language": nil, "license": nil,
		"forks": 0, "forks_count": 0, "open_issues": 0, "open_issues_count": 0, "size": 1, "stargazers_count": 0, "watchers": 0,
		"watchers_count": 0, "has_downloads": false, "has_issues": true, "has_projects": false, "has_wiki": false, "has_pages": false,
		"archived": false, "disabled": false, "pushed_at": stamp(s.options.Now), "created_at": stamp(s.options.Now),
		"updated_at": stamp(s.options.Now)})
}

// labels renders names of labels.
func (s *Server) labels(names []string) []any {
	all := []any{}
	for _, name := range names {
		all = append(all, object{"id": s.user("label " + name), "node_id": "L_" + name, "url": s.api("/labels/x"), "name": name,
			"description": nil, "color": "ededed", "default": false})
	}
	return all
}
