package cli

import (
	"testing"
	"time"

	"galley/engine"
)

// TestOnlyWhatMayNoLongerBeShownHoldsForWhatIsOut: a charter that became stricter
// asks nobody to rewrite the past; somebody who withdrew consent does.
func TestOnlyWhatMayNoLongerBeShownHoldsForWhatIsOut(t *testing.T) {
	id := engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: "class"}
	renditions := []engine.Desired{{ID: id, Digest: "d"}}
	remarks := func() []engine.Finding {
		return []engine.Finding{{Rule: "consent-withdrawn", Channel: "blog"}, {Rule: "consent-expired", Channel: "blog"}}
	}
	published := map[engine.ID]engine.Recorded{id: {Digest: "d", Published: time.Unix(1, 0)}}
	for name, test := range map[string]struct {
		recorded map[engine.ID]engine.Recorded
		expired  engine.Severity
	}{
		"planned": {nil, engine.SeverityError},
		"live":    {published, engine.SeverityInfo},
	} {
		t.Run(name, func(t *testing.T) {
			found := asPublished(remarks(), renditions, test.recorded)
			if found[0].Severity != engine.SeverityError || found[1].Severity != test.expired {
				t.Errorf("withdrawn: %s, want error; expired: %s, want %s", found[0].Severity, found[1].Severity, test.expired)
			}
		})
	}
}
