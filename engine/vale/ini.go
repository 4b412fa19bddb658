package vale

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// ini writes the configuration: one section for texts of no language that is
// listed, one for each language. A section of Vale's replaces the styles of the
// one before, so each is whole. All names were checked by Load.
func (s *Styles) ini() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "StylesPath = styles\nMinAlertLevel = %s\n", cmp.Or(s.config.Level, "suggestion"))
	if len(s.config.Vocab) > 0 {
		fmt.Fprintf(&b, "Vocab = %s\n", strings.Join(s.config.Vocab, ", "))
	}
	for i, language := range append([]string{""}, s.languages()...) {
		styles := s.config.of(language)
		if len(styles) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n[*.%s.*]\nBasedOnStyles = %s\n", section(i), strings.Join(styles, ", "))
		for _, rule := range slices.Sorted(maps.Keys(s.config.Rules)) {
			style, _, _ := strings.Cut(rule, ".")
			if slices.Contains(styles, style) {
				fmt.Fprintf(&b, "%s = %s\n", rule, levels[s.config.Rules[rule]])
			}
		}
	}
	return b.Bytes()
}

// section is the part of a text's file name that tells its language.
func section(i int) string { return "l" + strconv.Itoa(i) }

// languages are those with styles of their own, sorted.
func (s *Styles) languages() []string { return slices.Sorted(maps.Keys(s.config.Languages)) }

// of returns the styles for texts of a language that is listed, or of another.
func (c Config) of(language string) []string {
	var list []string
	for _, style := range slices.Concat(c.Styles, c.Languages[language]) {
		if !slices.Contains(list, style) {
			list = append(list, style)
		}
	}
	return list
}

// language returns which of the listed languages a text is in: its own tag, or
// the longest beginning of it. Tags are compared without regard to case. The
// number is that of its section.
func (s *Styles) language(tag string) (listed string, number int) {
	for tag != "" {
		for i, listed := range s.languages() {
			if strings.EqualFold(listed, tag) {
				return listed, i + 1
			}
		}
		tag = tag[:max(0, strings.LastIndexByte(tag, '-'))]
	}
	return "", 0
}
