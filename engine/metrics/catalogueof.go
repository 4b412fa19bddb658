package metrics

import (
	"fmt"
	"time"

	"galley/engine"
	"galley/schema"
)

// CatalogueOf takes from the schema's catalogue what figures are computed by.
// The error says which date or formula of it cannot be read.
func CatalogueOf(c schema.Catalogue) (Catalogue, error) {
	out := Catalogue{Version: c.Version}
	for _, m := range c.Metrics {
		if m.Subject == "record" {
			continue // one of Facts
		}
		metric := Metric{Name: m.Name, Subject: subjects()[m.Subject]}
		for _, s := range m.Sources {
			source, err := sourceOf(s)
			if err != nil {
				return Catalogue{}, fmt.Errorf("metric %s on %s: %w", m.Name, s.Network, err)
			}
			metric.Sources = append(metric.Sources, source)
		}
		out.Metrics = append(out.Metrics, metric)
	}
	for _, k := range c.KPIs {
		out.KPIs = append(out.KPIs, Definition{KPI: k.Name, Label: Text(k.Label), Meaning: Text(k.Definition),
			Formula: k.Formula, Unit: k.Unit, Better: k.Better, Group: k.Group, Averaging: k.Averaging})
	}
	if len(c.Engagement) > 0 {
		out.Engagement = map[engine.Network][]string{}
	}
	for _, e := range c.Engagement {
		out.Engagement[engine.Network(e.Network)] = e.Metrics
	}
	return out, out.Check()
}

func subjects() map[string]Subject {
	return map[string]Subject{"account": OfAccount, "import": OfImport}
}

// sourceOf reads the days between which a source held: from the first to the
// last, in UTC, in which snapshots are.
func sourceOf(s schema.MetricSource) (Source, error) {
	source := Source{Network: engine.Network(s.Network), Field: s.Count}
	var err error
	if s.From != "" {
		if source.From, err = time.Parse(time.DateOnly, s.From); err != nil {
			return Source{}, err
		}
	}
	if s.To != "" {
		if source.To, err = time.Parse(time.DateOnly, s.To); err != nil {
			return Source{}, err
		}
		source.To = source.To.AddDate(0, 0, 1)
	}
	return source, nil
}
