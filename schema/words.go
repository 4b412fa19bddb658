package schema

import (
	"cmp"
	"fmt"
	"strings"
)

// manyChoices are too many to list in a sentence.
const manyChoices = 16

// words says what a shape wants.
func (sh *shape) words() string {
	switch choices := sh.choices(); {
	case len(choices) >= manyChoices && sh.want != "":
	case len(choices) == 1:
		return choices[0]
	case len(choices) > 1:
		return "one of " + strings.Join(choices, ", ")
	}
	if sh.want != "" {
		return sh.want
	}
	switch {
	case sh.types&isList != 0:
		return sh.list.words()
	case sh.types&isMap != 0:
		return sh.fields.words()
	case sh.types&isString != 0:
		return "some text"
	case sh.types&isBool != 0:
		return "true or false"
	}
	return sh.numberWords()
}

func (sh *shape) numberWords() string {
	what := "a number"
	if sh.types&isFloat == 0 {
		what = "a whole number"
	}
	switch {
	case sh.min != nil && sh.max != nil:
		return fmt.Sprintf("%s from %v to %v", what, *sh.min, *sh.max)
	case sh.min != nil:
		return fmt.Sprintf("%s of at least %v", what, *sh.min)
	case sh.max != nil:
		return fmt.Sprintf("%s of at most %v", what, *sh.max)
	}
	return what
}

func (l *listShape) words() string {
	if l == nil || l.elem == nil || l.elem.types&isMap != 0 {
		return "a list"
	}
	return "a list, each entry " + l.elem.words()
}

func (s *structShape) words() string {
	if names := s.names(); len(names) > 0 && len(names) <= 8 {
		return "a map with " + strings.Join(names, ", ")
	}
	return "a map"
}

func (s *structShape) oneOf() string { return "one of " + strings.Join(s.names(), ", ") }

func (s *structShape) names() []string {
	if s == nil {
		return nil
	}
	names := make([]string, 0, len(s.fields))
	for _, f := range s.fields {
		names = append(names, f.name)
	}
	return names
}

func (sh *shape) choices() []string {
	list := make([]string, 0, len(sh.enum))
	for _, v := range sh.enum {
		list = append(list, fmt.Sprint(v))
	}
	return list
}

// broken is the rule that a wrong form breaks.
func (sh *shape) broken() string { return cmp.Or(sh.rule, RuleBadValue) }

func (f *field) forInstance() string {
	if f.example == "" {
		return ""
	}
	return "write, for example, " + f.example
}

func unknownField(path, key string, sh *shape) Problem {
	s := sh.fields
	p := Problem{Path: path, Key: true, Rule: RuleUnknownField, Near: cmp.Or(Nearest(key, s.listing), partOf(key, s.names())), Want: "a field that the schema knows"}
	switch {
	case s.keys != nil:
		p.Rule, p.Got, p.Want = s.keys.broken(), fmt.Sprintf("the key %q", key), s.keys.words()
		if p.Rule == RuleBadID {
			p.Near = slugOf(key)
		}
	case p.Near == "":
		p.Hint = s.hint
	}
	return p
}

// partOf returns the only name that a longer key contains, such as zone of
// timezone; empty if there is none.
func partOf(key string, names []string) string {
	found := ""
	for _, name := range names {
		if len(name) < 4 || !strings.Contains(strings.ToLower(key), strings.ToLower(name)) {
			continue
		}
		if found != "" {
			return ""
		}
		found = name
	}
	return found
}
