package validate

import (
	"fmt"
	"strings"

	"galley/engine"
)

// Fatal reports whether a finding stops the whole run.
func Fatal(findings []engine.Finding) bool {
	for _, f := range findings {
		if f.Fatal && f.Severity == engine.SeverityError {
			return true
		}
	}
	return false
}

// Blocked says why each resource with an error finding may not be touched. A
// finding on a post without a channel blocks the post and its parts everywhere;
// one on a Channel blocks all that the channel shows. A removal waits for
// nothing but its reason: no other mistake keeps a retracted post online.
func Blocked(desired []engine.Desired, findings []engine.Finding) map[engine.ID]string {
	errors := map[string][]engine.Finding{}
	for _, f := range findings {
		if f.Severity == engine.SeverityError {
			object := f.Object
			if strings.HasPrefix(object, charterObject) {
				object = charterObject
			}
			errors[object] = append(errors[object], f)
		}
	}
	blocked := map[engine.ID]string{}
	if len(errors) == 0 {
		return blocked
	}
	for _, d := range desired {
		var why []engine.Finding
		for _, object := range []string{objectOf(d.ID), "Channel " + string(d.ID.Channel)} {
			for _, f := range errors[object] {
				here := f.Channel == "" || f.Channel == d.ID.Channel
				if here && (d.Class != engine.Remove || f.Rule == ruleNoReason) {
					why = append(why, f)
				}
			}
		}
		if len(why) > 0 {
			blocked[d.ID] = reason(why)
		}
	}
	return blocked
}

const charterObject = "Charter"

// objectOf is the Object of findings that concern a resource.
func objectOf(id engine.ID) string {
	switch id.Kind {
	case engine.KindProfile:
		return "Profile " + string(id.Channel)
	case engine.KindPage:
		return charterObject
	case engine.KindFilter:
		return "Filter " + string(id.Channel) + "/" + id.Slug
	}
	return "Post " + id.Slug
}

func reason(why []engine.Finding) string {
	text := why[0].Text
	if more := len(why) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}
