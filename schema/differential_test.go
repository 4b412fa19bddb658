package schema

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/parser"
)

// An oracle asks CUE itself for the verdict on a document.
type oracle struct {
	t     testing.TB
	kinds map[string]cue.Value
	used  int
}

func (o *oracle) valid(kind string, doc map[string]any) error {
	o.t.Helper()
	if o.used++; o.kinds == nil || o.used > renewAfter {
		o.used = 0
		src := "import s \"" + ImportPath + "\"\n"
		for _, k := range compiled(o.t).Kinds() {
			src += fmt.Sprintf("%s: s.#%s\n", k, k)
		}
		f, err := parser.ParseFile("oracle.cue", src)
		if err != nil {
			o.t.Fatal(err)
		}
		v, err := compileCUE("oracle", slicesOf(f), parseSources)
		if err != nil {
			o.t.Fatal(err)
		}
		o.kinds = map[string]cue.Value{}
		for _, k := range compiled(o.t).Kinds() {
			o.kinds[k] = v.LookupPath(cue.ParsePath(k))
		}
	}
	v := o.kinds[kind]
	return v.Unify(cuecontext.New().Encode(doc)).Validate(cue.Concrete(true))
}

func slicesOf[T any](list ...T) []T { return list }

// whole returns documents that use every field of every kind.
func whole() map[string]map[string]any {
	list := func(v ...any) []any { return v }
	type m = map[string]any
	rule := func(fields m) m {
		maps.Copy(fields, m{"severity": "info", "cite": "1", "reason": "R", "scope": m{"channels": list("blog"), "networks": list("site"),
			"campaigns": list("c"), "tags": list("t"), "pillars": list("p"), "languages": list("fr")}})
		return fields
	}
	return map[string]map[string]any{
		"Report": {"id": "r", "name": "N", "period": "campaign", "campaign": "c", "from": "2026-12-01", "to": "2026-12-24", "audience": "client",
			"kpis": list("followers", "engagement-rate"), "channels": list("a"), "template": "page", "language": "fr"},
		"Project": {"id": "p", "reports": m{"pull": true, "branch": "b"}, "name": "N", "zone": "Europe/Paris", "languages": list("fr", "en-GB"), "schema": "v1",
			"record": m{"id": "x", "branch": "b", "remote": "r", "signing": m{"keys": list("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"), "since": strings.Repeat("a1", 20)}}, "late": m{"max": "1h30m", "then": "ask"}, "drift": "show", "prune": false,
			"guards": m{"maxDeletes": int64(3), "maxDeleteShare": 0.5}, "public": true, "handles": m{"acme": m{"mastodon": "@a"}}},
		"Charter": {"id": "c", "title": "T", "language": "fr", "mission": "M", "audiences": list("a"),
			"articles": list(m{"number": "1", "title": "T", "text": "X"}), "publish": list(m{"channel": "blog", "slug": "charter"}),
			"pillars": list(m{"id": "p", "name": "P", "share": 0.8}), "balance": list(rule(m{"over": "28d", "tolerance": 0.2, "from": int64(3)})),
			"lexicon": list(rule(m{"write": "e-mail", "not": list("mail"), "never": list("x"), "bank": "b.txt", "pattern": "x+", "instead": "i",
				"match": "prefix", "accents": false, "plural": true})),
			"voice": list(rule(m{"address": "tu", "person": "we", "contractions": true, "sentenceWords": int64(20), "exclamations": int64(0),
				"capitals": int64(2)})),
			"readability": list(rule(m{"ease": int64(60), "words": int64(10)})),
			"hashtags":    list(rule(m{"min": int64(1), "max": int64(3), "required": list("a"), "forbidden": list("b"), "camelCase": true})),
			"emoji":       list(rule(m{"max": int64(1), "row": int64(1), "forbidden": list("x"), "allowed": list("y")})),
			"links": list(rule(m{"https": true, "domains": list("example.org"), "forbidden": list("x"), "shorteners": false,
				"utm": list("source"), "unique": true, "max": int64(1)})),
			"accessibility": list(rule(m{"alt": true, "altMax": int64(200), "captions": true})),
			"disclosure":    list(rule(m{"mentions": m{"fr": list("Publicité")}, "within": int64(80)})),
			"packs":         list(rule(m{"pack": "alcohol-fr", "tags": list("wine"), "mentions": m{"fr": list("M")}, "notOn": list("youth")})),
			"consents": list(m{"id": "p", "until": "2028-12-31", "withdrawn": "2027-02-01", "channels": list("a"), "document": "D", "minor": true,
				"guardian": "G"}),
			"embargoes":  list(rule(m{"terms": list("T"), "until": "2026-12-24 09:00"})),
			"duplicates": list(rule(m{"within": "4w", "likeness": 0.9})),
			"volumetry": list(rule(m{"per": "week", "min": int64(1), "max": int64(7), "spacing": "2h", "hours": "08:00-20:00",
				"days": list("monday")})),
			"objectives": list(m{"kpi": "followers", "channels": list("a"), "baseline": int64(1200), "target": 2000.5, "from": "2026-09-01",
				"due": "2026-12-31", "note": "N"}),
			"blackouts": list(rule(m{"on": "2026-11-13", "from": "2026-12-24", "to": "2026-12-26", "holidays": true})),
			"capacity":  list(rule(m{"per": "week", "max": int64(5), "authors": list("Ada")})),
			"approvals": m{"expires": "90d", "rules": list(
				m{"when": m{"author.profile": list("junior", "intern"), "post.sponsor": "present", "kind": list("Post"), "channels": list("blog"),
					"networks": list("site"), "campaigns": list("c"), "tags": list("t"), "pillars": list("p"), "verb": list("publish")},
					"require": list(m{"profile": "agency"}, m{"group": "press"})})},
			"vale": m{"path": "charter/styles", "styles": list("S"), "languages": m{"fr": list("F")}, "vocab": list("V"),
				"level": "warning", "rules": m{"S.R": "off"}}},
		"Team": {"id": "t", "members": list(m{"name": "Ada", "github": "ada", "profile": "agency", "signingKeys": list("ssh-ed25519 A"),
			"mandate": m{"scope": m{"channels": list("a"), "campaigns": list("c"), "tags": list("t")}, "from": "2026-11-01", "until": "2027-03-31"}}),
			"groups": list(m{"name": "press", "members": list("Ada")})},
		"Channel": {"id": "blog", "network": "site", "handle": "@h", "url": "https://example.org", "target": m{"dir": "public"},
			"credentials": "TOKEN", "schedule": "self", "language": "fr", "tags": list("a"),
			"media": m{"fit": true}, "filters": list(m{"id": "f", "title": "F", "contexts": list("home", "thread"), "action": "blur",
				"words": list(m{"text": "W", "whole": true}, m{"text": "V"})}),
			"limits": m{"maxText": int64(500), "perURL": int64(23), "maxMedia": int64(4), "maxAlt": int64(1500), "mediaBytes": int64(1 << 24),
				"videoBytes": int64(1 << 26), "mediaPixels": int64(1 << 25), "pollOptions": int64(4), "pollText": int64(50), "pollMin": int64(300),
				"pollMax": int64(2629746), "pollMedia": true, "quotes": false},
			"profile": m{"name": "N", "bio": "B", "avatar": "media/a.png", "links": list(m{"label": "L", "url": "https://example.org"})}, "was": list("old")},
		"Calendar": {"id": "c", "posts": list(m{"id": "p", "channels": list("blog")}),
			"slots":    list(m{"channel": "blog", "days": list("tuesday"), "time": "09:00"}),
			"holidays": list(m{"country": "FR-57", "on": "2026-12-08", "from": "2026-12-21", "to": "2026-12-31", "name": "N"})},
		"Campaign": {"id": "c", "name": "N", "from": "2026-12-01", "to": "2026-12-31", "objective": "O",
			"objectives": list(m{"kpi": "visits", "target": int64(500), "due": "2026-12-31"}),
			"utm":        m{"source": "s", "medium": "m", "campaign": "c", "term": "t", "content": "c"}, "hashtags": list("a"), "sponsor": "S"},
		"Freeze": {"id": "f", "scope": m{"all": true, "channels": list("a"), "campaigns": list("c"), "tags": list("t")}, "reason": "R",
			"by": "B", "from": "2026-12-24 18:00", "until": "2026-12-26 08:00", "allow": list("a")},
		"Post": {"id": "p", "channels": list("blog", "masto"), "at": "2026-12-24 09:00", "fold": "first", "slot": "next", "until": "u",
			"status": "retracted", "reason": "R", "text": "T", "title": "T", "body": "B", "summary": "S", "thread": list("a", "b"),
			"firstComment": "F", "media": list(m{"file": "media/a.jpg", "alt": "A", "focus": "0.2,-0.5", "credit": "C",
				"people": list("p"), "made": "retouched", "captions": "media/a.vtt"}), "link": "l",
			"card": m{"title": "T", "description": "D", "image": m{"file": "media/a.jpg", "alt": "A"}},
			"tags": list("a"), "language": "fr", "contentWarning": "W", "campaign": "winter", "author": "A",
			"seo":  m{"slug": "s", "title": "T", "description": "D", "canonical": "c", "keywords": list("k")},
			"late": m{"max": "2h", "then": "skip"}, "replace": true, "edit": true, "was": list("old"),
			"poll": m{"options": list("A", "B"), "lasts": "1d12h", "multiple": true, "hide": false}, "visibility": "unlisted",
			"pillar": "p", "sponsor": "S", "embargo": "2026-12-24 09:00", "partnership": m{"contract": "C", "signed": "2026-11-02", "sector": "food"},
			"contest": m{"rules": "https://example.org", "from": "2026-12-01", "to": "2026-12-24", "prize": "P", "selection": "draw",
				"entry": list("answer", "like")},
			"waivers": list(m{"rule": "r", "reason": "R", "by": "B"}),
			"repeat":  m{"rrule": "FREQ=WEEKLY", "until": "2027-03-01", "count": int64(10), "except": list("2026-12-24")},
			"replyTo": "R", "quote": "Q", "replies": "mentioned", "quotes": true, "pin": true,
			"variants": m{"masto": m{"text": nil, "status": "draft", "tags": list("x"), "media": list(m{"file": "a"}),
				"seo": m{"title": nil, "keywords": list("k")}, "late": m{"then": nil}, "replace": nil,
				"poll": m{"options": list("C", "D"), "lasts": nil}, "visibility": nil, "replies": "none", "quotes": nil,
				"card": m{"title": nil, "description": "D", "image": nil}}}},
	}
}

