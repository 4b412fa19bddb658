package apply_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"galley/engine"
)

func TestWhatIsDoubtedDoesNotCount(t *testing.T) {
	unreachable := errors.New("nobody answers")
	for name, tt := range map[string]struct {
		void  []string // whose approval does not hold
		err   error
		asked []string // whose approvals were looked at, in order
		shown string
	}{
		"all hold": {nil, nil, []string{"Ada"}, "text of a"},
		"another one takes the place of a void one": {[]string{"Ada"}, nil, []string{"Ada", "Bo"}, "text of a"},
		"none holds":      {[]string{"Ada", "Bo"}, nil, []string{"Ada", "Bo"}, ""},
		"nobody can tell": {nil, unreachable, []string{"Ada"}, ""},
	} {
		inBubble(t, name, func(t *testing.T) {
			d := newDesk(t, full(), "a")
			post := d.desired[0]
			d.book.consent.Add(engine.Judgement{
				Demands: []engine.Demand{{ID: post.ID, Digest: post.Digest, Steps: []engine.Step{{Role: engine.RoleSenior}}}},
				Approvals: []engine.Approval{
					{ID: post.ID, Digest: post.Digest, By: "Ada", Role: engine.RoleSenior, Kind: engine.FromReview, At: time.Now().Add(-2 * time.Minute)},
					{ID: post.ID, Digest: post.Digest, By: "Bo", Role: engine.RoleSenior, Kind: engine.FromReview, At: time.Now().Add(-time.Minute)},
				}})
			var asked []string
			d.cfg.Doubt = func(_ context.Context, _ engine.Record, used []engine.Approval) ([]engine.Approval, error) {
				var void []engine.Approval
				for _, a := range used {
					asked = append(asked, a.By)
					if slices.Contains(tt.void, a.By) {
						void = append(void, a)
					}
				}
				return void, tt.err
			}
			if _, err := d.run(); !errors.Is(err, tt.err) {
				t.Errorf("error %v, want %v", err, tt.err)
			}
			d.want(d.shown(), tt.shown)
			if !slices.Equal(asked, tt.asked) {
				t.Errorf("looked at %v, want %v", asked, tt.asked)
			}
		})
	}
}
