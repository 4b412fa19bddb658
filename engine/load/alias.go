package load

import (
	"fmt"

	"gopkg.in/yaml.v3"
)

// alias builds what an alias stands for.
func (b *builder) alias(n *yaml.Node, build func(*yaml.Node) any) any {
	if b.open[n.Alias] {
		b.fail(n, ruleAliasBomb, fmt.Sprintf("the alias *%s stands for itself", n.Value), "")
		b.stopped = true
		return nil
	}
	if b.inAlias == 0 {
		b.outer = n
	}
	if b.tooMany() {
		return nil
	}
	b.open[n.Alias] = true
	b.inAlias++
	v := build(n.Alias)
	b.inAlias--
	delete(b.open, n.Alias)
	return v
}

// tooMany counts a value that an alias stands for, and reports the first beyond
// the limit.
func (b *builder) tooMany() bool {
	if b.aliased++; b.aliased <= b.limits.Aliased {
		return false
	}
	if !b.stopped {
		b.fail(b.outer, ruleAliasBomb, fmt.Sprintf("the aliases of this file stand for more than %d values", b.limits.Aliased),
			"write the values out, or fewer of them")
	}
	b.stopped = true
	return true
}

// merges adds what "<<" brings, which what is written out overrides.
func (b *builder) merges(path string, n *yaml.Node, depth int, out map[string]any) {
	for i := 0; i+1 < len(n.Content) && !b.stopped; i += 2 {
		if n.Content[i].Kind == yaml.ScalarNode && n.Content[i].ShortTag() == "!!merge" {
			b.merge(path, n.Content[i+1], depth+1, out)
		}
	}
}

func (b *builder) merge(path string, n *yaml.Node, depth int, out map[string]any) {
	switch {
	case depth > b.limits.Depth:
		b.fail(n, ruleTooDeep, fmt.Sprintf("more than %d values inside each other", b.limits.Depth), "")
		b.stopped = true
	case n.Kind == yaml.AliasNode:
		b.alias(n, func(target *yaml.Node) any {
			b.merge(path, target, depth+1, out)
			return nil
		})
	case n.Kind == yaml.MappingNode:
		for key, v := range b.mapping(path, n, depth, nil) {
			if _, there := out[key]; !there {
				out[key] = v
			}
		}
	case n.Kind == yaml.SequenceNode:
		for _, item := range n.Content {
			b.merge(path, item, depth+1, out)
		}
	default:
		b.fail(n, ruleYAMLSyntax, "<< takes a map, or a list of maps", "")
	}
}
