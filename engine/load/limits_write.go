package load

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"galley/engine"
)

// WithLimits returns a YAML file with the limits of one Channel written into it,
// in place of those it has or as its last field. No other line changes. False
// means that the file has no such channel in a form that can be edited.
func WithLimits(data []byte, channel string, limits engine.ServerLimits) ([]byte, bool) {
	line := limitsLine(limits)
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var doc yaml.Node
		if err := decoder.Decode(&doc); err != nil {
			return data, false // io.EOF, or a file that cannot be read
		}
		if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode || doc.Content[0].Style&yaml.FlowStyle != 0 {
			continue
		}
		fields := doc.Content[0].Content
		if valueOf(fields, "kind") == "Channel" && valueOf(fields, "id") == channel {
			return editField(data, fields, "limits", line)
		}
	}
}

func valueOf(fields []*yaml.Node, key string) string {
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i].Value == key {
			return fields[i+1].Value
		}
	}
	return ""
}

// editField puts line where a field is written, or behind the last one.
func editField(data []byte, fields []*yaml.Node, key, line string) ([]byte, bool) {
	lines := strings.SplitAfter(string(data), "\n")
	at, end := -1, -1
	for i := 0; i+1 < len(fields); i += 2 {
		first, last := fields[i].Line-1, lastLine(fields[i+1])
		if fields[i].Value == key {
			at, end = first, last
			break
		}
		end = max(end, last)
	}
	if end < 0 || end > len(lines) {
		return data, false
	}
	if at < 0 {
		at = end
	}
	if at > 0 && !strings.HasSuffix(lines[at-1], "\n") {
		lines[at-1] += "\n"
	}
	return []byte(strings.Join(slices.Concat(lines[:at], []string{line}, lines[end:]), "")), true
}

// lastLine is the number of lines up to the end of a node.
func lastLine(n *yaml.Node) int {
	last := n.Line
	if n.Kind == yaml.ScalarNode && n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		last += strings.Count(strings.TrimRight(n.Value, "\n"), "\n") + 1
	}
	for _, child := range n.Content {
		last = max(last, lastLine(child))
	}
	return last
}

// limitsLine writes what a server said; what it did not say is left out.
func limitsLine(l engine.ServerLimits) string {
	var parts []string
	for _, n := range []struct {
		key   string
		value int
	}{
		{"maxText", l.MaxText}, {"perURL", l.PerURL}, {"maxMedia", l.MaxMedia}, {"maxAlt", l.MaxAlt}, {"mediaBytes", l.MediaBytes},
		{"videoBytes", l.VideoBytes}, {"mediaPixels", l.MediaPixels}, {"pollOptions", l.PollOptions}, {"pollText", l.PollText},
		{"pollMin", l.PollMin}, {"pollMax", l.PollMax},
	} {
		if n.value > 0 {
			parts = append(parts, fmt.Sprintf("%s: %d", n.key, n.value))
		}
	}
	if l.PollMedia != nil {
		parts = append(parts, fmt.Sprintf("pollMedia: %t", *l.PollMedia))
	}
	return "limits: {" + strings.Join(parts, ", ") + "}\n"
}
