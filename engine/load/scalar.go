package load

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

var jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

// scalar builds text, a number, true, false or nil. Dates stay the text that
// was written, and so do numbers that are not written as everyone does (010,
// 0x1f, 1_000, .inf).
func (b *builder) scalar(path string, n *yaml.Node) any {
	switch tag := n.ShortTag(); tag {
	case "!!str", "!!timestamp", "!!merge":
		return n.Value
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(n.Value, "true")
	case "!!int", "!!float":
		v := number(n.Value)
		if _, text := v.(string); !text && fmt.Sprint(v) != n.Value {
			b.document.written = append(b.document.written, written{path, n.Value})
		}
		return v
	default:
		b.fail(n, ruleYAMLSyntax, fmt.Sprintf("the tag %s is not known here", tag), "leave it out")
		return nil
	}
}

func number(text string) any {
	m := jsonNumber.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	if m[2] == "" && m[3] == "" {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n
		}
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil && !math.IsInf(f, 0) {
		return f
	}
	return text
}
