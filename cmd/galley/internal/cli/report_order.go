package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"galley/engine"
	"galley/engine/report"
	"galley/schema"
)

// An order is one report to make.
type order struct {
	stretch
	id, title string // of the object that declares it; empty for one asked for by hand
	folder    string // below reports/
	campaign  string // of its posts alone; empty is all
	channels  []engine.Channel
	kpis      []string
	audience  report.Audience
	template  report.Template
	language  string   // en or fr
	own       bool     // the period is the one that its object names
	other     *stretch // that it is held against; nil is the one before
}

// orders are the reports that were asked for: those of the objects that were
// named, one by hand, or, where nothing was asked, all that the content declares.
func (r *reporting) orders(f reportFlags) ([]order, error) {
	if err := f.fits(); err != nil {
		return nil, err
	}
	if err := r.c.hasChannels(f.channels); err != nil {
		return nil, err
	}
	s, named, err := f.stretch(r.asOf.In(r.c.zone), r.c.Campaigns)
	if err != nil {
		return nil, err
	}
	if len(f.reports) == 0 && (named || f.says() || len(r.c.Reports) == 0) {
		if !named {
			s = stretchAt(report.OneMonth, r.asOf.In(r.c.zone))
		}
		o, err := r.byHand(f, s)
		return []order{o}, err
	}
	reports, err := r.named(f.reports)
	if err != nil {
		return nil, err
	}
	var orders []order
	for _, x := range reports {
		var asked *stretch
		if named {
			asked = &s
		}
		list, err := r.declared(x, asked)
		if err != nil {
			return nil, fmt.Errorf("report %s: %w", x.ID, err)
		}
		for _, o := range list {
			o.language = cmp.Or(f.language, o.language)
			orders = append(orders, o)
		}
	}
	return orders, nil
}

// named are the objects of some names, or all.
func (r *reporting) named(ids []string) ([]schema.Report, error) {
	if len(ids) == 0 {
		return r.c.Reports, nil
	}
	var list []schema.Report
	for _, id := range ids {
		i := slices.IndexFunc(r.c.Reports, func(x schema.Report) bool { return x.ID == id })
		if i < 0 {
			return nil, usage(fmt.Errorf("there is no report %q", id), reportsHint(r.c.Reports))
		}
		list = append(list, r.c.Reports[i])
	}
	return list, nil
}

func reportsHint(reports []schema.Report) string {
	if len(reports) == 0 {
		return "the content declares no object of kind Report"
	}
	var names []string
	for _, x := range reports {
		names = append(names, x.ID)
	}
	return "reports: " + listed(names)
}

// fits refuses what cannot be.
func (f reportFlags) fits() error {
	switch {
	case f.language != "" && f.language != "en" && f.language != "fr":
		return usage(fmt.Errorf("--language %q: want en or fr", f.language), "")
	case !slices.Contains([]string{"", "team", "client", "management"}, f.audience):
		return usage(fmt.Errorf("--audience %q: want team, client or management", f.audience), "")
	case len(f.reports) > 0 && f.says():
		return usage(fmt.Errorf("an object of kind Report says for which channels and whom it is"), "without its name, a report is made by hand")
	}
	return nil
}

// says reports whether the flags say what an object of kind Report would.
func (f reportFlags) says() bool {
	return len(f.channels) > 0 || f.audience != "" || f.campaign != "" || f.compare != ""
}

// byHand is the order of a report that no object of the content declares.
func (r *reporting) byHand(f reportFlags, s stretch) (order, error) {
	o := order{stretch: s, campaign: f.campaign, channels: toChannels(f.channels), audience: audienceOf(f.audience),
		language: cmp.Or(f.language, reportLanguage("", r.c.Project.Languages))}
	slices.Sort(o.channels)
	o.channels = slices.Compact(o.channels)
	parts := []string{o.name}
	if o.campaign != "" && o.span != report.OneCampaign {
		parts = append(parts, "campaign-"+o.campaign)
	}
	for _, ch := range o.channels {
		parts = append(parts, string(ch))
	}
	if o.audience != report.ForTeam {
		parts = append(parts, o.audience.String())
	}
	if f.compare != "" {
		other, err := against(f.compare, r.asOf.In(r.c.zone))
		if err != nil {
			return o, err
		}
		o.other = &other
		parts = append(parts, "against-"+other.name)
	}
	o.folder = strings.Join(parts, "_")
	return o, nil
}

// chosen reports whether an order speaks of a post.
func (o order) chosen(id engine.ID, campaign string) bool {
	return (len(o.channels) == 0 || slices.Contains(o.channels, id.Channel)) && (o.campaign == "" || o.campaign == campaign)
}
