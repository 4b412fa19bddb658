package charter

import (
	"errors"
	"fmt"
	"strconv"

	"galley/engine/match"
	"galley/schema"
)

const (
	ruleSpelling  = "spelling"
	rulePreferred = "preferred-term"
	ruleForbidden = "forbidden-term"
	rulePattern   = "forbidden-pattern"
)

// lexicon compiles the section of that name. All terms of the rules that share a
// scope are looked for at once.
func (k *compiler) lexicon() {
	var scopes []*lexicon
	byScope := map[string]*lexicon{}
	banks := bankReader{files: k.Files}
	for i := range k.rules.Lexicon {
		r := &k.rules.Lexicon[i]
		key := fmt.Sprintf("%q", r.Scope)
		l := byScope[key]
		if l == nil {
			l = &lexicon{scope: r.Scope}
			byScope[key] = l
			scopes = append(scopes, l)
		}
		k.listed(l, i)
		k.bank(l, &banks, i)
		k.pattern(l, i)
	}
	for _, l := range scopes {
		k.terms(l)
		k.add(schema.RuleHead{Scope: l.scope}, l.check)
	}
}

// A lexicon is all that the rules of one scope look for.
type lexicon struct {
	scope    schema.RuleScope
	terms    []match.Term
	entries  []entry // of every term
	set      *match.Set
	patterns []pattern
}

// An entry says what a term is there for.
type entry struct {
	rule   *schema.LexiconRule
	id     string     // of the rule that a finding names
	at     schema.Pos // of the term in the charter
	plural bool       // of another that its rule lists
}

type pattern struct {
	rule *schema.LexiconRule
	*match.Pattern
}

// listed takes what the i-th rule lists itself. What is to be written, alone, is a
// spelling; with a list of what it is not, only that list is looked for.
func (k *compiler) listed(l *lexicon, i int) {
	r := &k.rules.Lexicon[i]
	at := func(field ...string) schema.Pos {
		return k.written(append([]string{"lexicon", strconv.Itoa(i)}, field...)...)
	}
	if r.Write != "" && len(r.Not) == 0 {
		l.add(r, at("write"), match.Term{Text: r.Write, Kind: match.Spelling, Prefer: r.Write})
	}
	plural := match.PluralsAmong(r.Not, r.Language())
	for n, text := range r.Not {
		l.add(r, at("not", strconv.Itoa(n)), match.Term{Text: text, Kind: kindOf(r), Prefer: r.Write})
		l.entries[len(l.entries)-1].plural = plural[n]
	}
	for n, text := range r.Never {
		l.add(r, at("never", strconv.Itoa(n)), match.Term{Text: text, Kind: kindOf(r)})
	}
}

func (l *lexicon) add(r *schema.LexiconRule, at schema.Pos, t match.Term) {
	if !r.Accents {
		t.Flags |= match.FoldAccents
	}
	if r.Plural {
		t.Flags |= match.Plural
	}
	t.Language = r.Language()
	id := ruleForbidden
	switch {
	case t.Kind == match.Spelling:
		id, t.Prefer = ruleSpelling, t.Text
	case t.Prefer != "":
		id = rulePreferred
	}
	l.terms = append(l.terms, t)
	l.entries = append(l.entries, entry{rule: r, id: id, at: at})
}

func kindOf(r *schema.LexiconRule) match.Kind {
	switch r.Match {
	case "prefix":
		return match.Prefix
	case "contains":
		return match.Contains
	}
	return match.Word
}

// terms compiles the terms of a lexicon without those that cannot be.
func (k *compiler) terms(l *lexicon) {
	var err error
	if l.set, err = match.Compile(l.terms); err == nil {
		return
	}
	terms, entries := l.terms, l.entries
	l.terms, l.entries = nil, nil
	for i, t := range terms {
		if _, err := match.Compile([]match.Term{t}); err != nil {
			k.unfit(mistakeTerm, entries[i].at, err)
			continue
		}
		if len(l.terms) == match.MaxTerms {
			k.mistake(mistakeTerm, entries[i].rule.Pos,
				fmt.Sprintf("the rules of this scope have %d terms, want at most %d", len(terms), match.MaxTerms), "give some a scope of their own")
			break
		}
		l.terms, l.entries = append(l.terms, t), append(l.entries, entries[i])
	}
	l.set, _ = match.Compile(l.terms)
}

// unfit reports a term or pattern that cannot be.
func (k *compiler) unfit(rule string, at schema.Pos, err error) {
	said := match.Problem{Text: err.Error()}
	errors.As(err, &said)
	k.mistake(rule, at, said.Text, said.Hint)
}

// pattern compiles that of the i-th rule.
func (k *compiler) pattern(l *lexicon, i int) {
	r := &k.rules.Lexicon[i]
	if r.Pattern == "" {
		return
	}
	p, err := match.CompilePattern(r.Pattern)
	if err != nil {
		k.unfit(mistakePattern, k.written("lexicon", strconv.Itoa(i), "pattern"), err)
		return
	}
	l.patterns = append(l.patterns, pattern{r, p})
}

// check looks at every text that readers see, descriptions and what search
// engines are told among them. Addresses, handles, hashtags and, in Markdown,
// code are left alone: hashtags have rules of their own.
func (l *lexicon) check(m *message) {
	for i := range m.surfaces {
		s := &m.surfaces[i]
		text := s.prosaic()
		for _, found := range l.set.All(text) {
			l.report(m, s, found)
		}
		for _, p := range l.patterns {
			for _, span := range p.All(text) {
				m.report(remark{head: p.rule.RuleHead, rule: rulePattern, surface: s, start: span.Start, end: span.End,
					text: fmt.Sprintf("%q is not written here", clipped(span.In(s.text))), hint: p.rule.Instead})
			}
		}
	}
}

func (l *lexicon) report(m *message, s *surface, found match.Match) {
	e, term := l.entries[found.Term], l.terms[found.Term]
	was := found.In(s.text)
	r := remark{head: e.rule.RuleHead, rule: e.id, surface: s, start: found.Start, end: found.End, hint: e.rule.Instead}
	if term.Prefer == "" {
		r.text = fmt.Sprintf("%q is not a word we use", clipped(was))
		m.report(r)
		return
	}
	sure := true
	if e.plural || term.Flags&match.Plural != 0 && term.Pluralized(was) {
		var plural string
		if plural, sure = match.PluralOf(term.Prefer, m.language); sure {
			term.Prefer = plural
		}
	}
	want := fitted(s.text, found.Span, term)
	if r.text = fmt.Sprintf("%q, want %q", clipped(was), want); !sure {
		r.text += " in the plural"
	}
	if term.Kind <= match.Word || term.Kind == match.Spelling {
		if sure && found.In(s.prosaic()) == was && fits(s.text, found.Span, want, m.language) {
			r.fix = &replacement{want}
		}
	}
	m.report(r)
}
