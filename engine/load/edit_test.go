package load

import (
	"errors"
	"strings"
	"testing"

	"galley/schema"
)

// at is the start of an object.
func at(line, col int) schema.Pos { return schema.Pos{Line: line, Col: col} }

// word replaces one word of a text by another.
func word(t *testing.T, file, data string, start schema.Pos, path, from, to string) Edit {
	t.Helper()
	list, ok := readings(file, []byte(data))
	if !ok {
		t.Fatalf("the example has mistakes: %s", data)
	}
	for _, r := range list {
		if (place{start.Line, start.Col}) != r.at {
			continue
		}
		in, key, _ := parentOf(r.fields, strings.Split(path, "/"))
		text, _ := in.get(key).(string)
		if i := strings.Index(text, from); i >= 0 {
			return Edit{Start: start, Path: strings.Split(path, "/"), Kind: ReplaceText, From: i, To: i + len(from), Text: to}
		}
	}
	t.Fatalf("no %q at %s", from, path)
	return Edit{}
}

func TestWordsAreReplacedInTheirStyle(t *testing.T) {
	for _, c := range []struct{ name, file, data, path, from, to, want string }{
		{"plain", "a.yaml", "text: un mot # mot\t\n", "text", "mot", "été 🎉", "text: un été 🎉 # mot\t\n"},
		{"plain, on many lines", "a.yaml", "text: un\n   mot\n   deux\n", "text", "mot", "été", "text: un\n   été\n   deux\n"},
		{"plain, over a line end", "a.yaml", "text: un\n   mot\n   deux\n", "text", "un mot", "été", "text: été\n   deux\n"},
		{"plain, to what needs quotes", "a.yaml", "text: un mot # c\n", "text", "mot", "mot: #1", "text: \"un mot: #1\" # c\n"},
		{"plain, to two lines", "a.yaml", "a: &x !!str un mot # c\n", "a", " ", "\n", "a: &x !!str |- # c\n  un\n  mot\n"},
		{"plain, becoming a number", "a.yaml", "text: n3\n", "text", "n", "", "text: \"3\"\n"},
		{"plain, becoming nothing", "a.yaml", "text: mot\n", "text", "mot", "", "text: \"\"\n"},
		{"single", "a.yaml", "text: 'l''ami' # c\n", "text", "ami", "été d'ici", "text: 'l''été d''ici' # c\n"},
		{"single, an escape", "a.yaml", "text: 'l''ami'\n", "text", "l'", "’", "text: '’ami'\n"},
		{"single, to two lines in a list", "a.yaml", "a:\n- 'un mot' # c\n", "a/0", " ", "\n", "a:\n- |- # c\n  un\n  mot\n"},
		{"double", "a.yaml", "text: \"\\x41 \\\"mot\\\" \\\n   x\"\n", "text", "mot", "a\"b\\c\n\u2028", "text: \"\\x41 \\\"a\\\"b\\\\c\\n\\u2028\\\" \\\n   x\"\n"},
		{"literal", "a.yaml", "text: | # c\n    un mot\n\n    deux # pas un\nb: c # d\n", "text", "mot\n\ndeux", "été\ndeux\n\ntrois", "text: | # c\n    un été\n    deux\n\n    trois # pas un\nb: c # d\n"},
		{"literal, a line less", "a.yaml", "text: |\n  un\n  mot\n  deux\n", "text", "mot\n", "", "text: |\n  un\n  deux\n"},
		{"literal, first line indented", "a.yaml", "text: | # c\n  un\n  mot\n", "text", "un", "  un", "text: |2 # c\n    un\n  mot\n"},
		{"literal, CRLF", "a.yaml", "text: |\r\n  un\r\n  mot\r\nb: c\r\n", "text", "mot", "été\ndeux", "text: |\r\n  un\r\n  été\r\n  deux\r\nb: c\r\n"},
		{"literal, behind its end", "a.yaml", "text: |\n  un\nb: c\n", "text", "un\n", "un\nmot\n", "text: |\n  un\n  mot\nb: c\n"},
		{"literal, no end of the file", "a.yaml", "text: |\n  un mot", "text", "mot", "été", "text: |\n  un été"},
		{"literal, what no block holds", "a.yaml", "text: | # c\n  un mot\n# d\n", "text", "mot", "\x07", "text: \"un \\u0007\\n\" # c\n# d\n"},
		{"folded", "a.yaml", "text: >-\n  un\n  mot\n\n  deux\n", "text", "mot\ndeux", "été ici", "text: >-\n  un\n  été ici\n"},
		{"folded, a paragraph more", "a.yaml", "text: >-\n  un\n  mot\n", "text", "mot", "été\nici", "text: >-\n  un\n  été\n\n  ici\n"},
		{"flow", "a.yaml", "{a: un mot, b: [x]} # c\n", "a", "mot", "mot, deux", "{a: \"un mot, deux\", b: [x]} # c\n"},
		{"JSON", "a.yaml", "{\"a\":\"un mot\"}\n", "a", "mot", "\"é\"", "{\"a\":\"un \\\"é\\\"\"}\n"},
		{"body", "a.md", "\xef\xbb\xbf---\r\na: b # c\r\n---\r\n\r\n# Un\r\n\r\nmot\r\n\r\n", "body", "mot", "été\ndeux", "\xef\xbb\xbf---\r\na: b # c\r\n---\r\n\r\n# Un\r\n\r\nété\r\ndeux\r\n\r\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := at(1, 1)
			if c.file == "a.md" {
				start = at(2, 1)
			}
			e := word(t, c.file, strings.TrimPrefix(c.data, byteOrderMark), start, c.path, c.from, c.to)
			got, err := Apply(c.file, []byte(c.data), []Edit{e})
			if err != nil || string(got) != c.want {
				t.Errorf("%v\ngot  %q\nwant %q", err, got, c.want)
			}
		})
	}
}

