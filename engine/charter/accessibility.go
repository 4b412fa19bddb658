package charter

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"galley/engine"
	"galley/schema"
)

const (
	ruleAltMissing  = "alt-missing"
	ruleAltFileName = "alt-file-name"
	ruleAltRepeats  = "alt-repeats"
	ruleAltLength   = "alt-length"
	ruleCaptions    = "captions-missing"
)

// accessibility compiles the section of that name.
func (k *compiler) accessibility() {
	for _, r := range k.rules.Accessibility {
		k.add(r.RuleHead, func(m *message) {
			for i, picture := range m.whole.Spec.Files() {
				if i < len(m.fields.Media) {
					m.described(r, picture, i)
				}
			}
		})
	}
}

// described checks what is said of one picture or video.
func (m *message) described(r schema.AccessibilityRule, picture engine.Media, n int) {
	at := []string{"media", strconv.Itoa(n)}
	alt := strings.TrimSpace(picture.Alt)
	say := func(rule, text, hint string, path ...string) {
		m.report(remark{head: r.RuleHead, rule: rule, path: append(at, path...), text: text, hint: hint})
	}
	switch {
	case !r.Alt:
	case alt == "":
		say(ruleAltMissing, path.Base(picture.File)+" is not described", "add: alt: what one sees, for those who do not see it")
	case strings.EqualFold(alt, path.Base(picture.File)), strings.EqualFold(alt, strings.TrimSuffix(path.Base(picture.File), path.Ext(picture.File))):
		say(ruleAltFileName, fmt.Sprintf("the description %q is the name of the file", alt), "write what one sees", "alt")
	case strings.EqualFold(alt, strings.TrimSpace(m.whole.Spec.Plain())):
		say(ruleAltRepeats, "the description repeats the text", "write what one sees that the text does not say", "alt")
	}
	if length := len([]rune(alt)); r.AltMax > 0 && length > r.AltMax {
		say(ruleAltLength, fmt.Sprintf("the description has %d characters, want at most %d", length, r.AltMax), "say the rest in the text", "alt")
	}
	if r.Captions && strings.HasPrefix(picture.Type, "video/") && m.fields.Media[n].Captions == "" {
		say(ruleCaptions, path.Base(picture.File)+" has no captions", "add: captions: a .vtt file")
	}
}
