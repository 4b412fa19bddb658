package schema

import (
	"maps"
	"slices"
)

// allowed lists, by package, the functions and validators of CUE whose result
// is not much larger than what they are given. Packages that read files, run
// programs or expand templates are not among them.
func allowed() map[string][]string {
	return map[string][]string{
		"list": {"Ascending", "Avg", "Comparer", "Concat", "Contains", "Descending", "Drop", "FlattenN", "IsSorted", "IsSortedStrings",
			"MatchN", "Max", "MaxItems", "Min", "MinItems", "Reverse", "Slice", "Sort", "SortStrings", "Sum", "Take", "UniqueItems"},
		"math":    {"Abs", "Ceil", "Floor", "MultipleOf", "Round", "Trunc"},
		"net":     {"AbsURL", "FQDN", "URL"},
		"regexp":  {"Find", "FindNamedSubmatch", "FindSubmatch", "Match", "Valid"},
		"strconv": {"Atoi", "FormatBool", "FormatInt", "ParseBool", "ParseFloat", "ParseInt"},
		"strings": {"Contains", "ContainsAny", "Count", "Fields", "HasPrefix", "HasSuffix", "Index", "IndexAny", "Join", "LastIndex",
			"MaxRunes", "MinRunes", "Runes", "SliceRunes", "Split", "ToCamel", "ToLower", "ToTitle", "ToUpper", "Trim", "TrimLeft",
			"TrimPrefix", "TrimRight", "TrimSpace", "TrimSuffix"},
		"struct": {"MaxFields", "MinFields"},
		"time":   {"Duration", "Format", "Parse", "ParseDuration", "Time", "Unix"},
	}
}

// allowedImports are the packages that can be imported, sorted.
func allowedImports() []string {
	return append(slices.Sorted(maps.Keys(allowed())), ImportPath)
}