func set(path string, v any) Edit {
	return Edit{Start: at(1, 1), Path: strings.Split(path, "/"), Kind: SetField, Value: v}
}

func behind(sibling string, e Edit) Edit {
	e.After = sibling
	return e
}

func without(path string) Edit {
	return Edit{Start: at(1, 1), Path: strings.Split(path, "/"), Kind: RemoveField}
}

func instead(path, key string, v any) Edit {
	return Edit{Start: at(1, 1), Path: strings.Split(path, "/"), Kind: RenameField, Key: key, Value: v}
}

// awkward is a file as people write them.
const awkward = `# L'été — tout ce qu'il faut 🎉
kind: Post	# c'est un billet
id: a   # jamais changé

# les canaux
channels: [b, "c",   # le second
  d]
slot: next	# au prochain
tags:
    - un
    # entre deux
    - deux # le second
seo: # rien ici
    # au-dessus
    slug: x # l'adresse

    title: 'L''été'

text: |+ # le texte
    Bonjour
      à tous

# la fin
`

func TestFieldsAreEditedAndNothingElse(t *testing.T) {
	post := schema.Pos{Line: 2, Col: 1}
	for _, c := range []struct {
		name string
		edit Edit
		old  string
		want string
	}{
		{"a word", set("id", "b"), "id: a   #", "id: b   #"},
		{"with a tab behind it", set("slot", "jamais: non"), "slot: next\t#", "slot: \"jamais: non\"\t#"},
		{"a number", set("seo/slug", 3), "slug: x # l", "slug: 3 # l"},
		{"a word in quotes", set("seo/title", "d'ici"), "title: 'L''été'", "title: 'd''ici'"},
		{"two lines", set("seo/slug", "un\ndeux"), "slug: x # l'adresse\n", "slug: |- # l'adresse\n        un\n        deux\n"},
		{"a literal", set("text", "Ciao\n\nà tous"), "|+ # le texte\n    Bonjour\n      à tous\n\n", "|- # le texte\n    Ciao\n\n    à tous\n"},
		{"a literal to a word", set("text", "Ciao"), "|+ # le texte\n    Bonjour\n      à tous\n\n", "|- # le texte\n    Ciao\n"},
		{"a literal to a number", set("text", 1), "|+ # le texte\n    Bonjour\n      à tous\n\n", "1 # le texte\n"},
		{"a word to a list", set("slot", []string{"a", "b: c"}), "slot: next\t# au prochain\n", "slot:\t# au prochain\n    - a\n    - \"b: c\"\n"},
		{"a word to a map", set("slot", Fields{{"b", "x"}, {"a", []any{}}}), "slot: next\t# au prochain\n", "slot:\t# au prochain\n    b: x\n    a: []\n"},
		{"an entry", set("tags/1", "trois"), "- deux # le", "- trois # le"},
		{"an entry between brackets", set("channels/1", "e"), "[b, \"c\",   #", "[b, \"e\",   #"},
		{"new, at the end", set("link", "https://x/#y"), "      à tous\n\n", "      à tous\n\nlink: https://x/#y\n"},
		{"new, behind another", behind("slot", set("pin", true)), "# au prochain\n", "# au prochain\npin: true\n"},
		{"new, behind a list", behind("tags", set("pin", true)), "- deux # le second\n", "- deux # le second\npin: true\n"},
		{"new, behind brackets", behind("channels", set("pin", true)), "  d]\n", "  d]\npin: true\n"},
		{"new, in a map", set("seo/description", "a # b"), "title: 'L''été'\n", "title: 'L''été'\n    description: \"a # b\"\n"},
		{"new, with what is around it", behind("id", set("late/max", "4h")), "# jamais changé\n", "# jamais changé\nlate:\n    max: 4h\n"},
		{"new, a list of maps", behind("id", set("media", []any{Fields{{"file", "a.png"}, {"alt", "un\ndeux\n"}}, "x"})), "# jamais changé\n",
			"# jamais changé\nmedia:\n    - file: a.png\n      alt: |\n          un\n          deux\n    - x\n"},
		{"removed", without("slot"), "slot: next\t# au prochain\n", ""},
		{"removed, a list", without("tags"), "tags:\n    - un\n    # entre deux\n    - deux # le second\n", ""},
		{"removed, an entry", without("tags/0"), "    - un\n", ""},
		{"removed, in a map", without("seo/slug"), "    slug: x # l'adresse\n", ""},
		{"removed, a literal", without("text"), "text: |+ # le texte\n    Bonjour\n      à tous\n\n", ""},
		{"removed, the first between brackets", without("channels/0"), "[b, \"c\"", "[\"c\""},
		{"another key", instead("slot", "at", "2026-12-24 09:00"), "slot: next\t#", "at: 2026-12-24 09:00\t#"},
		{"another key, with a list", instead("tags", "was", "x"), "", "error: tags has comments inside"},
		{"an entry beyond a list", set("tags/2", "x"), "", "error: there is no entry tags/2"},
		{"removed, a comment at stake", without("channels/1"), "", "error: channels/1 has comments inside"},
		{"removed, not there", without("link"), "", "error: link is not written here"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, crlf := range []bool{false, true} {
				file, old, want := awkward, c.old, c.want
				if crlf {
					file, old, want = toCRLF(file), toCRLF(old), toCRLF(want)
				}
				c.edit.Start = post
				got, err := Apply("a.yaml", []byte(file), []Edit{c.edit})
				if text, refused := strings.CutPrefix(want, "error: "); refused {
					var e *EditError
					if !errors.As(err, &e) || !strings.HasPrefix(e.Text, text) || string(got) != file {
						t.Errorf("got the error %v, want %s", err, text)
					}
					continue
				}
				if strings.Count(file, old) != 1 {
					t.Fatalf("%q is there %d times", old, strings.Count(file, old))
				}
				if want = strings.Replace(file, old, want, 1); err != nil || string(got) != want {
					t.Errorf("%v\ngot\n%s\nwant\n%s", err, got, want)
				}
			}
		})
	}
}

