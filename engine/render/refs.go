package render

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"galley/engine"
	"galley/schema"
)

// expand replaces each ${…} of a text by what answer makes of it, braces
// included. "$${" is left as written. A reference that does not end on its line
// is handed to answer up to there.
func expand(text string, answer func(written string) string) string {
	if !strings.Contains(text, "${") {
		return text
	}
	var b strings.Builder
	for {
		start := strings.Index(text, "${")
		if start < 0 {
			b.WriteString(text)
			return b.String()
		}
		if start > 0 && text[start-1] == '$' {
			b.WriteString(text[:start+2])
			text = text[start+2:]
			continue
		}
		b.WriteString(text[:start])
		length := schema.ReferenceLength(text[start:])
		b.WriteString(answer(text[start : start+length]))
		text = text[start+length:]
	}
}

// postReference is what only a network can answer.
var postReference = regexp.MustCompile(`^\$\{post\.([a-z0-9][a-z0-9-]*)\.([a-z0-9][a-z0-9-]*)\.url\}`)

// unescape makes "${" of "$${".
func unescape(text string) string { return strings.ReplaceAll(text, "$${", "${") }

// unescapeButPosts is unescape for a text whose references to posts are
// answered later: an escaped one keeps its escape until then.
func unescapeButPosts(text string) string {
	var b strings.Builder
	for {
		start := strings.Index(text, "$${")
		if start < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:start])
		if postReference.MatchString(text[start+1:]) {
			b.WriteByte('$')
		}
		b.WriteString("${")
		text = text[start+len("$${"):]
	}
}

// settle answers the references of a text written at path, and tidies it. Those
// to posts stay and are noted.
func (r *rendition) settle(text string, path ...string) string {
	if strings.Contains(text, "$${") {
		r.escaped = true
	}
	return tidy(expand(text, func(written string) string {
		before := len(r.findings)
		answer := r.answer(written, path)
		for i := before; i < len(r.findings); i++ {
			r.findings[i].Mark = strings.Fields(written)[0]
		}
		return answer
	}))
}

// tidy takes off what comes of the way a text is laid out in its file, so that
// "text: |" and "text: |-" are approved as the same. Spaces in front may mean
// something in Markdown.
func tidy(text string) string {
	return strings.TrimRight(strings.TrimLeft(text, "\r\n"), " \t\r\n")
}

func (r *rendition) answer(written string, path []string) string {
	inside, closed := strings.CutSuffix(strings.TrimPrefix(written, "${"), "}")
	word, rest, _ := strings.Cut(inside, ".")
	switch {
	case !closed:
		r.unknownReference(written, path, "the closing } is missing")
	case word == "post":
		r.refer(written, path)
	case word == "handle":
		return r.handle(written, rest, path)
	case inside == "campaign.utm":
		return r.campaignQuery(written, path)
	default:
		r.unknownReference(written, path, "")
	}
	return written
}

func (r *rendition) unknownReference(written string, path []string, why string) {
	text := "unknown reference " + clip(written)
	if why != "" {
		text += ": " + why
	}
	r.fault(RuleUnknownReference, r.at(path...), text,
		"write ${post.SLUG.CHANNEL.url}, ${campaign.utm} or ${handle.NAME}; for a literal ${ write $${")
}

// clip shortens what is quoted back.
func clip(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// refer notes a reference to a post. One to nothing is fatal.
func (r *rendition) refer(written string, path []string) {
	m := postReference.FindStringSubmatch(written)
	if m == nil {
		r.unknownReference(written, path, "")
		return
	}
	slug, channel := m[1], m[2]
	post := r.posts().byID[slug]
	switch {
	case post == nil && r.IsBroken("Post", slug): // that is told there
	case post == nil:
		r.fatal(RuleDanglingReference, r.at(path...), fmt.Sprintf("%s refers to post %s, which does not exist", written, slug),
			didYouMean(schema.Nearest(slug, r.posts().ids)))
	case !slices.Contains(post.Channels, channel):
		hint := didYouMean(schema.Nearest(channel, post.Channels))
		if hint == "" {
			hint = "it is on " + strings.Join(post.Channels, ", ")
		}
		r.fatal(RuleDanglingReference, r.at(path...),
			fmt.Sprintf("%s refers to post %s on channel %s, where it is not", written, slug, channel), hint)
	case post.Repeat != nil:
		r.fatal(RuleDanglingReference, r.at(path...), fmt.Sprintf("%s refers to post %s, which repeats: it has an address for each date", written, slug),
			"refer to a post that goes out once")
	default:
		r.refs = append(r.refs, engine.ID{Kind: engine.KindPost, Channel: engine.Channel(channel), Slug: slug})
	}
}

func didYouMean(name string) string {
	if name == "" {
		return ""
	}
	return "did you mean " + name + "?"
}

// handle is how the channel's network names somebody.
func (r *rendition) handle(written, name string, path []string) string {
	handles, known := r.Project.Handles[name]
	if handle := handles[r.channel.Network]; handle != "" {
		return handle
	}
	if !known {
		hint := didYouMean(schema.Nearest(name, names(r.Project.Handles)))
		if hint == "" {
			hint = fmt.Sprintf("add to the Project: handles: {%s: {%s: …}}", name, r.channel.Network)
		}
		r.fault(RuleUnknownHandle, r.at(path...), fmt.Sprintf("%s: the Project has no handles of %q", clip(written), clip(name)), hint)
		return written
	}
	r.fault(RuleUnknownHandle, r.at(path...), fmt.Sprintf("%s: the Project has no handle of %s on %s", written, name, r.channel.Network),
		fmt.Sprintf("add to the Project: handles: {%s: {%s: …}}", name, r.channel.Network))
	return written
}

func (r *rendition) campaignQuery(written string, path []string) string {
	switch {
	case r.campaign == nil && r.fields.Campaign != "": // which is told where it is named
	case r.campaign == nil:
		r.fault(RuleUnknownReference, r.at(path...), written+": the post has no campaign", "add: campaign: its id")
	case len(r.campaign.utm) == 0:
		r.fault(RuleUnknownReference, r.at(path...), fmt.Sprintf("%s: campaign %s has no utm", written, r.campaign.ID),
			"add to the Campaign: utm: {source: …, medium: …, campaign: …}")
	default:
		return query(r.campaign.utm)
	}
	return written
}
