package validate

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/zone"
	"galley/schema"
)

// A mistake in an objective or a report keeps no post back, unless it names what
// does not exist.

// objectives looks at those of the charter and of campaigns.
func (c *checker) objectives() {
	if charter := c.Content.Charter; charter != nil {
		for i, o := range charter.Objectives {
			c.objective(o, charter.Object, i, "")
		}
	}
	for _, campaign := range c.Content.Campaigns {
		for i, o := range campaign.Objectives {
			c.objective(o, campaign.Object, i, campaign.From)
		}
	}
}

// objective looks at one; begins is the first day of its campaign, which is
// looked at with the campaign.
func (c *checker) objective(o schema.Objective, of *schema.Object, i int, begins string) {
	at := func(path ...string) engine.Pos {
		return position(of, append([]string{"objectives", strconv.Itoa(i)}, path...)...)
	}
	for n, id := range o.Channels {
		c.knownChannel(id, of.String(), at("channels", strconv.Itoa(n)))
	}
	c.told(o.KPI, o.Channels, of.String(), at("kpi"))
	due, ends := c.day(o.Due, of.String(), at("due"))
	from, err := zone.ParseDate(o.From, c.zone)
	if err != nil && o.From != begins {
		c.day(o.From, of.String(), at("from"))
	}
	if ends && err == nil && due.Before(from) {
		c.report(engine.Finding{Pos: at("due"), Rule: ruleObjectiveDates, Object: of.String(),
			Text: fmt.Sprintf("due %s, and it begins on %s", o.Due, o.From), Hint: "an objective begins before it is due"})
	}
}

// reports looks at what reports name.
func (c *checker) reports() {
	for _, r := range c.Content.Reports {
		object := "Report " + r.ID
		for i, id := range r.Channels {
			c.knownChannel(id, object, position(r.Object, "channels", strconv.Itoa(i)))
		}
		if r.Campaign != "" {
			c.knownCampaign(r.Campaign, object, position(r.Object, "campaign"))
		}
		for i, kpi := range r.KPIs {
			c.told(kpi, r.Channels, object, position(r.Object, "kpis", strconv.Itoa(i)))
		}
		c.reportDays(r, object)
	}
}

// reportDays wants a period, or a first and a last day.
func (c *checker) reportDays(r schema.Report, object string) {
	wrong := func(field, text, hint string) {
		c.report(engine.Finding{Pos: position(r.Object, field), Rule: ruleReportDays, Text: text, Hint: hint, Object: object})
	}
	switch once := r.From != "" || r.To != ""; {
	case r.Period == "" && !once:
		wrong("id", "the report does not say which days it covers", "add period: month, or from: and to:")
	case r.Period != "" && once:
		wrong("period", fmt.Sprintf("period: %s, and days of its own", r.Period), "remove period:, or from: and to:")
	case once && r.From == "":
		wrong("to", "there is a last day and no first one", "add from:")
	case once && r.To == "":
		wrong("from", "there is a first day and no last one", "add to:")
	case once:
		from, begins := c.day(r.From, object, position(r.Object, "from"))
		to, ends := c.day(r.To, object, position(r.Object, "to"))
		if begins && ends && to.Before(from) {
			wrong("to", fmt.Sprintf("%s is before %s", r.To, r.From), "the last day comes last")
		}
	case r.Period == "campaign":
		c.campaignDays(r, wrong)
	}
}

// campaignDays wants the campaign of a report to have them.
func (c *checker) campaignDays(r schema.Report, wrong func(field, text, hint string)) {
	i := slices.IndexFunc(c.Content.Campaigns, func(campaign schema.Campaign) bool { return campaign.ID == r.Campaign })
	if i < 0 {
		return
	}
	if campaign := c.Content.Campaigns[i]; campaign.From == "" || campaign.To == "" {
		wrong("campaign", fmt.Sprintf("campaign %s does not say from when to when it lasts", r.Campaign), "give the campaign from: and to:")
	}
}

// told warns of a KPI that no network of the channels tells; none named are all.
// Whoever aims at it would never learn how far it is.
func (c *checker) told(kpi string, channels []string, object string, at engine.Pos) {
	if c.catalogue.Version == "" {
		c.catalogue = schema.Metrics()
	}
	var networks []string
	for i := range c.Content.Channels {
		channel := &c.Content.Channels[i]
		info, known := c.Infos[engine.Network(channel.Network)]
		if !known || len(channels) > 0 && !slices.Contains(channels, channel.ID) {
			continue
		}
		if c.catalogue.Tells(channel.Network, kpi) {
			return
		}
		networks = append(networks, label(info))
	}
	if len(networks) == 0 {
		return
	}
	slices.Sort(networks)
	networks = slices.Compact(networks)
	c.report(engine.Finding{Pos: at, Rule: ruleUntoldKPI, Severity: engine.SeverityWarning, Object: object,
		Text: fmt.Sprintf("%s is not told by %s", kpi, strings.Join(networks, ", ")), Hint: "choose a KPI that these networks tell, or channels of others"})
}

// day reads a local date; what cannot be read is reported.
func (c *checker) day(text, object string, at engine.Pos) (time.Time, bool) {
	day, err := zone.ParseDate(text, c.zone)
	if err == nil {
		return day, true
	}
	f := engine.Finding{Pos: at, Rule: string(zone.BadDate), Text: err.Error(), Object: object, Fatal: true}
	if z := (*zone.Error)(nil); errors.As(err, &z) {
		f.Rule, f.Text, f.Hint = string(z.Kind), z.Text, z.Hint
	}
	c.report(f)
	return time.Time{}, false
}
