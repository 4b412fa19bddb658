package cli

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"galley/engine"
	"galley/engine/approve"
	"galley/engine/plan"
	"galley/engine/repo"
)

// maxSigned bounds the signed commits of one push whose content is rendered: the
// newest count.
const maxSigned = 64

// history reads what was brought since the base, by whom, and who vouches for
// it.
func (j *judging) history(ctx context.Context) error {
	var err error
	if j.brought, err = j.commits(ctx, j.base); err != nil {
		return err
	}
	for _, c := range j.brought {
		if _, err := j.changes(ctx, c); err != nil {
			return err
		}
	}
	if err := j.follow(ctx); err != nil {
		return err
	}
	if j.base == "" {
		return nil // that is all there ever was: what matters of it is asked about as it comes up
	}
	for _, c := range j.brought {
		if _, err := j.pullsOf(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// commits are those since a revision, all of them where it is "".
func (j *judging) commits(ctx context.Context, since string) ([]repo.Commit, error) {
	if known, ok := j.since[since]; ok {
		return known, nil
	}
	list, err := j.content.repo.Since(ctx, since, j.head)
	if err != nil && !engine.Interrupted(err) {
		return nil, unjudged(err)
	}
	j.since[since] = list
	return list, err
}

func (j *judging) changes(ctx context.Context, c repo.Commit) (map[string]bool, error) {
	if known, ok := j.changed[c.Hash]; ok {
		return known, nil
	}
	own, err := j.content.repo.Changed(ctx, c)
	j.changed[c.Hash] = own
	return own, err
}

// signer is the fingerprint of the key of a member that signed a commit, and
// whose it is.
func (j *judging) signer(c repo.Commit) (string, []approve.Member, error) {
	key, known := j.signers[c.Hash]
	if !known {
		var err error
		key, err = j.content.repo.Signer(c.Hash)
		if err != nil && !errors.Is(err, repo.ErrSignature) {
			return "", nil, err
		}
		j.signers[c.Hash] = key
	}
	if key == "" {
		return "", nil, nil
	}
	return key, j.policy.Find(engine.Author{Key: key}), nil
}

// follow finds the commit of the default branch by which each commit came: the
// first one on the line of first parents that has it in its history.
func (j *judging) follow(ctx context.Context) error {
	all, err := j.commits(ctx, "")
	if err != nil {
		return err
	}
	byHash := make(map[string]repo.Commit, len(all))
	for _, c := range all {
		byHash[c.Hash] = c
	}
	var line []repo.Commit
	for at, ok := byHash[j.head]; ok; {
		line = append(line, at)
		if len(at.Parents) == 0 {
			break
		}
		at, ok = byHash[at.Parents[0]]
	}
	j.came = make(map[string]repo.Commit, len(all))
	for _, step := range slices.Backward(line) {
		for todo := []string{step.Hash}; len(todo) > 0; {
			hash := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			if _, known := j.came[hash]; !known {
				j.came[hash] = step
				todo = append(todo, byHash[hash].Parents...)
			}
		}
	}
	return nil
}

// vouched reports whether the authors of a commit are more than a claim: a
// member signed it, or a senior signed the merge by which it came. Who signs
// what another is said to have written has a hand in it himself, unless he is a
// senior: an agency that signs as somebody else remains an agency.
func (j *judging) vouched(c repo.Commit) (by []engine.Author, ok bool, err error) {
	key, members, err := j.signer(c)
	if err != nil || len(members) > 0 {
		if err == nil && members[0].Role != engine.RoleSenior {
			by = []engine.Author{{Key: key}}
		}
		return by, err == nil, err
	}
	merge := j.came[c.Hash]
	if len(merge.Parents) < 2 {
		return nil, false, nil
	}
	_, members, err = j.signer(merge)
	return nil, err == nil && len(members) > 0 && members[0].Role == engine.RoleSenior, err
}

// evidence is all consent that this push brought, with what it was shown.
func (j *judging) evidence(ctx context.Context, subjects []approve.Subject) ([]engine.Evidence, error) {
	all, err := j.signatures(ctx, subjects)
	if err != nil {
		return nil, err
	}
	for _, p := range j.pulls {
		for _, review := range p.Reviews {
			if review.State != engine.ReviewApproved || len(j.policy.Find(engine.Author{Login: review.Login})) == 0 {
				continue // any reader may say so: it is not worth looking at what he saw
			}
			if review.Shown, err = j.reviewed(ctx, p, review.Commit); err != nil {
				return nil, err
			}
			all = append(all, review)
		}
	}
	if j.forge == nil {
		return all, nil
	}
	named := namedAmong(j.forge.Named(), subjects)
	if len(named) == 0 {
		return all, nil
	}
	login, err := j.actor(ctx)
	if err != nil || login == "" {
		return all, err
	}
	all = append(all, engine.Evidence{Kind: engine.FromActor, Login: login, At: j.at, Shown: named})
	return all, nil
}

// between are the digests that a commit shows and another does not; all where
// there is no other.
func (j *judging) between(ctx context.Context, before, after string) (shown, error) {
	now, err := j.shownAt(ctx, after)
	if err != nil || before == "" {
		return slices.Clone(now), err
	}
	was, err := j.shownAt(ctx, before)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(now), was.has), nil
}

// actor is who started this run by hand; "" where nobody did.
func (j *judging) actor(ctx context.Context) (string, error) {
	if j.forge == nil {
		return "", nil
	}
	login, err := j.forge.Actor(ctx)
	if err != nil {
		return "", unasked("approvals cannot be judged", err)
	}
	return login, nil
}

// signatures are the signed commits of members: each consents to what it
// brought, compared with its first parent, and to the changes that its message
// names.
func (j *judging) signatures(ctx context.Context, subjects []approve.Subject) ([]engine.Evidence, error) {
	var all []engine.Evidence
	rendered := 0
	for _, c := range j.brought {
		key, members, err := j.signer(c)
		if err != nil {
			return nil, err
		}
		if len(members) == 0 {
			continue
		}
		look := !j.ownWork(c, members) && rendered < maxSigned
		if look {
			rendered++
		}
		e, err := j.signature(ctx, c, key, look, subjects)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// signature is what a signed commit is evidence of: the changes that it names,
// and, if looked at, those that it brought.
func (j *judging) signature(ctx context.Context, c repo.Commit, key string, look bool, subjects []approve.Subject) (engine.Evidence, error) {
	e := engine.Evidence{Kind: engine.FromSignature, Key: key, Commit: c.Hash, At: c.Time, Shown: namedAmong(approves(c.Message), subjects)}
	if !look {
		return e, nil
	}
	brought, err := j.broughtBy(ctx, c)
	e.Shown = append(e.Shown, brought...)
	slices.Sort(e.Shown)
	return e, err
}

// ownWork reports whether a commit can only bring what its signer wrote himself,
// or nothing: nobody consents to that by signing.
func (j *judging) ownWork(c repo.Commit, members []approve.Member) bool {
	if len(c.Parents) > 1 {
		return false
	}
	author := j.policy.Find(engine.Author{Name: c.AuthorName, Email: c.AuthorEmail})
	return len(j.changed[c.Hash]) == 0 || slices.ContainsFunc(author, func(m approve.Member) bool { return m.Name == members[0].Name })
}

// broughtBy are the digests that a commit shows and its first parent does not.
func (j *judging) broughtBy(ctx context.Context, c repo.Commit) (shown, error) {
	before := ""
	if len(c.Parents) > 0 {
		before = c.Parents[0]
	}
	return j.between(ctx, before, c.Hash)
}

// approvesLine is how the message of a signed commit names changes.
var approvesLine = regexp.MustCompile(`(?mi)^approves:[ \t]*([0-9a-f, \t]+)$`)

// approves are the digests, or beginnings of some, that a message names.
func approves(message string) []string {
	var named []string
	for _, m := range approvesLine.FindAllStringSubmatch(message, -1) {
		named = append(named, strings.FieldsFunc(strings.ToLower(m[1]), func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })...)
	}
	return named
}

// namedAmong are the digests of subjects that somebody named, sorted.
func namedAmong(named []string, subjects []approve.Subject) []string {
	var digests []string
	for _, s := range subjects {
		if slices.ContainsFunc(named, func(n string) bool { return len(n) >= plan.MinDigest && strings.HasPrefix(s.Digest, n) }) {
			digests = append(digests, s.Digest)
		}
	}
	slices.Sort(digests)
	return digests
}
