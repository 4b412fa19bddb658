package metrics

import "galley/engine"

// A dialect is what one network tells: the sources of the catalogue that name it.
type dialect struct {
	posts, accounts []field
	slots           map[int]int // of the metrics of posts, where a row keeps them
}

// A field is one source of a metric.
type field struct {
	Source
	metric int // its place in the catalogue
	order  int // among the sources that the network has of the metric
}

func (c Catalogue) dialects() map[engine.Network]*dialect {
	all := map[engine.Network]*dialect{}
	for m, metric := range c.Metrics {
		orders := map[engine.Network]int{}
		for _, source := range metric.Sources {
			d := all[source.Network]
			if d == nil {
				d = &dialect{slots: map[int]int{}}
				all[source.Network] = d
			}
			f := field{source, m, orders[source.Network]}
			orders[source.Network]++
			if metric.Subject == OfAccount {
				d.accounts = append(d.accounts, f)
				continue
			}
			d.posts = append(d.posts, f)
			if _, known := d.slots[m]; !known {
				d.slots[m] = len(d.slots)
			}
		}
	}
	return all
}
