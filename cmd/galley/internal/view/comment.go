package view

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"galley/engine"
	"galley/engine/zone"
)

// How much text a comment and the summary of a job may have. GitHub refuses a
// comment of more than 65,536 characters, and drops a summary of more than
// 1 MiB as a whole.
const (
	CommentLimit = 60_000    // characters
	SummaryLimit = 900 << 10 // bytes
)

// CommentOptions are what a comment needs beside the artifact. They come from
// where the job knows them, never from the artifact.
type CommentOptions struct {
	Marker  string // hidden line that finds the comment again; empty writes none
	Limit   int    // characters; zero is CommentLimit
	Bytes   int    // zero is no limit
	Fork    bool   // the head is in another repository
	Files   string // address of the files at the head, with a slash at its end; empty links none
	Summary bool   // it is the summary of a job, which has room for whole texts
}

// Marker is the hidden line of the comment about one content of a repository.
func Marker(scope string) string { return "<!-- galley:plan:" + scope + " -->" }

// Comment returns what an artifact says, as GitHub shows it to people who know
// nothing of this program: what files that are gone mean, what is taken down, then
// what readers will see on each network, then what was found. It stays below its
// limits by leaving out whole items and saying how many. The same artifact gives
// the same comment.
//
// Whatever an artifact holds, the comment has one marker, mentions nobody, links
// no issue and shows no picture.
func Comment(a Artifact, o CommentOptions) string {
	p := newPage(a, o)
	if o.Marker != "" {
		p.add(o.Marker + "\n")
	}
	if p.nothing() {
		p.add(p.oneLine() + "\n")
		p.drifted()
		return p.String()
	}
	foot := p.foot()
	p.left -= utf8.RuneCountInString(foot)
	p.bytes -= len(foot)
	if text := p.removed(); text != "" { // a reviewer of a removal expects the opposite
		p.alert("WARNING", text, nil)
	}
	p.add(p.head())
	p.alerts()
	p.released()
	p.findings(p.words.errors, p.left/4, func(r Remark) bool { return r.Severity == engine.SeverityError })
	p.cards()
	p.findings(p.words.findings, p.left/2, func(r Remark) bool { return r.Severity != engine.SeverityError && r.Where != Elsewhere })
	p.drifted()
	p.waiting()
	p.elsewhere()
	return p.String() + foot
}

// A page is a comment on its way.
type page struct {
	strings.Builder
	a     Artifact
	o     CommentOptions
	words commentWords
	zone  *time.Location

	left, bytes int // that may still be written
}

func newPage(a Artifact, o CommentOptions) *page {
	p := &page{a: a, o: o, words: commentWordsIn(a.Language), zone: time.UTC, left: cmp.Or(o.Limit, CommentLimit), bytes: cmp.Or(o.Bytes, 1<<30)}
	if loc, err := zone.Load(a.Zone); err == nil {
		p.zone = loc
	}
	return p
}

// add writes a block if it fits as a whole.
func (p *page) add(block string) {
	n := utf8.RuneCountInString(block)
	if n > p.left || len(block) > p.bytes {
		return
	}
	p.left -= n
	p.bytes -= len(block)
	p.WriteString(block)
}

// list writes items between an opening and a closing within a quota of
// characters, each as a whole, and how many are left out. Without items it
// writes nothing.
func (p *page) list(opening, closing string, quota int, items []func() string, omitted int) {
	const (
		rest  = 200 // for the line that counts
		tries = 20  // items that do not fit, until none is tried any more
	)
	frame := opening + closing
	if len(items) == 0 && omitted == 0 || utf8.RuneCountInString(frame)+rest > p.left || len(frame)+rest > p.bytes {
		return
	}
	quota = min(quota, p.left) - utf8.RuneCountInString(frame) - rest
	room := p.bytes - len(frame) - rest
	var b strings.Builder
	tooLong := 0
	for i, item := range items {
		if quota < rest || tooLong == tries {
			omitted += len(items) - i
			break
		}
		block := item()
		if n := utf8.RuneCountInString(block); n <= quota && len(block) <= room {
			quota, room = quota-n, room-len(block)
			b.WriteString(block)
			continue
		}
		omitted++
		tooLong++
	}
	block := opening + b.String() + closing
	if omitted > 0 {
		block += p.more(omitted)
	}
	p.add(block)
}

// more says that some items were left out.
func (p *page) more(n int) string {
	text := fmt.Sprintf(p.words.more, n)
	if !p.o.Summary {
		text += " (" + p.words.moreHint + ")"
	}
	return "<p><i>" + text + "</i></p>\n\n"
}

// nothing reports whether there is nothing to read.
func (p *page) nothing() bool {
	return p.a.Verdict == VerdictValid && len(p.a.Problems) == 0 && p.a.Removed == (Removed{}) && p.a.Omitted == (Omitted{}) &&
		!slices.ContainsFunc(p.a.Proofs, func(x Proof) bool { return x.Origin == engine.FromChange }) &&
		!slices.ContainsFunc(p.a.Remarks, func(r Remark) bool { return r.Where != Elsewhere })
}

