package engine

import (
	"slices"
	"time"
)

// ServerLimits are what the server of one account said it takes of a post. What
// it did not say is zero, or nil.
type ServerLimits struct {
	MaxText     int // characters
	PerURL      int // what an address counts for
	MaxMedia    int
	MaxAlt      int // characters
	MediaBytes  int // of a picture
	VideoBytes  int
	MediaPixels int // of a picture
	PollOptions int
	PollText    int // characters of an option
	PollMin     int // seconds
	PollMax     int // seconds
	PollMedia   *bool
	Quotes      *bool // posts quote others, and say who may quote them
}

// With returns l with what the server said in place of what the network usually
// takes.
func (l Limits) With(said ServerLimits) Limits {
	for _, n := range []struct {
		said int
		into *int
	}{
		{said.MaxText, &l.MaxText}, {said.PerURL, &l.PerURL}, {said.MaxMedia, &l.MaxMedia}, {said.MaxAlt, &l.MaxAlt},
		{said.PollOptions, &l.PollOptions}, {said.PollText, &l.PollText},
	} {
		if n.said > 0 {
			*n.into = n.said
		}
	}
	for _, n := range []struct {
		said int
		into *int64
	}{
		{said.MediaBytes, &l.MediaBytes}, {said.VideoBytes, &l.VideoBytes}, {said.MediaPixels, &l.MediaPixels},
	} {
		if n.said > 0 {
			*n.into = int64(n.said)
		}
	}
	if said.PollMin > 0 {
		l.PollMin = time.Duration(said.PollMin) * time.Second
	}
	if said.PollMax > 0 {
		l.PollMax = time.Duration(said.PollMax) * time.Second
	}
	if said.PollMedia != nil {
		l.PollAlone = !*said.PollMedia
	}
	if said.Quotes != nil && !*said.Quotes {
		l = l.WithoutQuotes()
	}
	return l
}

// WithoutQuotes returns l of a server on which posts neither quote others nor
// say who may quote them.
func (l Limits) WithoutQuotes() Limits {
	l.Fields = slices.DeleteFunc(slices.Clone(l.Fields), func(name string) bool { return name == "quote" || name == "quotes" })
	return l
}

// Said returns what a server said of itself beyond what is static: the fields
// in which l differs.
func (l Limits) Said(static Limits) ServerLimits {
	differs := func(said, known int) int {
		if said == known {
			return 0
		}
		return said
	}
	s := ServerLimits{
		MaxText: differs(l.MaxText, static.MaxText), PerURL: differs(l.PerURL, static.PerURL),
		MaxMedia: differs(l.MaxMedia, static.MaxMedia), MaxAlt: differs(l.MaxAlt, static.MaxAlt),
		MediaBytes: differs(int(l.MediaBytes), int(static.MediaBytes)), VideoBytes: differs(int(l.VideoBytes), int(static.VideoBytes)),
		MediaPixels: differs(int(l.MediaPixels), int(static.MediaPixels)),
		PollOptions: differs(l.PollOptions, static.PollOptions), PollText: differs(l.PollText, static.PollText),
		PollMin: differs(int(l.PollMin/time.Second), int(static.PollMin/time.Second)),
		PollMax: differs(int(l.PollMax/time.Second), int(static.PollMax/time.Second)),
	}
	if l.PollAlone != static.PollAlone {
		together := !l.PollAlone
		s.PollMedia = &together
	}
	if l.Shows("quote") != static.Shows("quote") {
		quotes := l.Shows("quote")
		s.Quotes = &quotes
	}
	return s
}
