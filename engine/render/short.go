package render

import (
	"regexp"
	"strconv"
	"time"

	"galley/engine"
)

// atomic reports whether what follows the text belongs to the post itself,
// because the network writes all of it at once.
func (r *rendition) atomic() bool { return r.info.Atomic && r.limits.Shows("thread") }

// thread is what continues the post where all of it is written at once. A first
// comment is a reply of our own: there it is the last part.
func (r *rendition) thread() []engine.Post {
	if !r.atomic() {
		return nil
	}
	var parts []engine.Post
	for _, p := range r.following() {
		parts = append(parts, engine.Post{Text: r.running(p.text, p.path...)})
	}
	return parts
}

// visibility is that of the post and of all its parts.
func (r *rendition) visibility() string {
	if !r.limits.Shows("visibility") {
		return ""
	}
	return r.fields.Visibility
}

// quotes says who may quote the post and its parts.
func (r *rendition) quotes() string {
	switch {
	case !r.writes("quotes") || !r.limits.Shows("quotes"):
		return ""
	case r.fields.Quotes:
		return "all"
	}
	return "none"
}

// company fills in how a post stands to others, as far as the network shows it.
func (r *rendition) company(p *engine.Post) {
	f := r.fields
	if f.Poll != nil && r.limits.Shows("poll") {
		p.Poll = &engine.Poll{Lasts: engine.Seconds(period(f.Poll.Lasts)), Multiple: f.Poll.Multiple, Hide: f.Poll.Hide}
		for i, option := range f.Poll.Options {
			p.Poll.Options = append(p.Poll.Options, r.settle(option, "poll", "options", strconv.Itoa(i)))
		}
	}
	if r.limits.Shows("quote") {
		p.Quote = r.address(f.Quote, "quote")
	}
	if r.limits.Shows("replyTo") {
		p.ReplyTo = r.address(f.ReplyTo, "replyTo")
	}
	if r.limits.Shows("replies") {
		p.Replies = f.Replies
	}
	p.Pinned = f.Pin && r.limits.Shows("pin")
}

// address is that of a post of somebody: nothing is added to it.
func (r *rendition) address(text, field string) string {
	address := r.settle(text, field)
	r.checkAddress(address, field)
	return address
}

var periodForm = regexp.MustCompile(`^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?$`)

// period reads days, hours and minutes; zero if the text has another form.
func period(text string) time.Duration {
	var d time.Duration
	for i, n := range periodForm.FindStringSubmatch(text) {
		if count, err := strconv.Atoi(n); err == nil && i > 0 {
			d += time.Duration(count) * []time.Duration{24 * time.Hour, time.Hour, time.Minute}[i-1]
		}
	}
	return d
}
