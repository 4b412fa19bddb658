package metrics

import (
	"slices"
	"testing"

	"galley/schema"
)

// TestTheCatalogueCanBeComputed wants every formula of the schema's catalogue to
// be one, and every fact that formulas may use to be explained there.
func TestTheCatalogueCanBeComputed(t *testing.T) {
	source := schema.Metrics()
	c, err := CatalogueOf(source)
	if err != nil {
		t.Fatal(err)
	}
	if c.Version != source.Version || len(c.KPIs) != len(source.KPIs) {
		t.Errorf("got version %s with %d KPIs, want %s with %d", c.Version, len(c.KPIs), source.Version, len(source.KPIs))
	}
	var record []string
	for _, m := range source.Metrics {
		if m.Subject == "record" {
			record = append(record, m.Name)
		}
	}
	if !slices.Equal(record, Facts()) {
		t.Errorf("the catalogue explains the facts\n%v, formulas may use\n%v", record, Facts())
	}
}
