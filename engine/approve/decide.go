package approve

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"galley/engine"
)

// Verdicts returns a verdict on every change that the ledger holds a demand for,
// by digest, as of the time that due returns for it. A change that is not in the
// map needs nobody's consent.
func Verdicts(c engine.Consent, due func(digest string) time.Time) map[string]engine.Verdict {
	verdicts := make(map[string]engine.Verdict, len(c.Demands))
	for digest, demands := range c.Demands {
		verdicts[digest] = Decide(demands, c.Approvals[digest], due(digest))
	}
	return verdicts
}

// Decide returns the verdict on one change as of a time. Every demand must be
// met: its steps in their order of time, each by somebody else, none of them an
// author of the change, by approvals of this very change that have not expired.
func Decide(demands []engine.Demand, approvals []engine.Approval, asOf time.Time) engine.Verdict {
	given := slices.DeleteFunc(slices.Clone(approvals), func(a engine.Approval) bool { return a.Expired(asOf) })
	slices.SortFunc(given, compare)
	var v engine.Verdict
	for _, d := range demands {
		taken := best(d, given)
		for _, a := range taken {
			if !slices.ContainsFunc(v.Given, a.Same) {
				v.Given = append(v.Given, a)
			}
		}
		for i := len(taken); i < len(d.Steps); i++ {
			m := engine.Missing{Step: d.Steps[i]}
			if i < len(d.Who) {
				m.Who = slices.DeleteFunc(slices.Clone(d.Who[i]), func(name string) bool {
					return slices.ContainsFunc(taken, func(a engine.Approval) bool { return a.By == name })
				})
			}
			if !slices.ContainsFunc(v.Missing, func(o engine.Missing) bool { return o.Step == m.Step && slices.Equal(o.Who, m.Who) }) {
				v.Missing = append(v.Missing, m)
			}
		}
	}
	slices.SortFunc(v.Given, compare)
	explain(&v, demands, approvals, asOf)
	return v
}

// took reports whether who gave an approval has taken a step. A login is of one
// person, whatever the team calls him.
func took(taken []engine.Approval, a engine.Approval) bool {
	return slices.ContainsFunc(taken, func(b engine.Approval) bool {
		return a.By == b.By || a.Login != "" && strings.EqualFold(a.Login, b.Login)
	})
}

// wrote reports whether who gave an approval is an author of what it is for.
func wrote(d engine.Demand, a engine.Approval) bool {
	return slices.ContainsFunc(d.Authors, func(name string) bool {
		return name == a.By || a.Login != "" && strings.EqualFold(name, "@"+a.Login)
	})
}

// best returns approvals for as many first steps of a demand as there are, one a
// step. Approvals come sorted by time.
func best(d engine.Demand, given []engine.Approval) []engine.Approval {
	var longest []engine.Approval
	var try func(taken []engine.Approval, from int) bool
	try = func(taken []engine.Approval, from int) bool {
		if len(taken) > len(longest) {
			longest = slices.Clone(taken)
		}
		if len(taken) == len(d.Steps) {
			return true
		}
		tried := map[string]bool{} // the first consent of somebody leaves the most time to the others
		for i := from; i < len(given); i++ {
			a := given[i]
			if a.Digest != d.Digest || tried[a.By] || took(taken, a) || wrote(d, a) || !a.Meets(d.Steps[len(taken)]) {
				continue
			}
			tried[a.By] = true
			if try(append(taken, a), firstAt(given, a.At)) {
				return true
			}
		}
		return false
	}
	try(nil, 0)
	return longest
}

// firstAt is the index of the first approval that is not before a time: two of
// the same second are in either order.
func firstAt(given []engine.Approval, at time.Time) int {
	return slices.IndexFunc(given, func(a engine.Approval) bool { return !a.At.Before(at) })
}

// explain puts what is missing into words.
func explain(v *engine.Verdict, demands []engine.Demand, approvals []engine.Approval, asOf time.Time) {
	if len(v.Missing) == 0 {
		return
	}
	var parts []string
	for _, m := range v.Missing {
		parts = append(parts, Say(m))
	}
	v.Reason = "lacks the approval of " + strings.Join(parts, ", then of ")
	if n := len(v.Given); n > 0 {
		v.Reason += "; has that of " + strings.Join(v.Approvers(), ", ")
	}
	for _, a := range approvals {
		if a.Expired(asOf) {
			v.Reason += fmt.Sprintf("; that of %s ended on %s", a, a.Expires.UTC().Format("2 Jan 2006"))
			break
		}
	}
	if nobody := slices.ContainsFunc(v.Missing, func(m engine.Missing) bool { return len(m.Who) == 0 }); nobody {
		v.Hint = "add such a member to the team, in a change of its own; authors do not approve what they wrote"
		return
	}
	v.Hint = fmt.Sprintf("they approve the pull request or sign its merge; later: git commit -S --allow-empty -m %q",
		"Approves: "+short(demands[0].Digest))
}

// shortDigest is how many digits of a digest are enough to name it.
const shortDigest = 12

func short(digest string) string { return digest[:min(len(digest), shortDigest)] }

// Say puts an open step into words: "a senior (Ada, Sam)".
func Say(m engine.Missing) string {
	who := m.Step.String()
	if m.Step.Group == "" {
		who = article(who) + " " + who
	}
	if len(m.Who) == 0 {
		return who + " (the team has none who could)"
	}
	return who + " (" + strings.Join(m.Who, ", ") + ")"
}

func article(noun string) string {
	if noun != "" && strings.ContainsRune("aeio", rune(noun[0])) {
		return "an"
	}
	return "a"
}
