package charter

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"galley/engine"
	"galley/schema"
)

const (
	ruleLinkHTTPS     = "link-https"
	ruleLinkDomain    = "link-domain"
	ruleLinkForbidden = "link-forbidden"
	ruleLinkShortener = "link-shortener"
	ruleLinkUTM       = "link-utm"
	ruleLinkCount     = "link-count"
	ruleLinkLookalike = "link-lookalike"
)

// links compiles the section of that name.
func (k *compiler) links() {
	own, sites := k.ownHosts()
	for _, r := range k.rules.Links {
		l := linkRule{LinkRule: r, own: own, sites: sites}
		k.add(r.RuleHead, func(m *message) {
			for _, a := range m.addresses() {
				l.check(m, a)
			}
			if r.Shorteners != nil && !*r.Shorteners || len(r.Forbidden) > 0 {
				l.checkBare(m)
			}
			if r.Max != nil {
				l.count(m, *r.Max)
			}
		})
	}
}

// ownHosts are those of the channels' addresses; sites are those of them where
// the pages are ours as well.
func (k *compiler) ownHosts() (own, sites []string) {
	for _, c := range k.Content.Channels {
		u, err := url.Parse(c.URL)
		if err != nil || u.Host == "" {
			continue
		}
		host := strings.ToLower(u.Hostname())
		own = append(own, host)
		if k.infos[engine.Network(c.Network)].PostKind == engine.KindArticle {
			sites = append(sites, host)
		}
	}
	return own, sites
}

// A linkRule is one with the hosts that are ours.
type linkRule struct {
	schema.LinkRule
	own   []string
	sites []string
}

// check looks at one address.
func (l linkRule) check(m *message, a address) {
	say := func(rule, text, hint string, fix *replacement, start, end int) {
		m.report(remark{head: l.RuleHead, rule: rule, surface: a.surface, start: start, end: end, text: text, hint: hint, fix: fix})
	}
	host := a.host()
	if l.HTTPS && a.url.Scheme == "http" {
		text, hint, fix := clipped(a.written())+" is not https", "look whether it answers with https, and write that", (*replacement)(nil)
		if below(host, l.own) != "" || below(host, l.Domains) != "" {
			hint, fix = "write https://", &replacement{"https"}
		}
		say(ruleLinkHTTPS, text, hint, fix, a.start, a.start+len("http"))
	}
	switch listed := below(host, l.Forbidden); {
	case listed != "":
		say(ruleLinkForbidden, fmt.Sprintf("%s may not be linked", listed), "name another source", nil, a.start, a.end)
	case len(l.Domains) > 0 && below(host, l.Domains) == "":
		say(ruleLinkDomain, fmt.Sprintf("%s is not among the hosts that may be linked", host), l.nearest(host), nil, a.start, a.end)
	case l.shortens(host) && strings.Trim(a.url.Path, "/") != "":
		say(ruleLinkShortener, fmt.Sprintf("%s does not show where it leads", host), "write the address it leads to", nil, a.start, a.end)
	}
	l.checkUTM(m, a)
	if shown, like := lookalike(host); like != "" {
		l.Severity = "info"
		say(ruleLinkLookalike, fmt.Sprintf("%s is not %s, which it looks like", shown, like), "make sure that it is the one you mean", nil, a.start, a.end)
	}
}

// nearest says which of the listed hosts may have been meant.
func (l linkRule) nearest(host string) string {
	if near := schema.Nearest(host, l.Domains); near != "" {
		return "did you mean " + near + "?"
	}
	return "they are " + strings.Join(l.Domains, ", ")
}

// shortens reports whether a host is a shortener that the rule does not want.
// One's own, and those the rule lists, say whose they are.
func (l linkRule) shortens(host string) bool {
	return l.Shorteners != nil && !*l.Shorteners && shortener(host) && below(host, l.own) == "" && below(host, l.Domains) == ""
}

