package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/metrics"
	"galley/engine/report"
)

// riskMarker is above the one issue that tells what is at risk.
const riskMarker = "<!-- galley:at-risk -->"

// atRisk tells what goes wrong unless somebody does something: objectives by the
// figures of the last month, channels that are silent, accesses that end. Its exit
// code is for a job that is to turn red.
func (a *app) atRisk(ctx context.Context, f reportFlags) error {
	if f.dry || f.export != "" || len(f.reports) > 0 || f.says() || f.spanFlags != (spanFlags{}) {
		return usage(errors.New("--at-risk looks at all channels, as they are now"), "with --from, as they were")
	}
	r, err := a.reporting(ctx, f)
	if err != nil {
		return err
	}
	now := r.asOf.In(r.c.zone)
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	o := order{stretch: stretch{period: metrics.Period{From: today.AddDate(0, -1, 1), To: today.AddDate(0, 0, 1)}},
		language: cmp.Or(f.language, reportLanguage("", r.c.Project.Languages))}
	source := r.source(o)
	refused := false
	if f.from == "" {
		source.Expiries, refused = r.expiries(ctx)
	}
	risks := report.AtRisk(source, r.rhythms())
	if a.format == "json" {
		_, err = a.Stdout.Write(risks.JSON())
	} else {
		_, err = fmt.Fprintln(a.Stdout, strings.TrimSuffix(string(risks.Markdown(o.language)), "\n"))
	}
	if err == nil && f.issue {
		err = r.keepRiskIssue(ctx, risks, o.language)
	}
	if err == nil && (len(risks.List) > 0 || refused) {
		return silent(exitFailed)
	}
	return err
}

// rhythms are what the charter asks of the channels at least, and what they got.
func (r *reporting) rhythms() []report.Rhythm {
	list := map[engine.Channel]*report.Rhythm{}
	for _, v := range volumesOf(r.c) {
		list[v.Channel] = &report.Rhythm{Channel: v.Channel, PerWeek: v.PerWeek}
	}
	for id, rec := range r.ledger.Record().IDs {
		if x := list[id.Channel]; x != nil && id.Kind == engine.KindPost && rec.Published.After(x.Last) {
			x.Last = rec.Published
		}
	}
	for _, d := range r.c.desired {
		x := list[d.ID.Channel]
		if x != nil && d.Class == engine.Publish && d.Due.After(r.asOf) && (x.Next.IsZero() || d.Due.Before(x.Next)) {
			x.Next = d.Due
		}
	}
	var sorted []report.Rhythm
	for _, name := range slices.Sorted(maps.Keys(list)) {
		x := list[name]
		if x.Last.IsZero() {
			x.Last = r.ledger.Began()
		}
		sorted = append(sorted, *x)
	}
	return sorted
}

// expiries asks the networks that can tell until when a credential holds. One
// that is refused, or whose network does not answer, is said.
func (r *reporting) expiries(ctx context.Context) (list []report.Expiry, refused bool) {
	n := r.connect(r.c)
	for _, name := range slices.Sorted(maps.Keys(n.providers)) {
		prober, can := n.providers[name].(engine.Prober)
		if !can {
			continue
		}
		info, err := prober.Probe(ctx)
		if err != nil {
			r.say("%s: %s", name, err)
			refused = refused || engine.KindOf(err) == engine.Unauthorized
			continue
		}
		if !info.Expires.IsZero() {
			list = append(list, report.Expiry{Channel: name, At: info.Expires})
		}
	}
	slices.SortStableFunc(list, func(a, b report.Expiry) int { return a.At.Compare(b.At) })
	return list, refused
}

// keepRiskIssue makes the repository on GitHub have one open issue for as long as
// something is at risk.
func (r *reporting) keepRiskIssue(ctx context.Context, risks report.Risks, language string) error {
	repository := r.githubName(r.c)
	if repository == "" {
		return failed("run it in a job of GitHub, or in a clone of a repository there", "--issue: which repository is this?")
	}
	client, err := r.forge(repository)
	if err != nil {
		return err
	}
	if len(risks.List) == 0 {
		done, err := client.CloseIssue(ctx, riskMarker)
		if err == nil && done.URL != "" {
			r.say("nothing at risk any more: issue %s: %s", done.Deed, done.URL)
		}
		return err
	}
	title := fmt.Sprintf("At risk: %d", len(risks.List))
	if language == "fr" {
		title = fmt.Sprintf("Menacé : %d", len(risks.List))
	}
	done, err := client.UpsertIssue(ctx, riskMarker, title, r.redact(string(risks.Markdown(language))), []string{})
	if err == nil {
		r.say("at risk: issue %s: %s", done.Deed, done.URL)
	}
	return err
}
