package load

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"galley/schema"
)

// TestWhatIsRightInAMistakenObjectIsKept says of objects with mistakes what is
// looked at beside them: the fields with their places, or that only their names
// are known.
func TestWhatIsRightInAMistakenObjectIsKept(t *testing.T) {
	for name, c := range map[string]struct{ written, want string }{
		"a misspelt field is the one that was meant": {
			"kind: Post\nid: a\nchanels: [blog]\ntext: Open.\n", "Post a: channels 3:10, text 4:7"},
		"unless that is there as well": {
			"kind: Post\nid: a\nchannels: [blog]\nchanels: [other]\ntext: Open.\n", "Post a: channels 3:11, text 5:7"},
		"inside of another": {
			"kind: Post\nid: a\nchannels: [blog]\nmedia: [{file: a.jpg, atl: A moon}]\n", "Post a: channels 3:11, media 4:8 (alt 4:28, file 4:16)"},
		"what nobody meant is left out": {
			"kind: Post\nid: a\nchannels: [blog]\ntext: Open.\nqqq: 1\n", "Post a: channels 3:11, text 4:7"},
		"so is a value of another type": {
			"kind: Post\nid: a\nchannels: [blog]\ntext: Open.\nlink: 5\n", "Post a: channels 3:11, text 4:7"},
		"with the list it is in": {
			"kind: Post\nid: a\nchannels: [blog]\ntext: Open.\ntags: [a, 5]\n", "Post a: channels 3:11, text 4:7"},
		"also of a field that was misspelt": {
			"kind: Post\nid: a\nchannels: [blog]\ntext: Open.\nlikn: 5\n", "Post a: channels 3:11, text 4:7"},
		"and the entry that lacks one": {
			"kind: Post\nid: a\nchannels: [blog]\ntext: Open.\nmedia: [{alt: A moon}]\n", "Post a: channels 3:11, text 4:7"},
		"a post that lacks what it must have is a name": {
			"kind: Post\nid: a\ntext: Open.\n", "Post a is broken"},
		"one without a name is nothing": {
			"kind: Post\nid: 5\nchannels: [blog]\ntext: Open.\n", ""},
		"one with a field twice is a name": {
			"kind: Post\nid: a\nchannels: [blog]\ntext: Open.\ntext: Closed.\n", "Post a is broken"},
		"a channel is as it is written": {
			"kind: Channel\nid: a\nnetwrok: manual\nhandle: a\n", "Channel a: handle 4:9, network 3:10"},
		"or a name": {
			"kind: Channel\nid: a\nnetwork: manual\nhandle: a\nlanguage: 5\n", "Channel a is broken"},
		"a campaign": {
			"kind: Campaign\nid: a\nnmae: Winter\n", "Campaign a: name 3:7"},
		"the charter holds with every rule or not at all": {
			"kind: Charter\nid: a\nlexicn: []\n", "Charter a is broken"},
		"so does the team": {
			"kind: Team\nid: a\nmembers: []\nqqq: 1\n", "Team a is broken"},
		"and a freeze": {
			"kind: Freeze\nid: a\nscope: {all: true}\nreason: Rain\nqqq: 1\n", "Freeze a is broken"},
	} {
		t.Run(name, func(t *testing.T) {
			content, findings, err := Tree(t.Context(), tree("a.yaml", c.written), Options{Salvage: true})
			if err != nil || len(findings) == 0 {
				t.Fatalf("findings %v, %v: there is a mistake", findings, err)
			}
			var objects []*schema.Object
			for _, p := range content.Posts {
				objects = append(objects, p.Object)
			}
			for _, ch := range content.Channels {
				objects = append(objects, ch.Object)
			}
			for _, k := range content.Campaigns {
				objects = append(objects, k.Object)
			}
			var got []string
			for _, o := range objects {
				got = append(got, o.String()+": "+placed(o, o.Fields))
			}
			for _, broken := range slices.Sorted(maps.Keys(content.Broken)) {
				got = append(got, broken+" is broken")
			}
			if said := strings.ReplaceAll(strings.Join(got, "; "), "a.yaml:", ""); said != c.want {
				t.Errorf("got  %s\nwant %s", said, c.want)
			}
			if content.Charter != nil || content.Team != nil || len(content.Freezes) > 0 {
				t.Errorf("what governs is salvaged: %+v", content)
			}
			strict, _, err := Tree(t.Context(), tree("a.yaml", c.written), Options{})
			if err != nil || len(strict.Posts)+len(strict.Channels)+len(strict.Campaigns)+len(strict.Broken) > 0 {
				t.Errorf("nobody asked to salvage anything: %+v, %v", strict, err)
			}
		})
	}
}

// placed are fields with their places, those of maps in lists in brackets.
func placed(o *schema.Object, fields map[string]any, in ...string) string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		path := append(slices.Clone(in), name)
		said := name + " " + position(o.At(path...)).String()
		if entries, ok := fields[name].([]any); ok {
			if inner, ok := entries[0].(map[string]any); ok {
				said += " (" + placed(o, inner, append(path, "0")...) + ")"
			}
		}
		list = append(list, said)
	}
	return strings.Join(list, ", ")
}