func TestWholeDocumentsAreValid(t *testing.T) {
	s, o := compiled(t), &oracle{t: t}
	for kind, doc := range whole() {
		used := slices.Sorted(maps.Keys(doc))
		want := slices.DeleteFunc(s.shapes[kind].fields.names(), func(n string) bool { return n == "kind" })
		if slices.Sort(want); !slices.Equal(used, want) {
			t.Errorf("%s: the document uses %v, the schema has %v", kind, used, want)
		}
		fields := maps.Clone(doc)
		delete(fields, "id")
		if problems := s.Check(kind, doc["id"], fields); len(problems) > 0 {
			t.Errorf("%s: %+v", kind, problems)
		}
		if err := o.valid(kind, doc); err != nil {
			t.Errorf("%s: CUE says %v", kind, err)
		}
	}
}

// mutant returns a copy of v with one change somewhere inside.
func mutant(r *rand.Rand, v any) any {
	odd := []any{nil, true, false, int64(0), int64(-1), int64(5), 0.5, 1.5, "", "a", "A b", "-a", "#a", "../x", "/x", "a/.b", `a\b`, "next",
		"draft", "retracted", "site", "4h", "x@y", "https://example.org", "v1", "1,1", "2,0", "é", []any{}, []any{"a", "a"}, []any{nil},
		map[string]any{}, map[string]any{"a": "b"}, map[string]any{"then": "ask"}}
	switch v := v.(type) {
	case map[string]any:
		return mutantMap(r, v, odd)
	case []any:
		if r.IntN(3) == 0 || len(v) == 0 {
			break
		}
		c := slices.Clone(v)
		switch i := r.IntN(len(c)); r.IntN(3) {
		case 0:
			c[i] = mutant(r, c[i])
		case 1:
			c = slices.Delete(c, i, i+1)
		default:
			c = append(c, c[i])
		}
		return c
	}
	return odd[r.IntN(len(odd))]
}

