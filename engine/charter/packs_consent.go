package charter

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"galley/engine/zone"
	"galley/schema"
)

const (
	ruleConsentUnknown   = "consent-unknown"
	ruleConsentExpired   = "consent-expired"
	ruleConsentWithdrawn = "consent-withdrawn"
	ruleConsentChannel   = "consent-channel"
	ruleConsentMinor     = "consent-minor"
)

// HoldsForPublished reports whether a rule is about what may no longer be shown,
// whenever it went out: what others find in a post that is live and says what it
// said then is a matter of the past.
func HoldsForPublished(rule string) bool { return rule == ruleConsentWithdrawn }

// A consent is one of the charter, with the instant that its last day ends;
// zero: it has no end.
type consent struct {
	schema.Consent
	end time.Time
}

// never is earlier than any time that can be written.
var never = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)

// consents are those of the charter by id. One whose last day cannot be read has
// ended.
func (k *compiler) consents() map[string]consent {
	all := make(map[string]consent, len(k.rules.Consents))
	for i, declared := range k.rules.Consents {
		c := consent{Consent: declared}
		if declared.Until != "" {
			if last, err := zone.ParseDate(declared.Until, k.zone); err == nil {
				c.end = last.AddDate(0, 0, 1)
			} else {
				k.untimely(err, "consents", strconv.Itoa(i), "until")
				c.end = never
			}
		}
		all[declared.ID] = c
	}
	return all
}

// knownConsents compiles that the people whom media name have a consent in the charter,
// whether or not a pack looks at it.
func (k *compiler) knownConsents() {
	var ids []string
	for _, c := range k.rules.Consents {
		ids = append(ids, c.ID)
	}
	k.addOf("media.people", func(m *message) {
		m.eachPerson(func(id string, path []string) {
			if !slices.Contains(ids, id) {
				hint := nearest(id, ids)
				if hint == "" {
					hint = "add to the charter: consents: [{id: " + id + "}]"
				}
				m.report(remark{rule: ruleConsentUnknown, path: path, text: fmt.Sprintf("the charter has no consent %q", id), hint: hint})
			}
		})
	})
}

// eachPerson calls f for everybody whom the media of the post name.
func (m *message) eachPerson(f func(id string, path []string)) {
	for i, declared := range m.fields.Media {
		for n, id := range declared.People {
			f(id, []string{"media", strconv.Itoa(i), "people", strconv.Itoa(n)})
		}
	}
}

// consent checks the consents of those who are seen, by the times at which the
// post goes out.
func (p pack) consent(m *message) {
	if !p.holds(m) {
		return
	}
	m.eachPerson(func(id string, path []string) {
		c, known := p.consents[id]
		if !known {
			return // told already
		}
		if c.Withdrawn != "" {
			p.say(m, ruleConsentWithdrawn, fmt.Sprintf("%s withdrew consent on %s", id, c.Withdrawn), "take the picture out, or the post down: status: retracted", path...)
		}
		if len(c.Channels) > 0 && !slices.Contains(c.Channels, m.channel.ID) {
			p.say(m, ruleConsentChannel, fmt.Sprintf("%s consented to %s, not to %s", id, either(c.Channels), m.channel.ID), "take the picture out on this channel", path...)
		}
		if c.Minor && c.Guardian == "" {
			p.say(m, ruleConsentMinor, fmt.Sprintf("%s is a child, and nobody signed for them", id), "add to the consent: guardian: who signed", path...)
		}
		p.expired(m, c, path)
	})
}

// expired compares the last day of a consent with when the post goes out.
func (p pack) expired(m *message, c consent, path []string) {
	for _, due := range m.dues() {
		if !c.end.IsZero() && !due.Before(c.end) {
			p.say(m, ruleConsentExpired, fmt.Sprintf("the consent of %s ends on %s, the post goes out on %s", c.ID, c.Until, due.In(m.zone).Format("2006-01-02")),
				"ask again, or take the picture out", path...)
			return
		}
	}
}
