// Package vale has texts read by Vale, the linter for prose that many writers'
// teams already use, and gives back what it says of them. What travels in: a
// Vale that is installed, the styles of the content repository, the texts as
// they would be sent. What travels out: one Alert for every remark, with its
// place in the text in bytes.
//
// Vale is run, not rebuilt. A run sees a private folder and nothing else: the
// styles the charter lists, a configuration written here, and the texts under
// names made here. No .vale.ini of the repository or of the user is read,
// nothing is downloaded ("vale sync" never runs), and the environment is empty
// but for that folder. Styles are data: rules that would run code or read files
// elsewhere are refused before Vale starts, see Load.
//
// The package never chooses which Vale runs (cmd/galley/internal/cli does), never
// reads the environment, and knows nothing of content files: where a text comes
// from is the caller's to know.
package vale

import (
	"galley/engine"
)

// Config is what a charter says about Vale. In its file:
//
//	vale:
//	  path: charter/styles              # the default; Load is given this folder
//	  styles: [Lanterneau]              # folders in it; "Vale" is built in
//	  languages:                        # more styles, for texts of one language
//	    en: [write-good]
//	    fr: [LanterneauFr]
//	  vocab: [Cinema]                   # folders in its config/vocabularies
//	  level: suggestion                 # the default; or warning, error
//	  rules:                            # one rule, or a whole style
//	    write-good.E-Prime: off
//	    Lanterneau.Superlatifs: error
//
// The zero Config asks for nothing.
type Config struct {
	Styles    []string            // for texts of every language
	Languages map[string][]string // added for texts of a language: "fr", or "fr-CA" in its place
	Vocab     []string            // lists of words that are accepted and refused
	Level     string              // the least that is told: suggestion, warning or error; empty is suggestion
	Rules     map[string]string   // by "Style" or "Style.Rule": off, suggestion, warning or error
}

// A Format says how Vale reads a text.
type Format uint8

// The formats. Others would make Vale start programs (AsciiDoc, reStructuredText)
// or read code; there is no way to ask for them.
const (
	Plain    Format = iota // every line is prose
	Markdown               // code, addresses and HTML are no prose
)

// A Text is read as a whole. Texts that are alike but for their Key are read
// once.
type Text struct {
	Key      string // the caller's own; comes back in alerts
	Format   Format
	Language string // BCP 47; decides with Config.Languages which styles read it
	Content  string
}

// An Alert is one remark of Vale.
type Alert struct {
	Key string // of the text
	// Content[Start:End] is what the remark is about. Where both are alike it is
	// about the text as a whole, or about the paragraph that begins there.
	Start, End  int
	Check       string // "Lanterneau.Superlatifs"
	Severity    engine.Severity
	Message     string   // one line, as the style words it
	Suggestions []string // to write instead, best first; none where a person has to think
	Link        string   // where the style explains itself
}
