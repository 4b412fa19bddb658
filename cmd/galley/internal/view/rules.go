package view

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"galley/engine"
)

// ruleWords are what a rule is explained with, in one language.
type ruleWords struct {
	bad, good, match, noMatch, waive, waiver string
	subjects                                 map[string]string
}

// subjects are those of rules, in the order in which they are listed.
var subjects = [...]string{"files", "fields", "posts", "times", "references", "media", "networks", "charter", "project", ""}

func wordsIn(language string) ruleWords {
	if language == "fr" {
		return ruleWords{
			bad: "à éviter :", good: "à écrire :", match: "signalé :", noMatch: "laissé tranquille :",
			waive:  "Pour en dispenser une publication, écrire dans son fichier (une personne que la charte désigne l'approuve) :",
			waiver: "waivers: [{rule: %s, reason: la raison de cette exception, by: le nom de qui l'accorde}]",
			subjects: map[string]string{"files": "Fichiers", "fields": "Champs", "posts": "Publications", "times": "Dates et heures",
				"references": "Références", "media": "Médias", "networks": "Réseaux", "charter": "Charte", "project": "Projet", "": "Autres"},
		}
	}
	return ruleWords{
		bad: "breaks it:", good: "keeps it:", match: "is found:", noMatch: "is left alone:",
		waive:  "To let one post off, write in its file (somebody whom the charter names approves it):",
		waiver: "waivers: [{rule: %s, reason: why this post is an exception, by: the name of who allows it}]",
		subjects: map[string]string{"files": "Files", "fields": "Fields", "posts": "Posts", "times": "Times",
			"references": "References", "media": "Media", "networks": "Networks", "charter": "Charter", "project": "Project", "": "Others"},
	}
}

// SeverityWord names a severity in a language: en or fr.
func SeverityWord(s engine.Severity, language string) string {
	if language == "fr" {
		return [...]string{engine.SeverityError: "erreur", engine.SeverityWarning: "avertissement", engine.SeverityInfo: "remarque"}[s]
	}
	return s.String()
}

// Rule writes what a rule means, with what breaks it and what does not.
func Rule(w io.Writer, s Style, r engine.RuleDoc, language string) error {
	out, say := &printer{w: w}, wordsIn(language)
	out.f("%s (%s)\n%s\n\n", s.paint(bold, r.ID), SeverityWord(r.Severity, language), r.Title[language])
	for _, line := range wrap(r.Text[language], 80) {
		out.f("%s\n", line)
	}
	for _, example := range examples(r, say) {
		out.f("\n%s\n%s\n", example.title, indent(example.text))
	}
	if r.Waivable {
		out.f("\n%s\n", strings.Join(wrap(say.waive, 80), "\n"))
		out.f("    %s\n", fmt.Sprintf(say.waiver, r.ID))
	}
	return out.err
}

// An example is one of a rule, under a title such as "breaks it:".
type example struct{ title, text, format string }

func examples(r engine.RuleDoc, say ruleWords) []example {
	var list []example
	for _, e := range []example{
		{say.bad, r.Bad, "yaml"}, {say.good, r.Good, "yaml"},
		{say.match, strings.Join(r.Match, "\n"), "text"}, {say.noMatch, strings.Join(r.NoMatch, "\n"), "text"},
	} {
		if e.text != "" {
			list = append(list, e)
		}
	}
	return list
}

// RuleMarkdown is what Rule writes, as Markdown without a heading of its own.
func RuleMarkdown(r engine.RuleDoc, language string) string {
	var b strings.Builder
	say := wordsIn(language)
	fmt.Fprintf(&b, "%s\n", strings.TrimSpace(r.Text[language]))
	for _, e := range examples(r, say) {
		fmt.Fprintf(&b, "\n%s\n\n```%s\n%s\n```\n", capital(e.title), e.format, strings.TrimRight(e.text, "\n"))
	}
	if r.Waivable {
		fmt.Fprintf(&b, "\n%s\n\n```yaml\n%s\n```\n", say.waive, fmt.Sprintf(say.waiver, r.ID))
	}
	return b.String()
}

func capital(text string) string {
	runes := []rune(text)
	return strings.ToUpper(string(runes[:1])) + string(runes[1:])
}

// A RuleGroup is the rules of one subject.
type RuleGroup struct {
	Title string
	Rules []engine.RuleDoc
}

// GroupRules groups rules by subject, leaving out subjects without any. One that
// nobody knows is among the others.
func GroupRules(rules []engine.RuleDoc, language string) []RuleGroup {
	titles := wordsIn(language).subjects
	groups := make([]RuleGroup, len(subjects))
	for _, r := range rules {
		at := slices.Index(subjects[:], r.Subject)
		if at < 0 {
			at = len(subjects) - 1
		}
		groups[at].Rules = append(groups[at].Rules, r)
	}
	for i, subject := range subjects {
		groups[i].Title = titles[subject]
	}
	return slices.DeleteFunc(groups, func(g RuleGroup) bool { return len(g.Rules) == 0 })
}

// Rules lists rules by subject, one a line.
func Rules(w io.Writer, s Style, rules []engine.RuleDoc, language string) error {
	out := &printer{w: w}
	longest, words := 0, 0
	for _, r := range rules {
		longest, words = max(longest, len(r.ID)), max(words, width(SeverityWord(r.Severity, language)))
	}
	for i, g := range GroupRules(rules, language) {
		if i > 0 {
			out.f("\n")
		}
		out.f("%s\n", s.paint(bold, g.Title))
		for _, r := range g.Rules {
			severity := SeverityWord(r.Severity, language)
			padding := strings.Repeat(" ", words-width(severity))
			out.f("  %-*s  %s%s  %s\n", longest, r.ID, s.paint(severityColor(r.Severity), severity), padding, r.Title[language])
		}
	}
	return out.err
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n    ")
}
