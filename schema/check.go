package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Check returns every mistake in a document of a kind, sorted by path. Values
// are those of an Object; id is the value of its "id", nil if there is none.
// A document without a problem is valid: CUE would say the same, which a test
// compares.
func (s *Schema) Check(kind string, id any, fields map[string]any) []Problem {
	if !slices.Contains(s.kinds, kind) {
		return []Problem{s.unknownKind(kind)}
	}
	c := checker{}
	c.document(s.shapes[kind], id, fields)
	slices.SortStableFunc(c.problems, func(a, b Problem) int { return strings.Compare(a.Path, b.Path) })
	return withoutEchoes(c.problems)
}

// withoutEchoes leaves out a missing field that is there under a misspelt name:
// whoever mends the name has mended both.
func withoutEchoes(problems []Problem) []Problem {
	var meant map[string]bool
	for _, p := range problems {
		if p.Rule == RuleUnknownField && p.Near != "" {
			if meant == nil {
				meant = map[string]bool{}
			}
			meant[p.Path[:strings.LastIndexByte(p.Path, '/')+1]+p.Near] = true
		}
	}
	if meant == nil {
		return problems
	}
	return slices.DeleteFunc(problems, func(p Problem) bool { return p.Rule == RuleMissingField && meant[p.Path] })
}

func (s *Schema) unknownKind(kind string) Problem {
	want := "one of " + strings.Join(s.kinds, ", ")
	if kind == "" {
		return Problem{Rule: RuleUnknownKind, Want: "kind is missing, want " + want,
			Hint: "begin the document with a line such as kind: Post"}
	}
	return Problem{Path: "kind", Rule: RuleUnknownKind, Got: describe(kind), Want: want, Near: Nearest(kind, s.kinds)}
}

type checker struct {
	problems []Problem
	secret   bool // inside a field whose value is not printed
}

func (c *checker) add(p Problem) { c.problems = append(c.problems, p) }

// document checks the top of an object, whose kind and id are kept apart from
// the fields.
func (c *checker) document(sh *shape, id any, fields map[string]any) {
	for key, value := range fields {
		c.member("", key, sh, value)
	}
	if id != nil {
		c.value("id", sh.fields.byName["id"].shape, id)
	}
	c.missing("", sh.fields, fields, func(name string) bool {
		_, there := fields[name]
		return there || name == "id" && id != nil
	})
}

func (c *checker) value(path string, sh *shape, v any) {
	if !sh.types.allow(v) {
		c.add(c.wrongType(path, sh, v))
		return
	}
	switch v := v.(type) {
	case string:
		c.text(path, sh, v)
	case bool:
		if len(sh.enum) > 0 && !slices.Contains(sh.enum, any(v)) {
			c.add(Problem{Path: path, Rule: RuleBadValue, Got: describe(v), Want: sh.words()})
		}
	case int64:
		c.number(path, sh, float64(v), v)
	case float64:
		c.number(path, sh, v, v)
	case []any:
		c.list(path, sh.list, v)
	case map[string]any:
		c.members(path, sh, v)
	}
}

// allow reports whether v has one of the types.
func (t types) allow(v any) bool {
	switch v := v.(type) {
	case nil:
		return t&isNull != 0
	case bool:
		return t&isBool != 0
	case int64:
		return t&isInt != 0
	case float64:
		return t&isFloat != 0
	case string:
		return t&isString != 0
	case []any:
		return t&isList != 0
	case map[string]any:
		return t&isMap != 0
	default:
		_ = v
		return false
	}
}

func (c *checker) wrongType(path string, sh *shape, v any) Problem {
	p := Problem{Path: path, Rule: RuleWrongType, Got: c.describe(v), Want: sh.words()}
	name := lastName(path)
	switch v := v.(type) {
	case nil:
		p.Hint = "write a value, or leave the line out"
	case int64, float64, bool:
		if sh.types&isString != 0 {
			p.Hint = fmt.Sprintf("put it in quotes: \"%v\"", v)
		}
	case string:
		if !c.secret {
			p.Hint = inBrackets(name, sh, shorten(v))
		}
	case map[string]any:
		if sh.types&isList != 0 {
			p.Hint = "begin every entry with a dash and a space"
		}
	}
	return p
}

// inBrackets says how a text is written where a list is wanted, or a map with
// one field that must be there.
func inBrackets(name string, sh *shape, v string) string {
	switch {
	case sh.types&isList != 0 && (sh.list == nil || sh.list.elem == nil || sh.list.elem.fields == nil):
		return fmt.Sprintf("write %s: [%s]", name, v)
	case sh.types&isList != 0:
		if field := sh.list.elem.fields.only(); field != "" {
			return fmt.Sprintf("write %s: [{%s: %s}]", name, field, v)
		}
	case sh.types&isMap != 0:
		if field := sh.fields.only(); field != "" {
			return fmt.Sprintf("write {%s: %s}", field, v)
		}
	}
	return ""
}

// only is the name of the one field that must be there, "" if there are several.
func (s *structShape) only() string {
	if s == nil {
		return ""
	}
	name := ""
	for _, f := range s.fields {
		if f.required && name != "" {
			return ""
		}
		if f.required {
			name = f.name
		}
	}
	return name
}

