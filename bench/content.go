package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"galley/engine"
	"galley/schema"
)

// A newsroom is the content that is measured: one channel, and posts of about
// the size people write. It exists twice, as files and as the objects that
// loading those files gives.
type newsroom struct {
	Network engine.Network `json:"network"`
	URL     string         `json:"url"`
	Posts   int            `json:"posts"`
	AsOf    time.Time      `json:"as_of"`
	Spread  time.Duration  `json:"spread"` // the posts were due within this before AsOf
}

const (
	channelName = engine.Channel("main")
	handle      = "gazette"
	ledgerID    = "62656e6368000001"
	recordName  = "galley/record"
)

func (n newsroom) account() engine.Account { return engine.Account{Network: n.Network, Handle: handle} }

// due is when the i-th post goes out, to the minute; the first is the oldest.
func (n newsroom) due(i int) time.Time {
	back := time.Duration(float64(n.Spread) * float64(n.Posts-i) / float64(n.Posts+1))
	return n.AsOf.Add(-back).UTC().Truncate(time.Minute)
}

// A field is a key with a string, a list of strings, or fields.
type field struct {
	key   string
	value any
}

func (n newsroom) project() []field {
	return []field{{"name", "The Gazette"}, {"zone", "UTC"}, {"languages", []string{"en"}}, {"schema", "v1"},
		{"record", []field{{"id", ledgerID}, {"branch", recordName}}}}
}

func (n newsroom) channel() []field {
	fields := []field{{"network", string(n.Network)}, {"handle", handle}, {"url", n.URL}, {"language", "en"}}
	if n.Network == "site" {
		fields = append(fields, field{"target", []field{{"dir", "public"}}})
	}
	return fields
}

// post is the i-th post: a message, or an article on a site.
func (n newsroom) post(i int) []field {
	fields := []field{{"channels", []string{string(channelName)}}, {"at", n.due(i).Format("2006-01-02 15:04")},
		{"author", "Ada Martin"}, {"tags", []string{"town", fmt.Sprint("topic-", i%40)}}}
	sentence := fmt.Sprintf("Number %d of the year: the town has something to say, and says it in a sentence of some length. ", i)
	if n.Network != "site" {
		return append(fields, field{"text", strings.TrimSpace(sentence + "Read on.")},
			field{"link", fmt.Sprintf("https://town.example/%d", i)})
	}
	return append(fields, field{"title", fmt.Sprint("News number ", i)},
		field{"summary", fmt.Sprint("What number ", i, " is about.")},
		field{"body", strings.TrimSpace(strings.Repeat(sentence, 3)) + "\n\n" +
			strings.TrimSpace(strings.Repeat("A second paragraph has a [link](https://town.example/) and *some* emphasis. ", 4))})
}

func postID(i int) string { return fmt.Sprintf("post-%06d", i) }

// perFolder is how many posts lie in one folder.
const perFolder = 200

func postFile(i int) string { return fmt.Sprintf("calendar/%04d/%s.yaml", i/perFolder, postID(i)) }

// each yields every object with its file.
func (n newsroom) each(yield func(file, kind, id string, fields []field) error) error {
	if err := yield("galley.yaml", "Project", "gazette", n.project()); err != nil {
		return err
	}
	if err := yield("channels/main.yaml", "Channel", string(channelName), n.channel()); err != nil {
		return err
	}
	for i := range n.Posts {
		if err := yield(postFile(i), "Post", postID(i), n.post(i)); err != nil {
			return err
		}
	}
	return nil
}

// write puts the content into a folder, a file for each object.
func (n newsroom) write(dir string) error {
	return n.each(func(file, kind, id string, fields []field) error {
		name := filepath.Join(dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		var b strings.Builder
		fmt.Fprintf(&b, "kind: %s\nid: %s\n", kind, id)
		writeYAML(&b, "", fields)
		return os.WriteFile(name, []byte(b.String()), 0o666)
	})
}

func writeYAML(b *strings.Builder, indent string, fields []field) {
	for _, f := range fields {
		switch v := f.value.(type) {
		case string:
			if strings.Contains(v, "\n") {
				fmt.Fprintf(b, "%s%s: |-\n", indent, f.key)
				for line := range strings.SplitSeq(v, "\n") {
					fmt.Fprintln(b, strings.TrimRight(indent+"  "+line, " "))
				}
				continue
			}
			fmt.Fprintf(b, "%s%s: %q\n", indent, f.key, v)
		case []string:
			fmt.Fprintf(b, "%s%s: [%s]\n", indent, f.key, strings.Join(v, ", "))
		case []field:
			fmt.Fprintf(b, "%s%s:\n", indent, f.key)
			writeYAML(b, indent+"  ", v)
		}
	}
}

// objects is the content as loading gives it, made without reading or checking
// anything.
func (n newsroom) objects() schema.Content {
	var content schema.Content
	_ = n.each(func(file, kind, id string, fields []field) error {
		o := &schema.Object{Kind: kind, ID: id, Fields: map[string]any{}, Start: schema.Pos{File: file, Line: 1, Col: 1}}
		line := 3
		fill(o, o.Fields, "", fields, &line)
		o.SortPlaces()
		content.Add(o)
		return nil
	})
	content.Sort()
	return content
}

func fill(o *schema.Object, into map[string]any, path string, fields []field, line *int) {
	for _, f := range fields {
		at := path + f.key
		o.Note(at, *line, 1)
		*line++
		switch v := f.value.(type) {
		case string:
			into[f.key] = v
		case []string:
			list := make([]any, len(v))
			for i, text := range v {
				list[i] = text
				o.Note(fmt.Sprint(at, "/", i), *line-1, 1)
			}
			into[f.key] = list
		case []field:
			below := map[string]any{}
			fill(o, below, at+"/", v, line)
			into[f.key] = below
		}
	}
}

// digests are those of what was rendered, sorted, to tell two ways apart.
func digests(desired []engine.Desired) []string {
	all := make(map[string]bool, len(desired))
	for _, d := range desired {
		all[d.Digest] = true
	}
	return slices.Sorted(maps.Keys(all))
}
