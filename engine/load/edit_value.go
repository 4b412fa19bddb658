package load

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// inLine writes a scalar on one line, in quotes where it would be read as
// something else without; a mark of 0 prefers none.
func inLine(v any, mark byte, flow bool) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return float(v)
	case string:
		return textInLine(v, mark, flow)
	}
	return inFlow(v, mark)
}

// float writes a number that is read as one with a fraction again.
func float(v float64) string {
	text := strconv.FormatFloat(v, 'g', -1, 64)
	if !strings.ContainsAny(text, ".e") && !math.IsInf(v, 0) && !math.IsNaN(v) {
		text += ".0"
	}
	return text
}

func textInLine(text string, mark byte, flow bool) string {
	switch {
	case mark == 0 && plainHolds(text, flow):
		return text
	case strings.Contains(text, "\n") || !printable(text) || strings.Trim(text, " \t") != text:
		return doubleQuoted(text)
	case mark == '\'', mark == 0 && strings.ContainsAny(text, `"\`):
		if quoted := "'" + strings.ReplaceAll(text, "'", "''") + "'"; scalarHolds(quoted, text, flow) {
			return quoted
		}
	}
	return doubleQuoted(text)
}

// plainHolds reports whether a text needs no quotes, for this parser and for
// those that take yes for true.
func plainHolds(text string, flow bool) bool {
	switch strings.ToLower(text) {
	case "", "y", "n", "yes", "no", "on", "off", "<<", "=":
		return false
	}
	return !strings.ContainsAny(text, "\n\r\t") && scalarHolds(text, text, flow)
}

// doubleQuoted writes a text so that every parser reads it back.
func doubleQuoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case printable(string(r)):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// inFlow writes any value between brackets, or a scalar. A mark quotes texts and
// keys, as JSON does.
func inFlow(v any, mark byte) string {
	var parts []string
	switch v := ordered(v).(type) {
	case []any:
		for _, item := range v {
			parts = append(parts, inFlow(item, mark))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case Fields:
		for _, field := range v {
			parts = append(parts, inLine(field.Key, mark, true)+": "+inFlow(field.Value, mark))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	default:
		return inLine(v, mark, true)
	}
}

// ordered gives a value the forms that are written: []any, Fields or a scalar.
func ordered(v any) any {
	switch v := v.(type) {
	case []string:
		list := make([]any, len(v))
		for i, text := range v {
			list[i] = text
		}
		return list
	case map[string]any:
		var fields Fields
		for _, key := range slices.Sorted(maps.Keys(v)) {
			fields = append(fields, Field{key, v[key]})
		}
		return fields
	case nil, bool, int, int64, float64, string, []any, Fields:
		return v
	}
	return nil
}

// plainValue is a value as it is read: Fields are maps, and an int is an int64.
// False means that it is none that can be written.
func plainValue(v any) (any, bool) {
	switch v := v.(type) {
	case nil, bool, string, int64:
		return v, true
	case float64:
		return v, !math.IsNaN(v) && !math.IsInf(v, 0)
	case int:
		return int64(v), true
	case []string, map[string]any:
		return plainValue(ordered(v))
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			var ok bool
			if list[i], ok = plainValue(item); !ok {
				return nil, false
			}
		}
		return list, true
	case Fields:
		fields := make(map[string]any, len(v))
		for _, field := range v {
			one, ok := plainValue(field.Value)
			if _, twice := fields[field.Key]; twice || !ok {
				return nil, false
			}
			fields[field.Key] = one
		}
		return fields, true
	}
	return nil, false
}

// isBlock reports whether a value takes lines of its own.
func isBlock(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.Contains(v, "\n") && literalHolds(v)
	case []any:
		return len(v) > 0
	case Fields:
		return len(v) > 0
	}
	return false
}

// literalHolds reports whether a block can hold a text. Where several line ends
// are its last, empty lines below the block would count.
func literalHolds(text string) bool {
	return strings.Trim(text, " \t\n") != "" && !strings.HasSuffix(text, "\n\n") && printable(text) && !strings.Contains(text, "\r")
}

// block writes a value that takes lines of its own: its head, and its lines,
// below a key in a column counted from 0.
func (d *draft) block(v any, column int) (head string, lines []string) {
	switch v := v.(type) {
	case string:
		return d.literal(v, column+d.step, d.step, 0)
	case []any:
		return "", d.list(v, column+d.dash)
	case Fields:
		return "", d.fields(v, column+d.step)
	}
	return "", nil
}

// literal writes a text as a block of lines that are indented.
func (d *draft) literal(text string, indent, step int, style yaml.Style) (head string, lines []string) {
	head = "|"
	if style&yaml.FoldedStyle != 0 {
		head = ">"
	}
	if beginsBlank(text) {
		head += strconv.Itoa(step)
	}
	body, ended := strings.CutSuffix(text, "\n")
	if !ended {
		head += "-"
	}
	for line := range strings.SplitSeq(body, "\n") {
		if line != "" {
			line = strings.Repeat(" ", indent) + line
		}
		lines = append(lines, line+d.end)
	}
	return head, lines
}

// beginsBlank reports whether the first line of a text begins with what would be
// taken for the indentation of a block.
func beginsBlank(text string) bool {
	first := strings.TrimLeft(text, "\n")
	return first != "" && isBlank(first[0])
}

func (d *draft) fields(fields Fields, column int) (lines []string) {
	for _, field := range fields {
		lines = append(lines, d.entry(strings.Repeat(" ", column)+inLine(field.Key, 0, false)+":", ordered(field.Value), column)...)
	}
	return lines
}

// entry writes what follows a key or dash.
func (d *draft) entry(start string, v any, column int) []string {
	if !isBlock(v) {
		return []string{start + " " + inLine(v, 0, false) + d.end}
	}
	head, lines := d.block(v, column)
	if head != "" {
		head = " " + head
	}
	return slices.Concat([]string{start + head + d.end}, lines)
}

func (d *draft) list(list []any, column int) (lines []string) {
	dash := strings.Repeat(" ", column) + "-"
	for _, item := range list {
		v := ordered(item)
		fields, isMap := v.(Fields)
		_, isList := v.([]any)
		switch {
		case isMap && len(fields) > 0:
			inner := d.fields(fields, column+2)
			inner[0] = dash + " " + inner[0][column+2:]
			lines = append(lines, inner...)
		case isList:
			lines = append(lines, dash+" "+inFlow(v, 0)+d.end)
		default:
			lines = append(lines, d.entry(dash, v, column)...)
		}
	}
	return lines
}
