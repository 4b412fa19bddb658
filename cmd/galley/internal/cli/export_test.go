package cli

import "github.com/spf13/cobra"

// Root returns the tree of commands.
func Root(env Env) *cobra.Command {
	a := &app{Env: env}
	root := a.root()
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	return root
}
