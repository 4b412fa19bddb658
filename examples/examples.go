// Package examples holds the worked example, so that the program can bring it
// along.
package examples

import "embed"

// Content is a month of a small bilingual newsroom, below "content". What a run
// in that folder leaves behind is not part of it.
//
//go:embed content/.gitignore content/README.md content/galley.yaml content/calendar content/campaigns
//go:embed content/channels content/charter content/freezes content/media content/reports
var Content embed.FS

// Bluesky is what joins it where there is an account on Bluesky, below
// "bluesky".
//
//go:embed bluesky
var Bluesky embed.FS

// GitHub is what a team's repository on GitHub needs beside the content, below
// "content/.github". A demo leaves it out: it goes to no forge.
//
//go:embed content/.github
var GitHub embed.FS
