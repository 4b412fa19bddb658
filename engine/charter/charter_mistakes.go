package charter

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"galley/schema"
)

const (
	mistakeTerm        = "bad-term"
	mistakePattern     = "bad-pattern"
	mistakeBank        = "bad-bank"
	mistakeBankMissing = "missing-bank"
	mistakeEmpty       = "empty-rule"
	mistakeArticle     = "unknown-article"
	mistakePillar      = "unknown-pillar"
	mistakeRule        = "unknown-rule"
	mistakeUnused      = "waiver-unused"
)

// mistakes looks at what the rules of all sections have in common, as it is
// written: what they are for, which article they cite, and whether they say
// anything.
func (k *compiler) mistakes() {
	if k.rules.Object == nil {
		return
	}
	known := k.known()
	for _, section := range slices.Sorted(maps.Keys(k.rules.Object.Fields)) {
		list, _ := k.rules.Object.Fields[section].([]any)
		for i, item := range list {
			if rule, ok := item.(map[string]any); ok {
				k.mistakesOf(rule, known, section, strconv.Itoa(i))
			}
		}
	}
	if len(k.rules.Pillars) > 0 {
		k.add(schema.RuleHead{}, (*message).ofKnownPillar)
	}
}

// ofKnownPillar reports a post of a pillar that the charter does not have.
func (m *message) ofKnownPillar() {
	var pillars []string
	for _, p := range m.rules.Pillars {
		if p.ID == m.fields.Pillar {
			return
		}
		pillars = append(pillars, p.ID)
	}
	if m.fields.Pillar != "" {
		m.report(remark{rule: mistakePillar, path: []string{"pillar"},
			text: fmt.Sprintf("there is no pillar %q", m.fields.Pillar), hint: nearest(m.fields.Pillar, pillars)})
	}
}

// Known are the names that the list of a scope may hold.
type known struct {
	field, id, what string // "channels", "unknown-channel", "channel"
	kind            string // of the objects that are named; empty if none are
	names           []string
}

func (k *compiler) known() []known {
	var networks, pillars []string
	for network := range k.infos {
		networks = append(networks, string(network))
	}
	slices.Sort(networks)
	for _, p := range k.rules.Pillars {
		pillars = append(pillars, p.ID)
	}
	return []known{
		{"channels", "unknown-channel", "channel", "Channel", slices.Sorted(maps.Keys(k.channels))},
		{"networks", "unknown-network", "network", "", networks},
		{"campaigns", "unknown-campaign", "campaign", "Campaign", slices.Sorted(maps.Keys(k.campaigns))},
		{"pillars", mistakePillar, "pillar", "", pillars},
	}
}

func (k *compiler) mistakesOf(rule map[string]any, all []known, path ...string) {
	at := func(more ...string) schema.Pos { return k.rules.Object.At(append(slices.Clone(path), more...)...) }
	if cite, ok := rule["cite"].(string); ok {
		k.article(cite, at("cite"))
	}
	scope, _ := rule["scope"].(map[string]any)
	for _, n := range all {
		list, _ := scope[n.field].([]any)
		for i, item := range list {
			if name, _ := item.(string); !slices.Contains(n.names, name) && !k.Content.IsBroken(n.kind, name) {
				k.mistake(n.id, at("scope", n.field, strconv.Itoa(i)), fmt.Sprintf("there is no %s %q", n.what, name), nearest(name, n.names))
			}
		}
	}
	if heads(rule) && !saysSomething(rule) {
		k.mistake(mistakeEmpty, at(), "the rule asks for nothing", "write what it asks for, or remove it")
	}
}

func (k *compiler) article(number string, at schema.Pos) {
	var numbers []string
	for _, a := range k.rules.Articles {
		numbers = append(numbers, a.Number)
	}
	if !slices.Contains(numbers, number) {
		k.mistake(mistakeArticle, at, fmt.Sprintf("there is no article %q", number),
			cmp.Or(nearest(number, numbers), "add it to articles, or leave cite out"))
	}
}

// heads reports whether an item of a section may be a rule that is empty: what
// has a name or a number is something else.
func heads(rule map[string]any) bool {
	return rule["id"] == nil && rule["number"] == nil && rule["channel"] == nil
}

// saysSomething reports whether a rule has a field that asks for something. Some
// say only how another is meant, and some ask for nothing where they allow.
func saysSomething(rule map[string]any) bool {
	for field, value := range rule {
		switch field {
		case "severity", "scope", "cite", "reason", "instead", "match", "accents":
		case "contractions", "shorteners":
			if value != true {
				return true
			}
		default:
			if list, ok := value.([]any); value != false && (!ok || len(list) > 0) {
				return true
			}
		}
	}
	return false
}

func nearest(name string, names []string) string {
	if near := schema.Nearest(name, names); near != "" {
		return "did you mean " + near + "?"
	}
	if len(names) > 0 && len(names) <= 8 {
		return "there are " + strings.Join(names, ", ")
	}
	return ""
}
