package manual

import (
	"testing"

	"galley/providers/providertest"
)

func TestConformance(t *testing.T) {
	providertest.Run(t, providertest.Network{
		Local: func(testing.TB, *providertest.Faults) providertest.Opener { return Constructor().New },
	})
}
