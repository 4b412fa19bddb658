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
