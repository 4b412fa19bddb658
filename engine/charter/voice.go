package charter

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"galley/schema"
)

const (
	ruleAddress      = "voice-address"
	rulePerson       = "voice-person"
	ruleContractions = "contractions"
	ruleSentence     = "sentence-length"
	ruleExclamations = "exclamations"
	ruleCapitals     = "capitals"
)

// voice compiles the section of that name.
func (k *compiler) voice() {
	for _, r := range k.rules.Voice {
		if r.Address != "" {
			k.address(r)
		}
		if r.Person != "" {
			k.person(r)
		}
		if r.Contractions != nil && !*r.Contractions {
			k.contractions(r)
		}
		if r.SentenceWords != nil {
			k.sentenceWords(r, *r.SentenceWords)
		}
		if r.Exclamations != nil {
			k.exclamations(r, *r.Exclamations)
		}
		if r.Capitals != nil {
			k.capitals(r, *r.Capitals)
		}
	}
}

// eachSpoken calls f for the surfaces in which we speak to readers: not for
// descriptions, credits and what search engines are told.
func (m *message) eachSpoken(f func(*surface, *reading)) {
	for i := range m.surfaces {
		if s := &m.surfaces[i]; s.prose() || s.name == "title" || s.name == "warning" || s.name == "option" {
			f(s, s.read(m.language))
		}
	}
}

// sentenceWords compiles the bound on the length of sentences. Addresses,
// handles and hashtags are no words of one.
func (k *compiler) sentenceWords(r schema.VoiceRule, most int) {
	k.add(r.RuleHead, func(m *message) {
		m.eachSpoken(func(s *surface, read *reading) {
			for _, one := range read.sentences {
				if one.last-one.first <= most {
					continue
				}
				if count := read.count(one); count > most {
					start, end := read.span(one)
					m.report(remark{head: r.RuleHead, rule: ruleSentence, surface: s, start: start, end: end,
						text: fmt.Sprintf("the sentence that begins %q has %d words, want at most %d", read.opening(one), count, most),
						hint: "make two of it"})
				}
			}
		})
	})
}

// count returns how many words of a sentence are language.
func (r *reading) count(s sentence) int {
	n := 0
	for _, w := range r.words[s.first:s.last] {
		if w.kind != addressWord {
			n++
		}
	}
	return n
}

// opening quotes the first words of a sentence.
func (r *reading) opening(s sentence) string {
	last := min(s.first+4, s.last) - 1
	return r.quotable(r.words[s.first].start, r.words[last].end)
}

// quotable returns a part of the text as a message quotes it: of bounded length,
// on one line, without the marks of Markdown.
func (r *reading) quotable(start, end int) string {
	const enough = 400 // bytes, for what is clipped
	text := r.text[start:min(end, start+enough)]
	if r.markdown {
		text = strings.Map(func(c rune) rune {
			if strings.ContainsRune("*_[]", c) {
				return -1
			}
			return c
		}, text)
	}
	return clipped(strings.Join(strings.Fields(text), " "))
}

// clipped bounds what a message quotes.
func clipped(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// exclamations compiles the bound on exclamation marks in a post, all its texts
// together. The first that is too many is marked.
func (k *compiler) exclamations(r schema.VoiceRule, most int) {
	k.add(r.RuleHead, func(m *message) {
		count := 0
		over, at := (*surface)(nil), 0
		m.eachSpoken(func(s *surface, read *reading) {
			read.eachExclamation(func(mark int) {
				if count++; count == most+1 {
					over, at = s, mark
				}
			})
		})
		if over != nil {
			m.report(remark{head: r.RuleHead, rule: ruleExclamations, surface: over, start: at, end: at + len(string(firstRune(over.text[at:]))),
				text: fmt.Sprintf("%s in the post, want %s", counted(count, "exclamation mark"), atMost(most)), hint: "end with a full stop"})
		}
	})
}

// eachExclamation calls f for each exclamation mark that ends or follows a word,
// not for that of a picture in Markdown.
func (r *reading) eachExclamation(f func(at int)) {
	for i := range len(r.words) + 1 {
		gap := r.gap(i)
		if gap == " " {
			continue
		}
		start := 0
		if i > 0 {
			start = r.words[i-1].end
		}
		for at, c := range gap {
			switch c {
			case '!', '！', '‼', '⁉':
				if !r.markdown || !strings.HasPrefix(gap[at:], "![") {
					f(start + at)
				}
			}
		}
	}
}

// counted is a number with what it counts: "1 word", "2 words".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// atMost says how many are wanted at most.
func atMost(n int) string {
	if n == 0 {
		return "none"
	}
	return "at most " + strconv.Itoa(n)
}

// capitals compiles the bound on words in capitals in a row.
func (k *compiler) capitals(r schema.VoiceRule, most int) {
	k.add(r.RuleHead, func(m *message) {
		m.eachSpoken(func(s *surface, read *reading) {
			for i := 0; i < len(read.words); {
				end, count := read.shouting(i)
				if count > most && !(count == 1 && acronym(read.words[i].in(read.text))) {
					start, end := read.words[i].start, read.words[end-1].end
					m.report(remark{head: r.RuleHead, rule: ruleCapitals, surface: s, start: start, end: end,
						text: fmt.Sprintf("%q: %s in a row in capitals, want %s", clipped(s.text[start:end]), counted(count, "word"), atMost(most)),
						hint: "write small letters: screen readers may spell capitals, and readers take them for shouting"})
				}
				i = max(end, i+1)
			}
		})
	})
}

// shouting counts the words in capitals from one on, with nothing but white
// space and marks of Markdown between them, and returns the end of the row.
// Numbers, single letters and Roman numerals among them neither count nor end
// it.
func (r *reading) shouting(i int) (end, count int) {
	end = i
	for k := i; k < len(r.words); k++ {
		if k > i && strings.Trim(r.gap(k), " \t\n\u00a0\u202f*_") != "" {
			break
		}
		text := r.words[k].in(r.text)
		switch {
		case r.words[k].kind == addressWord:
			return end, count
		case shouted(text) && !roman(text) && !strings.ContainsAny(text, "0123456789.&/"):
			end, count = k+1, count+1
		case count == 0, !neutral(text):
			return end, count
		}
	}
	return end, count
}

// neutral reports whether a word is neither in capitals nor in small letters.
func neutral(text string) bool {
	return strings.IndexFunc(text, unicode.IsLower) < 0
}

// acronym reports whether a word in capitals that stands alone may be one.
func acronym(text string) bool { return len([]rune(text)) <= 6 }

// roman reports whether a word is a Roman numeral, or looks like one.
func roman(text string) bool { return strings.Trim(text, "IVXLCDM") == "" }
