package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"galley/schema"
)

// longestRule bounds the text of a rule; the longest that says anything is far
// shorter.
const longestRule = 500

// most is how many dates one repeat may have.
const most = 1000

// A rule is an RRULE as far as we take it: RFC 5545, section 3.3.10, by days.
type rule struct {
	option rrule.ROption
	words  map[string]string // the parts as they are written, by name
	count  int
	until  ending
}

// reader returns what reads the value of a part into the rule, nil for a part
// we do not take. It returns what may be written instead of a value that it
// cannot read.
func (r *rule) reader(name string) func(value string) (want string) {
	o := &r.option
	switch name {
	case "FREQ":
		return r.readFrequency
	case "INTERVAL":
		return func(value string) string { return readNumber(value, &o.Interval) }
	case "COUNT":
		return func(value string) string { return readNumber(value, &r.count) }
	case "UNTIL":
		return r.readUntil
	case "WKST":
		return r.readWeekStart
	case "BYDAY":
		return r.readDays
	case "BYMONTH":
		return func(value string) string { return readNumbers(value, 1, 12, &o.Bymonth) }
	case "BYMONTHDAY":
		return func(value string) string { return readNumbers(value, -31, 31, &o.Bymonthday) }
	case "BYYEARDAY":
		return func(value string) string { return readNumbers(value, -366, 366, &o.Byyearday) }
	case "BYSETPOS":
		return func(value string) string { return readNumbers(value, -366, 366, &o.Bysetpos) }
	}
	return nil
}

// readable are the names that reader knows.
var readable = [...]string{"BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYYEARDAY", "COUNT", "FREQ", "INTERVAL", "UNTIL", "WKST"}

// refused knows the parts that others take and we do not, with what to write
// instead.
func refused(name string) (hint string, known bool) {
	switch name {
	case "BYHOUR", "BYMINUTE", "BYSECOND":
		return "the time of day is that of at:, and a second time of day is a second post", true
	case "DTSTART", "TZID":
		return "the first date, its time and its zone are those of at:", true
	case "BYWEEKNO":
		return "count weeks with FREQ=WEEKLY and INTERVAL, or name months with BYMONTH", true
	case "BYEASTER", "RSCALE", "SKIP":
		return "it is no part of RFC 5545", true
	case "EXDATE":
		return "list the dates to leave out under except:", true
	case "RDATE":
		return "a date beside the rule is a post of its own", true
	}
	return "", false
}

// readRule reads the text of a rule. It tells everything that is wrong with it.
func readRule(text string) (*rule, []Remark) {
	r := &rule{words: map[string]string{}}
	if len(text) > longestRule {
		return r, []Remark{badRule("", fmt.Sprintf("a rule of %d bytes", len(text)), fmt.Sprintf("at most %d are taken", longestRule))}
	}
	text = strings.TrimSpace(text)
	if name, rest, found := strings.Cut(text, ":"); found && strings.EqualFold(name, "RRULE") {
		text = rest // as it stands in a calendar's file
	}
	if text == "" {
		return r, []Remark{badRule("", "no rule given", "write one such as FREQ=WEEKLY;BYDAY=TU")}
	}
	var wrong []Remark
	for word := range strings.SplitSeq(text, ";") {
		word = strings.TrimSpace(word)
		if problem, hint := r.read(word); problem != "" {
			wrong = append(wrong, badRule(word, problem, hint))
		}
	}
	if len(wrong) == 0 {
		wrong = r.check()
	}
	return r, wrong
}

func badRule(word, text, hint string) Remark {
	return Remark{Kind: BadRRule, Field: "rrule", Word: word, Text: text, Hint: hint}
}

// read reads one part, "BYDAY=TU, TH", and says what is wrong with it.
func (r *rule) read(word string) (problem, hint string) {
	name, value, _ := strings.Cut(strings.ToUpper(word), "=")
	value = strings.ReplaceAll(value, " ", "")
	if hint, known := refused(name); known {
		return name + " is not taken here", hint
	}
	read := r.reader(name)
	switch {
	case value == "" && read == nil:
		return quote(word) + " is not a part of a rule", "write parts as name=value with semicolons between, such as FREQ=WEEKLY;BYDAY=TU"
	case value == "":
		return name + " has no value", ""
	case read == nil:
		return "unknown part " + quote(name), didYouMean(schema.Nearest(name, readable[:]))
	case r.words[name] != "":
		return name + " is given twice", "list several values with commas between"
	}
	r.words[name] = word
	if want := read(value); want != "" {
		return name + " cannot be " + quote(value), want
	}
	return "", ""
}

func (r *rule) readFrequency(value string) (want string) {
	switch value {
	case "HOURLY", "MINUTELY", "SECONDLY":
		return "a repeat goes by days: write DAILY, WEEKLY, MONTHLY or YEARLY, and one post for each time of day"
	}
	frequency, err := rrule.StrToFreq(value)
	if err != nil {
		return "write DAILY, WEEKLY, MONTHLY or YEARLY"
	}
	r.option.Freq = frequency
	return ""
}

func (r *rule) readUntil(value string) (want string) {
	for _, form := range []string{rrule.DateFormat, rrule.LocalDateTimeFormat, rrule.DateTimeFormat} {
		t, err := time.Parse(form, value)
		if err == nil {
			r.until = ending{at: t, form: form}
			return ""
		}
	}
	return "write the last day such as UNTIL=20270301, or as until: 2027-03-01 beside the rule"
}

func (r *rule) readWeekStart(value string) (want string) {
	day, found := weekday(value)
	if !found {
		return "write one of MO, TU, WE, TH, FR, SA, SU"
	}
	r.option.Wkst = day
	return ""
}

func (r *rule) readDays(value string) (want string) {
	for word := range strings.SplitSeq(value, ",") {
		day, found := weekday(word[max(0, len(word)-2):])
		n, numbered := word[:max(0, len(word)-2)], 0
		if n != "" {
			numbered = number(n, -53, 53)
		}
		if !found || n != "" && numbered == 0 {
			return "write days such as MO,TU,WE,TH,FR,SA,SU; in a month also 1MO for the first Monday and -1FR for the last Friday"
		}
		r.option.Byweekday = append(r.option.Byweekday, day.Nth(numbered))
	}
	return ""
}

func weekday(name string) (rrule.Weekday, bool) {
	for _, day := range []rrule.Weekday{rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU} {
		if day.String() == name {
			return day, true
		}
	}
	return rrule.Weekday{}, false
}

func readNumber(value string, into *int) (want string) {
	if *into = number(value, 1, most); *into == 0 {
		return fmt.Sprintf("write a number from 1 to %d", most)
	}
	return ""
}

func readNumbers(value string, least, largest int, into *[]int) (want string) {
	for word := range strings.SplitSeq(value, ",") {
		n := number(word, least, largest)
		if n == 0 && least < 0 {
			return fmt.Sprintf("write numbers from 1 to %d, or from -1 to %d counted from the end, with commas between", largest, least)
		} else if n == 0 {
			return fmt.Sprintf("write numbers from %d to %d with commas between", least, largest)
		}
		*into = append(*into, n)
	}
	return ""
}

// number reads a number between two others; 0 for anything else.
func number(text string, least, largest int) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > largest {
		return 0
	}
	return n
}
