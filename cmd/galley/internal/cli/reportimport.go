package cli

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/intake"
	"galley/engine/metrics"
	"galley/engine/repo"
)

// importNumbers takes a table of visits, conversions or spend over into the
// record.
func (a *app) importNumbers(ctx context.Context, f collectFlags) error {
	order := intake.DateOrder(f.order)
	if order != "" && order != intake.YearFirst && order != intake.DayFirst && order != intake.MonthFirst {
		return usage(fmt.Errorf("--date-format %q: want ymd, dmy or mdy", f.order), "")
	}
	c, err := a.worktree(ctx)
	if err != nil {
		return err
	}
	if err := a.invalid(c); err != nil {
		return err
	}
	data, err := readBounded(a.under(f.imports), intake.MaxTable)
	if err != nil {
		return err
	}
	open := a.open
	if f.keep {
		open = a.openToWrite
	}
	store, err := open(c)
	if err != nil {
		return err
	}
	table := intake.ReadNumbers(data, order)
	rows, problems := c.importRows(table.Rows)
	problems = append(table.Problems, problems...)
	if len(table.Ignored) > 0 {
		a.say("%s: nobody reads %s", f.imports, quoted(table.Ignored))
	}
	if strangers := c.strangeCampaigns(rows); len(strangers) > 0 {
		a.say("%s: no campaign has the ID or utm_campaign %s; they count in totals only", f.imports, quoted(strangers))
	}
	changed := 0
	if f.keep && len(rows) > 0 {
		message := "metrics: import " + view.Count(len(rows), "row", "rows") + " of " + filepath.Base(f.imports)
		err := store.Change(ctx, message, func(files fs.FS) ([]repo.File, error) {
			list, n, err := metrics.MergeImports(files, rows)
			changed = n
			return recordFiles(list), err
		})
		if err != nil {
			return err
		}
	}
	return a.showImported(f, len(rows), changed, problems)
}

// showImported tells what could not be taken, and what was.
func (a *app) showImported(f collectFlags, rows, changed int, problems []intake.Problem) error {
	slices.SortStableFunc(problems, func(p, q intake.Problem) int { return p.Line - q.Line })
	lines := map[int]bool{}
	result := view.ImportedJSON{FormatVersion: view.FormatVersion, ToolVersion: Version(), Rows: rows, Changed: changed, Problems: []view.TableProblem{}}
	for _, p := range problems {
		lines[p.Line] = true
		result.Problems = append(result.Problems, view.TableProblem{Line: p.Line, Column: a.safe(p.Field), Text: a.safe(p.Text), Hint: a.safe(p.Hint)})
		if a.format == "json" {
			continue
		}
		if err := a.showProblem(f.imports, p); err != nil {
			return err
		}
	}
	if err := a.showImportedTotal(f, result, len(lines)); err != nil {
		return err
	}
	switch {
	case len(lines) > 0 && rows > 0:
		return silent(exitPartly)
	case len(lines) > 0:
		return silent(exitFailed)
	}
	return nil
}

func (a *app) showImportedTotal(f collectFlags, result view.ImportedJSON, wrong int) error {
	if a.format == "json" {
		return view.Write(a.Stdout, result)
	}
	summary := "Imported: " + view.Count(result.Rows, "row", "rows")
	if wrong > 0 {
		summary += ", " + view.Count(wrong, "row", "rows") + " not"
	}
	switch {
	case !f.keep:
		summary += "; nothing is committed"
	case result.Changed == 0:
		summary += "; all of it was there already"
	default:
		summary += "; " + view.Count(result.Changed, "day and campaign", "days and campaigns") + " committed to metrics/ on the record branch"
	}
	_, err := fmt.Fprintln(a.Stdout, summary+".")
	return err
}

// importRows are rows as the record keeps them: a campaign by its ID, a channel
// by its own.
func (c content) importRows(rows []intake.NumberRow) (list []metrics.ImportRow, problems []intake.Problem) {
	for _, r := range rows {
		row := metrics.ImportRow{Day: r.Day, Campaign: c.campaignOf(r.Campaign), Source: r.Source, Counts: r.Counts}
		row.Channel = c.channelOf(r.Channel)
		switch {
		case r.Channel == "":
			row.Channel = c.channelOf(r.Source)
		case row.Channel == "":
			problems = append(problems, intake.Problem{Line: r.Line, Text: fmt.Sprintf("%.40q is no channel, nor a network with one channel", r.Channel),
				Hint: "channels: " + strings.Join(c.channelNames(), ", ")})
			continue
		}
		list = append(list, row)
	}
	return list, problems
}

// channelOf is the one channel that a name means; empty if it means none, or
// several.
func (c content) channelOf(name string) engine.Channel {
	if channels, _, _ := c.channelsNamed([]string{name}); len(channels) == 1 {
		return engine.Channel(channels[0])
	}
	return ""
}

// campaignOf is the ID of the campaign that a table names by it, or by its
// utm_campaign; else what the table says.
func (c content) campaignOf(name string) string {
	for _, campaign := range c.Campaigns {
		if campaign.ID == name {
			return name
		}
	}
	for _, campaign := range c.Campaigns {
		if utm := campaign.UTM["campaign"]; utm != "" && strings.EqualFold(utm, name) {
			return campaign.ID
		}
	}
	return name
}

// strangeCampaigns are the campaigns of rows that the content does not have.
func (c content) strangeCampaigns(rows []metrics.ImportRow) []string {
	known := map[string]bool{"": true}
	for _, campaign := range c.Campaigns {
		known[campaign.ID] = true
	}
	var strangers []string
	for _, r := range rows {
		if !known[r.Campaign] {
			known[r.Campaign] = true
			strangers = append(strangers, r.Campaign)
		}
	}
	return strangers
}
