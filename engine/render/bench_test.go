package render

import (
	"fmt"
	"testing"
)

// bigDesk holds n posts of about the size people write, each on two channels.
func bigDesk(n int) desk {
	d := newDesk()
	for i := range n {
		d.content.Add(post(fmt.Sprintf("post-%d", i), fields{
			"at": fmt.Sprintf("2026-%02d-%02d %02d:00", 1+i%12, 1+i%28, i%24), "campaign": "winter",
			"title": fmt.Sprintf("Post number %d", i), "tags": list{"town", "news"}, "author": "Ada Martin",
			"text":     fmt.Sprintf("Number %d, read on: https://town.example/%d or ask ${handle.acme}.", i, i),
			"body":     fmt.Sprintf("Number %d has a body of **some** length. It goes on for a while, as bodies do.\n\nRead on: https://town.example/%d", i, i),
			"variants": fields{"toots": fields{"link": "https://town.example/"}},
		}))
	}
	d.content.Sort()
	return d
}

func BenchmarkContent(b *testing.B) {
	d := bigDesk(10_000)
	b.ReportAllocs()
	for b.Loop() {
		if got := len(d.render(b).Desired); got != 20_000 {
			b.Fatalf("%d rendered", got)
		}
	}
}
