package record

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"galley/engine"
	"galley/engine/repo"
)

// maxTries bounds how often a commit is put on top of what others wrote.
const maxTries = 8

const (
	authorName  = "Galley"
	authorEmail = "galley@localhost"
)

// write puts one commit on top of t, durably, and returns where the branch is
// then. engine.ErrLost means that the branch was not at t any more.
func (s *Store) write(ctx context.Context, t tip, files []repo.File, message string) (tip, error) {
	commit, err := s.commitOn(ctx, t.head, files, message)
	if err != nil {
		return t, err
	}
	if err := s.move(ctx, []repo.RefUpdate{
		{Name: s.head(), Old: t.head, New: commit},
		{Name: s.anchor(), Old: t.anchor, New: commit},
	}); err != nil {
		return t, err
	}
	tree, err := s.cfg.Repo.Tree(commit, ".")
	return tip{commit, commit, tree}, err
}

func (s *Store) commitOn(ctx context.Context, parent string, files []repo.File, message string) (string, error) {
	s.hook("commit:before")
	defer s.hook("commit:after")
	if err := s.Ready(); err != nil {
		return "", err
	}
	by := repo.Signature{Name: authorName, Email: s.cfg.Repo.Email(authorEmail), Time: s.now(), Key: s.cfg.Signing.Key}
	return s.cfg.Repo.Commit(ctx, parent, files, by, message)
}

func (s *Store) move(ctx context.Context, updates []repo.RefUpdate) error {
	s.hook("write:before")
	var err error
	if s.cfg.Remote != nil {
		err = s.cfg.Repo.Push(ctx, s.cfg.Remote, updates)
	} else {
		err = s.cfg.Repo.Move(ctx, updates)
	}
	if err != nil {
		return &Error{Op: "write the record", Err: err, Next: hintOf(err)}
	}
	s.hook("write:after")
	return nil
}

func hintOf(err error) string {
	var hinted interface{ Hint() string }
	if errors.Is(err, repo.ErrRefused) {
		return "let this run push to the record branch and its anchor: they need no protection against it"
	}
	if errors.As(err, &hinted) {
		return hinted.Hint()
	}
	return ""
}

// line begins a line of this run.
func (s *Store) line(kind string) Line {
	return Line{Type: kind, Time: s.now(), Run: s.cfg.Run.ID, Revision: s.cfg.Revision, Charter: s.cfg.CharterDigest, Zones: s.cfg.Zones}
}

func (s *Store) outcomeLine(o engine.Outcome) Line {
	l := s.line(TypeOutcome)
	o.Due, o.At = o.Due.UTC(), o.At.UTC()
	l.Outcome = &o
	return l
}

func (s *Store) intentLine(in engine.Intent) Line {
	l := s.line(TypeIntent)
	in.SendBy = in.SendBy.UTC()
	l.Intent = &in
	return l
}

// judgementLines come in the order in which they are read back: what is asked,
// who consented, and last that all of it was judged.
func (s *Store) judgementLines(j engine.Judgement) []Line {
	var lines []Line
	for _, d := range j.Demands {
		l := s.line(TypeDemand)
		d.Run, d.At = s.cfg.Run.ID, d.At.UTC()
		l.Demand = &d
		lines = append(lines, l)
	}
	for _, a := range j.Approvals {
		l := s.line(TypeApproval)
		a.Run, a.At, a.Expires = s.cfg.Run.ID, a.At.UTC(), a.Expires.UTC()
		l.Approval = &a
		lines = append(lines, l)
	}
	if j.Judged.Revision != "" {
		l := s.line(TypeJudged)
		judged := j.Judged
		judged.Run, judged.At = s.cfg.Run.ID, judged.At.UTC()
		l.Judged = &judged
		lines = append(lines, l)
	}
	return lines
}

// maxNamed bounds how many resources a commit's subject names.
const maxNamed = 3

// subject names what a line about approvals is about.
func subject(id engine.ID, object string) string {
	if id.IsZero() {
		return object
	}
	return id.String()
}

// message describes lines for "git log".
func message(lines []Line, lease string) string {
	var parts []string
	count := map[string][]string{}
	for _, l := range lines {
		switch l.Type {
		case TypeIntent:
			count["intend"] = append(count["intend"], l.Intent.Verb.String()+" "+l.Intent.ID.String())
		case TypeOutcome:
			count["record"] = append(count["record"], l.Outcome.Result.String()+" "+l.Outcome.ID.String())
		case TypeApproval:
			count["approve"] = append(count["approve"], subject(l.Approval.ID, l.Approval.Object)+" by "+l.Approval.By)
		case TypeDemand:
			count["ask for"] = append(count["ask for"], subject(l.Demand.ID, l.Demand.Object))
		case TypeJudged:
			count["judge up to"] = append(count["judge up to"], fmt.Sprintf("%.7s", l.Judged.Revision))
		}
	}
	for _, what := range []string{"record", "intend", "ask for", "approve", "judge up to"} {
		names := count[what]
		if len(names) > maxNamed {
			names = append(names[:maxNamed:maxNamed], fmt.Sprintf("%d more", len(names)-maxNamed))
		}
		if len(names) > 0 {
			parts = append(parts, what+" "+strings.Join(names, ", "))
		}
	}
	if lease != "" {
		parts = append(parts, lease)
	}
	return strings.Join(parts, "; ")
}
