package charter

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"galley/engine"
	"galley/schema"
)

const (
	ruleAltMissing  = "alt-missing"
	ruleAltFileName = "alt-file-name"
	ruleAltRepeats  = "alt-repeats"
	ruleAltOpening  = "alt-opening"
	ruleAltLength   = "alt-length"
	ruleCaptions    = "captions-missing"
)

// accessibility compiles the section of that name.
func (k *compiler) accessibility() {
	for _, r := range k.rules.Accessibility {
		k.add(r.RuleHead, func(m *message) {
			m.eachPicture(func(p picture) { m.described(r, p) })
		})
	}
}

// A picture is one that a post declares, or a video, as it will be sent.
type picture struct {
	sent     engine.Media
	declared schema.MediaFile
	path     []string // of it among the fields
}

// name is what the file is called.
func (p picture) name() string { return path.Base(p.declared.File) }

// eachPicture calls f for the media of the post that can be sent.
func (m *message) eachPicture(f func(picture)) {
	sent := m.whole.Spec.Files()
	for i, declared := range m.fields.Media {
		if len(sent) > 0 && sent[0].File == declared.File { // one with an error is not among those sent
			f(picture{sent[0], declared, []string{"media", strconv.Itoa(i)}})
			sent = sent[1:]
		}
	}
}

// described checks what is said of one picture or video.
func (m *message) described(r schema.AccessibilityRule, p picture) {
	alt := strings.TrimSpace(p.sent.Alt)
	say := func(rule, text, hint string, at ...string) {
		m.report(remark{head: r.RuleHead, rule: rule, path: append(p.path[:2:2], at...), text: text, hint: hint})
	}
	switch {
	case !r.Alt:
	case alt == "":
		say(ruleAltMissing, p.name()+" is not described", "add: alt: what one sees, for those who do not see it")
	case isFileName(alt, p.name()):
		say(ruleAltFileName, fmt.Sprintf("the description %q is the name of a file", clipped(alt)), "write what one sees", "alt")
	case m.repeats(alt) != "":
		say(ruleAltRepeats, "the description repeats the "+m.repeats(alt), "write what one sees that the "+m.repeats(alt)+" does not say", "alt")
	default:
		m.opening(r, alt, p)
	}
	if length := len([]rune(alt)); r.AltMax > 0 && length > r.AltMax {
		say(ruleAltLength, fmt.Sprintf("the description has %d characters, want at most %d", length, r.AltMax), "say the rest in the text", "alt")
	}
	if r.Captions && strings.HasPrefix(p.sent.Type, "video/") && p.declared.Captions == "" {
		say(ruleCaptions, p.name()+" has no captions", "add: captions: a .vtt file")
	}
}

// fileNames are what cameras, phones and programs call their files, and any name
// that has the ending of one.
var fileNames = regexp.MustCompile(`(?i)^(?:(?:img|dsc[nf]?|pxl|gopr|mvi|dji|vid|image|photo|picture|scan|screen ?shot|capture(?: d.écran)?|whatsapp (?:image|video))[-_ (]*[0-9][-_ 0-9a-z:.()à]*|\S+\.(?:jpe?g|png|gif|webp|avif|heic|svg|mp4|mov|webm))$`)

// isFileName reports whether a description is the name of the file, or of one.
// Words with spaces between them describe, even where the file is called alike.
func isFileName(alt, name string) bool {
	if fileNames.MatchString(alt) {
		return true
	}
	if onlyWords(alt) {
		return false
	}
	return letters(alt) == letters(name) || letters(alt) == letters(strings.TrimSuffix(name, path.Ext(name)))
}

// onlyWords reports whether a text is two words or more, of letters alone.
func onlyWords(text string) bool {
	return len(strings.Fields(text)) > 1 &&
		strings.IndexFunc(text, func(r rune) bool { return unicode.IsDigit(r) || r == '_' }) < 0
}

// repeats names what of the post a description repeats; empty if nothing. A body
// that is a picture, with its description, repeats nothing.
func (m *message) repeats(alt string) string {
	said := letters(alt)
	for i := range m.surfaces {
		s := &m.surfaces[i]
		if said == "" || !slices.Contains([]string{"text", "title", "summary", "body"}, s.name) || s.markdown && strings.Contains(s.text, "!["+alt+"]") {
			continue
		}
		if letters(s.read(m.language).text) == said {
			return s.name
		}
	}
	return ""
}

var openings = regexp.MustCompile(`(?i)^(?:an? |the |une? |la |l['’])?(?:image|photo|photograph(?:ie)?|picture)(?: (?:of|showing|shows|de|du|des|montrant|représentant) | d['’])`)

// opening reports a description that begins by saying that it is one. A screen
// reader has said so; it is a matter of taste, and never more than a remark.
func (m *message) opening(r schema.AccessibilityRule, alt string, p picture) {
	said := openings.FindString(alt)
	rest := strings.ToLower(strings.TrimSpace(alt[len(said):]))
	if said == "" || strings.HasPrefix(rest, "classe") || strings.HasPrefix(rest, "groupe") || strings.HasPrefix(rest, "famille") ||
		strings.HasPrefix(rest, "the year") || strings.HasPrefix(rest, "l'année") {
		return
	}
	r.Severity = "info"
	m.report(remark{head: r.RuleHead, rule: ruleAltOpening, path: append(p.path[:2:2], "alt"),
		text: fmt.Sprintf("the description begins %q, which screen readers say themselves", clipped(strings.TrimSpace(said))), hint: "begin with what one sees"})
}
