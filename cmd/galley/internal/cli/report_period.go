package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"galley/engine/metrics"
	"galley/engine/report"
	"galley/engine/zone"
	"galley/schema"
)

// spanFlags name a period.
type spanFlags struct {
	month, week, quarter, year string
	campaign                   string
	since, until               string
}

func (f *spanFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.month, "month", "", "a `MONTH`, such as 2026-12, this or last")
	flags.StringVar(&f.week, "week", "", "a `WEEK`, such as 2026-W50, this or last")
	flags.StringVar(&f.quarter, "quarter", "", "a `QUARTER`, such as 2026-Q4, this or last")
	flags.StringVar(&f.year, "year", "", "a `YEAR`, such as 2026, this or last")
	flags.StringVar(&f.campaign, "campaign", "", "the posts of `CAMPAIGN`; without a period, on its days")
	flags.StringVar(&f.since, "since", "", "first `DAY`, such as 2026-12-01; default: the first of the month of --until")
	flags.StringVar(&f.until, "until", "", "last `DAY`; default: the last of the month of --since")
}

// A stretch is a period of days and how people call it.
type stretch struct {
	span   report.Span
	period metrics.Period
	name   string // fit for a file
}

// stretch returns the period that the flags name; false where they name none.
func (f spanFlags) stretch(now time.Time, campaigns []schema.Campaign) (stretch, bool, error) {
	var named []string
	var s stretch
	for _, flag := range []struct {
		name, text string
		span       report.Span
	}{{"month", f.month, report.OneMonth}, {"week", f.week, report.OneWeek}, {"quarter", f.quarter, report.OneQuarter}, {"year", f.year, report.OneYear}} {
		if flag.text == "" {
			continue
		}
		at, err := instant(flag.span, flag.text, now)
		if err != nil {
			return s, false, usage(fmt.Errorf("--%s: %w", flag.name, err), "")
		}
		named = append(named, "--"+flag.name)
		s = stretchAt(flag.span, at)
	}
	if f.since != "" || f.until != "" {
		named = append(named, "--since and --until")
		var err error
		if s, err = f.days(now); err != nil {
			return s, false, err
		}
	}
	if len(named) > 1 {
		return s, false, usage(fmt.Errorf("%s: want one period", strings.Join(named, ", ")), "")
	}
	if f.campaign == "" {
		return s, len(named) > 0, nil
	}
	i := slices.IndexFunc(campaigns, func(c schema.Campaign) bool { return c.ID == f.campaign })
	if i < 0 {
		return s, false, usage(fmt.Errorf("there is no campaign %q", f.campaign), campaignHint(campaigns))
	}
	if len(named) > 0 {
		return s, true, nil
	}
	s, err := campaignStretch(campaigns[i], now.Location())
	return s, true, err
}

func campaignHint(campaigns []schema.Campaign) string {
	if len(campaigns) == 0 {
		return "the content declares no campaign"
	}
	var names []string
	for _, c := range campaigns {
		names = append(names, c.ID)
	}
	return "campaigns: " + listed(names)
}

// campaignStretch are the days of a campaign.
func campaignStretch(c schema.Campaign, loc *time.Location) (stretch, error) {
	if c.From == "" || c.To == "" {
		return stretch{}, failed("give it from and to, or name a period", "campaign %s does not say on which days it is", c.ID)
	}
	from, err := zone.ParseDate(c.From, loc)
	if err != nil {
		return stretch{}, fmt.Errorf("campaign %s: from: %w", c.ID, err)
	}
	last, err := zone.ParseDate(c.To, loc)
	if err != nil {
		return stretch{}, fmt.Errorf("campaign %s: to: %w", c.ID, err)
	}
	return stretch{report.OneCampaign, metrics.Period{From: from, To: last.AddDate(0, 0, 1)}, "campaign-" + c.ID}, nil
}

