package report

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	"galley/engine/zone"
)

// maxListed bounds the lists of posts with which all is well; what needs a
// person is always listed whole.
const maxListed = 200

// sectionOrder puts what nobody would notice first: posts that did not go out.
var sectionOrder = [...]State{Skipped, Held, Late, Uncertain, Blocked, Gone, ToDo, Pending, Retracted, Scheduled, OnTime}

// Markdown writes r for people, in French for "fr" and in English otherwise: one
// line of summary, the table of channels and weeks, then the posts that need
// attention. A block between the notes marks is left for people: see Merge.
func Markdown(r Report, language string) []byte {
	p := &page{r: r, language: language, words: wordsFor(language)}
	p.linef("# "+p.title, escape(r.Project), p.longDate(r.From.In(r.Zone)), p.longDate(r.To.In(r.Zone).Add(-1)))
	p.line(p.summary())
	if len(r.Channels) > 0 {
		p.weeks()
		p.totals()
	}
	p.section(p.open, p.openAdvice, r.Open)
	for _, s := range sectionOrder {
		p.section(p.sections[s], p.advice[s], entriesIn(r.Posts, s))
	}
	p.section(p.drafts, "", r.Drafts)
	p.linef("## %s", p.notes)
	p.linef("%s\n%s\n%s", notesBegin, p.notesHint, notesEnd)
	p.linef(p.foot, p.when(r.AsOf), code(short(r.Commit)), escape(r.Zone.String()), p.duration(r.OnTime))
	return bytes.TrimSuffix(p.Bytes(), []byte("\n"))
}

type page struct {
	bytes.Buffer
	words
	language string
	r        Report
}

// line writes a paragraph.
func (p *page) line(text string) { fmt.Fprintf(p, "%s\n\n", text) }

func (p *page) linef(format string, args ...any) { p.line(fmt.Sprintf(format, args...)) }

func (p *page) when(t time.Time) string {
	return zone.SayIn(p.language, t, p.r.Zone, p.r.AsOf)
}

func (p *page) summary() string {
	total := p.r.Totals
	if total.Planned() == 0 {
		return "**" + p.nothing + "**"
	}
	parts := make([]string, 0, stateCount)
	for _, s := range columns(total) {
		parts = append(parts, p.number(total[s])+" "+choose(p.states[s], total[s]))
	}
	text := "**" + fmt.Sprintf(choose(p.planned, total.Planned()), p.number(total.Planned())) + p.colon + " " + strings.Join(parts, p.listSeparator) + ".**"
	if due := p.r.Due(); due > 0 {
		text += " " + fmt.Sprintf(p.rate, p.share(total[OnTime], due))
	}
	return text
}

// weeks is the table of channels and weeks.
func (p *page) weeks() {
	all := map[Week]bool{}
	for _, c := range p.r.Channels {
		for _, w := range c.Weeks {
			all[w.Week] = true
		}
	}
	weeks := sortedKeys(all, compareWeeks)
	head := []string{p.channel}
	for _, w := range weeks {
		head = append(head, fmt.Sprintf(p.week, w.Number, p.shortDate(w.monday())))
	}
	p.head(append(head, p.total))
	for _, c := range p.r.Channels {
		row := []string{string(c.Channel)}
		next := 0
		for _, w := range weeks {
			if next < len(c.Weeks) && c.Weeks[next].Week == w {
				row = append(row, p.ratio(c.Weeks[next].Totals))
				next++
			} else {
				row = append(row, "")
			}
		}
		p.row(append(row, p.ratio(c.Totals)))
	}
	p.WriteByte('\n')
	p.line(p.weekNote)
}

func (p *page) ratio(c Counts) string {
	return p.number(c.Published()) + "/" + p.number(c.Planned())
}

// totals is the table of channels and states, without the states nothing is in.
func (p *page) totals() {
	states := columns(p.r.Totals)
	head := []string{p.channel}
	for _, s := range states {
		head = append(head, choose(p.states[s], 2))
	}
	p.head(head)
	for _, c := range p.r.Channels {
		row := []string{string(c.Channel)}
		for _, s := range states {
			row = append(row, p.number(c.Totals[s]))
		}
		p.row(row)
	}
	p.WriteByte('\n')
}