func toCRLF(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }

func TestLayoutsAreKept(t *testing.T) {
	for _, c := range []struct {
		name, file, data string
		edits            []Edit
		want             string
	}{
		{"several edits of one file", "a.yaml", "a: b # c\nd: e\nf: g\n",
			[]Edit{set("f", "h"), without("d"), set("a", "x"), set("w", 1), set("z", 2)}, "a: x # c\nf: h\nw: 1\nz: 2\n"},
		{"no end of the last line", "a.yaml", "a: b", []Edit{set("c", "d")}, "a: b\nc: d"},
		{"no end of the last line, a block", "a.yaml", "a: |\n  b", []Edit{set("c", "d")}, "a: |-\n  b\nc: d"},
		{"no end of the last line, a block is the last", "a.yaml", "a: b # x", []Edit{set("a", "c\nd")}, "a: |- # x\n  c\n  d"},
		{"no end of the last line, removed", "a.yaml", "a: b # c\nd: e", []Edit{without("d")}, "a: b # c"},
		{"no end of the last line, removed, CRLF", "a.yaml", "a: b\r\n\r\nc: d", []Edit{without("c")}, "a: b\r\n"},
		{"no end of the last line, a list", "a.yaml", "a: b\nc: [d] # e", []Edit{set("c", []string{"x"})}, "a: b\nc: # e\n  - x"},
		{"lists at the column of their key", "a.yaml", "a:\n- b\nc: d\n", []Edit{set("e", []string{"x", "w"}), set("c", []string{"z"})}, "a:\n- b\nc:\n- z\ne:\n- x\n- w\n"},
		{"the first field of an entry", "a.yaml", "a:\n  - b: 1 # x\n    c: 2\n  - d: 3\n    # y\n    e: 4\n", []Edit{without("a/0/b"), without("a/1/d")},
			"a:\n  - c: 2\n  -\n    # y\n    e: 4\n"},
		{"a field of an entry", "a.yaml", "a:\n  - b: 1 # x\n  - c: 2\n", []Edit{set("a/0/d", "new\nline"), set("a/1/c", 3)}, "a:\n  - b: 1 # x\n    d: |-\n      new\n      line\n  - c: 3\n"},
		{"an entry of a list with two lines", "a.yaml", "a:\n-   b # c\n- d\n", []Edit{set("a/0", "x\ny\n")}, "a:\n-   | # c\n  x\n  y\n- d\n"},
		{"an entry becomes a map", "a.yaml", "a:\n- b # c\n", []Edit{set("a/0", Fields{{"x", "y, z"}})}, "a:\n- {x: \"y, z\"} # c\n"},
		{"no value", "a.yaml", "a: # b\nc:\nd: {}\ne: []\nf: null\n", []Edit{set("a", "x"), set("c/w", "z"), set("d/u", 1), set("e", []string{"v"}), set("f/g/h", true)},
			"a: x # b\nc:\n  w: z\nd: {u: 1}\ne:\n  - v\nf:\n  g:\n    h: true\n"},
		{"JSON", "a.yaml", "{\"a\":1,\"b\":[\"x\",\"y\"]}", []Edit{set("a", "z"), set("b/1", "w"), set("c", []string{"v"})}, "{\"a\":\"z\",\"b\":[\"x\",\"w\"], \"c\": [\"v\"]}"},
		{"brackets on many lines", "a.yaml", "{\n  a: 1, # x\n  b: [c,\n    d],\n}\n", []Edit{set("e", "f"), set("b/0", "g, h"), without("b/1")}, "{\n  a: 1, # x\n  b: [\"g, h\"], e: f,\n}\n"},
		{"an anchor", "a.yaml", "a: &x b # c\nd: *x\n", []Edit{set("d", "e")}, "a: &x b # c\nd: e\n"},
		{"an anchor without an alias", "a.yaml", "a: &x b # c\nb: &y\nc: &z # d\n  - e\n", []Edit{set("a", "d\ne"), set("b", "f"), set("c", 1)}, "a: &x |- # c\n  d\n  e\nb: &y f\nc: &z 1 # d\n"},
		{"a tag", "a.yaml", "a: !!str 3 # c\n", []Edit{set("a", 4)}, "a: 4 # c\n"},
		{"a merge", "a.yaml", "a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n", []Edit{set("c/b", 3)}, "a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n  b: 3\n"},
		{"keys in quotes", "a.yaml", "\"a\" : b\n'c': d\n", []Edit{set("a", "x"), instead("c", "y: z", 1)}, "\"a\" : x\n\"y: z\": 1\n"},
		{"what looks like something else", "a.yaml", "a: b\n", []Edit{set("c", "yes"), set("d", "012"), set("e", "2026-12-24"), set("f", ""), set("g", "~"), set("h", 1.0), set("i", nil), set("j", " x")},
			"a: b\nc: \"yes\"\nd: \"012\"\ne: 2026-12-24\nf: \"\"\ng: \"~\"\nh: 1.0\ni: null\nj: \" x\"\n"},
		{"texts no block holds", "a.yaml", "a: b\n", []Edit{set("c", "x\n\n"), set("d", "x\r\ny"), set("e", "\tx\ny"), set("f", "\n\n"), set("g", "x\ny \n\n  z")},
			"a: b\nc: \"x\\n\\n\"\nd: \"x\\r\\ny\"\ne: |2-\n  \tx\n  y\nf: \"\\n\\n\"\ng: |-\n  x\n  y \n\n    z\n"},
		{"a byte order mark", "a.yaml", "\xef\xbb\xbfa: b\r\nc: d\r\n", []Edit{set("a", "x"), set("e", "y\nz")}, "\xef\xbb\xbfa: x\r\nc: d\r\ne: |-\r\n  y\r\n  z\r\n"},
		{"trailing comments and blanks", "a.yaml", "a: b\n\n# end\n\n", []Edit{set("c", "d")}, "a: b\nc: d\n\n# end\n\n"},
		{"a folded paragraph", "a.yaml", "a: > # c\n  b\n  c\n\n", []Edit{set("a", "one line\n")}, "a: > # c\n  one line\n\n"},
		{"an indentation indicator", "a.yaml", "a:\n  b: |4-\n        c\n      d\n", []Edit{set("a/b", "  x\ny")}, "a:\n  b: |4-\n        x\n      y\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Apply(c.file, []byte(c.data), c.edits)
			if err != nil || string(got) != c.want {
				t.Errorf("%v\ngot  %q\nwant %q", err, got, c.want)
			}
		})
	}
}

