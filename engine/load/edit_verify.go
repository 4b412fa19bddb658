package load

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// A reading is an object as data, its kind and id among its fields.
type reading struct {
	at     place
	name   string
	fields map[string]any
}

// verify reads an edited file and holds it against the old one: each object must
// be what the edits say, and nothing else.
func (d *draft) verify(edited []byte, edits []Edit, texts map[string][]Edit) error {
	want, ok := readings(d.shown, d.data)
	if !ok {
		return d.refuse(&edits[0], "the file has mistakes", "correct them first")
	}
	starts := map[place]map[string]any{}
	for _, r := range want {
		starts[r.at] = r.fields
	}
	for i := range edits {
		e := &edits[i]
		if err := d.expect(starts[place{e.Start.Line, e.Start.Col}], e, texts[e.value()]); err != nil {
			return err
		}
		delete(texts, e.value()) // all of its edits are made
	}
	got, ok := readings(d.shown, edited)
	if !ok || len(got) != len(want) {
		return d.refuse(&edits[0], "the file would not be read as before", "edit it by hand")
	}
	for i := range want {
		name := ""
		if want[i].name != "" {
			name = " of " + want[i].name
		}
		pruned, _ := prune(want[i].fields).(map[string]any)
		if reflect.DeepEqual(pruned, got[i].fields) {
			continue
		}
		return d.refuse(&edits[0], fmt.Sprintf("%s%s would not be what is wanted", different(pruned, got[i].fields), name), "edit it by hand")
	}
	return nil
}

// different names the first field that two objects do not share.
func different(a, b map[string]any) string {
	both := maps.Clone(a)
	maps.Copy(both, b)
	for _, key := range slices.Sorted(maps.Keys(both)) {
		if !reflect.DeepEqual(a[key], b[key]) {
			return key
		}
	}
	return "the object"
}

// readings reads a file without its schema; false if it has mistakes all the
// same.
func readings(name string, data []byte) ([]reading, bool) {
	f := &file{name: name, shown: name}
	var list []reading
	for _, root := range rootsOf(f, data) {
		if root = resolved(root); root.Kind != yaml.MappingNode {
			return nil, false
		}
		b := &builder{file: f, limits: Limits{}.orDefaults(), open: map[*yaml.Node]bool{}}
		for _, one := range b.documents(root) {
			o := one.object
			r := reading{place{o.Start.Line, o.Start.Col}, o.String(), o.Fields}
			if o.Kind != "" {
				r.fields["kind"] = o.Kind
			}
			if one.id != nil {
				r.fields["id"] = one.id
			}
			list = append(list, r)
		}
	}
	return list, len(f.findings) == 0
}

// gone stands for what is removed until all edits are made, as indexes are those
// of the old list.
type gone struct{}

// prune takes away what is gone.
func prune(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, item := range v {
			if v[key] = prune(item); v[key] == (gone{}) {
				delete(v, key)
			}
		}
	case []any:
		list := make([]any, 0, len(v))
		for _, item := range v {
			if item = prune(item); item != (gone{}) {
				list = append(list, item)
			}
		}
		return list
	}
	return v
}

// expect makes an edit in the data; those of one text all at once.
func (d *draft) expect(fields map[string]any, e *Edit, text []Edit) error {
	if fields == nil {
		return d.refuse(e, "no object begins here", "load the file again")
	}
	in, key, ok := parentOf(fields, e.Path)
	if !ok {
		return d.refuse(e, strings.Join(e.Path, "/")+" is not in the object", "load the file again")
	}
	switch e.Kind {
	case ReplaceText:
		if len(text) > 0 {
			old, _ := in.get(key).(string)
			after, err := d.replaced(old, text)
			if err != nil {
				return err
			}
			in.put(key, after)
		}
	case SetField:
		v, _ := plainValue(e.Value)
		in.put(key, v)
	case RemoveField:
		in.put(key, gone{})
	case RenameField:
		v, _ := plainValue(e.Value)
		in.put(key, gone{})
		in.put(e.Key, v)
	}
	if n := descend(d.roots[place{e.Start.Line, e.Start.Col}], e.Path); d.isBody(e.Path) && (n == nil || n.Style&styleBody != 0) {
		trimBody(fields)
	}
	return nil
}

// trimBody makes a text what it is below a front matter, where blanks around it
// do not count.
func trimBody(fields map[string]any) {
	text, is := fields["body"].(string)
	text = strings.TrimLeft(strings.TrimRight(text, " \t\n"), "\n")
	switch {
	case is && text == "":
		fields["body"] = gone{}
	case is:
		fields["body"] = text
	}
}

// A holder is a map or a list in which a value is.
type holder struct {
	fields map[string]any
	list   []any
}

func (h holder) get(key string) any {
	if h.fields != nil {
		return h.fields[key]
	}
	i, _ := index(key, len(h.list))
	return h.list[i]
}

func (h holder) put(key string, v any) {
	if h.fields != nil {
		h.fields[key] = v
		return
	}
	i, _ := index(key, len(h.list))
	h.list[i] = v
}

// parentOf goes to where the last key of a path is, and makes the maps around it
// that are missing.
func parentOf(fields map[string]any, path []string) (holder, string, bool) {
	h := holder{fields: fields}
	for i, key := range path {
		if h.fields == nil {
			if _, ok := index(key, len(h.list)); !ok {
				return h, key, false
			}
		}
		if i == len(path)-1 {
			return h, key, true
		}
		switch next := h.get(key).(type) {
		case map[string]any:
			h = holder{fields: next}
		case []any:
			h = holder{list: next}
		case nil:
			made := map[string]any{}
			h.put(key, made)
			h = holder{fields: made}
		default:
			return h, key, false
		}
	}
	return h, "", false
}
