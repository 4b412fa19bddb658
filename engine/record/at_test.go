package record_test

import (
	"errors"
	"strings"
	"testing"

	"galley/engine/record"
	"galley/engine/repo"
)

func TestThePastIsReadAsItWas(t *testing.T) {
	for _, kind := range []string{"local", "shallow"} {
		t.Run(kind, func(t *testing.T) {
			d := newsroom(t)
			var bare dir
			if kind == "shallow" {
				bare = withRemote(d)
			}
			c := newClock()
			s, head, before := written(t, d, c)
			if kind == "shallow" {
				s = record.Open(config(t, cloneOf(bare, "--depth=1"), c, "two"))
			}
			then, err := s.At(t.Context(), before)
			if err != nil || then.Head() != before || len(then.Record().IDs) != 2 {
				t.Fatalf("At(before) = %v, %v", then, err)
			}
			for id, r := range then.Record().IDs {
				if r.Open == nil {
					t.Errorf("%s has an outcome before it came", id)
				}
			}
			now, err := s.At(t.Context(), head)
			if err != nil || now.Head() != head {
				t.Errorf("At(head) = %v, %v", now, err)
			}
			var hinted *record.Error
			if _, err := s.At(t.Context(), strings.Repeat("1", 40)); !errors.Is(err, repo.ErrNotFound) || !errors.As(err, &hinted) || hinted.Hint() == "" {
				t.Errorf("At(nothing) = %v, want ErrNotFound and a hint", err)
			}
		})
	}
}

func TestWhatTheBranchNeverHeldIsNotItsPast(t *testing.T) {
	d := newsroom(t)
	c := newClock()
	s, head, _ := written(t, d, c)
	forged := d.git("commit-tree", "-p", head, "-m", "forged", head+"^{tree}")
	for _, commit := range []string{forged, "main"} {
		if _, err := s.At(t.Context(), commit); err == nil || !strings.Contains(err.Error(), "is not a commit of") {
			t.Errorf("At(%s) = %v", commit, err)
		}
	}
}
