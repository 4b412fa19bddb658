package bluesky

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"galley/engine"
	"galley/providers/internal/graphemes"
)

// warnings are the labels that an author can put on a post. The server takes
// any word; readers' apps act on these.
var warnings = [...]string{"graphic-media", "nudity", "porn", "sexual"}

// repliesTo are who may be let answer, as the content names them, with the rule
// of the network.
var repliesTo = [...]struct{ name, rule string }{
	{"followers", "app.bsky.feed.threadgate#followerRule"},
	{"mentioned", "app.bsky.feed.threadgate#mentionRule"},
}

// check refuses what the server would refuse, and what it would store although
// no reader's app can show it.
func check(spec engine.Spec) error {
	switch s := normalize(spec).(type) {
	case *engine.Post:
		return checkPost(s)
	case *engine.Profile:
		return checkProfile(s)
	}
	return nil
}

func checkProfile(p *engine.Profile) error {
	if n := count(p.Name); n > maxName {
		return fmt.Errorf("the name has %d characters, %d are allowed", n, maxName)
	}
	if n := count(p.Bio); n > maxBio {
		return fmt.Errorf("the bio has %d characters, %d are allowed", n, maxBio)
	}
	if len(p.Avatar) > 1 {
		return fmt.Errorf("%d avatars, one is allowed", len(p.Avatar))
	}
	return checkMedia(p.Avatar, maxAvatar)
}

func checkPost(p *engine.Post) error {
	if len(p.Thread) >= maxParts {
		return fmt.Errorf("a thread of %d, %d are allowed", len(p.Thread)+1, maxParts)
	}
	if err := checkPart(*p); err != nil {
		return err
	}
	for i, part := range p.Thread {
		if err := checkPart(part); err != nil {
			return fmt.Errorf("part %d of the thread: %w", i+2, err)
		}
	}
	return errors.Join(checkLabels(p), checkTargets(p), checkAudience(p))
}

func checkPart(p engine.Post) error {
	if n := count(p.Text); n > maxText {
		return fmt.Errorf("the text has %d characters, %d are allowed", n, maxText)
	}
	if p.Text == "" && len(p.Media) == 0 && p.Link == "" && p.Quote == "" {
		return errors.New("there is nothing to show")
	}
	if len(p.Media) > maxMedia {
		return fmt.Errorf("%d pictures, %d are allowed", len(p.Media), maxMedia)
	}
	if err := checkMedia(p.Media, maxImage); err != nil {
		return err
	}
	return errors.Join(checkAddress("link", p.Link), checkCard(p.Card))
}

func checkCard(c *engine.Card) error {
	if c == nil {
		return nil
	}
	if len(c.Image) > 1 {
		return fmt.Errorf("%d pictures on a card, one is allowed", len(c.Image))
	}
	return checkMedia(c.Image, maxCard)
}

func checkMedia(files []engine.Media, most int64) error {
	for _, m := range files {
		if !strings.HasPrefix(m.Type, "image/") {
			return fmt.Errorf("%s is %s, only pictures are taken", m.File, m.Type)
		}
		if m.Size > most {
			return fmt.Errorf("%s has %d bytes, %d are allowed", m.File, m.Size, most)
		}
	}
	return nil
}

func checkLabels(p *engine.Post) error {
	if w := p.ContentWarning; w != "" && !pending(w) && !slices.Contains(warnings[:], w) {
		return &engine.Refusal{Field: "contentWarning", Text: fmt.Sprintf("the content warning %q is none that readers' apps know", w),
			Hint: fmt.Sprintf("write one of %s, or the warning into the text", strings.Join(warnings[:], ", "))}
	}
	if len(p.Tags) > maxTags {
		return fmt.Errorf("%d tags, %d are allowed", len(p.Tags), maxTags)
	}
	for _, t := range p.Tags {
		if graphemes.Count(t) > maxTagGraphemes || len(t) > maxTagGraphemes*bytesPerUnit {
			return fmt.Errorf("the tag %.20q… has more than %d characters", t, maxTagGraphemes)
		}
	}
	if l := p.Language; l != "" {
		if _, err := language.Parse(l); err != nil {
			return fmt.Errorf("%q is no language tag, such as en or pt-BR", l)
		}
	}
	return nil
}

// checkTargets looks at addresses as they were declared: a normal one is a key.
func checkTargets(p *engine.Post) error {
	for _, t := range []struct{ field, value string }{{"quote", p.Quote}, {"replyTo", p.ReplyTo}} {
		if t.value != "" && !pending(t.value) && !isKey(t.value) {
			return fmt.Errorf("%s %q is not the address of a post, such as https://bsky.app/profile/name.bsky.social/post/3k…",
				t.field, t.value)
		}
	}
	return nil
}

func checkAudience(p *engine.Post) error {
	switch {
	case p.Visibility != "":
		return fmt.Errorf("visibility %q: posts are public here", p.Visibility)
	case p.Poll != nil:
		return errors.New("there are no polls here")
	case p.Replies != "" && p.Replies != "none" && ruleOf(p.Replies) == "":
		return fmt.Errorf("replies %q: write all, followers, mentioned or none", p.Replies)
	case p.Quotes != "" && p.Quotes != "none":
		return fmt.Errorf("quotes %q: write all or none", p.Quotes)
	case p.Replies != "" && p.ReplyTo != "":
		return errors.New("who may reply is decided by the post that is answered")
	}
	return nil
}

func ruleOf(name string) string {
	for _, r := range repliesTo {
		if r.name == name {
			return r.rule
		}
	}
	return ""
}

func checkAddress(field, value string) error {
	if value == "" || pending(value) {
		return nil
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || strings.ContainsAny(value, " \n\t") {
		return fmt.Errorf("%s %q is not an address of the web", field, value)
	}
	return nil
}

// pending reports whether a value still waits for what it refers to.
func pending(value string) bool { return strings.Contains(value, "${") }
