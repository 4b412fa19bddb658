package site

import (
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"

	"galley/engine"
)

// pageSize is how many entries a page of the stream has. The first page has
// up to twice as many, so that the others never change when one is added:
// /page/1/ holds the oldest, for good.
const pageSize = 12

// A derived file is made from several sources. Its ingredients decide whether
// it has to be made again.
type derived struct {
	name        string
	ingredients string
	make        func() []byte
}

// derive lists the files that the state asks for, sorted by name.
func (p *Provider) derive(st *state, c *chrome) []derived {
	d := &deriver{p: p, st: st, c: c}
	d.fixed()
	d.stream()
	d.archives()
	d.topics()
	d.feeds()
	slices.SortFunc(d.files, func(a, b derived) int { return strings.Compare(a.name, b.name) })
	return d.files
}

type deriver struct {
	p     *Provider
	st    *state
	c     *chrome
	files []derived
}

// add notes a file made of the chrome, these resources and these words.
func (d *deriver) add(name string, of []*resource, extra string, make func() []byte) {
	var b strings.Builder
	b.WriteString(d.c.look)
	b.WriteString(extra)
	for _, r := range of {
		b.WriteByte('\n')
		b.WriteString(string(r.Remote))
		b.WriteString(r.version)
	}
	d.files = append(d.files, derived{name, sum([]byte(b.String())), make})
}

func (d *deriver) fixed() {
	d.add(".nojekyll", nil, "", func() []byte { return []byte{} })
	d.add(styleFile, nil, "", func() []byte { return d.p.theme.style })
	d.add("robots.txt", nil, "", func() []byte {
		text := "User-agent: *\nAllow: /\n"
		if d.c.Base != "" {
			text += "\nSitemap: " + d.c.Base + "/sitemap.xml\n"
		}
		return []byte(text)
	})
	d.add("404.html", nil, "", func() []byte {
		w := wordsFor(d.c.Language)
		return d.p.wrapAbsolute(frame{chrome: d.c, Path: "404.html", Title: w.Missing, Hidden: true,
			Main: d.p.theme.run("missing.html", w)})
	})
}

// A stream shows entries one after the other.
type stream struct {
	*chrome
	Words        *words
	Front        bool
	Number       string
	Bio          []string
	Cards        []template.HTML
	Older, Newer string
}

func (d *deriver) stream() {
	all := d.st.articles
	chunks := max(len(all)/pageSize-1, 0)
	first := len(all) - chunks*pageSize
	d.add("index.html", all[:first], strconv.Itoa(chunks), func() []byte {
		s := d.newStream(all[:first], "")
		s.Front, s.Bio = true, paragraphs(d.c.Bio)
		if chunks > 0 {
			s.Older = d.p.way("", "page/"+strconv.Itoa(chunks)+"/")
		}
		return d.p.wrap(frame{chrome: d.c, Description: strings.Join(s.Bio, " "), Index: true, Main: d.p.theme.run("stream.html", s)})
	})
	for n := chunks; n > 0; n-- {
		start := first + (chunks-n)*pageSize
		d.chunk(n, chunks, all[start:start+pageSize])
	}
}

func (d *deriver) chunk(n, chunks int, of []*resource) {
	number := strconv.Itoa(n)
	d.add("page/"+number+"/index.html", of, strconv.FormatBool(n == chunks), func() []byte {
		s := d.newStream(of, "../../")
		s.Number = number
		s.Newer = d.p.way("../../", "")
		if n < chunks {
			s.Newer = d.p.way("../../", "page/"+strconv.Itoa(n+1)+"/")
		}
		if n > 1 {
			s.Older = d.p.way("../../", "page/"+strconv.Itoa(n-1)+"/")
		}
		return d.p.wrap(frame{chrome: d.c, Path: "page/" + number + "/", Title: s.Words.Archive + ", " + number,
			Index: true, Main: d.p.theme.run("stream.html", s)})
	})
}

func (d *deriver) newStream(of []*resource, root string) *stream {
	s := &stream{chrome: d.c, Words: wordsFor(d.c.Language)}
	for _, r := range of {
		s.Cards = append(s.Cards, d.p.fragment("card", r, root))
	}
	return s
}

