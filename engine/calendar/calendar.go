// Package calendar turns rules about time into dates: a repeat into its
// occurrences, the slots of a week into the next free one, a country into its
// public holidays, and instants into days and weeks that can be counted.
//
// What people write travels in, as plain values with the zone it is meant in,
// and dates and instants travel out. The package reads no clock and no file.
// What is wrong with the content comes back as a Remark and never as a panic;
// whatever the content, the work is bounded.
//
// A date is a text of the form "2026-12-03": a day of a calendar on a wall, in
// no zone. Such texts compare and sort like the days they name.
package calendar

import (
	"strconv"
	"time"
)

// A Kind says what a remark is about. Its text is the id of the rule that
// explains it.
type Kind string

// The kinds.
const (
	BadDate        Kind = "bad-date"        // a date or time of day not as we write them
	Gap            Kind = "dst-gap"         // the clocks jump over it
	Fold           Kind = "dst-fold"        // the clocks show it twice, and nobody said which
	BadRRule       Kind = "bad-rrule"       // a rule that cannot be read, or a part we refuse
	RepeatEnd      Kind = "repeat-end"      // no end, or two
	RepeatStart    Kind = "repeat-start"    // the first date is none of the rule's
	RepeatEmpty    Kind = "repeat-empty"    // no date at all
	RepeatTooLong  Kind = "repeat-too-long" // too many dates, or too far away
	RepeatExcept   Kind = "repeat-except"   // a date left out that is none of the rule's
	RepeatSkips    Kind = "repeat-skips"    // months or years without such a day are passed over
	NoSlot         Kind = "no-slot"         // no slot that fits, or none that is free
	UnknownCountry Kind = "unknown-country" // no holidays are known of it
	BadDay         Kind = "bad-day"         // not a day of the week, or not a range of days
	BadHours       Kind = "bad-hours"       // not two times of day
)

// A Remark is one thing that is wrong with a value, or worth knowing about it.
type Remark struct {
	Kind  Kind
	Field string // the field it is about, such as "rrule"; empty where there is one only
	Index int    // where the field is a list
	Word  string // the part of the value, as it is written there; empty for all of it
	Text  string // what was found and what is wrong with it
	Hint  string // what to write; may be empty
}

// Error returns the text with its hint.
func (r *Remark) Error() string {
	if r.Hint == "" {
		return r.Text
	}
	return r.Text + ": " + r.Hint
}

func dateOf(t time.Time) string { return t.Format(time.DateOnly) }

// quote shortens what is quoted back: a remark is no place for a page of text.
func quote(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return strconv.Quote(text)
}

func didYouMean(near string) string {
	if near == "" {
		return ""
	}
	return "did you mean " + near + "?"
}
