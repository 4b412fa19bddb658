package cli

import (
	"github.com/spf13/cobra"

	"galley/engine"
)

// Root returns the tree of commands.
func Root(env Env) *cobra.Command {
	a := &app{Env: env}
	root := a.root()
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	return root
}

// Rules is the catalogue that explain shows.
func Rules() []engine.RuleDoc { return rules() }

// Joined is what two rounds of a run that waits did.
var Joined = joined
