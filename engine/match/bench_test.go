package match

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// words returns n made-up words of French and English letters, the same for a
// seed.
func words(n int, seed uint64) []string {
	r := rand.New(rand.NewPCG(seed, 7))
	syllables := strings.Fields("con ver té ra lo mi çu pre dé tion ment age ou ai è oi an ur sta ck ing th er ly bo du fi ga hé")
	all := make([]string, n)
	for i := range all {
		for range 2 + r.IntN(3) {
			all[i] += syllables[r.IntN(len(syllables))]
		}
	}
	return all
}

// comments returns n comments of 20 words, one word of fifty of them from the
// bank.
func comments(n int, bank []string) []string {
	r := rand.New(rand.NewPCG(1, 2))
	other := words(2000, 99)
	all := make([]string, n)
	for i := range all {
		text := make([]string, 20)
		for k := range text {
			if text[k] = other[r.IntN(len(other))]; r.IntN(50) == 0 {
				text[k] = bank[r.IntN(len(bank))]
			}
		}
		all[i] = strings.Join(text, " ") + " !"
	}
	return all
}

func terms(list []string, flags Flags) []Term {
	all := make([]Term, len(list))
	for i, w := range list {
		all[i] = Term{Text: w, Flags: flags}
	}
	return all
}

// perSecond reports how many comments one core looks at in a second.
func perSecond(b *testing.B, texts []string, look func(string)) float64 {
	b.ReportAllocs()
	began := cpuTime()
	for b.Loop() {
		for _, t := range texts {
			look(t)
		}
	}
	if used := cpuTime() - began; used > 0 {
		b.ReportMetric(float64(b.N)*float64(len(texts))/used.Seconds(), "comments/cpu-s")
	}
	rate := float64(b.N) * float64(len(texts)) / b.Elapsed().Seconds()
	b.ReportMetric(rate, "comments/s")
	return rate
}

// BenchmarkSet looks for the words of a bank in comments of 20 words, on one
// core. BenchmarkRegexp does it with one regular expression.
func BenchmarkSet(b *testing.B) {
	bank := words(5000, 1)
	texts := comments(500, bank)
	for _, way := range []struct {
		name  string
		flags Flags
	}{
		{"plain", 0},
		{"accents", FoldAccents},
		{"moderation", FoldAccents | FoldLeet | FoldRepeats | FoldLookalikes | InHashtags | InCompounds},
	} {
		set, err := Compile(terms(bank, way.flags))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(way.name, func(b *testing.B) { perSecond(b, texts, func(t string) { set.All(t) }) })
	}
}

// BenchmarkAgainstRegexp prints how many times faster a Set is than one
// alternation of the same words.
func BenchmarkAgainstRegexp(b *testing.B) {
	for _, n := range []int{100, 1000} {
		bank := words(n, 1)
		texts := comments(50, bank)
		set, err := Compile(terms(bank, 0))
		if err != nil {
			b.Fatal(err)
		}
		one := regexp.MustCompile("(?i)(?:" + strings.Join(bank, "|") + ")")
		var fast, slow float64
		b.Run(fmt.Sprintf("set/%d", n), func(b *testing.B) {
			fast = perSecond(b, texts, func(t string) { set.All(t) })
		})
		b.Run(fmt.Sprintf("regexp/%d", n), func(b *testing.B) {
			slow = perSecond(b, texts, func(t string) { one.FindAllStringIndex(t, -1) })
			b.ReportMetric(fast/slow, "times-slower")
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	bank := terms(words(5000, 1), FoldAccents)
	for b.Loop() {
		if _, err := Compile(bank); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHostileTexts shows that time stays in proportion to the text, where
// people try to make it not: with all flags, and terms that begin as they do.
func BenchmarkHostileTexts(b *testing.B) {
	const all = FoldAccents | FoldLeet | FoldRepeats | FoldLookalikes | InHashtags | InCompounds
	var bank []Term
	for i := 4; i < MaxTerm; i += 16 {
		for kind := range Allow {
			for _, part := range []string{"a", "il", "a-", "l'"} {
				bank = append(bank, Term{Text: strings.Repeat(part, i/len(part)) + "z", Kind: kind, Flags: all})
			}
		}
	}
	set, err := Compile(bank)
	if err != nil {
		b.Fatal(err)
	}
	for _, part := range []string{"a", "1!", "a1", "-a", "'a", "@a", "a.", "a.com/", "://", "#aA", "e\u0301", "\u0301", "a\u200B",
		"a$", "\n", "👩\u200D", "аa", "가", "\xff", "qu'", "-moi", "ﬁ"} {
		for _, size := range []int{8 << 10, 64 << 10} {
			text := strings.Repeat(part, size/len(part))
			b.Run(fmt.Sprintf("%q/%dKiB", part, size>>10), func(b *testing.B) {
				b.SetBytes(int64(size))
				for b.Loop() {
					set.All(text)
				}
			})
		}
	}
}
