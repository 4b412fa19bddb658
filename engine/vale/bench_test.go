package vale

import (
	"fmt"
	"strings"
	"testing"
)

// posts are texts of some 600 characters, all different, in both languages.
func posts(n int) []Text {
	french := "Un film muet n’a jamais été silencieux. Il y avait toujours quelqu’un au piano, et ce quelqu’un changeait le film chaque soir. "
	english := "The cinema belongs to its members. A share costs €20, and every person has one vote, with one share or with a hundred. "
	texts := make([]Text, n)
	for i := range texts {
		language, text := "fr", french
		if i%4 == 0 {
			language, text = "en", english
		}
		texts[i] = Text{Key: fmt.Sprint(i), Language: language, Format: Format(i % 2), Content: fmt.Sprintf("Séance %d. %sUn foo.", i, strings.Repeat(text, 5))}
	}
	return texts
}

// BenchmarkCheck tells what a run costs, the start of Vale included: that is
// nearly all of it for one text.
func BenchmarkCheck(b *testing.B) {
	tool := realVale(b)
	styles := trial(b, Config{Styles: []string{"T"}, Languages: map[string][]string{"fr": {"F"}}})
	for _, n := range []int{1, 1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			texts := posts(n)
			for b.Loop() {
				alerts, err := tool.Check(b.Context(), styles, texts)
				if err != nil || len(alerts) < n {
					b.Fatal(len(alerts), err)
				}
			}
		})
	}
}