// checkBare looks for hosts that are written without a scheme.
func (l linkRule) checkBare(m *message) {
	for i := range m.surfaces {
		s := &m.surfaces[i]
		if !s.prose() {
			continue
		}
		for _, b := range bareHosts(s.read(m.language).text) {
			r := remark{head: l.RuleHead, surface: s, start: b.start, end: b.end}
			switch {
			case below(b.host, l.Forbidden) != "":
				r.rule, r.text, r.hint = ruleLinkForbidden, fmt.Sprintf("%s may not be linked", b.host), "name another source"
			case l.shortens(b.host) && len(b.path) > 1:
				r.rule, r.text, r.hint = ruleLinkShortener, fmt.Sprintf("%s does not show where it leads", b.host), "write the address it leads to"
			default:
				continue
			}
			m.report(r)
		}
	}
}

// checkUTM looks at the parameters of an address of our own pages: those the
// rule asks for are there and not empty. What the campaign says was added where
// nothing was written.
func (l linkRule) checkUTM(m *message, a address) {
	if len(l.UTM) == 0 || a.picture || a.open || !slices.Contains(l.sites, a.host()) || isFile(a.url.Path) {
		return
	}
	there := a.url.Query()
	var missing []string
	for _, name := range l.UTM {
		switch {
		case there.Get("utm_"+name) != "":
		case there.Has("utm_" + name):
			l.empty(m, a, name)
		default:
			missing = append(missing, "utm_"+name)
		}
	}
	if len(missing) == 0 {
		return
	}
	hint := "add to the post: campaign: one whose utm says so"
	if m.campaign != nil {
		hint = fmt.Sprintf("add to campaign %s: utm: {%s: …}", m.campaign.ID, strings.TrimPrefix(missing[0], "utm_"))
	}
	m.report(remark{head: l.RuleHead, rule: ruleLinkUTM, surface: a.surface, start: a.start, end: a.end,
		text: fmt.Sprintf("%s lacks %s", clipped(a.written()), strings.Join(missing, ", ")), hint: hint})
}

// empty reports a parameter that says nothing.
func (l linkRule) empty(m *message, a address, name string) {
	r := remark{head: l.RuleHead, rule: ruleLinkUTM, surface: a.surface, start: a.start, end: a.end,
		text: fmt.Sprintf("utm_%s of %s says nothing", name, clipped(a.written())), hint: "write its value, or leave it out"}
	if at := strings.Index(a.written(), "utm_"+name+"="); at > 0 {
		r.start, r.end = a.start+at, a.start+at+len("utm_=")+len(name)
		if m.campaign != nil && m.campaign.UTM[name] != "" {
			value := "utm_" + name + "=" + url.QueryEscape(m.campaign.UTM[name])
			r.hint, r.fix = "write "+value, &replacement{value}
		}
	}
	m.report(r)
}

// isFile reports whether a path is that of a file rather than of a page, which
// counts no visits.
func isFile(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case "", ".html", ".htm", ".php":
		return false
	}
	return true
}

// count bounds the addresses of a post. The first that is too many is marked.
func (l linkRule) count(m *message, most int) {
	met := map[string]bool{}
	var over address
	for _, a := range m.addresses() {
		if a.picture || met[a.canonical()] {
			continue
		}
		if met[a.canonical()] = true; len(met) == most+1 {
			over = a
		}
	}
	if over.surface != nil {
		m.report(remark{head: l.RuleHead, rule: ruleLinkCount, surface: over.surface, start: over.start, end: over.end,
			text: fmt.Sprintf("the post leads to %d addresses, want %s", len(met), atMost(most)), hint: "keep the one that readers need"})
	}
}

// shortener reports whether a host is known to hide where it leads.
func shortener(host string) bool {
	switch strings.TrimPrefix(host, "www.") {
	case "bit.ly", "bitly.com", "j.mp", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "buff.ly", "is.gd", "v.gd", "cutt.ly", "rebrand.ly",
		"lnkd.in", "dlvr.it", "ift.tt", "t.ly", "tiny.cc", "shorturl.at", "rb.gy", "urlz.fr", "urlr.me", "lc.cx", "vu.fr", "bl.ink",
		"fb.me", "amzn.to", "adf.ly", "trib.al", "spr.ly", "smarturl.it", "snip.ly", "x.gd", "tr.im", "u.to", "short.gy", "kutt.it",
		"shorte.st", "clck.ru", "soo.gd", "t1p.de", "han.gl", "me2.do", "s.id", "po.st", "mcaf.ee", "qr.ae", "zpr.io", "swll.to":
		return true
	}
	return false
}
