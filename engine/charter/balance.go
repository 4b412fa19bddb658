package charter

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"galley/engine/calendar"
	"galley/schema"
)

const (
	ruleBalance    = "pillar-balance"
	mistakeBalance = "bad-balance"
)

// balance compiles the section of that name.
func (k *compiler) balance() {
	total, shares := 0.0, 0
	for _, p := range k.rules.Pillars {
		if p.Share != nil {
			total += *p.Share
			shares++
		}
	}
	if total > 1+slack {
		k.mistake(mistakeBalance, k.written("pillars"),
			fmt.Sprintf("the shares of the pillars add up to %.2f, want at most 1", total), "make some smaller")
		return
	}
	for _, r := range k.rules.Balance {
		if shares == 0 {
			k.mistake(mistakeBalance, r.Pos, "no pillar has a share to keep", "add to pillars: share: 0.8")
			return
		}
		over := daysIn(r.Over)
		k.across = append(k.across, func(a *agenda) { a.balance(r, over) })
	}
}

// slack is what shares and parts may be off by for being binary fractions.
const slack = 1e-9

// daysIn reads "28d" or "4w".
func daysIn(text string) int {
	n, _ := strconv.Atoi(strings.TrimRight(text, "dw")) // the schema has seen to it
	if strings.HasSuffix(text, "w") {
		n *= 7
	}
	return n
}

// balance looks at the days that end with each post, one post after the other,
// and reports the first that can still be moved of those in a row at which the
// shares are off. A post on several channels is one, each date of a repeat is
// one of its own. Posts without a pillar are among all posts; those whose file
// is gone are not, for nobody knows their pillar.
func (a *agenda) balance(r schema.BalanceRule, over int) {
	list := posts(a.inScope(r.Scope), func(e *outing) string { return e.ID.Occurrence() })
	count := map[string]int{}
	first, told := 0, false
	for i, e := range list {
		count[e.Pillar]++
		for since := numbered(calendar.Day, e.shown) - over + 1; numbered(calendar.Day, list[first].shown) < since; first++ {
			count[list[first].Pillar]--
		}
		total := i + 1 - first
		if total < r.From || !a.off(r, count, total) {
			told = false
			continue
		}
		if told || !e.open {
			continue
		}
		told = true
		a.report(note{head: r.RuleHead, rule: ruleBalance, at: e,
			text: fmt.Sprintf("of the %s of the %d days up to %s, %s", counted(total, "post"), over, e.date(), a.shares(count, total)),
			hint: "plan more of what is short, or move something"})
	}
}

// off reports whether a share is off by more than the tolerance, and by a whole
// post: of five posts nobody can make a half.
func (a *agenda) off(r schema.BalanceRule, count map[string]int, total int) bool {
	for _, p := range a.rules.Pillars {
		if p.Share == nil {
			continue
		}
		missing := math.Abs(float64(count[p.ID]) - *p.Share*float64(total))
		if missing > r.Tolerance*float64(total)+slack && missing >= 1-slack {
			return true
		}
	}
	return false
}

// shares writes what each pillar has and should have.
func (a *agenda) shares(count map[string]int, total int) string {
	var parts []string
	without := total
	for _, p := range a.rules.Pillars {
		without -= count[p.ID]
		if p.Share != nil {
			parts = append(parts, fmt.Sprintf("%.0f %% are %s (want %.0f %%)", 100*float64(count[p.ID])/float64(total), p.ID, 100**p.Share))
		}
	}
	switch without {
	case 0:
	case 1:
		parts = append(parts, "1 has no pillar")
	default:
		parts = append(parts, fmt.Sprintf("%d have no pillar", without))
	}
	return strings.Join(parts, ", ")
}
