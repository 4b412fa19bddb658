package blueskytest

import "strings"

// maxPosts is how many posts are counted at once.
const maxPosts = 25

// getPosts leaves out what is gone.
func (s *Server) getPosts(r *request) (any, error) {
	if _, err := s.authorized(r); err != nil {
		return nil, err
	}
	uris := r.URL.Query()["uris"]
	if len(uris) > maxPosts {
		return nil, invalid("uris must not have more than 25 elements")
	}
	posts := []any{}
	for _, uri := range uris {
		did, rest, _ := strings.Cut(strings.TrimPrefix(uri, "at://"), "/")
		a := s.find(did)
		_, key, _ := strings.Cut(rest, "/")
		if a == nil {
			continue
		}
		e, found := a.records[postType][key]
		if !found {
			continue
		}
		view := map[string]any{"uri": uri, "cid": e.cid, "record": e.value,
			"likeCount": 0, "repostCount": 0, "replyCount": 0, "quoteCount": 0, "bookmarkCount": 0}
		for name, value := range a.counts[key] {
			view[name] = value
		}
		posts = append(posts, view)
	}
	return map[string]any{"posts": posts}, nil
}

func (s *Server) getProfile(r *request) (any, error) {
	if _, err := s.authorized(r); err != nil {
		return nil, err
	}
	a := s.find(r.query("actor"))
	if a == nil {
		return nil, invalid("Profile not found")
	}
	view := map[string]any{"did": a.did, "handle": a.account.Handle,
		"followersCount": 0, "followsCount": 0, "postsCount": len(a.records[postType])}
	for name, value := range a.counts[""] {
		view[name] = value
	}
	return view, nil
}
