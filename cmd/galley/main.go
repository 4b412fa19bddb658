// Galley is a declarative GitOps engine for editorial content.
package main

import (
	"context"
	"os"

	"galley/cmd/galley/internal/cli"
)

func main() { os.Exit(cli.Main(context.Background(), cli.OS())) }