// describe is describe, except for what must not be printed.
func (c *checker) describe(v any) string {
	if c.secret {
		return "something else"
	}
	return describe(v)
}

func lastName(path string) string {
	parts := strings.Split(path, "/")
	for _, p := range slices.Backward(parts) {
		if !isIndex(p) {
			return p
		}
	}
	return path
}

func (c *checker) text(path string, sh *shape, v string) {
	if len(sh.enum) > 0 {
		if !slices.Contains(sh.enum, any(v)) {
			c.add(c.noChoice(path, sh, v))
		}
		return
	}
	bad := sh.filled && v == ""
	for _, p := range sh.patterns {
		bad = bad || p.re.MatchString(v) == p.not
	}
	if !bad {
		return
	}
	p := Problem{Path: path, Rule: sh.broken(), Got: c.describe(v), Want: sh.words()}
	if v == "" {
		p.Hint = "write something, or leave the line out"
	} else if p.Rule == RuleBadID {
		p.Near = slugOf(v)
	} else if bare := strings.TrimLeft(v, "# "); bare != v && bare != "" && strings.Contains(p.Want, "without #") {
		p.Near = bare
	}
	c.add(p)
}

// noChoice reports a text that is none of those allowed. Where they are too many
// for the sentence, and none is near, the hint lists them.
func (c *checker) noChoice(path string, sh *shape, v string) Problem {
	choices := sh.choices()
	p := Problem{Path: path, Rule: sh.broken(), Got: c.describe(v), Want: sh.words(), Near: Nearest(v, choices)}
	if p.Near == "" && len(choices) >= manyChoices {
		p.Hint = "write one of " + strings.Join(choices, ", ")
	}
	return p
}

// slugOf proposes a slug for what somebody wrote instead.
func slugOf(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r): // of an accent, the letter stays
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

func (c *checker) number(path string, sh *shape, n float64, v any) {
	if sh.min != nil && n < *sh.min || sh.max != nil && n > *sh.max {
		c.add(Problem{Path: path, Rule: RuleBadValue, Got: describe(v), Want: sh.words()})
	}
}

func (c *checker) list(path string, sh *listShape, v []any) {
	if sh == nil {
		return
	}
	if len(v) < sh.min {
		c.add(Problem{Path: path, Rule: RuleBadValue, Got: "an empty list", Want: "at least one entry",
			Hint: "write an entry, or leave the line out"})
	}
	var seen map[string]bool
	if sh.unique {
		seen = make(map[string]bool, len(v))
	}
	for i, elem := range v {
		at := path + "/" + strconv.Itoa(i)
		if text, ok := elem.(string); ok && sh.unique {
			if seen[text] {
				c.add(Problem{Path: at, Rule: RuleBadValue, Got: describe(text) + " a second time", Want: "each entry once"})
			}
			seen[text] = true
		}
		if sh.elem != nil {
			c.value(at, sh.elem, elem)
		}
	}
}

func (c *checker) members(path string, sh *shape, v map[string]any) {
	s := sh.fields
	if s == nil {
		return
	}
	prefix := ""
	if path != "" {
		prefix = path + "/"
	}
	for key, value := range v {
		c.member(prefix, key, sh, value)
	}
	c.missing(prefix, s, v, func(name string) bool {
		_, there := v[name]
		return there
	})
	c.count(path, s, len(v))
}

func (c *checker) member(prefix, key string, sh *shape, value any) {
	s := sh.fields
	f := s.byName[key]
	switch {
	case f != nil:
		outer := c.secret
		c.secret = outer || f.secret
		c.value(prefix+key, f.shape, value)
		c.secret = outer
	case s.values != nil && s.keys.accepts(key):
		c.value(prefix+key, s.values, value)
	default:
		p := unknownField(prefix+key, key, sh)
		if value == nil && strings.Contains(key, " ") { // no field is called so
			p.Near, p.Hint = "", "inside { } a comma ends a text: if this belongs to the text before it, put that in quotes"
		}
		c.add(p)
	}
}

// accepts reports whether a key is valid in a map with free keys.
func (sh *shape) accepts(key string) bool {
	k := checker{}
	k.value("", sh, key)
	return len(k.problems) == 0
}

// missing reports what is required and not there.
func (c *checker) missing(prefix string, s *structShape, v map[string]any, has func(string) bool) {
	for _, f := range s.fields {
		if f.required && !has(f.name) {
			c.add(Problem{Path: prefix + f.name, Rule: RuleMissingField, Hint: f.forInstance()})
		}
	}
	for _, w := range s.whens {
		if v[w.field] != any(w.equals) {
			continue
		}
		for _, name := range w.required {
			if !has(name) {
				c.add(Problem{Path: prefix + name, Rule: RuleMissingField,
					Got: fmt.Sprintf("%s %s needs it", w.field, w.equals), Hint: s.byName[name].forInstance()})
			}
		}
	}
}

func (c *checker) count(path string, s *structShape, n int) {
	switch {
	case n < s.min:
		c.add(Problem{Path: path, Rule: RuleBadValue, Got: "an empty map", Want: s.oneOf()})
	case s.max > 0 && n > s.max:
		c.add(Problem{Path: path, Rule: RuleBadValue, Got: fmt.Sprintf("%d fields", n), Want: s.oneOf()})
	}
}
