# make test   what has to pass before a change is accepted
# make soak   the long version: hours of fuzzing, killing and racing
# make bench  what it costs

SHELL    := bash
COUNT    ?= 1

# Packages and how many inputs each of their fuzz targets tries, times FUZZSCALE. Counted, not
# timed: a deadline now and then fails a target that found nothing (go.dev/issue/75804). Here are
# the loader and the planner; soak has all of them, for longer.
FUZZED    ?= ./engine/load=2000 ./engine/plan=50000
FUZZSCALE ?= 1

.PHONY: test check fmt vet lint race fuzz soak bench

# The tests come last: their summary is what a reader of the log looks for.
test: check fuzz race

check: fmt vet lint

fmt:
	@out=$$(gofmt -l $$(git ls-files '*.go')); \
	if [ -n "$$out" ]; then printf 'not formatted (run gofmt -w):\n%s\n' "$$out"; exit 1; fi

vet:
	go vet ./...

# A dependency of this module, so that everybody runs the same version.
lint:
	go tool staticcheck ./...

# Many tests wait for processes that they killed or stopped: six at a time keep
# two cores busy. Among the tests are those that compare generated files with what would be
# generated now; go test -update, in the package that fails, writes them.
#
# The race detector has every process wait a second before it ends; these start hundreds.
race soak: export GORACE ?= atexit_sleep_ms=10
race:
	@dir=$$(.ci/scratch) && trap 'rm -rf $$dir' EXIT && if [ -n "$$dir" ]; then export TMPDIR=$$dir; fi && set -x && \
	go test -race -parallel 6 -count=$(COUNT) -timeout 20m ./...

fuzz:
	@for entry in $(FUZZED); do \
	  package=$${entry%=*}; inputs=$$(( $${entry#*=} * $(FUZZSCALE) )); \
	  for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
	    echo "fuzz $$package $$target"; \
	    go test -run '^$$' -fuzz "^$$target$$" -fuzztime $${inputs}x $$package || exit 1; \
	  done; \
	done

soak:
	GALLEY_SOAK=1 $(MAKE) fuzz FUZZSCALE=100 FUZZED="$$(go list ./... | sed 's/$$/=5000/' | tr '\n' ' ')"
	GALLEY_SOAK=1 go test -race -count=10 -timeout 6h ./...

# The tables of docs/performance.md, then the benchmarks of each package.
bench:
	go run ./bench $(BENCH)
	go test -run '^$$' -bench . -benchmem ./...