func (p *page) oneLine() string {
	parts := []string{p.words.of(p.a.Summary.Matches, p.words.matches)}
	if n := p.a.Summary.Scheduled; n > 0 {
		parts = append(parts, p.words.of(n, p.words.counted[actScheduled]))
	}
	return p.words.noChange + " " + strings.Join(parts, ", ") + "."
}

// head is the title, the verdict and what it was made of. None of it is text of
// others.
func (p *page) head() string {
	var b strings.Builder
	fmt.Fprintf(&b, p.words.title+"\n\n%s", p.title(), p.words.verdict[p.a.Verdict])
	n := [3]int{}
	for _, r := range p.a.Remarks {
		n[r.Severity]++
	}
	for severity, count := range n {
		if count > 0 {
			b.WriteString(" · " + p.words.of(count, p.words.severity[severity]))
		}
	}
	if n := p.unapproved(); n > 0 {
		b.WriteString(" · ⏳ " + p.words.of(n, p.words.waiting))
	}
	b.WriteString("\n\n" + p.asked())
	if p.a.Failure != "" {
		b.WriteString("<p>" + prose(p.a.Failure) + p.hinted(p.a.Hint) + "</p>\n\n")
	}
	if p.a.PlanDigest != "" {
		fmt.Fprintf(&b, "%s <code>%s</code> · %s <code>%s</code>\n\n", p.words.plan, brief(p.a.PlanDigest), p.words.commit, p.a.Head[:7])
	}
	return b.String()
}

// unapproved counts what this revision changes and somebody has yet to approve.
func (p *page) unapproved() int {
	n := 0
	for _, x := range p.a.Proofs {
		if x.Origin == engine.FromChange && len(x.Consent.Needs) > 0 {
			n++
		}
	}
	return n
}

// asked lists who has to approve how much, where it is more than one card can
// say: those who are asked for the most come first.
func (p *page) asked() string {
	const most = 8
	n := map[string]int{}
	for _, x := range p.a.Proofs {
		if x.Origin == engine.FromChange {
			for _, who := range x.Consent.Needs {
				n[who]++
			}
		}
	}
	if p.unapproved() < 2 {
		return ""
	}
	names := slices.SortedFunc(maps.Keys(n), func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), strings.Compare(a, b)) })
	var b strings.Builder
	for _, who := range names[:min(most, len(names))] {
		b.WriteString("<li>" + p.words.needs + " " + inert(cutTo(who, 300)) + p.words.colon + " " + p.words.number(n[who]) + "</li>\n")
	}
	return "<ul>\n" + b.String() + "</ul>\n\n"
}

// title counts what this revision changes.
func (p *page) title() string {
	if p.a.PlanDigest == "" {
		return p.words.unplanned
	}
	n := map[action]int{}
	for _, x := range p.a.Proofs {
		if x.Origin == engine.FromChange {
			n[actionOf(x)]++
		}
	}
	var parts []string
	for _, act := range counted {
		if n[act] > 0 {
			parts = append(parts, p.words.of(n[act], p.words.counted[act]))
		}
	}
	if len(parts) == 0 {
		return strings.Trim(p.words.noChange, "*.")
	}
	return strings.Join(parts, ", ")
}

// foot says what all this was made of.
func (p *page) foot() string {
	var parts []string
	if p.a.Base != "" {
		parts = append(parts, fmt.Sprintf("%s <code>%s</code> %s <code>%s</code>", p.words.commit, p.a.Head[:7], p.words.compared, p.a.Base[:7]))
	}
	if len(p.a.Live) > 0 {
		parts = append(parts, p.words.live+" "+inert(cutTo(strings.Join(p.a.Live, ", "), 500)))
	}
	if len(p.a.Offline) > 0 {
		var names []string
		for _, u := range p.a.Offline {
			names = append(names, u.Channel)
		}
		parts = append(parts, p.words.recorded+" "+inert(cutTo(strings.Join(names, ", "), 500)))
	}
	if p.o.Summary { // a comment that says the same is not written again
		parts = append(parts, p.time(p.a.AsOf))
	}
	return "<p><small>" + strings.Join(parts, " · ") + "</small></p>\n"
}

// time says a time in the zone of the Project, with its weekday.
func (p *page) time(t time.Time) string { return inert(p.plainTime(t)) }

func (p *page) plainTime(t time.Time) string {
	return zone.SayIn(p.words.language, t, p.zone, p.a.AsOf)
}

func (p *page) hinted(hint string) string {
	if hint == "" {
		return ""
	}
	return "<br><b>" + p.words.hint + "</b> " + prose(hint)
}
