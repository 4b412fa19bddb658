package validate

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"galley/engine"
)

// poll looks at the question a post asks.
func (s subject) poll() {
	post, ok := s.d.Spec.(*engine.Post)
	if !ok || post.Poll == nil {
		return
	}
	p := post.Poll
	bad := func(at engine.Pos, hint, format string, args ...any) {
		s.fault(ruleBadPoll, at, fmt.Sprintf(format, args...), hint)
	}
	most := s.limits.PollOptions
	switch n := len(p.Options); {
	case n < 2:
		bad(s.at("poll"), "add options: […]", "a poll has two options or more, this one has %d", n)
	case most > 0 && n > most:
		bad(s.at("poll", "options"), fmt.Sprintf("add: variants: {%s: {poll: {options: […]}}}", s.d.ID.Channel),
			"%d options, %s takes %d", n, label(s.info), most)
	}
	s.options(p.Options, bad)
	switch lasts := time.Duration(p.Lasts); {
	case lasts <= 0:
		bad(s.at("poll"), "add lasts: 3d", "the poll does not say how long it is open")
	case s.limits.PollMin > 0 && lasts < s.limits.PollMin:
		bad(s.at("poll", "lasts"), "let it last longer", "the poll is open for %s, %s takes at least %s", period(lasts), label(s.info), period(s.limits.PollMin))
	case s.limits.PollMax > 0 && lasts > s.limits.PollMax:
		bad(s.at("poll", "lasts"), "make it shorter", "the poll is open for %s, %s takes at most %s", period(lasts), label(s.info), period(s.limits.PollMax))
	}
	if s.limits.PollAlone && len(post.Media) > 0 {
		bad(s.at("poll"), fmt.Sprintf("add: variants: {%s: {media: null}}", s.d.ID.Channel), "%s takes no media beside a poll", label(s.info))
	}
}

func (s subject) options(options []string, bad func(at engine.Pos, hint, format string, args ...any)) {
	seen := map[string]bool{}
	for i, option := range options {
		option = strings.TrimSpace(option)
		at := s.at("poll", "options", strconv.Itoa(i))
		if seen[option] {
			bad(at, "write each answer once", "the option %q is there twice", option)
		}
		seen[option] = true
		if n := s.count(s.answered(option)); s.limits.PollText > 0 && n > s.limits.PollText {
			bad(at, "shorten it", "an option of %d characters, %s takes %d", n, label(s.info), s.limits.PollText)
		}
	}
}

// period is a duration in days, hours and minutes, as the content writes it.
func period(d time.Duration) string {
	var b strings.Builder
	for _, unit := range []struct {
		of   time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}} {
		if n := d / unit.of; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, unit.name)
			d -= n * unit.of
		}
	}
	return b.String()
}

// others looks at the posts that a post answers or quotes: one of ours is on the
// same network.
func (s subject) others() {
	post, ok := s.d.Spec.(*engine.Post)
	if !ok {
		return
	}
	for _, other := range []struct{ field, address string }{{"replyTo", post.ReplyTo}, {"quote", post.Quote}} {
		m := postReference.FindStringSubmatch(other.address)
		if m == nil {
			continue
		}
		channel := s.channel[m[2]]
		if channel == nil || channel.Network == string(s.d.Account.Network) {
			continue
		}
		s.fault(ruleForeignPost, s.at(other.field), fmt.Sprintf("%s: %s is on %s, and this is %s", other.field, other.address,
			s.labelOf(channel.Network), label(s.info)), "name a post of the same network, or write the address as a link")
	}
}

func (s subject) labelOf(network string) string {
	if info, known := s.Infos[engine.Network(network)]; known {
		return label(info)
	}
	return network
}
