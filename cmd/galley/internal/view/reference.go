package view

import (
	"io"
	"maps"
	"slices"
	"strings"

	"galley/engine"
)

// ProvidersJSON is what the networks can do.
type ProvidersJSON struct {
	FormatVersion string         `json:"format_version"`
	ToolVersion   string         `json:"tool_version"`
	Networks      []ProviderJSON `json:"networks"`
}

// RulesJSON explains one rule, or all of them.
type RulesJSON struct {
	FormatVersion string           `json:"format_version"`
	ToolVersion   string           `json:"tool_version"`
	Rules         []engine.RuleDoc `json:"rules"`
}

// ProviderJSON is what one network can do.
type ProviderJSON struct {
	Network engine.Network `json:"network"`
	Label   string         `json:"label"`
	Manual  bool           `json:"manual,omitempty"`
	Threads string         `json:"threads"`
	Kinds   []KindJSON     `json:"kinds"`
}

// KindJSON is what a network permits of one kind.
type KindJSON struct {
	Kind       engine.Kind   `json:"kind"`
	Verbs      []engine.Verb `json:"verbs"`
	Fields     []string      `json:"fields"`
	MaxText    int           `json:"max_text,omitempty"`
	MaxMedia   int           `json:"max_media,omitempty"`
	Schedules  bool          `json:"schedules,omitempty"`
	Repeatable bool          `json:"repeatable,omitempty"`
}

// NewProviders returns the capability table as data, sorted.
func NewProviders(infos map[engine.Network]engine.Info) []ProviderJSON {
	var list []ProviderJSON
	for _, name := range slices.Sorted(maps.Keys(infos)) {
		info := infos[name]
		p := ProviderJSON{Network: name, Label: info.Label, Manual: info.Manual, Threads: threads(info)}
		for _, kind := range slices.Sorted(maps.Keys(info.Kinds)) {
			l := info.Kinds[kind]
			p.Kinds = append(p.Kinds, KindJSON{kind, l.Verbs, slices.Sorted(slices.Values(l.Fields)), l.MaxText, l.MaxMedia, l.Schedules, l.Repeatable})
		}
		list = append(list, p)
	}
	return list
}

func threads(info engine.Info) string {
	switch {
	case info.Atomic:
		return "one write"
	case info.Children:
		return "replies"
	}
	return "joined"
}

// Providers writes what each network can do.
func Providers(w io.Writer, s Style, list []ProviderJSON) error {
	out := &printer{w: w}
	for i, p := range list {
		if i > 0 {
			out.f("\n")
		}
		by := ""
		if p.Manual {
			by = ", done by a person"
		}
		out.f("%s (%s%s), threads: %s\n", s.paint(bold, string(p.Network)), p.Label, by, p.Threads)
		for _, k := range p.Kinds {
			out.f("  %-8s %s\n", k.Kind, strings.Join(k.Does(), ", "))
			for _, line := range wrap("shows "+strings.Join(k.Fields, ", "), 68) {
				out.f("           %s\n", line)
			}
		}
	}
	return out.err
}

// Does returns the names of the verbs.
func (k KindJSON) Does() []string {
	var names []string
	for _, v := range k.Verbs {
		names = append(names, v.String())
	}
	return names
}

// wrap breaks text into lines of n characters at most, where its words allow.
func wrap(text string, n int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case width(line)+1+width(word) > n:
			lines, line = append(lines, line), word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}