func (p *page) head(cells []string) {
	p.row(cells)
	p.row(append([]string{"---"}, repeat("--:", len(cells)-1)...))
}

func (p *page) row(cells []string) {
	for _, c := range cells {
		p.WriteString("| ")
		if c != "" {
			p.WriteString(c + " ")
		}
	}
	p.WriteString("|\n")
}

func (p *page) section(heading, advice string, list []Entry) {
	if len(list) == 0 {
		return
	}
	p.linef("## %s (%s)", heading, p.number(len(list)))
	if advice != "" {
		p.line(advice)
	}
	listed := list
	if s := list[0].State; s >= OnTime && len(list) > maxListed {
		listed = list[:maxListed]
	}
	p.row([]string{p.post, p.due, p.what, p.source})
	p.row(repeat("---", 4))
	for _, e := range listed {
		due := ""
		if !e.Due.IsZero() {
			due = p.when(e.Due)
		}
		source := e.Source
		source.Col = 0
		p.row([]string{link(e), due, p.happened(e), codeSpan(source.String())})
	}
	p.WriteByte('\n')
	if len(listed) < len(list) {
		p.linef(p.more, p.number(len(list)-len(listed)))
	}
}

// happened says why and how late, in one cell.
func (p *page) happened(e Entry) string {
	var parts []string
	if e.State == OnTime && !e.Published.IsZero() || e.State == Late {
		parts = append(parts, fmt.Sprintf(p.on, p.when(e.Published)))
	}
	if e.Late >= time.Minute && e.State != OnTime {
		parts = append(parts, fmt.Sprintf(p.late, p.duration(e.Late)))
	}
	if e.State == Held && !e.When.IsZero() {
		parts = append(parts, fmt.Sprintf(p.until, p.when(e.When)))
	}
	if text := p.reason(e); text != "" {
		parts = append(parts, escape(text))
	}
	return strings.Join(parts, p.listSeparator)
}

func entriesIn(list []Entry, s State) []Entry {
	var in []Entry
	for _, e := range list {
		if e.State == s {
			in = append(in, e)
		}
	}
	return in
}

// columns are the states that occur, what went well first.
func columns(c Counts) []State {
	var states []State
	for _, s := range [...]State{OnTime, Late, Skipped, Held, Uncertain, Blocked, Gone, ToDo, Pending, Retracted, Scheduled} {
		if c[s] > 0 {
			states = append(states, s)
		}
	}
	return states
}

// monday is the day on which the week begins. The 4th of January is always in
// the first week.
func (w Week) monday() time.Time {
	day := time.Date(w.Year, time.January, 4+7*(w.Number-1), 0, 0, 0, 0, time.UTC)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

func repeat(cell string, n int) []string {
	cells := make([]string, n)
	for i := range cells {
		cells[i] = cell
	}
	return cells
}

// link is the ID, linked to where it is live.
func link(e Entry) string {
	name := escape(e.ID.String())
	u, err := url.Parse(e.URL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return name
	}
	return "[" + name + "](" + addressEscapes.Replace(u.String()) + ")"
}

var addressEscapes = strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "|", "%7C", " ", "%20")

var textEscapes = strings.NewReplacer(`\`, `\\`, "`", "\\`", "|", `\|`, "<", "&lt;", ">", "&gt;", "*", `\*`, "_", `\_`,
	"[", `\[`, "]", `\]`, "@", "&#64;", "\n", " ")

// escape keeps a text of the content from being taken for Markdown: it can
// neither end a table nor open a comment. A mention calls nobody.
func escape(text string) string { return textEscapes.Replace(visibly(text)) }

var codeEscapes = strings.NewReplacer("`", "'", "|", `\|`, "\n", " ")

func code(text string) string { return codeEscapes.Replace(visibly(text)) }

// visibly is a text without what a terminal obeys, and without what turns the
// direction in which it is read.
func visibly(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

func codeSpan(text string) string {
	if text == "" {
		return ""
	}
	return "`" + code(text) + "`"
}

// short is the form in which people name a commit.
func short(commit string) string {
	if len(commit) > 12 {
		return commit[:12]
	}
	return commit
}
