package load

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// A SyntaxError says where a YAML document of another program cannot be read.
type SyntaxError struct {
	Line int // from 1
	Text string
}

// Error returns the line and what is wrong with it.
func (e *SyntaxError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Text) }

// Foreign decodes the first YAML document of a file that is written for another
// program, which reads it by the same library: aliases and merges are resolved,
// of keys that are no text there is none. The caller bounds the size of data;
// aliases that multiply are refused. An empty document is an empty map; every
// error is a *SyntaxError.
func Foreign(data []byte) (values map[string]any, err error) {
	defer func() {
		if r := recover(); r != nil {
			values, err = nil, &SyntaxError{1, "the file is not YAML"}
		}
	}()
	if err := yaml.Unmarshal(data, &values); err != nil {
		return nil, foreignError(err)
	}
	return values, nil
}

// foreign reports whether a document is a rule of Vale's styles, which a charter
// may list and which lie among the content: it extends something and has neither
// kind nor id.
func foreign(root *yaml.Node) bool {
	extends := lookup(root, "extends")
	return extends != nil && extends.Kind == yaml.ScalarNode && lookup(root, "kind") == nil && lookup(root, "id") == nil
}

func foreignError(err error) error {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	var types *yaml.TypeError
	if errors.As(err, &types) && len(types.Errors) > 0 {
		text = types.Errors[0]
	}
	e := &SyntaxError{1, text}
	if m := syntaxLine.FindStringSubmatch(text); m != nil {
		e.Line, _ = strconv.Atoi(m[1])
		e.Text = text[len(m[0]):]
	}
	return e
}