// days are those between two that were named.
func (f spanFlags) days(now time.Time) (stretch, error) {
	var from, to time.Time
	var err error
	if f.since != "" {
		if from, err = zone.ParseDate(f.since, now.Location()); err != nil {
			return stretch{}, usage(fmt.Errorf("--since: %w", err), "")
		}
		to = firstOfMonth(from).AddDate(0, 1, 0)
	}
	if f.until != "" {
		last, err := zone.ParseDate(f.until, now.Location())
		if err != nil {
			return stretch{}, usage(fmt.Errorf("--until: %w", err), "")
		}
		if to = last.AddDate(0, 0, 1); f.since == "" {
			from = firstOfMonth(last)
		}
	}
	if !from.Before(to) {
		return stretch{}, usage(fmt.Errorf("the period ends on %s, before it begins on %s", f.until, f.since), "")
	}
	name := from.Format(time.DateOnly) + "-to-" + to.AddDate(0, 0, -1).Format(time.DateOnly)
	return stretch{report.Days, metrics.Period{From: from, To: to}, name}, nil
}

var (
	monthForm   = regexp.MustCompile(`^(\d{4})-(0[1-9]|1[0-2])$`)
	weekForm    = regexp.MustCompile(`^(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])$`)
	quarterForm = regexp.MustCompile(`^(\d{4})-Q([1-4])$`)
	yearForm    = regexp.MustCompile(`^(\d{4})()$`)
)

// spanForm is how a span is written, and an example of it.
func spanForm(span report.Span) (form *regexp.Regexp, like string) {
	switch span {
	case report.OneWeek:
		return weekForm, "2026-W50"
	case report.OneQuarter:
		return quarterForm, "2026-Q4"
	case report.OneYear:
		return yearForm, "2026"
	}
	return monthForm, "2026-12"
}

// instant is a moment within the span that a text names.
func instant(span report.Span, text string, now time.Time) (time.Time, error) {
	switch text {
	case "this":
		return now, nil
	case "last":
		return before(stretchAt(span, now)).period.From, nil
	}
	form, like := spanForm(span)
	m := form.FindStringSubmatch(strings.ToUpper(text))
	if m == nil {
		return now, fmt.Errorf("%q: want one such as %s, this or last", text, like)
	}
	year, _ := strconv.Atoi(m[1]) // four digits
	n, _ := strconv.Atoi(m[2])    // two at most; 0 of a year
	at := time.Date(year, 1, 1, 0, 0, 0, 0, now.Location())
	switch span {
	case report.OneMonth:
		return at.AddDate(0, n-1, 0), nil
	case report.OneQuarter:
		return at.AddDate(0, 3*(n-1), 0), nil
	case report.OneWeek:
		// The 4th of January is always in the first week.
		if at = at.AddDate(0, 0, 3+7*(n-1)); n != isoWeek(at) {
			return at, fmt.Errorf("%d has no week %d", year, n)
		}
	}
	return at, nil
}

func isoWeek(t time.Time) int {
	_, week := t.ISOWeek()
	return week
}

// stretchAt is the span, in the zone of t, that t falls into.
func stretchAt(span report.Span, t time.Time) stretch {
	year, month, day := t.Date()
	start := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 0, 0, 0, 0, t.Location())
	}
	var from, to time.Time
	name := ""
	switch span {
	case report.OneWeek:
		from = start(year, month, day-(int(t.Weekday())+6)%7)
		to = from.AddDate(0, 0, 7)
		isoYear, week := from.ISOWeek()
		name = fmt.Sprintf("%04d-W%02d", isoYear, week)
	case report.OneQuarter:
		from = start(year, month-(month-1)%3, 1)
		to = from.AddDate(0, 3, 0)
		name = fmt.Sprintf("%04d-Q%d", year, (int(month)+2)/3)
	case report.OneYear:
		from = start(year, 1, 1)
		to = from.AddDate(1, 0, 0)
		name = fmt.Sprintf("%04d", year)
	default:
		span = report.OneMonth
		from = start(year, month, 1)
		to = from.AddDate(0, 1, 0)
		name = from.Format("2006-01")
	}
	return stretch{span, metrics.Period{From: from, To: to}, name}
}

// before is the span before one.
func before(s stretch) stretch { return stretchAt(s.span, s.period.From.Add(-time.Nanosecond)) }

func firstOfMonth(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, t.Location())
}
