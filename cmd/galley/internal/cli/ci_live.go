package cli

import (
	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/schema"
)

// A channelUnread is taken as recorded, and why.
type channelUnread struct {
	channel engine.Channel
	why     string
}

func names(list []channelUnread) []engine.Channel {
	var out []engine.Channel
	for _, u := range list {
		out = append(out, u.channel)
	}
	return out
}

// readable tells which channels may be read. A revision under review may name
// any server and any credential: only what the base declares the same is asked.
func (a *app) readable(k checkup) (live []string, unread []channelUnread) {
	for _, ch := range k.content.Channels {
		why := ""
		switch missing := ch.Credentials == "" || a.Getenv(ch.Credentials) == ""; {
		case k.job.event.Fork():
			why = view.UnreadFork
		case k.flags.offline:
			why = view.UnreadOffline
		case k.job.github && !k.base.declares(ch) || k.base.known() && !k.base.declares(ch):
			why = view.UnreadChanged
		case ch.Credentials == "":
			why = view.UnreadLocal
		case missing && !k.flags.live:
			why = view.UnreadCredential
		}
		if why == "" {
			live = append(live, ch.ID)
			continue
		}
		unread = append(unread, channelUnread{engine.Channel(ch.ID), why})
	}
	return live, unread
}

// declares reports whether the base has a channel that speaks to the same
// server, as the same account, with the same credential.
func (b base) declares(ch schema.Channel) bool {
	was, found := b.channels[ch.ID]
	return found && was.Network == ch.Network && was.Handle == ch.Handle && was.URL == ch.URL &&
		was.Credentials == ch.Credentials && was.Target == ch.Target
}
