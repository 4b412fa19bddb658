package load

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/fstest"

	"galley/schema"
)

// A court keeps the ids of posts, and what they were judged by.
type court struct {
	mu     sync.Mutex
	begun  []int // how many channels there were, each time
	judged map[string]int
	files  map[string]File
	loses  string // a file that it takes, and knows nothing of later
}

func (c *court) Begin(content schema.Content) bool {
	c.begun = append(c.begun, len(content.Channels))
	c.judged, c.files = map[string]int{}, map[string]File{}
	return true
}

func (c *court) Judges([]Object) bool { return true }

func (c *court) Judge(name string, f *File) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range f.Objects {
		o := f.Objects[i].Object
		c.judged[o.ID]++
		f.Objects[i].Object = &schema.Object{Kind: o.Kind, ID: o.ID, Start: o.Start, Fields: map[string]any{"channels": o.Fields["channels"]}}
	}
	c.files[name] = *f
	return true
}

func (c *court) Judged(name string) (File, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f, taken := c.files[name]
	return f, taken && name != c.loses
}

func courtFiles(posts int) fstest.MapFS {
	files := fstest.MapFS{
		"galley.yaml":        {Data: []byte("kind: Project\nid: gazette\nzone: Europe/Paris\n")},
		"channels/blog.yaml": {Data: []byte("kind: Channel\nid: blog\nnetwork: site\nhandle: gazette\ntarget: {dir: public}\n")},
	}
	for i := range posts {
		files[fmt.Sprintf("calendar/%03d.yaml", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "kind: Post\nid: post-%03d\nchannels: [blog]\ntext: Bonsoir.\n", i)}
	}
	return files
}

func TestEveryPostIsJudgedOnceByAllThatItIsJudgedBy(t *testing.T) {
	for name, other := range map[string]struct {
		file  string
		begun []int
	}{
		"beside":           {"channels/toots.yaml", []int{2}},
		"first of posts":   {"calendar/000-channel.yaml", []int{2}},
		"somewhere within": {"calendar/017-channel.yaml", []int{1, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			files := courtFiles(60)
			files[other.file] = &fstest.MapFile{Data: []byte("kind: Channel\nid: toots\nnetwork: mastodon\nhandle: a@b.example\n")}
			c := &court{}
			content, findings, err := Tree(context.Background(), files, Options{Judge: c})
			if err != nil || len(findings) > 0 {
				t.Fatal(findings, err)
			}
			if !slices.Equal(c.begun, other.begun) {
				t.Errorf("judging began with %v channels, want %v", c.begun, other.begun)
			}
			if len(c.judged) != 60 || len(content.Posts) != 60 || len(content.Channels) != 2 {
				t.Errorf("%d posts were judged, there are %d and %d channels", len(c.judged), len(content.Posts), len(content.Channels))
			}
			for _, p := range content.Posts {
				if n := c.judged[p.ID]; n != 1 || p.Base["text"] != nil {
					t.Errorf("%s was judged %d times, and kept with its text %v", p.ID, n, p.Base["text"])
				}
			}
		})
	}
}

// TestHouseRulesSeePostsWhole: what is kept of a post has no text any more.
func TestHouseRulesSeePostsWhole(t *testing.T) {
	files := courtFiles(60)
	files["charter/house.cue"] = &fstest.MapFile{Data: []byte("package rules\n\npost: text?: !~\"Merci\"\n")}
	files["calendar/030.yaml"].Data = []byte("kind: Post\nid: post-030\nchannels: [blog]\ntext: Merci.\n")
	whole, want, err := Tree(context.Background(), files, Options{})
	if err != nil || len(want) != 1 || len(whole.Posts) != 60 {
		t.Fatal(want, err)
	}
	c := &court{}
	_, got, err := Tree(context.Background(), files, Options{Judge: c})
	if err != nil || len(got) != 1 || !got[0].Same(want[0]) {
		t.Errorf("got %v (%v), want %v", got, err, want)
	}
	if len(c.judged) != 60 {
		t.Errorf("%d posts were judged", len(c.judged))
	}
}

// TestWhatAJudgeLosesIsReadAgain: nothing of a file that was taken is left but
// its name.
func TestWhatAJudgeLosesIsReadAgain(t *testing.T) {
	c := &court{loses: "calendar/030.yaml"}
	content, findings, err := Tree(context.Background(), courtFiles(60), Options{Judge: c})
	if err != nil || len(findings) > 0 || len(content.Posts) != 60 {
		t.Fatal(len(content.Posts), findings, err)
	}
	for _, p := range content.Posts {
		if whole := p.Base["text"] != nil; whole != (p.ID == "post-030") {
			t.Errorf("%s is whole: %v", p.ID, whole)
		}
	}
}
