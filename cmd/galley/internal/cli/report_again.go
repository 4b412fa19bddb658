package cli

import (
	"strings"
	"time"

	"galley/engine/report"
)

// again is the command that makes the report of an order a second time, to the
// byte, whatever happened since: every name in it is fit for a shell.
func (r *reporting) again(o order) string {
	words := []string{"galley", "report"}
	if o.id != "" {
		words = append(words, o.id)
	}
	if !o.own {
		words = append(words, o.spanWords()...)
	}
	if o.id == "" {
		words = append(words, o.choiceWords()...)
	}
	words = append(words, "--language", o.language, "--from", abbreviated(r.ledger.Head()),
		"--content", abbreviated(r.c.revision), "--as-of", r.asOf.UTC().Format(time.RFC3339))
	return strings.Join(words, " ")
}

// abbreviated is a commit in as many digits as stay enough while a repository grows.
func abbreviated(hash string) string { return hash[:min(len(hash), 12)] }

// spanWords are the flags that name the period.
func (s stretch) spanWords() []string {
	switch s.span {
	case report.Days:
		return []string{"--since", s.period.From.Format(time.DateOnly), "--until", s.period.To.AddDate(0, 0, -1).Format(time.DateOnly)}
	case report.OneCampaign: // which has the days of the campaign that is named
		return nil
	}
	return []string{"--" + s.span.String(), s.name}
}

// choiceWords are the flags that say what an object of kind Report would.
func (o order) choiceWords() []string {
	var words []string
	if o.campaign != "" {
		words = append(words, "--campaign", o.campaign)
	}
	for _, ch := range o.channels {
		words = append(words, "--channel", string(ch))
	}
	if o.audience != report.ForTeam {
		words = append(words, "--audience", o.audience.String())
	}
	if o.other != nil {
		words = append(words, "--compare", o.other.name)
	}
	return words
}
