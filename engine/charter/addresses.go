package charter

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"galley/engine"
)

// An address is one of the web that readers of a message can follow.
type address struct {
	surface    *surface
	start, end int
	url        *url.URL // host and scheme in small letters
	picture    bool     // what it leads to is shown, in Markdown
	open       bool     // a reference goes on with it that only the network settles
}

func (a address) written() string { return a.surface.text[a.start:a.end] }

// host is where an address leads, without a port.
func (a address) host() string { return a.url.Hostname() }

// addresses returns those of the texts and of the field link, in the order of
// the surfaces. It does the work once.
func (m *message) addresses() []address {
	if m.linked != nil {
		return m.linked
	}
	list := []address{}
	for i := range m.surfaces {
		if s := &m.surfaces[i]; s.prose() {
			list = append(list, s.addresses(m.language)...)
		}
	}
	if link := m.link(); link != nil {
		list = append(list, link.addresses(m.language)...)
	}
	m.linked = list
	return list
}

// link is the field of that name; nil if there is none.
func (m *message) link() *surface {
	text := ""
	switch s := m.whole.Spec.(type) {
	case *engine.Post:
		text = s.Link
	case *engine.Article:
		text = s.Link
	}
	if text == "" {
		return nil
	}
	return m.field("link", text, m.fields.Link, "link")
}

// field makes a surface of a short field that is no text of its own.
func (m *message) field(name, text, written string, path ...string) *surface {
	path = m.post.Path(m.channel.ID, m.channel.Network, path...)
	return &surface{name: name, text: text, path: path, values: []value{{path: path, text: written}}}
}

// addresses returns those of one text. In Markdown, what stands in code leads
// nowhere.
func (s *surface) addresses(language string) []address {
	var list []address
	for from := 0; ; {
		start, end := engine.NextAddress(s.text[from:])
		if start < 0 {
			return list
		}
		start, end = from+start, from+end
		from = end
		u, err := url.Parse(s.text[start:end])
		if err != nil || u.Host == "" || s.inCode(start, language) {
			continue
		}
		u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
		list = append(list, address{surface: s, start: start, end: end, url: u,
			picture: s.markdown && s.shows(start), open: strings.HasPrefix(s.text[end:], "${")})
	}
}

// inCode reports whether the address that begins at a byte is part of code. In
// angle brackets it is a link.
func (s *surface) inCode(at int, language string) bool {
	return s.markdown && s.read(language).text[at] == code && (at == 0 || s.text[at-1] != '<')
}

// shows reports whether the address that begins at a byte is that of a picture:
// "![…](" stands before it.
func (s *surface) shows(at int) bool {
	before, isTarget := strings.CutSuffix(s.text[:at], "](")
	if !isTarget {
		return false
	}
	before = before[max(0, len(before)-maxTarget):]
	label := strings.LastIndexByte(before, '[')
	return label > 0 && before[label-1] == '!'
}

// canonical is the form in which two addresses are compared: those that differ
// by scheme, fragment, the order of parameters or a last slash lead to one page.
func (a address) canonical() string {
	parameters := strings.Split(a.url.RawQuery, "&")
	slices.Sort(parameters)
	canonical := a.url.Host + strings.TrimSuffix(a.url.EscapedPath(), "/")
	if query := strings.Trim(strings.Join(parameters, "&"), "&"); query != "" {
		canonical += "?" + query
	}
	return canonical
}

// leads are the addresses a message leads to, each once, sorted; those of
// pictures, and what is not complete yet, left out.
func (m *message) leads() []Link {
	var list []Link
	for _, a := range m.addresses() {
		if a.picture || a.open {
			continue
		}
		path, start, end, _ := a.surface.origin(a.start, a.end)
		at, width := m.place(m.post.Object, path, start, end)
		list = append(list, Link{Address: a.canonical(), At: engine.Pos(at), Width: width})
	}
	slices.SortStableFunc(list, func(a, b Link) int { return strings.Compare(a.Address, b.Address) })
	return slices.CompactFunc(list, func(a, b Link) bool { return a.Address == b.Address })
}

// below returns the one of some hosts that a host is, or is below of; empty if
// none.
func below(host string, hosts []string) string {
	for _, h := range hosts {
		h = strings.ToLower(h)
		if host == h || strings.HasSuffix(host, "."+h) {
			return h
		}
	}
	return ""
}

// A bareHost is an address without its scheme, as people write them: bit.ly/3xY.
type bareHost struct {
	start, end int
	host       string
	path       string // with its slash; empty if there is none
}

// bareHosts returns what may be an address without a scheme between the white
// space of a text. What looks like one may be the end of a sentence without a
// space behind it: only hosts that somebody listed should count.
func bareHosts(text string) []bareHost {
	var list []bareHost
	for start := 0; start < len(text); {
		length := strings.IndexFunc(text[start:], endsBare)
		if length < 0 {
			length = len(text) - start
		}
		chunk := strings.TrimRight(text[start:start+length], ".,;:!?'*_~…»”’")
		host := chunk[:cmp.Or(strings.IndexByte(chunk, '/')+1, len(chunk)+1)-1]
		if strings.IndexByte(host, '.') > 0 && !strings.ContainsAny(host, ":@") {
			list = append(list, bareHost{start, start + len(chunk), strings.ToLower(host), chunk[len(host):]})
		}
		_, size := utf8.DecodeRuneInString(text[start+length:])
		start += length + size
	}
	return list
}

func endsBare(c rune) bool {
	return engine.EndsAddress(c) || strings.ContainsRune("()[]«“‘„", c)
}
