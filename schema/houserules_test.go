package schema

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

const ruleHeader = "package rules\nimport s \"galley.internal/schema\"\n"

func postObject(id string, fields map[string]any) *Object {
	fields["channels"] = []any{"blog"}
	return &Object{Kind: "Post", ID: id, Fields: fields}
}

// rulesOf compiles one file, which must have no problem.
func rulesOf(t testing.TB, text string) *HouseRules {
	t.Helper()
	r, problems := compiled(t).HouseRules(t.Context(), []Source{{"charter/rules.cue", []byte(text)}}, time.Minute)
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	return r
}

func TestHouseRulesOnlyTighten(t *testing.T) {
	s := compiled(t)
	for name, text := range map[string]string{
		"a new field":            ruleHeader + "post: s.#Post & {mood?: string}\n",
		"a wider enumeration":    ruleHeader + "post: s.#Post & {status?: \"gone\"}\n",
		"another declaration":    "package rules\n#Post: {mood?: string}\npost: #Post & {...}\n",
		"embedding opens a copy": ruleHeader + "post: {s.#Post, mood?: string}\n",
	} {
		t.Run(name, func(t *testing.T) {
			r, problems := s.HouseRules(t.Context(), []Source{{"rules.cue", []byte(text)}}, time.Minute)
			_, _ = r, problems // whatever comes of the rule, the schema decides on its own
			if found := s.Check("Post", "a", map[string]any{"channels": []any{"b"}, "mood": "x"}); len(found) != 1 {
				t.Errorf("the schema took an unknown field: %+v", found)
			}
		})
	}
}

func TestEveryFolderOfRulesIsAsked(t *testing.T) {
	s := compiled(t)
	r, problems := s.HouseRules(t.Context(), []Source{
		{"b/one.cue", []byte("package rules\n_max: 5\n")},
		{"b/two.cue", []byte("package rules\nimport \"strings\"\npost: text?: strings.MaxRunes(_max)\n")},
		{"a/rules.cue", []byte("package rules\npost: text?: !~\"x\"\n")},
		{"c/rules.cue", []byte("package rules\npost: nothing!: \n")},
	}, time.Minute)
	if len(problems) != 1 || problems[0].File != "c/rules.cue" {
		t.Fatalf("problems %+v, want one in c/rules.cue", problems)
	}
	found, stopped := r.Check(t.Context(), []*Object{postObject("a", map[string]any{"text": "xxxxxxx"}), postObject("b", map[string]any{"text": "good"})})
	if stopped != nil {
		t.Fatal(stopped)
	}
	var got []string
	for _, p := range found[0] {
		got = append(got, p.Text()+" | "+p.Hint)
	}
	want := `text: got "xxxxxxx", want nothing that matches "x" | the rule is at a/rules.cue:2:14` + "\n" +
		`text: got "xxxxxxx", want at most 5 characters | the rule is at b/two.cue:3:14`
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	if len(found[1]) > 0 {
		t.Errorf("a good post: %+v", found[1])
	}
}

func TestSlowRulesAreGivenUp(t *testing.T) {
	s := compiled(t)
	src := []Source{{"rules.cue", []byte(ruleHeader + "post: s.#Post & {tags!: _}\n")}}
	_, problems := s.HouseRules(t.Context(), src, -1)
	if len(problems) != 1 || problems[0].Rule != RuleCUETimeout {
		t.Errorf("compiling: got %+v, want %s", problems, RuleCUETimeout)
	}
	r, _ := s.HouseRules(t.Context(), src, time.Minute)
	r.limit = -1
	_, stopped := r.Check(t.Context(), []*Object{postObject("a", map[string]any{})})
	if stopped == nil || stopped.Rule != RuleCUETimeout || !strings.Contains(stopped.Text, "Post a") {
		t.Errorf("checking: got %+v, want %s that names the post", stopped, RuleCUETimeout)
	}
}

