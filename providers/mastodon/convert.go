package mastodon

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"galley/engine"
)

// bodyOf is what a create and an edit have in common. Everything is explicit:
// what is left out follows the account's settings, which differ from server to
// server. fallback is the channel's language.
func bodyOf(spec *engine.Post, fallback string) post {
	normal := normalPost(*spec)
	body := post{
		Status:      normal.Text,
		SpoilerText: normal.ContentWarning,
		Sensitive:   spec.ContentWarning != "", // Mastodon forces it, GoToSocial does not
		Language:    normal.Language,
		MediaIDs:    []string{},
	}
	if body.Language == "" {
		body.Language = language(fallback)
	}
	if normal.Poll != nil {
		body.Poll = &postPoll{
			Options:    normal.Poll.Options,
			ExpiresIn:  seconds(time.Duration(normal.Poll.Lasts)),
			Multiple:   normal.Poll.Multiple,
			HideTotals: spec.Poll.Hide,
		}
	}
	return body
}

func seconds(d time.Duration) json.Number {
	return json.Number(strconv.FormatInt(int64(d/time.Second), 10))
}

// observed is a status as the engine sees it.
func observed(s status, text, replyTo string) engine.Observed {
	spec := &engine.Post{
		Text:           text,
		Language:       s.Language,
		ContentWarning: s.SpoilerText,
		Visibility:     visibility(s.Visibility),
		Media:          media(s.Media),
		ReplyTo:        replyTo,
		Pinned:         s.Pinned,
		Quote:          s.quoted(),
		Quotes:         quotesFrom(s.policy()),
	}
	if s.Poll != nil {
		spec.Poll = &engine.Poll{Multiple: s.Poll.Multiple}
		if !s.Poll.ExpiresAt.IsZero() {
			spec.Poll.Lasts = engine.Seconds(s.Poll.ExpiresAt.Sub(s.CreatedAt))
		}
		for _, o := range s.Poll.Options {
			spec.Poll.Options = append(spec.Poll.Options, o.Title)
		}
	}
	seen := engine.Observed{
		Remote:  engine.RemoteID(s.ID),
		Version: version(s),
		Phase:   engine.Live,
		Spec:    normalize(spec),
		URL:     s.URL,
		Created: s.CreatedAt.UTC(),
	}
	if s.ReplyToAccount == s.Account.ID {
		seen.Parent = engine.RemoteID(s.ReplyTo)
	}
	return seen
}

// version changes with every edit, and with nothing else: a count, a vote or a
// reply does not move it. The time of the edit alone would do on a server
// that edits only by its API.
func version(s status) string {
	at := s.EditedAt
	if at.IsZero() {
		at = s.CreatedAt
	}
	shown := struct {
		Content, Spoiler, Visibility, Language string
		Media, Poll                            []string
		Pinned                                 bool
		Quotes                                 string `json:",omitempty"`
	}{s.Content, s.SpoilerText, s.Visibility, s.Language, said(s.Media), nil, s.Pinned, s.policy()}
	if s.Poll != nil {
		for _, o := range s.Poll.Options {
			shown.Poll = append(shown.Poll, o.Title)
		}
	}
	return at.UTC().Format(time.RFC3339Nano) + " " + hashOf(shown)
}

// said is what is known of attachments, without their addresses, which a server
// may move.
func said(list []attachment) []string {
	var all []string
	for _, a := range list {
		point := focusPoint{}
		if a.Meta.Focus != nil {
			point = *a.Meta.Focus
		}
		all = append(all, fmt.Sprintf("%s %q %v", a.ID, a.Description, point))
	}
	return all
}

// hashOf relies on encoding/json writing struct fields in order.
func hashOf(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return engine.HashText(string(data))[:16]
}

func media(list []attachment) []engine.Media {
	var out []engine.Media
	for _, a := range list {
		sum, focus := unmark(a.Meta.Focus)
		out = append(out, engine.Media{SHA256: sum, Alt: a.Description, Focus: focus, URL: a.URL})
	}
	return out
}

// observedScheduled is what waits in the scheduler. Its text is the source.
func observedScheduled(s scheduled) engine.Observed {
	spec := &engine.Post{
		Text:           s.Params.Text,
		Language:       s.Params.Language,
		ContentWarning: s.Params.SpoilerText,
		Visibility:     visibility(s.Params.Visibility),
		Media:          media(s.Media),
		Quotes:         quotesFrom(s.Params.QuotePolicy),
	}
	if p := s.Params.Poll; p != nil {
		lasts, _ := p.ExpiresIn.Int64() // what is no number is no time
		spec.Poll = &engine.Poll{Options: p.Options, Multiple: bool(p.Multiple),
			Lasts: engine.Seconds(time.Duration(lasts) * time.Second)}
	}
	return engine.Observed{
		Remote:  engine.RemoteID(scheduledPrefix + s.ID),
		Version: hashOf([]any{s.ScheduledAt.UTC(), s.Params, said(s.Media)}),
		Phase:   engine.Scheduled,
		Spec:    normalize(spec),
		Due:     s.ScheduledAt.UTC(),
	}
}

func observedProfile(a account) engine.Observed {
	spec := &engine.Profile{Name: a.DisplayName, Bio: a.Source.Note}
	for _, f := range a.Source.Fields {
		spec.Links = append(spec.Links, engine.Link{Label: f.Name, URL: f.Value})
	}
	if hasAvatar(a.Avatar) {
		spec.Avatar = []engine.Media{{URL: a.Avatar}} // cut to a square and encoded anew: which file it was, it cannot say
	}
	return engine.Observed{Remote: profileRemote, Version: hashOf([]any{spec, a.Avatar}), Phase: engine.Live, Spec: normalize(spec), URL: a.URL}
}

// hasAvatar reports whether an address is of a picture somebody chose, and not
// of the one that Mastodon or GoToSocial shows instead.
func hasAvatar(address string) bool {
	return address != "" && !strings.HasSuffix(address, "/missing.png") && !strings.Contains(address, "/default_avatars/")
}

func observedFilter(f filter) engine.Observed {
	spec := &engine.Filter{Title: f.Title, Contexts: f.Context, Action: f.Action}
	for _, k := range f.Keywords {
		spec.Words = append(spec.Words, engine.FilterWord{Text: k.Keyword, Whole: k.Whole})
	}
	normal := normalFilter(*spec)
	return engine.Observed{Remote: engine.RemoteID(f.ID), Version: hashOf(normal), Phase: engine.Live, Spec: normal}
}
