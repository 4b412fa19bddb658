package view

import (
	"fmt"
	"strings"

	"galley/engine"
)

// A Handed is what somebody handed in by an issue, as people are told of it.
type Handed struct {
	Number   int
	Author   string // login
	Remarks  string // for the reviewers
	File     string // that was made of it
	Language string
	Findings []engine.Finding
}

// Bounds of what a pull request repeats of an issue.
const (
	mostRemarks = 4000  // characters
	mostWords   = 300   // characters of one finding or problem
	mostWritten = 50000 // bytes of a list, as they are written: what is made harmless is longer
)

// Proposal is the body of the pull request that brings the post.
func (h Handed) Proposal() string {
	var b strings.Builder
	words := h.words()
	fmt.Fprintf(&b, words.from+" Closes #%d.\n\n", h.Number, coded(h.Author), h.Number) // GitHub reads no other language
	summary, _ := FindingCounts(h.Findings)
	fmt.Fprintf(&b, "%s: %s.\n", coded(h.File), summary)
	if len(h.Findings) > 0 {
		b.WriteString("\n<ul>\n")
		for i, f := range h.Findings {
			if b.Len() > mostWritten/2 {
				fmt.Fprintf(&b, "<li>"+words.more+"</li>\n", len(h.Findings)-i)
				break
			}
			fmt.Fprintf(&b, "<li>%s %s: %s</li>\n", coded(fmt.Sprintf(words.line, f.Pos.Line)), f.Severity, inert(cut(f.Text, mostWords)))
		}
		b.WriteString("</ul>\n")
	}
	if h.Remarks != "" {
		b.WriteString("\n" + words.remarks + "\n\n<blockquote>\n" + h.remarks(mostWritten-b.Len()) + "\n</blockquote>\n")
	}
	return b.String()
}

// proposalWords are what a proposal says beside the findings.
type proposalWords struct{ from, line, more, remarks string }

func (h Handed) words() proposalWords {
	if french(h.Language) {
		return proposalWords{"D’après #%d, par %s.", "ligne %d", "et %d de plus", "Remarques de l’auteur :"}
	}
	return proposalWords{"From #%d, by %s.", "line %d", "and %d more", "Remarks of the author:"}
}

// remarks are those of the author, in so many bytes.
func (h Handed) remarks(most int) string {
	length := mostRemarks
	text := paragraphs(cut(h.Remarks, length))
	for ; len(text) > most && length > 1; text = paragraphs(cut(h.Remarks, length)) {
		length /= 2
	}
	return text
}

func cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// Draft is the word to the author where the post was proposed.
func (h Handed) Draft(url string) string {
	if french(h.Language) {
		return "Merci. Le brouillon attend une relecture : " + url + "\n"
	}
	return "Thank you. The draft waits for its review: " + url + "\n"
}

// Taken is the word to the author of an issue whose post is beyond it.
func (h Handed) Taken(why string) string {
	if french(h.Language) {
		return "Ce ticket a changé, et le post n’en dépend plus : " + inert(cut(why, mostWords)) + "\n"
	}
	return "This issue was changed, and the post no longer follows it: " + inert(cut(why, mostWords)) + "\n"
}

// Unread is the word to the author where the form cannot be a post. Each problem
// is a field, what is wrong, and what to do.
func (h Handed) Unread(problems [][3]string) string {
	var b strings.Builder
	if french(h.Language) {
		b.WriteString("Il manque peu de chose pour en faire un post. Modifiez ce ticket, la suite est automatique.\n\n<ul>\n")
	} else {
		b.WriteString("A little is missing before this can be a post. Edit this issue, the rest happens by itself.\n\n<ul>\n")
	}
	for i, p := range problems {
		if b.Len() > mostWritten {
			fmt.Fprintf(&b, "<li>+ %d</li>\n", len(problems)-i)
			break
		}
		line := inert(cut(p[1], mostWords))
		if p[0] != "" {
			line = "<b>" + inert(cut(p[0], mostWords)) + "</b>: " + line
		}
		if p[2] != "" {
			line += " (" + inert(cut(p[2], mostWords)) + ")"
		}
		b.WriteString("<li>" + line + "</li>\n")
	}
	return b.String() + "</ul>\n"
}

func french(language string) bool {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	return base == "fr"
}
