package cli

import (
	"context"
	"regexp"
	"slices"

	"galley/engine"
	"galley/engine/repo"
)

// touches reports whether a commit that changed these files has to do with what
// is judged.
type touches func(changed map[string]bool) bool

func touchesAny(files []string) touches {
	return func(changed map[string]bool) bool {
		return slices.ContainsFunc(files, func(file string) bool { return changed[file] })
	}
}

// coAuthor is the trailer by which a commit has more than one author.
var coAuthor = regexp.MustCompile(`(?mi)^co-authored-by:[ \t]*([^<\n]*?)[ \t]*<([^>\n]*)>`)

// authorsOf adds the authors of a commit to a list: as it says, as the pull
// request says by which it came, and somebody unknown where nobody vouches for
// the names.
func (j *judging) authorsOf(ctx context.Context, authors []engine.Author, c repo.Commit, in touches) ([]engine.Author, error) {
	people := []engine.Author{{Name: c.AuthorName, Email: c.AuthorEmail}}
	for _, m := range coAuthor.FindAllStringSubmatch(c.Message, -1) {
		people = append(people, engine.Author{Name: m[1], Email: m[2]})
	}
	by, vouched, err := j.vouched(c)
	if err != nil {
		return authors, err
	}
	pulls, err := j.pullsOf(ctx, c)
	if err != nil {
		return authors, err
	}
	for _, p := range pulls {
		vouched = true
		for i := range people {
			people[i] = p.known(people[i])
		}
		made, err := j.madeBy(ctx, p, c, in)
		if err != nil {
			return authors, err
		}
		people = append(append(people, engine.Author{Login: p.Author}), made...)
	}
	people = append(people, by...)
	if !vouched {
		people = append(people, engine.Author{})
	}
	for _, a := range people {
		if !slices.Contains(authors, a) {
			authors = append(authors, a)
		}
	}
	return authors, nil
}

// madeBy are those of a pull request who made what one of its commits shows. A
// commit of the branch has its own authors. One that was made of them when they
// were squashed or rebased tells of one author only: it is by all whose commits
// had to do with the same.
func (j *judging) madeBy(ctx context.Context, p pull, c repo.Commit, in touches) ([]engine.Author, error) {
	if own, found := p.of(c.Hash); found || len(c.Parents) > 1 {
		return own, nil
	}
	var people []engine.Author
	for _, m := range p.Made {
		commit, err := j.content.repo.Resolve(m.Commit)
		if err != nil { // it is not here: nobody can say what it had to do with
			people = append(people, m.Authors...)
			continue
		}
		changed, err := j.changes(ctx, commit)
		if err != nil {
			return nil, err
		}
		if in(changed) {
			people = append(people, m.Authors...)
		}
	}
	return people, nil
}
