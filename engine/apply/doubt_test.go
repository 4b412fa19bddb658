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
			d.approved("Ada", "Bo")
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

// Nobody is asked again about what this run does not send, or what nobody had to
// approve.
func TestOnlyWhatIsSentIsDoubted(t *testing.T) {
	for name, before := range map[string]func(*desk){
		"it waits for its time": func(d *desk) {
			d.become(func(p *engine.Desired) { p.Due = time.Now().Add(time.Hour) })
			d.approved("Ada")
		},
		"it is skipped":         func(d *desk) { d.skipped("a"); d.approved("Ada") },
		"nobody had to approve": func(*desk) {},
		"it is out already":     func(d *desk) { d.approved("Ada"); d.must() },
		"it waits, another goes out": func(d *desk) {
			d.become(func(p *engine.Desired) { p.Due = time.Now().Add(time.Hour) })
			d.approved("Ada")
			d.desired = append(d.desired, post("b"))
		},
	} {
		inBubble(t, name, func(t *testing.T) {
			d := newDesk(t, full(), "a")
			before(d)
			d.cfg.Doubt = func(_ context.Context, _ engine.Record, used []engine.Approval) ([]engine.Approval, error) {
				t.Errorf("asked about %v", used)
				return nil, nil
			}
			d.must()
		})
	}
}

// What the network is to publish later goes out under an approval that ends
// before only if it is given again.
func TestAnApprovalHoldsWhenThePostGoesOut(t *testing.T) {
	for name, tt := range map[string]struct {
		expires time.Duration // from now
		want    string
	}{
		"ends before": {30 * time.Minute, ""},
		"ends after":  {2 * time.Hour, "a create confirmed"},
	} {
		inBubble(t, name, func(t *testing.T) {
			d := newDesk(t, full(), "a")
			d.become(func(p *engine.Desired) { p.Due, p.Rules.Native = time.Now().Add(time.Hour), true })
			d.approved("Ada")
			given := d.book.consent.Approvals[d.desired[0].Digest]
			given[0].Expires = time.Now().Add(tt.expires)
			d.want(results(d.must()), tt.want)
		})
	}
}
