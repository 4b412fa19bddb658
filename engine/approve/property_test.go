package approve_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/approve"
)

// chance makes up newsrooms: few people and rules, so that they meet often.
type chance struct{ *rand.Rand }

func pick[T any](r chance, list ...T) T { return list[r.IntN(len(list))] }

var roles = []engine.Role{engine.RoleIntern, engine.RoleJunior, engine.RoleSenior, engine.RoleLegal, engine.RoleAgency, engine.RoleClient}

func (r chance) policy() approve.Policy {
	p := approve.Policy{Members: team(), Groups: []approve.Group{{Name: "press", Members: []string{"Jo", "Lou", "Sam"}}}}
	if r.IntN(2) == 0 {
		p.Expires = time.Duration(1+r.IntN(5)) * time.Hour
	}
	for range r.IntN(3) {
		rule := approve.Rule{}
		if r.IntN(2) == 0 {
			rule.When.Authors = []engine.Role{pick(r, roles...)}
		}
		for range 1 + r.IntN(3) {
			rule.Require = append(rule.Require, pick(r, step(pick(r, roles...)), engine.Step{Group: "press"}, step(engine.RoleSenior)))
		}
		p.Rules = append(p.Rules, rule)
	}
	return p
}

func (r chance) name() string {
	return pick(r, "Ines", "Jo", "Sam", "Sue", "Lou", "Abe", "Ann", "Cleo", "Zoe")
}

func (r chance) subject() approve.Subject {
	var names []string
	for range r.IntN(3) {
		names = append(names, r.name())
	}
	return by(names...)
}

func (r chance) evidence() []engine.Evidence {
	var list []engine.Evidence
	for i := range r.IntN(8) {
		e := review(pick(r, "ines", "jo", "sam", "sue", "lou", "abe", "ann", "cleo", "zoe"), time.Duration(r.IntN(6))*time.Hour)
		e.Review = int64(i)
		if r.IntN(6) == 0 {
			e.Shown = []string{"other"}
		}
		list = append(list, e)
	}
	return list
}

func verdict(p approve.Policy, s approve.Subject, list []engine.Evidence, asOf time.Time) engine.Verdict {
	demands, approvals := approve.Judge(p, s, list, now)
	return approve.Decide(demands, approvals, asOf)
}

func each(t *testing.T, f func(r chance, p approve.Policy, s approve.Subject, list []engine.Evidence)) {
	r := chance{rand.New(rand.NewPCG(5, 2))}
	for range 4000 {
		f(r, r.policy(), r.subject(), r.evidence())
	}
}

func TestAnAuthorNeverApproves(t *testing.T) {
	counted := 0
	each(t, func(_ chance, p approve.Policy, s approve.Subject, list []engine.Evidence) {
		for _, a := range verdict(p, s, list, now).Given {
			counted++
			if slices.ContainsFunc(s.Authors, func(author engine.Author) bool { return author.Name == a.By }) {
				t.Fatalf("%s approved what is by %v", a.By, s.Authors)
			}
		}
	})
	if counted < 1000 {
		t.Errorf("only %d approvals were looked at", counted)
	}
}

func TestTheOrderOfEvidenceChangesNothing(t *testing.T) {
	each(t, func(r chance, p approve.Policy, s approve.Subject, list []engine.Evidence) {
		want := verdict(p, s, list, now)
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if got := verdict(p, s, list, now); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
	})
}

func TestLessEvidenceNeverApprovesMore(t *testing.T) {
	approved := 0
	each(t, func(r chance, p approve.Policy, s approve.Subject, list []engine.Evidence) {
		if len(list) == 0 {
			return
		}
		all := verdict(p, s, list, now)
		i := r.IntN(len(list))
		less := verdict(p, s, slices.Delete(slices.Clone(list), i, i+1), now)
		if len(less.Missing) == 0 && len(all.Missing) > 0 {
			t.Fatalf("%+v is approved only without %+v", s, list[i])
		}
		if len(all.Missing) == 0 {
			approved++
		}
	})
	if approved < 300 {
		t.Errorf("only %d changes were approved", approved)
	}
}

func TestOneMoreAuthorNeverAsksForLess(t *testing.T) {
	more := 0
	each(t, func(r chance, p approve.Policy, s approve.Subject, list []engine.Evidence) {
		if len(s.Authors) == 0 {
			return // an intern, as long as nobody is named
		}
		alone := verdict(p, s, list, now)
		name := r.name()
		s.Authors = append(slices.Clone(s.Authors), engine.Author{Name: name})
		v := verdict(p, s, list, now)
		if len(v.Missing) == 0 && len(alone.Missing) > 0 {
			t.Fatalf("the hand of %s in it approved what was not, by %+v: %+v", name, p.Rules, s)
		}
		if len(v.Missing) > 0 && len(alone.Missing) == 0 {
			more++
		}
	})
	if more < 100 {
		t.Errorf("one more author asked for more %d times only", more)
	}
}

func TestExpiredNeverCounts(t *testing.T) {
	each(t, func(r chance, p approve.Policy, s approve.Subject, list []engine.Evidence) {
		asOf := now.Add(time.Duration(r.IntN(8)) * time.Hour)
		for _, a := range verdict(p, s, list, asOf).Given {
			if p.Expires > 0 && !asOf.Before(a.At.Add(p.Expires)) {
				t.Fatalf("%+v counted at %s", a, asOf)
			}
		}
	})
}
