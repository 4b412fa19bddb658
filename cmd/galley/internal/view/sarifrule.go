package view

import (
	"strings"

	"galley/engine"
)

type (
	// A SARIFRule describes one rule.
	SARIFRule struct {
		ID         string          `json:"id"`
		Short      sarifText       `json:"shortDescription"`
		Full       sarifText       `json:"fullDescription"`
		Help       sarifText       `json:"help"`
		Default    sarifDefault    `json:"defaultConfiguration"`
		Properties sarifProperties `json:"properties"`
	}
	sarifDefault struct {
		Level string `json:"level"`
	}
	sarifProperties struct {
		Tags      []string `json:"tags"`
		Precision string   `json:"precision"`
		Problem   string   `json:"problem.severity"`
	}
)

// sarifWords is how long GitHub lets a description be.
const sarifWords = 1024

func newSARIFRule(r engine.RuleDoc) SARIFRule {
	title, text := r.Title["en"], strings.TrimSpace(r.Text["en"])
	tags := []string{"content"}
	if r.Subject != "" {
		tags = append(tags, r.Subject)
	}
	return SARIFRule{
		ID:      r.ID,
		Short:   sarifText{Text: limited(title)},
		Full:    sarifText{Text: limited(text)},
		Help:    sarifText{Text: text + "\n\ngalley explain " + r.ID, Markdown: RuleMarkdown(r, "en")},
		Default: sarifDefault{sarifLevel(r.Severity)},
		Properties: sarifProperties{Tags: tags, Precision: "very-high",
			Problem: [...]string{engine.SeverityError: "error", engine.SeverityWarning: "warning", engine.SeverityInfo: "recommendation"}[r.Severity]},
	}
}

func limited(text string) string {
	if runes := []rune(text); len(runes) > sarifWords {
		return string(runes[:sarifWords-1]) + "…"
	}
	return text
}
