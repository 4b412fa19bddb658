package load

import (
	"strconv"

	"gopkg.in/yaml.v3"
)

// mostSteps bounds the way through merges, which may lead in circles.
const mostSteps = 10_000

// descend returns the node that a path of an object is built from, past aliases
// and merges; nil if there is none.
func descend(n *yaml.Node, path []string) *yaml.Node {
	steps := mostSteps
	n = resolved(n)
	for _, key := range path {
		if n == nil {
			return nil
		}
		switch n.Kind {
		case yaml.MappingNode:
			n = resolved(merged(n, key, &steps))
		case yaml.SequenceNode:
			i, ok := index(key, len(n.Content))
			if !ok {
				return nil
			}
			n = resolved(n.Content[i])
		default:
			return nil
		}
	}
	return n
}

// resolved is what an alias stands for, or the node itself.
func resolved(n *yaml.Node) *yaml.Node {
	if n != nil && n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// merged looks a key up in a mapping, then in what it merges, in the order of
// the builder.
func merged(n *yaml.Node, key string, steps *int) *yaml.Node {
	n = resolved(n)
	if *steps--; *steps < 0 || n == nil {
		return nil
	}
	if n.Kind == yaml.SequenceNode {
		for _, item := range n.Content {
			if v := merged(item, key, steps); v != nil {
				return v
			}
		}
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if k := n.Content[i]; k.Kind == yaml.ScalarNode && k.Value == key && k.ShortTag() != "!!merge" {
			return n.Content[i+1]
		}
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if k := n.Content[i]; k.Kind == yaml.ScalarNode && k.ShortTag() == "!!merge" {
			if v := merged(n.Content[i+1], key, steps); v != nil {
				return v
			}
		}
	}
	return nil
}

// index reads an index of a list of a length.
func index(key string, length int) (int, bool) {
	i, err := strconv.Atoi(key)
	return i, err == nil && i >= 0 && i < length
}
