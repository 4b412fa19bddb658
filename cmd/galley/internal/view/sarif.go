package view

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf16"

	"galley/engine"
)

// The form of a SARIF log, version 2.1.0, as far as Galley fills it.
type (
	// SARIF is a log with one run.
	SARIF struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool                `json:"tool"`
		ColumnKind  string                   `json:"columnKind"`
		Bases       map[string]sarifArtifact `json:"originalUriBaseIds"`
		Invocations []sarifInvocation        `json:"invocations"`
		Results     []sarifResult            `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version"`
		Rules   []SARIFRule `json:"rules"`
	}
	sarifInvocation struct {
		Successful    bool        `json:"executionSuccessful"`
		Notifications []sarifNote `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNote struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifResult struct {
		Rule         string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI         string     `json:"uri,omitempty"`
		Base        string     `json:"uriBaseId,omitempty"`
		Description *sarifText `json:"description,omitempty"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
)

// sarifResults is how many results of one run GitHub takes; a log with more is
// refused as a whole.
const sarifResults = 25_000

// sarifBase names the root of the git repository, which paths are relative to.
const sarifBase = "%SRCROOT%"

// A Lines tells the whole line of a place in the content, "" if it cannot.
type Lines func(engine.Pos) string

// NewSARIF returns findings in the format that code scanning takes, the worst
// first, and how many were left out because there are more than GitHub takes.
func NewSARIF(list []engine.Finding, rules []engine.RuleDoc, tool string, lines Lines) (doc SARIF, omitted int) {
	list = bySeverity(list)
	invocation := sarifInvocation{Successful: true}
	if omitted = max(0, len(list)-sarifResults); omitted > 0 {
		list = list[:sarifResults]
		invocation.Notifications = []sarifNote{{"warning", sarifText{Text: fmt.Sprintf(
			"%d findings are left out, as GitHub takes %d of one run; galley validate lists them all", omitted, sarifResults)}}}
	}
	described, index := sarifRules(list, rules)
	run := sarifRun{
		Tool:        sarifTool{sarifDriver{Name: "galley", Version: tool, Rules: described}},
		ColumnKind:  "utf16CodeUnits",
		Bases:       map[string]sarifArtifact{sarifBase: {Description: &sarifText{Text: "The root of the git repository."}}},
		Invocations: []sarifInvocation{invocation},
		Results:     make([]sarifResult, 0, len(list)),
	}
	said := map[string]int{}
	for _, f := range list {
		r := sarifResult{Rule: f.Rule, RuleIndex: index[f.Rule], Level: sarifLevel(f.Severity),
			Message: sarifText{Text: unlinked(strings.Join(sentences(f), "\n"))}, Locations: []sarifLocation{sarifPlace(f, lines)}}
		hash := fingerprint(f)
		said[hash]++
		r.Fingerprints = map[string]string{"primaryLocationLineHash": fmt.Sprintf("%s:%d", hash, said[hash])}
		run.Results = append(run.Results, r)
	}
	return SARIF{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}}, omitted
}

// unlinked breaks what a viewer would show as a link: the message of a finding
// quotes strangers.
func unlinked(text string) string { return strings.ReplaceAll(text, "](", "] (") }

func sarifLevel(s engine.Severity) string {
	return [...]string{engine.SeverityError: "error", engine.SeverityWarning: "warning", engine.SeverityInfo: "note"}[s]
}

// sarifPlace is where a finding is. GitHub wants a line of every result.
func sarifPlace(f engine.Finding, lines Lines) sarifLocation {
	region := sarifRegion{StartLine: max(f.Pos.Line, 1)}
	if f.Pos.Line > 0 && f.Pos.Col > 0 {
		line := []rune(lines(f.Pos))
		start := min(f.Pos.Col-1, len(line))
		end := min(start+max(f.Width, 1), len(line))
		region.StartColumn = 1 + units(line[:start])
		region.EndColumn = region.StartColumn + units(line[start:end])
	}
	place := sarifLocation{Physical: sarifPhysical{sarifArtifact{URI: relativeURI(f.Pos.File), Base: sarifBase}, region}}
	if f.Object != "" {
		place.Logical = []sarifLogical{{shown(f.Object), "object"}}
	}
	return place
}

// units counts UTF-16 code units.
func units(line []rune) int {
	n := 0
	for _, r := range line {
		n += utf16.RuneLen(r)
	}
	return n
}

// relativeURI is a path with slashes as a URI relative to the repository. A colon
// would make its first part a scheme.
func relativeURI(file string) string {
	parts := strings.Split(file, "/")
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(url.PathEscape(part), ":", "%3A")
	}
	return strings.Join(parts, "/")
}

// fingerprint is the same for a finding whose line has moved, in the file or to
// another one: GitHub follows a finding by it.
func fingerprint(f engine.Finding) string {
	line := strings.Join(strings.Fields(f.Excerpt), " ")
	if line == "" {
		line = f.Text
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{f.Rule, f.Object, string(f.Channel), line}, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// sarifRules describes every rule, those of other programs too that findings
// name, and says at which index each one is.
func sarifRules(list []engine.Finding, rules []engine.RuleDoc) ([]SARIFRule, map[string]int) {
	rules = slices.Clone(rules)
	index := make(map[string]int, len(rules))
	for i, r := range rules {
		index[r.ID] = i
	}
	for _, f := range list {
		if _, known := index[f.Rule]; !known {
			index[f.Rule] = len(rules)
			title := map[string]string{"en": f.Rule}
			rules = append(rules, engine.RuleDoc{ID: f.Rule, Severity: f.Severity, Title: title, Text: title})
		}
	}
	described := make([]SARIFRule, 0, len(rules))
	for _, r := range rules {
		described = append(described, newSARIFRule(r))
	}
	return described, index
}
