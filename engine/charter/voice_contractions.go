package charter

import (
	"fmt"
	"strings"

	"galley/schema"
)

// contractions compiles that English texts write words out.
func (k *compiler) contractions(r schema.VoiceRule) {
	k.add(r.RuleHead, func(m *message) {
		if !speaks(m.language, "en") {
			return
		}
		m.eachSpoken(func(s *surface, read *reading) {
			for _, w := range read.words {
				if w.quoted || w.kind != plainWord || !w.joint {
					continue
				}
				if full := writtenOut(w.in(read.text)); full != "" {
					m.report(remark{head: r.RuleHead, rule: ruleContractions, surface: s, start: w.start, end: w.end,
						text: fmt.Sprintf("%q is a contraction", w.in(read.text)), hint: "write " + full})
				}
			}
		})
	})
}

// writtenOut returns what a contraction stands for; empty if the word is none,
// such as the genitive of a name.
func writtenOut(text string) string {
	at := strings.LastIndexAny(text, "'’")
	if at < 1 || len(text) > 16 {
		return ""
	}
	low := strings.ToLower(text)
	head, tail := low[:at], strings.TrimPrefix(strings.TrimPrefix(low[at:], "'"), "’")
	switch tail {
	case "t":
		return negated(head)
	case "m":
		if head == "i" {
			return "I am"
		}
	case "re":
		return subject(head, " are")
	case "ve":
		return subject(head, " have")
	case "ll":
		return subject(head, " will")
	case "d":
		return subject(head, " had or would")
	case "s":
		return shortened(head)
	}
	return ""
}

// negated is what a word with n't stands for.
func negated(head string) string {
	switch head {
	case "won":
		return "will not"
	case "can":
		return "cannot"
	case "shan":
		return "shall not"
	case "ain":
		return "am not, is not or are not"
	case "don", "doesn", "didn", "isn", "aren", "wasn", "weren", "hasn", "haven", "hadn", "wouldn", "couldn", "shouldn", "mustn",
		"needn", "mightn", "daren", "oughtn":
		return strings.TrimSuffix(head, "n") + " not"
	}
	return ""
}

// subject is what one whom a verb follows stands for with it.
func subject(head, verb string) string {
	switch head {
	case "i":
		return "I" + verb
	case "you", "we", "they", "he", "she", "it", "who", "that", "there", "what", "would", "could", "should", "might", "must":
		return head + verb
	}
	return ""
}

// shortened is what a word with 's stands for, where that is no genitive.
func shortened(head string) string {
	switch head {
	case "let":
		return "let us"
	case "it", "that", "there", "here", "what", "who", "where", "how", "he", "she", "when", "why":
		return head + " is or " + head + " has"
	}
	return ""
}
