# make test   what has to pass before a change is accepted
# make soak   the long version: hours of fuzzing, killing and racing
# make bench  what it costs

SHELL    := bash
FUZZTIME ?= 10s
FUZZED   := ./engine/load ./engine/plan
COUNT    ?= 1

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

# Many tests wait for processes that they killed or stopped: four at a time keep
# two cores busy. Among the tests are those that compare generated files with what would be
# generated now; go test -update, in the package that fails, writes them.
race:
	go test -race -parallel 4 -count=$(COUNT) -timeout 20m ./...

# Each fuzz target of these packages, for a short time.
fuzz:
	@for package in $(FUZZED); do \
	  for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
	    echo "fuzz $$package $$target"; \
	    go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
	  done; \
	done

soak:
	GALLEY_SOAK=1 $(MAKE) fuzz FUZZTIME=20m FUZZED="$$(go list ./... | tr '\n' ' ')"
	GALLEY_SOAK=1 go test -race -count=10 -timeout 6h ./...

# The tables of docs/performance.md, then the benchmarks of each package.
bench:
	go run ./bench $(BENCH)
	go test -run '^$$' -bench . -benchmem ./...
