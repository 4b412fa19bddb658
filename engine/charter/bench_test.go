package charter

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"galley/engine"
	"galley/engine/load"
	"galley/engine/match"
	"galley/engine/render"
	"galley/providers"
	"galley/schema"
)

// everyWordRule has all rules about words, with bounds that nothing reaches.
const everyWordRule = `kind: Charter
id: charter
lexicon:
  - {bank: bank.txt}
  - {write: e-mail}
  - {write: courriel, not: [mail, mél]}
voice: [{address: vous, person: we, contractions: false, sentenceWords: 60, exclamations: 9, capitals: 9}]
readability: [{ease: -500, words: 5}]
`

// everyQuietForm has all other rules of a single post, with bounds that nothing
// reaches.
const everyQuietForm = `accessibility: [{alt: true, altMax: 250, captions: true}]
hashtags: [{min: 1, max: 3, required: [patinoire], forbidden: [ad], camelCase: true}]
emoji: [{max: 3, row: 1, forbidden: ["💩"]}]
links: [{https: true, domains: [town.example], forbidden: [resale.example], shorteners: false, unique: true, max: 2}]
disclosure: [{mentions: {fr: [Publicité]}}]
packs: [{pack: influence-fr}, {pack: alcohol-fr}, {pack: contest-fr}, {pack: image-consent}, {pack: finance-fr}]
embargoes: [{terms: [Project Aurora], until: 2026-12-24 09:00}]
`

// BenchmarkForms checks the same posts against all rules that look for something
// other than words.
func BenchmarkForms(b *testing.B) {
	c, posts, rendered := benchPosts(b, 1000, "kind: Charter\nid: charter\n"+everyQuietForm)
	b.ReportAllocs()
	began := cpuTime()
	for i := 0; b.Loop(); i++ {
		c.Post(&posts[i%len(posts)], rendered[i%len(posts)])
	}
	b.ReportMetric(float64(cpuTime()-began)/float64(b.N), "cpu-ns/op")
}

// BenchmarkPost checks short French posts against all rules about words and a
// bank of 5,000 terms. Of what that costs, "match" is the search for the terms,
// and "none" what any post costs without a rule.
func BenchmarkPost(b *testing.B) {
	c, posts, rendered := benchPosts(b, 1000, everyWordRule)
	none := *c
	none.checks = nil
	for _, of := range []struct {
		name string
		*Charter
	}{{"charter", c}, {"none", &none}} {
		b.Run(of.name, func(b *testing.B) {
			b.ReportAllocs()
			began := cpuTime()
			for i := 0; b.Loop(); i++ {
				of.Post(&posts[i%len(posts)], rendered[i%len(posts)])
			}
			b.ReportMetric(float64(cpuTime()-began)/float64(b.N), "cpu-ns/op")
		})
	}
	b.Run("match", func(b *testing.B) {
		b.ReportAllocs()
		set, err := match.Compile(benchTerms())
		if err != nil {
			b.Fatal(err)
		}
		began := cpuTime()
		for i := 0; b.Loop(); i++ {
			set.All(rendered[i%len(posts)][0].Spec.Plain())
		}
		b.ReportMetric(float64(cpuTime()-began)/float64(b.N), "cpu-ns/op")
	})
}

// BenchmarkNew compiles a charter with a bank of 5,000 terms.
func BenchmarkNew(b *testing.B) {
	c, _, _ := benchPosts(b, 1, everyWordRule)
	in := Input{Content: schema.Content{Charter: &c.rules}, Files: fstest.MapFS{"bank.txt": {Data: []byte(benchBank())}}}
	b.ReportAllocs()
	began := cpuTime()
	for b.Loop() {
		New(in)
	}
	b.ReportMetric(float64(cpuTime()-began)/float64(b.N), "cpu-ns/op")
}

func benchTerms() []match.Term {
	bank, _ := match.ParseBank("bank.txt", []byte(benchBank()))
	return append(bank.Terms, match.Term{Text: "e-mail", Kind: match.Spelling}, match.Term{Text: "mail"}, match.Term{Text: "mél"})
}

func benchBank() string {
	var lines strings.Builder
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 5000 {
		fmt.Fprintf(&lines, "%s%s%d\n", benchWords[random.IntN(len(benchWords))], benchWords[random.IntN(len(benchWords))], i)
	}
	return lines.String()
}

var benchWords = strings.Fields("la patinoire ouvre samedi place du marché avec musique et chocolat chaud pour toute famille entrée gratuite jusqu'à soir " +
	"nous vous attendons nombreux autour glace spectacle lumière orchestre l'école quartier d'hiver programme complet mairie")

func benchPosts(b testing.TB, n int, rules string) (*Charter, []schema.Post, [][]engine.Desired) {
	b.Helper()
	random := rand.New(rand.NewPCG(3, 4))
	var posts strings.Builder
	for i := range n {
		fmt.Fprintf(&posts, "---\nkind: Post\nid: post-%d\nchannels: [toots]\nat: 2026-12-01 10:00\nlanguage: fr\ntext: \"", i)
		for k := range 30 {
			word := benchWords[random.IntN(len(benchWords))]
			if k%12 == 11 {
				word += ". Puis"
			}
			posts.WriteString(word + " ")
		}
		posts.WriteString("#Patinoire https://town.example/patinoire\"\n")
	}
	content := fstest.MapFS{
		"galley.yaml":   {Data: []byte("kind: Project\nid: newsroom\nzone: Europe/Paris\nlanguages: [fr]\nrecord: {id: x}\n")},
		"channels.yaml": {Data: []byte(newsroomChannels)},
		"charter.yaml":  {Data: []byte(rules)},
		"posts.yaml":    {Data: []byte(strings.TrimPrefix(posts.String(), "---\n"))},
		"bank.txt":      {Data: []byte(benchBank())},
	}
	tree, found, err := load.Tree(b.Context(), content, load.Options{})
	if err != nil {
		b.Fatal(err)
	}
	if len(found) > 0 {
		b.Fatal(found[0])
	}
	infos := providers.All().Infos()
	out, err := render.Content(b.Context(), render.Input{Content: tree, Infos: infos, Files: content})
	if err != nil {
		b.Fatal(err)
	}
	c, mistakes := New(Input{Content: tree, Infos: infos, Files: content})
	if len(mistakes) > 0 {
		b.Fatal(mistakes[0])
	}
	byPost := map[string][]engine.Desired{}
	for _, d := range out.Desired {
		byPost[d.ID.Slug] = append(byPost[d.ID.Slug], d)
	}
	rendered := make([][]engine.Desired, len(tree.Posts))
	for i := range tree.Posts {
		rendered[i] = byPost[tree.Posts[i].ID]
		if found, _ := c.Post(&tree.Posts[i], rendered[i]); len(found) > 0 {
			b.Fatal(found[0])
		}
	}
	return c, tree.Posts, rendered
}

// TestPostsMayBeCheckedAtTheSameTime is of use with the race detector.
func TestPostsMayBeCheckedAtTheSameTime(t *testing.T) {
	c, posts, rendered := benchPosts(t, 20, everyWordRule+everyQuietForm)
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			for i := range posts {
				if found, _ := c.Post(&posts[i], rendered[i]); len(found) > 0 {
					t.Error(found[0])
				}
			}
		})
	}
	workers.Wait()
}
