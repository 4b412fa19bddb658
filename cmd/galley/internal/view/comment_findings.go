package view

import (
	"cmp"
	"slices"
	"strings"

	"galley/engine"
)

// findings is a table of those that are wanted, the nearest first.
func (p *page) findings(title string, quota int, wanted func(Remark) bool) {
	rows, n := p.rows(wanted)
	opening := "### " + title + " (" + p.words.number(n) + ")\n\n<table>\n"
	p.list(opening, "</table>\n\n", quota, rows, 0)
}

// elsewhere is behind a fold what was found in files that this revision does
// not touch. Errors have been told.
func (p *page) elsewhere() {
	rows, n := p.rows(func(r Remark) bool { return r.Severity != engine.SeverityError && r.Where == Elsewhere })
	title := p.words.elsewhere
	if p.a.Base == "" {
		title = p.words.findings
	}
	opening := "<details>\n<summary>" + title + " (" + p.words.number(n) + ")</summary>\n<table>\n"
	p.list(opening, "</table>\n</details>\n\n", p.left, rows, p.a.Omitted.Findings)
}

func (p *page) rows(wanted func(Remark) bool) ([]func() string, int) {
	var list []Remark
	for _, r := range p.a.Remarks {
		if wanted(r) {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b Remark) int { return a.Where.Compare(b.Where) })
	rows := make([]func() string, len(list))
	for i, r := range list {
		rows[i] = func() string { return p.row(r) }
	}
	return rows, len(list)
}

func (p *page) row(r Remark) string {
	sign := [...]string{engine.SeverityError: "❌", engine.SeverityWarning: "⚠️", engine.SeverityInfo: "ℹ️"}[r.Severity]
	where := coded(cutTo(r.Rule, 100))
	if r.Pos.File != "" {
		where = p.place(r.Pos) + " · " + where
	}
	text := prose(cutTo(r.Text, maxRemarkText))
	if r.Why != "" {
		text += "<br><b>" + p.words.why + "</b> " + prose(cutTo(r.Why, maxRemarkText))
	}
	return "<tr><td>" + sign + " " + text + p.hinted(cutTo(r.Hint, maxRemarkText)) + "<br><small>" + where + "</small></td></tr>\n"
}

// drifted is behind a fold what somebody changed on the networks.
func (p *page) drifted() {
	p.fold(p.words.drift, func(x Proof) bool { return x.Origin == engine.FromDrift })
}

// waiting is behind a fold what is due, held or scheduled without this revision.
func (p *page) waiting() {
	p.fold(p.words.pending, func(x Proof) bool { return x.Origin == engine.FromPending })
}

func (p *page) fold(title string, wanted func(Proof) bool) {
	var rows []func() string
	for _, x := range p.a.Proofs {
		if wanted(x) {
			rows = append(rows, func() string { return p.brief(x) })
		}
	}
	opening := "<details>\n<summary>" + title + " (" + p.words.number(len(rows)) + ")</summary>\n<table>\n"
	p.list(opening, "</table>\n</details>\n\n", p.left/2, rows, 0)
}

// brief is a change in one row.
func (p *page) brief(x Proof) string {
	text := "<b>" + p.words.actions[actionOf(x)] + "</b>"
	if x.Due != nil {
		text += " · " + p.time(*x.Due)
	}
	text += "<br>" + coded(x.ID.String())
	if x.Card != nil {
		text += "<br>" + inert(short(cmp.Or(x.Card.Title, x.Card.Text), 120))
	}
	if lines := p.consent(x.Consent); x.Consent.Holds {
		text += "<br>" + strings.Join(lines, "<br>")
	} else if x.Reason != "" {
		text += "<br><b>" + prose(cutTo(x.Reason, maxRemarkText)) + "</b>" + p.hinted(cutTo(x.Hint, maxRemarkText))
	}
	if x.Origin == engine.FromDrift {
		for _, d := range x.Diff {
			text += "<br>" + p.difference(d)
		}
	}
	return "<tr><td>" + text + "</td></tr>\n"
}
