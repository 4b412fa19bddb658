// Package render turns the objects of a content repository into what each
// channel is to show: objects and channels travel in, engine.Desired and
// findings travel out. Variants, campaigns, tags and references are settled
// here, except for what only a network can answer. The package reads media
// files from the tree it is given and nothing else; it never asks a network,
// the ledger or the clock.
package render

import (
	"context"
	"io/fs"

	"galley/engine"
	"galley/schema"
)

// Input is what Content renders.
type Input struct {
	Content schema.Content
	Infos   map[engine.Network]engine.Info // of every network there is
	Files   fs.FS                          // the content root, for media
}

// Result is what Content makes of it.
type Result struct {
	Desired  []engine.Desired  // sorted by ID; one for every resource the content names, faulty ones too
	Freezes  []engine.Freeze   // sorted by slug
	Findings []engine.Finding  // sorted
	Media    map[string]string // SHA-256 of each file that is shown -> its path in Files
}

// Content renders every object for every channel. What is wrong with the
// content is a finding; the error is that of ctx.
func Content(ctx context.Context, in Input) (Result, error) {
	return Result{}, ctx.Err()
}
