package cli

import (
	"context"
	"sync"
	"time"

	"galley/engine/transport"
)

// skew is the largest difference of this machine's clock to that of a network or,
// where there is a credential for it, of GitHub. That is asked once, when it is first
// needed: before anything is sent.
func (a *app) skew(ctx context.Context, c content, networks *transport.Meter) func() time.Duration {
	ofForge := sync.OnceValue(func() time.Duration { return a.forgeSkew(ctx, c) })
	return func() time.Duration {
		largest := networks.Skew()
		if other := ofForge(); other.Abs() > largest.Abs() {
			return other
		}
		return largest
	}
}

// forgeSkew is zero where GitHub does not answer: that says nothing of the clock.
func (a *app) forgeSkew(ctx context.Context, c content) time.Duration {
	repository := a.githubName(c)
	if repository == "" || a.secret("GITHUB_TOKEN").Empty() {
		return 0
	}
	meter := &transport.Meter{}
	client, err := a.forgeBy(repository, meter)
	if err != nil {
		return 0
	}
	_, _ = client.Time(ctx)
	return meter.Skew()
}
