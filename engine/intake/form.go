package intake

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"galley/engine/zone"
)

// A Label is a field of the issue form, by what is written above it.
type Label string

// The labels, in the order of the form. The form has them too: a field that is
// renamed there is not found here.
const (
	LabelTitle    Label = "Titre / Title"
	LabelText     Label = "Texte / Text"
	LabelChannels Label = "Canaux / Channels"
	LabelTime     Label = "Date et heure / Date and time"
	LabelLink     Label = "Lien / Link"
	LabelRemarks  Label = "Remarques / Remarks"
)

// Labels are all of them, in their order.
func Labels() []Label {
	return []Label{LabelTitle, LabelText, LabelChannels, LabelTime, LabelLink, LabelRemarks}
}

// noAnswer is what GitHub writes for a field that was left empty.
const noAnswer = "_No response_"

// A Form is an issue that was made with the form.
type Form struct {
	Draft
	// Problems are what keeps it from being a post. With any, the draft is not
	// whole.
	Problems []Problem
}

// ReadForm reads the body of an issue. The fields have to be there once each and
// in their order: a text that holds a heading of the form could otherwise pass
// for another field.
func ReadForm(body string, loc *time.Location) Form {
	form := Form{Draft: Draft{Line: 1}}
	if n := utf8.RuneCountInString(body); n > MaxForm {
		form.problem(0, "", fmt.Sprintf("it has %d characters, at most %d are read", n, MaxForm), "")
		return form
	}
	if !utf8.ValidString(body) {
		form.problem(0, "", "it is not UTF-8", "")
		return form
	}
	fields, lines, ok := form.split(body)
	if !ok {
		return form
	}
	form.Title, form.Text, form.Remarks = oneLine(fields[LabelTitle]), fields[LabelText], fields[LabelRemarks]
	if form.Text == "" {
		form.problem(lines[LabelText], string(LabelText), "it is empty", "a post needs a text")
	}
	for name := range strings.SplitSeq(fields[LabelChannels], ",") {
		if name = strings.TrimSpace(name); name != "" {
			form.Channels = append(form.Channels, name)
		}
	}
	if len(form.Channels) == 0 {
		form.problem(lines[LabelChannels], string(LabelChannels), "no channel is named", "")
	}
	form.Link = form.single(lines, fields, LabelLink)
	if at := form.single(lines, fields, LabelTime); at != "" {
		form.at(at, lines[LabelTime], loc)
	}
	return form
}

func (f *Form) problem(line int, field, text, hint string) {
	f.Problems = append(f.Problems, Problem{line, field, text, hint})
}

// at reads the time, which is meant on the clocks of loc.
func (f *Form) at(text string, line int, loc *time.Location) {
	at, err := zone.Parse(text, zone.FoldNone, loc)
	if err == nil {
		f.At = at
		return
	}
	text, hint := saidBy(err)
	f.problem(line, string(LabelTime), text, hint)
}

// single returns a field that is to have one line.
func (f *Form) single(lines map[Label]int, fields map[Label]string, label Label) string {
	text := fields[label]
	if strings.Contains(text, "\n") {
		f.problem(lines[label], string(label), "it has several lines", "write one")
		return ""
	}
	return text
}

// split cuts the body at the headings of the form.
func (f *Form) split(body string) (fields map[Label]string, lines map[Label]int, ok bool) {
	fields, lines = map[Label]string{}, map[Label]int{}
	order := map[string]int{}
	for i, label := range Labels() {
		order["### "+string(label)] = i
	}
	current, text := -1, []string(nil)
	close := func() {
		if current >= 0 {
			fields[Labels()[current]] = answer(text)
		}
		text = nil
	}
	for n, line := range strings.Split(strings.ReplaceAll(body, "\r\n", "\n"), "\n") {
		i, heading := order[strings.TrimRight(line, " ")]
		switch {
		case heading && i <= current:
			f.problem(n+1, string(Labels()[i]), "its heading is there twice, or out of order",
				"a text cannot hold a line such as \"### "+string(Labels()[i])+"\"")
			return nil, nil, false
		case heading:
			close()
			current, lines[Labels()[i]] = i, n+1
		case current < 0 && strings.TrimSpace(line) != "":
			f.problem(n+1, "", "it does not begin with a field of the form", "make the issue with the form")
			return nil, nil, false
		default:
			text = append(text, line)
		}
	}
	close()
	for _, label := range []Label{LabelText, LabelChannels} {
		if lines[label] == 0 {
			f.problem(0, string(label), "the field is missing", "make the issue with the form")
		}
	}
	return fields, lines, len(f.Problems) == 0
}

// answer is what somebody wrote into a field.
func answer(lines []string) string {
	text := strings.Trim(strings.Join(lines, "\n"), "\n")
	if strings.TrimSpace(text) == noAnswer || strings.TrimSpace(text) == "" {
		return ""
	}
	return strings.TrimRight(text, " \t\n")
}

// oneLine makes one line of a text.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
