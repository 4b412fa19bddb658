package vale

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"galley/engine/load"
)

// A refusal says why a rule is not shown to Vale.
type refusal struct {
	line       int
	text, hint string
}

// inside are the keys of rules that name files. Vale takes absolute paths and
// ones that climb out of the folder.
var inside = []string{"dic", "aff", "dicpath", "dictionaries", "ignore"}

// formula is arithmetic. Vale evaluates formulas as programs, which could loop.
var formula = regexp.MustCompile(`^[\w\s.+\-*/()<>=!%&|,]*$`)

// reference is a rule that another one builds on.
var reference = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9_-]*)(\.[A-Za-z0-9_-]+)+$`)

// checkRule refuses a rule that would run code or read files elsewhere, and
// returns the style it builds on, "" if none. Whether the rule makes sense is
// Vale's to say. Keys are compared without regard to case, as Vale does.
func checkRule(data []byte) (base string, problem *refusal) {
	values, err := load.Foreign(data)
	if err != nil {
		var syntax *load.SyntaxError
		errors.As(err, &syntax)
		return "", &refusal{syntax.Line, "this is not YAML: " + syntax.Text, ""}
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		value, name := values[key], strings.ToLower(strings.TrimRight(key, "+-"))
		text, hint := "", ""
		switch {
		case name == "script" || name == "extends" && value == "script":
			text, hint = "this rule is a script, and styles may not run code", switchOff
		case name == "model":
			text, hint = "this rule brings a language model of its own, which is not read", switchOff
		case name == "action":
			text, hint = refuseAction(key, value), switchOff
		case name == "formula" || name == "condition":
			if s, ok := value.(string); !ok || !formula.MatchString(s) {
				text, hint = name+" is more than arithmetic, and styles may not run code", switchOff
			}
		case slices.Contains(inside, name):
			if file := outside(value); file != "" {
				text, hint = fmt.Sprintf("%s: %q is not inside the folder of styles", name, cut(file, 100)), "put the file there"
			}
		case name == "extends":
			if s, _ := value.(string); strings.Contains(s, ".") {
				if m := reference.FindStringSubmatch(s); m != nil {
					base = m[1]
				} else {
					text = fmt.Sprintf("extends: %q is no rule", cut(s, 100))
				}
			}
		}
		if line := lineOf(data, key); text != "" && (problem == nil || line < problem.line) {
			problem = &refusal{line, text, hint}
		}
	}
	return base, problem
}

const switchOff = `take the rule out, or switch it off in the charter: vale: {rules: {Style.Rule: off}}`

// refuseAction allows what Vale itself resolves from the rule alone. Other names
// of "suggest" are files with scripts.
func refuseAction(key string, value any) string {
	const script = "this action is a script, and styles may not run code"
	fields, ok := value.(map[string]any)
	if !ok || strings.HasSuffix(key, "+") || strings.HasSuffix(key, "-") {
		return "the action has to be written out, as {name, params}"
	}
	name, params := "", any(nil)
	for field, value := range fields {
		switch strings.ToLower(field) {
		case "name":
			name, _ = value.(string)
		case "params":
			params = value
		}
	}
	switch name {
	case "replace", "remove", "convert", "edit":
		return ""
	case "suggest":
		list, ok := params.([]any)
		if params == nil || ok && (len(list) == 0 || len(list) == 1 && list[0] == "spellings") {
			return ""
		}
		return script
	}
	return "there is no such action"
}

// outside returns the first path in a value that leads out of its folder.
func outside(value any) string {
	switch v := value.(type) {
	case string:
		if v != "" && (!filepath.IsLocal(v) || strings.ContainsAny(v, `\:~$`) || strings.HasPrefix(v, "/")) {
			return v
		}
	case []any:
		for _, one := range v {
			if file := outside(one); file != "" {
				return file
			}
		}
	case nil:
	default:
		return fmt.Sprint(v)
	}
	return ""
}

// lineOf returns the first line that begins with a key, 1 if none does.
func lineOf(data []byte, key string) int {
	line := 0
	for text := range bytes.Lines(data) {
		line++
		if rest, ok := bytes.CutPrefix(bytes.TrimLeft(text, "\"'"), []byte(key)); ok && bytes.Contains(rest, []byte(":")) {
			return line
		}
	}
	return 1
}