func mutantMap(r *rand.Rand, v map[string]any, odd []any) any {
	if len(v) == 0 || r.IntN(12) == 0 {
		return odd[r.IntN(len(odd))]
	}
	c := maps.Clone(v)
	keys := slices.Sorted(maps.Keys(v))
	key := keys[r.IntN(len(keys))]
	switch r.IntN(6) {
	case 0:
		delete(c, key)
	case 1:
		c[[]string{"a", "kind", "text", "status", "Slug!", "reason", "target"}[r.IntN(7)]] = odd[r.IntN(len(odd))]
	default:
		c[key] = mutant(r, v[key])
	}
	return c
}

// compare asks both for a verdict.
func compare(t *testing.T, s *Schema, o *oracle, kind string, doc map[string]any) (valid bool) {
	t.Helper()
	fields := maps.Clone(doc)
	delete(fields, "id")
	delete(fields, "kind") // the loader dispatches on it
	problems := s.Check(kind, doc["id"], fields)
	doc = maps.Clone(doc)
	if doc["kind"] = kind; doc["id"] == nil {
		delete(doc, "id")
	}
	err := o.valid(kind, doc)
	if (err == nil) != (len(problems) == 0) {
		text, _ := json.Marshal(doc)
		t.Fatalf("%s %s\nCUE says %v\nCheck says %+v", kind, text, err, problems)
	}
	return err == nil
}

