#!/usr/bin/env bash
# What checking content costs, beside cue vet of the version that Galley is built
# with, in one run: both are built here, and go.mod stays as it is.
#
#   bench/validate.sh                     1,000, 10,000 and 100,000 posts
#   bench/validate.sh -posts 1000         one size
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
version=$(go list -m -f '{{.Version}}' cuelang.org/go)
GOBIN=$tools go install "cuelang.org/go/cmd/cue@$version"
go build -o "$tools/galley" ./cmd/galley
echo "$(go version), cue $version, $(nproc 2>/dev/null || echo '?') cores, load $(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null || echo '?')"
go run ./bench -tables validate -galley "$tools/galley" -cue "$tools/cue" "$@"
