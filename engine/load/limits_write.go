package load

import (
	"maps"
	"slices"

	"galley/engine"
	"galley/schema"
)

// LimitsEdits write what a server said of its limits into a Channel: of those
// that it has, the others go.
func LimitsEdits(channel *schema.Object, limits engine.ServerLimits) []Edit {
	said := limitFields(limits)
	there, _ := channel.Fields["limits"].(map[string]any)
	if len(there) == 0 || len(said) == 0 {
		return []Edit{{Start: channel.Start, Path: []string{"limits"}, Kind: SetField, Value: said}}
	}
	var edits []Edit
	unsaid := make(map[string]bool, len(there))
	for key := range there {
		unsaid[key] = true
	}
	for _, field := range said {
		delete(unsaid, field.Key)
		edits = append(edits, Edit{Start: channel.Start, Path: []string{"limits", field.Key}, Kind: SetField, Value: field.Value})
	}
	for _, key := range slices.Sorted(maps.Keys(unsaid)) {
		edits = append(edits, Edit{Start: channel.Start, Path: []string{"limits", key}, Kind: RemoveField})
	}
	return edits
}

// limitFields are the limits that a server told.
func limitFields(l engine.ServerLimits) Fields {
	var fields Fields
	for _, n := range []struct {
		key   string
		value int
	}{
		{"maxText", l.MaxText}, {"perURL", l.PerURL}, {"maxMedia", l.MaxMedia}, {"maxAlt", l.MaxAlt}, {"mediaBytes", l.MediaBytes},
		{"videoBytes", l.VideoBytes}, {"mediaPixels", l.MediaPixels}, {"pollOptions", l.PollOptions}, {"pollText", l.PollText},
		{"pollMin", l.PollMin}, {"pollMax", l.PollMax},
	} {
		if n.value > 0 {
			fields = append(fields, Field{n.key, n.value})
		}
	}
	if l.PollMedia != nil {
		fields = append(fields, Field{"pollMedia", *l.PollMedia})
	}
	if l.Quotes != nil {
		fields = append(fields, Field{"quotes", *l.Quotes})
	}
	return fields
}
