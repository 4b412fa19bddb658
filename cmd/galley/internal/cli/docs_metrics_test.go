package cli_test

import (
	"fmt"
	"slices"
	"strings"

	"galley/engine"
	"galley/providers"
	"galley/schema"
)

// networkNames are those of networks in the catalogue that Galley does not speak
// to; the others say their names themselves.
func networkNames() map[string]string {
	names := map[string]string{"facebook": "Facebook", "instagram": "Instagram", "linkedin": "LinkedIn", "threads": "Threads", "x": "X",
		"youtube": "YouTube"}
	for name, info := range providers.All().Infos() {
		names[string(name)] = info.Label
	}
	return names
}

// metricWords are the sentences of the page on metrics.
type metricWords struct {
	intro, kpis, kpiTable, engagement, told, metrics, facts, sources, since, until string
	groups, units, kinds, averages                                                 map[string]string
}

func metricsPage(language string) string {
	c, w := schema.Metrics(), metricWordsIn(language)
	var b strings.Builder
	b.WriteString(generated + fmt.Sprintf(w.intro, c.Version))
	b.WriteString(w.kpis)
	for _, group := range []string{"visibility", "engagement", "loyalty", "conversion", "delivery"} {
		fmt.Fprintf(&b, "\n### %s\n\n%s", w.groups[group], w.kpiTable)
		for _, k := range c.KPIs {
			if k.Group == group {
				fmt.Fprintf(&b, "| `%s` | **%s**. %s | `%s` | %s | %s |\n", k.Name, k.Label.In(language), k.Definition.In(language), k.Formula,
					w.units[k.Unit], w.averages[k.Averaging])
			}
		}
	}
	writeEngagement(&b, c, w, language)
	writeTold(&b, c, w)
	b.WriteString(w.metrics)
	for _, m := range c.Metrics {
		if len(m.Sources) > 0 && m.Subject != "import" {
			writeMetric(&b, m, w, language)
		}
	}
	b.WriteString(w.facts)
	for _, m := range c.Metrics {
		if m.Subject == "record" || m.Subject == "import" {
			fmt.Fprintf(&b, "| `%s` | **%s**. %s |\n", m.Name, m.Label.In(language), m.Definition.In(language))
		}
	}
	return b.String()
}

func writeEngagement(b *strings.Builder, c schema.Catalogue, w metricWords, language string) {
	b.WriteString(w.engagement)
	for _, e := range c.Engagement {
		var parts []string
		for _, name := range e.Metrics {
			m, _ := c.Metric(name)
			parts = append(parts, strings.ToLower(m.Label.In(language)))
		}
		fmt.Fprintf(b, "| %s | %s |\n", networkNames()[e.Network], strings.Join(parts, ", "))
	}
}

// writeTold is a table of networks and of the KPIs that not all of them tell.
func writeTold(b *strings.Builder, c schema.Catalogue, w metricWords) {
	var networks []string
	for _, e := range c.Engagement {
		networks = append(networks, e.Network)
	}
	b.WriteString(w.told + "| |")
	for _, network := range networks {
		fmt.Fprintf(b, " %s |", networkNames()[network])
	}
	b.WriteString("\n| --- |" + strings.Repeat(" --- |", len(networks)) + "\n")
	for _, k := range c.KPIs {
		var row strings.Builder
		for _, network := range networks {
			if c.Tells(network, k.Name) {
				row.WriteString(" ✓ |")
			} else {
				row.WriteString(" |")
			}
		}
		if strings.Count(row.String(), "✓") < len(networks) {
			fmt.Fprintf(b, "| `%s` |%s\n", k.Name, row.String())
		}
	}
}

func writeMetric(b *strings.Builder, m schema.Metric, w metricWords, language string) {
	fmt.Fprintf(b, "\n### %s\n\n`%s`. %s %s\n\n%s", m.Label.In(language), m.Name, m.Definition.In(language), w.kinds[m.Kind], w.sources)
	for _, s := range m.Sources {
		var taken []string
		if s.From != "" {
			taken = append(taken, fmt.Sprintf(w.since, s.From))
		}
		if s.To != "" {
			taken = append(taken, fmt.Sprintf(w.until, s.To))
		}
		name := networkNames()[s.Network]
		if slices.Contains(providers.All().Networks(), engine.Network(s.Network)) {
			name = "**" + name + "**"
		}
		fmt.Fprintf(b, "| %s | `%s` | %s | %s | %s |\n", name, s.Field, s.API, strings.Join(taken, ", "), s.Not.In(language))
	}
}
