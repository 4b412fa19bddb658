package view

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"galley/engine"
)

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

// NewProvidersJSON returns the capability table as data, sorted.
func NewProvidersJSON(infos map[engine.Network]engine.Info) []ProviderJSON {
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

// Providers writes the capability table.
func Providers(w io.Writer, list []ProviderJSON) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NETWORK\tKIND\tDOES\tTHREADS\tSHOWS")
	for _, p := range list {
		for _, k := range p.Kinds {
			var verbs []string
			for _, v := range k.Verbs {
				verbs = append(verbs, v.String())
			}
			if p.Manual {
				verbs = append(verbs, "(by a person)")
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", p.Network, k.Kind, strings.Join(verbs, " "), p.Threads, strings.Join(k.Fields, " "))
		}
	}
	return table.Flush()
}

// Rule writes what a rule means.
func Rule(w io.Writer, s Style, r engine.RuleDoc, language string) error {
	out := &printer{w: w}
	words := map[string][2]string{"en": {"breaks it:", "keeps it:"}, "fr": {"à éviter :", "à écrire :"}}[language]
	out.f("%s (%s)\n%s\n\n%s\n", s.paint(bold, r.ID), r.Severity, r.Title[language], strings.TrimSpace(r.Text[language]))
	if r.Bad != "" {
		out.f("\n%s\n%s\n", words[0], indent(r.Bad))
	}
	if r.Good != "" {
		out.f("\n%s\n%s\n", words[1], indent(r.Good))
	}
	return out.err
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n    ")
}
