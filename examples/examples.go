// Package examples holds the worked example, so that the program can bring it
// along.
package examples

import "embed"

// Content is a month of a small bilingual newsroom, below "content".
//
//go:embed all:content
var Content embed.FS
