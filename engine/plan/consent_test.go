package plan

import (
	"testing"
	"time"

	"galley/engine"
)

func TestWhatLacksAnApprovalIsHeld(t *testing.T) {
	id := engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: "a"}
	lacking := engine.Verdict{Reason: "lacks the approval of a senior", Hint: "ask"}
	given := engine.Verdict{Given: []engine.Approval{{By: "Sam", Role: engine.RoleSenior}}}
	published := engine.Desired{ID: id, Class: engine.Publish}
	withdrawn := engine.Desired{ID: id, Class: engine.Remove}
	change := func(v engine.Verb, after *engine.Desired) engine.Change {
		return engine.Change{ID: id, Verb: v, After: after, Digest: "d"}
	}
	live := engine.Recorded{ID: id, Phase: engine.Live, Digest: "d"}
	gone := change(engine.Create, &published)
	gone.Note = &engine.Outcome{Result: engine.ResultGone}
	noted := change(engine.Create, &published)
	noted.Note = &engine.Outcome{Result: engine.ResultSeen}
	scheduled := change(engine.Create, &published)
	scheduled.Hold = engine.HoldScheduled
	for name, test := range map[string]struct {
		change   engine.Change
		record   engine.Recorded
		consents map[string]engine.Verdict
		ask      Ask
		want     engine.Hold
		shown    bool
	}{
		"a create":                             {change: change(engine.Create, &published), consents: map[string]engine.Verdict{"d": lacking}, want: engine.HoldBlocked, shown: true},
		"an update":                            {change: change(engine.Update, &published), consents: map[string]engine.Verdict{"d": lacking}, want: engine.HoldBlocked, shown: true},
		"a replacement":                        {change: change(engine.Replace, &published), consents: map[string]engine.Verdict{"d": lacking}, want: engine.HoldBlocked, shown: true},
		"a withdrawal":                         {change: change(engine.Delete, &withdrawn), consents: map[string]engine.Verdict{"d": lacking}, want: engine.HoldBlocked, shown: true},
		"a file that is gone":                  {change: change(engine.Delete, nil), consents: map[string]engine.Verdict{"d": lacking}, want: engine.HoldBlocked, shown: true},
		"the end that was approved":            {change: change(engine.Delete, &published), consents: map[string]engine.Verdict{"d": lacking}},
		"approved":                             {change: change(engine.Create, &published), consents: map[string]engine.Verdict{"d": given}, shown: true},
		"approved before it was gone":          {change: gone, record: live, consents: map[string]engine.Verdict{"d": given}, want: engine.HoldBlocked, shown: true},
		"of another digest":                    {change: change(engine.Create, &published), consents: map[string]engine.Verdict{"e": lacking}},
		"the same again":                       {change: change(engine.Create, &published), record: live, consents: map[string]engine.Verdict{"d": lacking}},
		"later":                                {change: scheduled, consents: map[string]engine.Verdict{"d": lacking}, want: engine.HoldScheduled, shown: true},
		"to be taken over":                     {change: change(engine.Adopt, &published), consents: map[string]engine.Verdict{"d": lacking}},
		"nobody asked":                         {change: change(engine.Create, &published)},
		"nobody asked, where that is required": {change: change(engine.Create, &published), ask: Ask{RequireApproval: true}, want: engine.HoldBlocked, shown: true},
		"approved, where that is required":     {change: change(engine.Create, &published), consents: map[string]engine.Verdict{"d": given}, ask: Ask{RequireApproval: true}, shown: true},
		"approved, with another note":          {change: noted, consents: map[string]engine.Verdict{"d": given}, shown: true},
		"the same again, with another note":    {change: noted, record: live, consents: map[string]engine.Verdict{"d": lacking}},
		"another content of a live post":       {change: change(engine.Update, &published), record: engine.Recorded{ID: id, Phase: engine.Live, Digest: "e"}, consents: map[string]engine.Verdict{"d": lacking}, want: engine.HoldBlocked, shown: true},
		"the same, handed over again":          {change: change(engine.Replace, &published), record: engine.Recorded{ID: id, Phase: engine.Scheduled, Digest: "d"}, consents: map[string]engine.Verdict{"d": lacking}, want: engine.HoldBlocked, shown: true},
		"the same, managed no more":            {change: change(engine.Create, &published), record: engine.Recorded{ID: id, Phase: engine.Live, Digest: "d", Released: true}, consents: map[string]engine.Verdict{"d": lacking}, want: engine.HoldBlocked, shown: true},
		"a withdrawal where it is required":    {change: change(engine.Delete, &withdrawn), ask: Ask{RequireApproval: true}},
	} {
		p := &planner{in: Input{AsOf: time.Unix(0, 0), Consents: test.consents, Ask: test.ask,
			Record: engine.Record{IDs: map[engine.ID]engine.Recorded{id: test.record}}}, plan: engine.Plan{Changes: []engine.Change{test.change}}}
		p.consent()
		c := p.plan.Changes[0]
		if c.Hold != test.want || (c.Consent != nil) != test.shown || c.Hold == engine.HoldBlocked && c.Reason == "" {
			t.Errorf("%s: hold %q, reason %q, consent %+v; want hold %q, shown %v", name, c.Hold, c.Reason, c.Consent, test.want, test.shown)
		}
	}
}
