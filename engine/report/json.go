package report

import (
	"encoding/json"
	"time"

	"galley/engine"
)

type deliveryFile struct {
	Project  string         `json:"project"`
	Commit   string         `json:"commit"`
	From     time.Time      `json:"from"`
	To       time.Time      `json:"to"` // exclusive
	Zone     string         `json:"zone"`
	AsOf     time.Time      `json:"as_of"`
	OnTime   engine.Seconds `json:"on_time_within"`
	Due      int            `json:"due"` // by now, without what was withdrawn
	Totals   tally          `json:"totals"`
	Channels []channelEntry `json:"channels"`
	Posts    []postEntry    `json:"posts"`
	Open     []postEntry    `json:"open"`
	Drafts   []postEntry    `json:"drafts"`
}

type channelEntry struct {
	Channel engine.Channel `json:"channel"`
	Totals  tally          `json:"totals"`
	Weeks   []weekEntry    `json:"weeks"`
}

type weekEntry struct {
	Week   string `json:"week"`
	Totals tally  `json:"totals"`
}

// A tally names every state: an absent count would not say zero.
type tally map[string]int

type postEntry struct {
	ID        engine.ID      `json:"id"`
	State     State          `json:"state"`
	Due       time.Time      `json:"due,omitzero"`
	Published time.Time      `json:"published,omitzero"`
	Late      engine.Seconds `json:"late,omitzero"`
	URL       string         `json:"url,omitempty"`
	Source    engine.Pos     `json:"source,omitzero"`
	Reason    string         `json:"reason,omitempty"` // in English, for people
	When      time.Time      `json:"when,omitzero"`    // the end of a freeze; the last instant at which a request may have left
}

// deliveryOf is sorted, its times are in UTC and its durations in seconds.
func deliveryOf(r Report) deliveryFile {
	d := deliveryFile{Project: r.Project, Commit: r.Commit, From: r.From.UTC(), To: r.To.UTC(),
		Zone: r.Zone.String(), AsOf: r.AsOf.UTC(), OnTime: engine.Seconds(r.OnTime), Due: r.Due(), Totals: tallyOf(r.Totals),
		Channels: make([]channelEntry, len(r.Channels)),
		Posts:    postEntries(r.Posts), Open: postEntries(r.Open), Drafts: postEntries(r.Drafts)}
	for i, c := range r.Channels {
		weeks := make([]weekEntry, len(c.Weeks))
		for j, w := range c.Weeks {
			weeks[j] = weekEntry{w.Week.String(), tallyOf(w.Totals)}
		}
		d.Channels[i] = channelEntry{c.Channel, tallyOf(c.Totals), weeks}
	}
	return d
}

func indented(file any) []byte {
	data, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		panic(err) // strings, numbers that are finite and times within four-digit years only
	}
	return append(data, '\n')
}

func tallyOf(c Counts) tally {
	t := tally{"planned": c.Planned(), "published": c.Published()}
	for s, n := range c {
		if State(s) != Draft {
			t[State(s).String()] = n
		}
	}
	return t
}

func postEntries(list []Entry) []postEntry {
	w := english()
	entries := make([]postEntry, len(list))
	for i, e := range list {
		entries[i] = postEntry{ID: e.ID, State: e.State, Due: e.Due.UTC(), Published: e.Published.UTC(),
			Late: engine.Seconds(e.Late), URL: e.URL, Source: e.Source, Reason: w.reason(e), When: e.When.UTC()}
	}
	return entries
}