func TestBoundedWaitsNoLongerThanItMust(t *testing.T) {
	block := make(chan struct{})
	defer close(block)
	wait := func() int { <-block; return 1 }
	if _, err := bounded(t.Context(), time.Millisecond, wait); !errors.Is(err, errSlow) {
		t.Errorf("got %v, want %v", err, errSlow)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := bounded(ctx, time.Minute, wait); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if _, err := bounded(t.Context(), time.Minute, func() int { panic("tripped") }); err == nil || !strings.Contains(err.Error(), "tripped") {
		t.Errorf("got %v, want the panic as an error", err)
	}
	if v, err := bounded(t.Context(), time.Minute, func() int { return 7 }); v != 7 || err != nil {
		t.Errorf("got %d, %v", v, err)
	}
	grow := func() int {
		var kept [][]byte
		for range 60 {
			kept = append(kept, make([]byte, 8<<20))
		}
		<-block
		runtime.KeepAlive(kept)
		return len(kept)
	}
	if _, err := bounded(t.Context(), time.Minute, grow); !errors.Is(err, errHeap) {
		t.Errorf("got %v, want %v", err, errHeap)
	}
}

// TestHeavyFilesAreRefusedByTheirWeight holds the border: ordinary rules pass,
// what multiplies does not.
func TestHeavyFilesAreRefusedByTheirWeight(t *testing.T) {
	var doubling strings.Builder
	doubling.WriteString("_x0: \"x\"\n")
	for i := range 40 {
		fmt.Fprintf(&doubling, "_x%d: _x%d + _x%d\n", i+1, i, i)
	}
	// Each of these tries 3^12 combinations of alternatives.
	var chain, again, parts, lists strings.Builder
	for i := range 12 {
		branch := fmt.Sprintf("{a%d: 1} | {b%d: 1} | {c%d: 1}", i, i, i)
		fmt.Fprintf(&chain, "(%s) & ", branch)
		fmt.Fprintf(&again, "_a: %s\n", branch)
		fmt.Fprintf(&parts, "_p%d: {x: %s}\n", i, branch)
		fmt.Fprintf(&lists, "_p%d: [...{x: %s}]\n_all: _p%d\n", i, branch, i)
	}
	for i := range 12 {
		fmt.Fprintf(&parts, "_all: _p%d\n", i)
	}
	long := strings.Repeat("x", 10_000)
	for _, test := range []struct {
		name, text string
		heavy      bool
	}{
		{"alternatives in a chain", "package rules\n_a: " + chain.String() + "{}\n", true},
		{"alternatives of one field", "package rules\n" + again.String(), true},
		{"alternatives of parts", "package rules\n" + parts.String(), true},
		{"alternatives in lists", "package rules\n" + lists.String() + "_all: [{}]\n", true},
		{"a long separator", "package rules\nimport \"strings\"\n_a: strings.Join(strings.Split(\"" + long + "\", \"\"), \"" + long + "\")\n", true},
		{"a short separator", "package rules\nimport \"strings\"\npost: {tags: [...string], _all: strings.Join(tags, \", \")}\n", false},
		{"replacing by much", "package rules\nimport \"regexp\"\n_a: regexp.ReplaceAll(\"\", \"" + long + "\", \"" + long + "\")\n", true},
		{"a long sum", "package rules\n_a: 1" + strings.Repeat(" + 1", 20_000) + "\n", false},
		{"a long conjunction", "package rules\n_a: int" + strings.Repeat(" & int", 20_000) + "\n", false},
		{"enumerations", ruleHeader + "post: s.#Post & {status?: \"draft\" | \"ready\"}\ncampaign: id: \"a\"" + strings.Repeat(" | \"b\"", 100) + "\n", false},
		{"rules of a newsroom", ruleHeader + "import \"list\"\npost: s.#Post & {channels: [...!=\"x\"], campaign?: _, if campaign != _|_ if campaign == \"winter\" {tags!: list.MinItems(1)}}\n", false},
		{"a loop", "package rules\npost: {tags?: _, thread?: _, if tags != _|_ {_long: [for t in tags if len(t) > 20 {t}]}}\n", false},
		{"a loop in a loop", "package rules\npost: {tags: [...string], _pairs: [for a in tags for b in tags {a + b}]}\n", false},
		{"loops in loops", "package rules\npost: {tags: [...string], _all: [for a in tags for b in tags for c in tags for d in tags {a}]}\n", true},
		{"doubling", doubling.String(), true},
		{"doubling in interpolations", strings.NewReplacer(" + ", ")\\(", ": _", ": \"\\(_", "\n", ")\"\n").Replace(doubling.String()[10:]), true},
		{"a product of texts", "package rules\n_a: \"ha\" * 100000000\n", true},
		{"a product of numbers", "package rules\n_a: 60 * 60 * 24\n", false},
		{"a definition in itself", "package rules\n#A: {n: int, if n > 0 {a: #A & {n: n-1}}}\n_a: #A & {n: 30}\n", true},
		{"a rule that names itself", "package rules\npost: {text: string, if len(post.text) > 3 {tags!: _}}\n", true},
		{"list.Range", "package rules\nimport \"list\"\n_a: list.Range(0, 10000000000, 1)\n", true},
		{"list.Range by another name", "package rules\nimport l \"list\"\n_a: l.Range(0, 10000000000, 1)\n", true},
		{"a huge exponent", "package rules\n_a: 1e1000000000\n", true},
		{"file access", "package rules\nimport \"tool/file\"\n_a: file.Read\n", true},
		{"a template", "package rules\nimport \"text/template\"\n_a: template.Execute(\"{{range .}}{{end}}\", [])\n", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, problems := parse([]Source{{"rules.cue", []byte(test.text)}})
			for _, p := range problems {
				if p.Rule == RuleCUESyntax && !strings.Contains(p.Text, "cannot be imported") {
					t.Fatalf("not CUE: %+v", p)
				}
			}
			if heavy := len(problems) > 0; heavy != test.heavy {
				t.Errorf("refused: %t, want %t: %+v", heavy, test.heavy, problems)
			}
		})
	}
}

func BenchmarkHouseRules1000Posts(b *testing.B) {
	r := rulesOf(b, ruleHeader+"post: s.#Post & {channels: [...!=\"x\"], text?: !~\"gratuit\", tags?: _}\n")
	var objects []*Object
	for i := range 1000 {
		objects = append(objects, postObject(fmt.Sprint("p-", i), map[string]any{"text": "Hello", "tags": []any{"a"}, "title": "T"}))
	}
	for b.Loop() {
		if _, stopped := r.Check(b.Context(), objects); stopped != nil {
			b.Fatal(stopped)
		}
	}
}