func TestTheRightDocumentIsEdited(t *testing.T) {
	const calendar = "# ours\nkind: Calendar\nid: c\nposts:\n  - id: a\n    text: un # a\n  - {id: b, text: deux}\n---\nid: a\ntext: trois\n...\n"
	edit := func(start schema.Pos, text string) Edit {
		return Edit{Start: start, Path: []string{"text"}, Kind: SetField, Value: text}
	}
	got, err := Apply("a.yaml", []byte(calendar), []Edit{edit(at(5, 5), "x"), edit(at(7, 5), "w"), edit(at(9, 1), "z"), behind("id", Edit{Start: at(5, 5), Path: []string{"pin"}, Kind: SetField, Value: true}), {Start: at(9, 1), Path: []string{"link"}, Kind: SetField, Value: "l"}})
	want := "# ours\nkind: Calendar\nid: c\nposts:\n  - id: a\n    pin: true\n    text: x # a\n  - {id: b, text: w}\n---\nid: a\ntext: z\nlink: l\n...\n"
	if err != nil || string(got) != want {
		t.Errorf("%v\ngot\n%s\nwant\n%s", err, got, want)
	}
}

func TestMarkdownIsEdited(t *testing.T) {
	const page = "---\n# le billet\nkind: Post\nid: a\ntitle: Un\n---\n\n# Un\n\nmot\n\n"
	start := at(3, 1)
	edit := func(kind EditKind, path string, v any) Edit {
		return Edit{Start: start, Path: []string{path}, Kind: kind, Value: v}
	}
	for _, c := range []struct {
		name, data, want string
		edit             Edit
	}{
		{"a field", page, strings.Replace(page, "title: Un\n", "title: Un\nlink: x\n", 1), edit(SetField, "link", "x")},
		{"a body", page, strings.Replace(page, "# Un\n\nmot", "a\n\nb", 1), edit(SetField, "body", "\na\n\nb\n")},
		{"no body", page, "---\n# le billet\nkind: Post\nid: a\ntitle: Un\n---\n\n\n", edit(RemoveField, "body", nil)},
		{"a new body", "---\n# a\nkind: Post\n---\n", "---\n# a\nkind: Post\n---\na\n\nb\n", edit(SetField, "body", "a\n\nb")},
		{"a new body, no end of the last line", "---\n# a\nkind: Post\n---", "---\n# a\nkind: Post\n---\na\n", edit(SetField, "body", "a")},
		{"a body of the front matter", "---\n# a\nkind: Post\nbody: |\n  x\n---\n", "---\n# a\nkind: Post\nbody: |\n  y\n---\n", edit(SetField, "body", "y\n")},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Apply("a.md", []byte(c.data), []Edit{c.edit})
			if err != nil || string(got) != c.want {
				t.Errorf("%v\ngot  %q\nwant %q", err, got, c.want)
			}
		})
	}
}

