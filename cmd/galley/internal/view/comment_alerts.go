package view

import (
	"cmp"
	"fmt"
	"strings"

	"galley/engine"
)

// alerts are what nobody may overlook: what is taken down, which approvals end,
// what could not be read.
func (p *page) alerts() {
	down := p.which(func(x Proof) bool { return actionOf(x) == actWithdraw && x.Origin == engine.FromChange })
	if len(down) > 0 {
		p.alert("CAUTION", p.words.of(len(down), p.words.withdrawn), down)
	}
	again := p.which(func(x Proof) bool { return actionOf(x) == actRepost && x.Origin == engine.FromChange })
	if len(again) > 0 {
		p.alert("CAUTION", p.words.of(len(again), p.words.reposted), again)
	}
	if n := p.a.Reopened; n > 0 {
		p.alert("WARNING", p.words.of(n, p.words.reopened), nil)
	}
	var problems []func() string
	for _, x := range p.a.Problems {
		problems = append(problems, func() string {
			return "> <li><b>" + inert(string(x.Channel)) + "</b>" + p.words.colon + " " + prose(cutTo(x.Text, maxRemarkText)) + p.hinted(cutTo(x.Hint, maxRemarkText)) + "</li>\n"
		})
	}
	p.list("> [!WARNING]\n> **"+p.words.problems+"**\n>\n> <ul>\n", "> </ul>\n\n", p.left/8, problems, 0)
	if text := p.unread(); text != "" {
		p.add("> [!NOTE]\n> " + text + "\n\n")
	}
}

// which lists proofs, each in a line of a box.
func (p *page) which(wanted func(Proof) bool) []func() string {
	var items []func() string
	for _, x := range p.a.Proofs {
		if wanted(x) {
			items = append(items, func() string { return "> " + p.line(x) })
		}
	}
	return items
}

// released are behind a fold the posts that lose their file.
func (p *page) released() {
	var items []func() string
	for _, x := range p.a.Proofs {
		if x.Verb == engine.ReleaseOwned && x.Origin == engine.FromChange {
			items = append(items, func() string { return p.line(x) })
		}
	}
	p.list("<details>\n<summary>"+p.words.actions[actRelease]+" ("+p.words.number(len(items))+")</summary>\n<ul>\n", "</ul>\n</details>\n\n",
		p.left/8, items, 0)
}

// line is one change in one line of a list.
func (p *page) line(x Proof) string {
	text := "<li>" + coded(x.ID.String())
	if x.Card != nil {
		text += " " + fmt.Sprintf(p.words.quoted, inert(short(cmp.Or(x.Card.Title, x.Card.Text), 80)))
	}
	if x.URL != "" {
		text += ", " + p.words.online + " " + prose(x.URL)
	}
	if x.Reason != "" && !x.Consent.Holds {
		text += "<br>" + prose(cutTo(x.Reason, maxRemarkText))
	}
	return text + "</li>\n"
}

// alert is a box with a sentence of ours, and a list if there is one.
func (p *page) alert(kind, text string, items []func() string) {
	opening := "> [!" + kind + "]\n> **" + text + "**\n"
	if len(items) == 0 {
		p.add(opening + "\n")
		return
	}
	p.list(opening+">\n> <ul>\n", "> </ul>\n\n", p.left/8, items, 0)
}

// removed says what files that are gone mean.
func (p *page) removed() string {
	r := p.a.Removed
	switch {
	case r.Posts == 0:
		return ""
	case r.Files > 0:
		return p.words.of(r.Files, p.words.removedFiles)
	}
	return p.words.of(r.Posts, p.words.removedPosts)
}

// unread says in which respect the plan is less than live.
func (p *page) unread() string {
	var said []string
	if p.a.Base == "" && p.a.Verdict != VerdictFailed {
		said = append(said, p.words.noBase)
	}
	block := "" // belongs to the sentence before it, which is the last
	switch why := p.whyUnread(); {
	case p.o.Fork:
		said = append(said, p.words.fork)
	case why != "":
		said = append(said, p.words.offline)
		block = "\n>\n> <ul>\n" + why + "> </ul>"
	}
	return strings.Join(said, " ") + block
}

// whyUnread lists the channels by the reason why they were not read. That there
// was nothing to ask is none.
func (p *page) whyUnread() string {
	const most = 5
	names := map[string][]string{}
	var reasons []string
	for _, u := range p.a.Offline {
		if u.Why == UnreadLocal {
			continue
		}
		if names[u.Why] == nil {
			reasons = append(reasons, u.Why)
		}
		names[u.Why] = append(names[u.Why], u.Channel)
	}
	var b strings.Builder
	for _, why := range reasons[:min(most, len(reasons))] {
		b.WriteString("> <li><b>" + inert(cutTo(strings.Join(names[why], ", "), maxRemarkText)) + "</b>" + p.words.colon + " " + inert(cutTo(p.words.unread(why), maxRemarkText)) + "</li>\n")
	}
	return b.String()
}
