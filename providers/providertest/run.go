package providertest

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"galley/engine"
)

// Run tests the provider of n, a subtest for each case and kind.
func Run(t *testing.T, n Network) {
	t.Helper()
	if (n.Fake == nil) == (n.Local == nil) || (n.Fake == nil) != (n.New == nil) {
		t.Fatal("a Network has either New and Fake or Local")
	}
	known, bouts := readKnown(t), enumerate(t, n)
	for _, line := range strangers(known, bouts) {
		t.Errorf("%s names no case of this network: %s", knownFile, line)
	}
	for _, tc := range bouts {
		t.Run(tc.name(), func(t *testing.T) {
			if reason := tc.unfit(); reason != "" {
				t.Skip(reason)
			}
			if line, ok := known[tc.name()]; ok {
				runKnown(t, tc, line)
				return
			}
			bubble(t, func(t *testing.T) { tc.run(newStage(t, n, tc.kind)) })
		})
	}
	reportKnown(t, known)
}

// A check is one case of the suite.
type check struct {
	group string
	title string
	needs func(subject) string // why the case does not apply; empty if it does. Nil always applies
	run   func(*stage)
	once  bool // for the provider as a whole, not for each kind
}

// A subject is what a case may base its need on.
type subject struct {
	network Network
	info    engine.Info
	caps    engine.Caps
	kind    engine.Kind
	limits  engine.Limits
}

// A bout is a case for one kind.
type bout struct {
	check
	subject
}

// name is group/Title/kind, without the kind where there is one bout for all.
func (b bout) name() string {
	if b.once {
		return b.group + "/" + b.title
	}
	return b.group + "/" + b.title + "/" + string(b.kind)
}

func (b bout) unfit() string {
	if b.needs == nil {
		return ""
	}
	return b.needs(b.subject)
}

// checks lists the groups in the order in which a newcomer meets them.
func checks() []check {
	return slices.Concat(
		declarationChecks(),
		createChecks(),
		identityChecks(),
		changeChecks(),
		listingChecks(),
		contextChecks(),
		errorChecks(),
		restraintChecks(),
		secrecyChecks(),
		metricsChecks(),
		toleranceChecks(),
	)
}

func enumerate(t *testing.T, n Network) []bout {
	t.Helper()
	var info engine.Info
	var caps engine.Caps
	bubble(t, func(t *testing.T) {
		p := newStage(t, n, "").open()
		info, caps = p.Info(), engine.CapsOf(p)
	})
	var kinds []engine.Kind
	for kind := range info.Kinds {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	if len(kinds) == 0 {
		t.Fatal("Info declares no kind: nothing could ever be published")
	}
	var bouts []bout
	for _, c := range checks() {
		for _, kind := range kinds {
			bouts = append(bouts, bout{c, subject{n, info, caps, kind, info.Kinds[kind]}})
			if c.once {
				break
			}
		}
	}
	return bouts
}

// bubble runs f under fake time.
func bubble(t *testing.T, f func(*testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(start))
		f(t)
	})
}

var start = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
