package validate_test

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"

	"galley/engine/load"
	"galley/engine/render"
	"galley/engine/validate"
)

func BenchmarkCheck(b *testing.B) {
	files := fstest.MapFS{}
	for name, file := range tree("") {
		if len(file.Data) > 0 {
			files[name] = file
		}
	}
	for i := range 10_000 {
		files[fmt.Sprintf("posts/%d.yaml", i)] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"kind: Post\nid: p%d\nchannels: [blog, toots]\nat: 2026-12-%02d 09:00\ntext: Number %d is open.\ncampaign: winter\n", i, 1+i%31, i)}
	}
	content, findings, err := load.Tree(context.Background(), files, load.Options{})
	if err != nil || len(findings) > 0 {
		b.Fatal(err, findings)
	}
	rendered, err := render.Content(context.Background(), render.Input{Content: content, Infos: infos(), Files: files})
	if err != nil {
		b.Fatal(err)
	}
	in := validate.Input{Content: content, Desired: rendered.Desired, Infos: infos(), AsOf: asOf}
	b.ReportAllocs()
	for b.Loop() {
		if found := validate.Check(in); len(found) > 0 {
			b.Fatal(say(found[0]))
		}
	}
}