func paragraphs(text string) []string {
	var out []string
	for p := range strings.SplitSeq(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// A list shows one line per entry, in groups.
type list struct {
	Words   *words
	Above   string
	Heading string
	Groups  []group
}

type group struct {
	Heading, URL string
	Lines        []template.HTML
}

// Joined is all lines at once: a template would look at each.
func (g group) Joined() template.HTML {
	var b strings.Builder
	for _, line := range g.Lines {
		b.WriteString(string(line))
	}
	return template.HTML(b.String())
}

// archives makes one page per year, one per month, and the list of years.
func (d *deriver) archives() {
	years := map[string][]*resource{}
	months := map[string][]*resource{}
	for _, r := range d.st.articles {
		years[r.year] = append(years[r.year], r)
		months[r.month] = append(months[r.month], r)
	}
	w := wordsFor(d.c.Language)
	for year, of := range years {
		d.add(year+"/index.html", of, "", func() []byte {
			return d.list(year+"/", list{Words: w, Above: w.Archive, Heading: year, Groups: d.byMonth(of, "../")})
		})
	}
	for month, of := range months {
		d.add(month+"/index.html", of, "", func() []byte {
			title := w.month(of[0].Published.In(d.p.zone))
			return d.list(month+"/", list{Words: w, Above: w.Archive, Heading: title,
				Groups: []group{{Lines: d.lines(of, "../../")}}})
		})
	}
	d.yearList(years, w)
}

func (d *deriver) yearList(years map[string][]*resource, w *words) {
	sorted := slices.Sorted(maps.Keys(years))
	slices.Reverse(sorted)
	var topics []topic
	var extra strings.Builder
	for _, year := range sorted {
		n := len(years[year])
		topics = append(topics, topic{year, d.p.way("../", year+"/"), w.count(n)})
		extra.WriteString(year + " " + strconv.Itoa(n) + "\n")
	}
	d.add("archive/index.html", nil, extra.String(), func() []byte { return d.counts("archive/", w.Archive, w, topics) })
}

func (d *deriver) byMonth(of []*resource, root string) []group {
	w := wordsFor(d.c.Language)
	var groups []group
	for _, r := range of {
		local := r.Published.In(d.p.zone)
		if title := w.month(local); len(groups) == 0 || groups[len(groups)-1].Heading != title {
			groups = append(groups, group{Heading: title, URL: d.p.way(root, local.Format("2006/01/"))})
		}
		g := &groups[len(groups)-1]
		g.Lines = append(g.Lines, d.p.fragment("line", r, root))
	}
	return groups
}

func (d *deriver) lines(of []*resource, root string) []template.HTML {
	lines := make([]template.HTML, len(of))
	for i, r := range of {
		lines[i] = d.p.fragment("line", r, root)
	}
	return lines
}

func (d *deriver) list(path string, l list) []byte {
	return d.p.wrap(frame{chrome: d.c, Path: path, Title: l.Heading, Index: true, Main: d.p.theme.run("list.html", l)})
}

func (d *deriver) counts(path, heading string, w *words, topics []topic) []byte {
	return d.p.wrap(frame{chrome: d.c, Path: path, Title: heading, Index: true,
		Main: d.p.theme.run("topics.html", struct {
			Words   *words
			Heading string
			Topics  []topic
		}{w, heading, topics})})
}

// topics makes one page per tag and the list of tags. Tags that share an
// address share a page, under the name that sorts first.
func (d *deriver) topics() {
	names := map[string]string{}
	tagged := map[string][]*resource{}
	for _, r := range d.st.articles {
		for _, t := range r.tags {
			if known, found := names[t.slug]; !found || t.name < known {
				names[t.slug] = t.name
			}
			if of := tagged[t.slug]; len(of) == 0 || of[len(of)-1] != r {
				tagged[t.slug] = append(of, r)
			}
		}
	}
	w := wordsFor(d.c.Language)
	var topics []topic
	var extra strings.Builder
	for _, slug := range slices.Sorted(maps.Keys(tagged)) {
		of, name := tagged[slug], names[slug]
		d.add("tags/"+slug+"/index.html", of, name, func() []byte {
			return d.list("tags/"+slug+"/", list{Words: w, Above: w.Tagged, Heading: name,
				Groups: []group{{Lines: d.lines(of, "../../")}}})
		})
		topics = append(topics, topic{name, d.p.way("../", "tags/"+slug+"/"), w.count(len(of))})
		extra.WriteString(slug + " " + name + " " + strconv.Itoa(len(of)) + "\n")
	}
	d.add("tags/index.html", nil, extra.String(), func() []byte { return d.counts("tags/", w.Tags, w, topics) })
}

// standing lists the pages, sorted by address.
func (st *state) standing() []*resource {
	var pages []*resource
	for _, r := range st.resources {
		if r.Page != nil {
			pages = append(pages, r)
		}
	}
	slices.SortFunc(pages, func(a, b *resource) int { return strings.Compare(string(a.Remote), string(b.Remote)) })
	return pages
}

// link is the whole address of a resource.
func (p *Provider) link(remote engine.RemoteID) string { return p.base + string(remote) }