// TestCheckAgreesWithCUE compares the verdict of Check with that of CUE on
// documents with up to three changes. Check decides alone; CUE is its source.
func TestCheckAgreesWithCUE(t *testing.T) {
	s, o := compiled(t), &oracle{t: t}
	r := rand.New(rand.NewPCG(1, 2))
	docs := whole()
	kinds := s.Kinds()
	verdicts := map[bool]int{}
	for range 3000 {
		kind := kinds[r.IntN(len(kinds))]
		var doc any = docs[kind]
		for range 1 + r.IntN(3) {
			doc = mutant(r, doc)
		}
		if m, ok := doc.(map[string]any); ok {
			verdicts[compare(t, s, o, kind, m)]++
		}
	}
	if verdicts[true] < 300 || verdicts[false] < 300 {
		t.Errorf("verdicts %v: too few of one sort to say anything", verdicts)
	}
}

// FuzzCheckAgreesWithCUE is the same with documents as JSON.
func FuzzCheckAgreesWithCUE(f *testing.F) {
	s := compiled(f)
	for kind, doc := range whole() {
		text, err := json.Marshal(doc)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text), uint8(slices.Index(s.Kinds(), kind)), uint64(1))
	}
	o := &oracle{t: f}
	f.Fuzz(func(t *testing.T, text string, kind uint8, seed uint64) {
		var doc map[string]any
		if json.Unmarshal([]byte(text), &doc) != nil || doc == nil {
			t.Skip()
		}
		o.t = t
		r := rand.New(rand.NewPCG(seed, 0))
		if m, ok := mutant(r, integers(doc)).(map[string]any); ok {
			compare(t, s, o, s.kinds[int(kind)%len(s.kinds)], m)
		}
	})
}

// integers makes int64 of whole numbers, as the loader does.
func integers(v any) any {
	switch v := v.(type) {
	case float64:
		if v == float64(int64(v)) {
			return int64(v)
		}
	case map[string]any:
		for k := range v {
			v[k] = integers(v[k])
		}
	case []any:
		for i := range v {
			v[i] = integers(v[i])
		}
	}
	return v
}