func TestWhatWouldDoMoreIsRefused(t *testing.T) {
	text := func(from, to int, text string) Edit {
		return Edit{Start: at(1, 1), Path: []string{"a"}, Kind: ReplaceText, From: from, To: to, Text: text}
	}
	for _, c := range []struct {
		name, file, data string
		edits            []Edit
		want             string
	}{
		{"an anchor", "a.yaml", "a: &x b\nc: *x\n", []Edit{set("a", "d")}, "a.yaml:1:4: c would not be what is wanted"},
		{"an alias", "a.yaml", "a: &x b\nc: *x\n", []Edit{{Start: at(1, 1), Path: []string{"c"}, Kind: ReplaceText, To: 1, Text: "d"}}, "a.yaml:1:4: c is the alias *x, not a text"},
		{"inside an alias", "a.yaml", "a: &x {b: 1}\nc: *x\n", []Edit{set("c/b", 2)}, "a.yaml:1:11: c is the alias *x"},
		{"an alias left alone", "a.yaml", "a: &x b\nc: *x\n", []Edit{without("a")}, "a.yaml:1:4: the file would not be read as before"},
		{"a field inside one that is removed", "a.yaml", "a:\n  b: 1\n  c: 2\nd: e\n", []Edit{without("a"), set("a/b", 3)}, "a.yaml:2:6: another edit changes a/b as well"},
		{"the same field twice", "a.yaml", "a: b\n", []Edit{set("a", 1), set("a", 2)}, "a.yaml:1:4: another edit changes a as well"},
		{"a new field twice", "a.yaml", "a: b\n", []Edit{set("c", 1), set("c", 2)}, "a.yaml:1:1: the file would not be read as before"},
		{"the same bytes twice", "a.yaml", "a: bcd\n", []Edit{text(0, 2, "x"), text(1, 3, "y")}, "a.yaml:1:4: two edits change the same bytes of a"},
		{"beyond the text", "a.yaml", "a: bcd\n", []Edit{text(2, 4, "x")}, "a.yaml:1:4: bytes 2 to 4 are not in a text of 3"},
		{"half a character", "a.yaml", "a: é\n", []Edit{text(1, 2, "x")}, "a.yaml:1:4: bytes 1 to 2 cut a character"},
		{"no text", "a.yaml", "a: 3\n", []Edit{text(0, 1, "x")}, "a.yaml:1:4: a is not a text"},
		{"no object", "a.yaml", "\na: b\n", []Edit{set("a", 1)}, "a.yaml:1:1: no object begins here"},
		{"not YAML", "a.yaml", "a: [\n", []Edit{set("a", 1)}, "a.yaml:1:4: a bracket that is opened here is not closed"},
		{"a key twice", "a.yaml", "a: b\na: c\n", []Edit{set("a", 1)}, "a.yaml:1:4: the file has mistakes"},
		{"the last field", "a.yaml", "a:\n  b: c\n", []Edit{without("a/b")}, "a.yaml:2:6: nothing would be left around a/b"},
		{"comments inside", "a.yaml", "a:\n  b: c # d\ne: f\n", []Edit{set("a", "x")}, "a.yaml:2:3: a has comments inside"},
		{"a comment that would become text", "a.yaml", "a: |\n  b\nc: d\n  # e\n", []Edit{without("c")}, "a.yaml:3:4: "},
		{"a value of Go", "a.yaml", "a: b\n", []Edit{set("a", struct{}{})}, "a.yaml:1:4: this value cannot be written"},
		{"CUE", "a.cue", "a: \"b\"\n", []Edit{set("x/a", []string{"é", "\"q\""})}, `a.cue:1:1: CUE is not edited, as its values may be computed; write it by hand: x.a: ["é", "\"q\""]`},
		{"a rename in CUE", "a.cue", "a: \"b\"\n", []Edit{instead("slot", "at", "2026-12-24 09:00")}, `a.cue:1:1: CUE is not edited, as its values may be computed; write it by hand, in place of slot: at: "2026-12-24 09:00"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Apply(c.file, []byte(c.data), c.edits)
			var e *EditError
			if !errors.As(err, &e) || string(got) != c.data {
				t.Fatalf("got %v and %q", err, got)
			}
			if message := e.Error() + "; " + e.Hint(); !strings.HasPrefix(message, c.want) {
				t.Errorf("got  %s\nwant %s", message, c.want)
			}
		})
	}
}
