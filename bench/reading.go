package main

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"galley/engine/load"
	"galley/schema"
)

// readContent is what cue vet does, as a process: it reads files and holds them
// against the schema.
func readContent(ctx context.Context, dir string) error {
	_, findings, err := load.Tree(ctx, load.Folder(dir), load.Options{Judge: &names{}})
	if err == nil && len(findings) > 0 {
		err = fmt.Errorf("%s: %s", findings[0].Pos, findings[0].Text)
	}
	return err
}

// names is a judge that finds nothing, and keeps of posts what tells whether one
// is there twice.
type names struct{ files sync.Map }

// Begin implements [load.Judge].
func (n *names) Begin(schema.Content) bool { return true }

// Judges implements [load.Judge].
func (n *names) Judges([]load.Object) bool { return true }

// Judge implements [load.Judge].
func (n *names) Judge(name string, f *load.File) bool {
	for i, o := range f.Objects {
		f.Objects[i].Object = &schema.Object{Kind: o.Kind, ID: strings.Clone(o.ID), Start: o.Start}
	}
	n.files.Store(name, *f)
	return true
}

// Judged implements [load.Judge].
func (n *names) Judged(name string) (load.File, bool) {
	f, taken := n.files.LoadAndDelete(name)
	if !taken {
		return load.File{}, false
	}
	return f.(load.File), true
}
