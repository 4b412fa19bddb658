package site

import (
	"testing"

	"galley/engine"
	"galley/providers/providertest"
)

func TestConformance(t *testing.T) {
	providertest.Run(t, providertest.Network{
		URL: "https://galet.example/fr",
		Local: func(_ testing.TB, f *providertest.Faults) providertest.Opener {
			target := f.Target(&providertest.Target{})
			return func(cfg engine.Config) (engine.Provider, error) {
				cfg.Target = target
				return Constructor().New(cfg)
			}
		},
	})
}
