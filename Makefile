# SPDX-License-Identifier: Apache-2.0
#
# Everything that is done to Safar more than once. `make` alone lists it.

SHELL       := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# The product has no C in it; only the race detector needs cgo.
export CGO_ENABLED := 0

# Three packages at a time keep two cores busy: one of them waits for its browser or for PostgreSQL.
TEST_PARALLEL ?= 3
TEST_TIMEOUT  ?= 20m
FUZZ_TIME     ?= 20s
# What takes longest begins first, so that nothing long is left for the end.
LONGEST       := ./tests/browser ./tests/attack ./cmd/safar ./web/pages ./kernel/store/crashdisk ./demo
# How many examples a property is tried on, where its test does not say it: a hundred and more come in the long night.
export RAPID_CHECKS ?= 40
# Packages whose code runs on several goroutines at once.
CONCURRENT    := $(patsubst %,./%/...,$(wildcard kernel desk sync web exchange/odk))
PLATFORMS     := linux/amd64 linux/arm64 windows/amd64
VERSION       := $(shell git describe --always --dirty 2>/dev/null || echo unversioned)

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: check
check: tools check-source test mutants ## All that every change must pass (some 15 minutes on two cores, ten of them for the tests)

.PHONY: check-source
check-source: check-format vet check-generated check-modules

.PHONY: check-format
check-format:
	@unformatted=$$(find . -name '*.go' -not -name '*_templ.go' -not -path './.git/*' -not -path '*/testdata/*' -print0 | xargs -0r gofmt -l); \
	if [ -n "$$unformatted" ]; then echo "not formatted (make fmt mends it):"; echo "$$unformatted"; exit 1; fi

.PHONY: vet
vet:
	go vet ./...

# The generated files are in the repository, so that `go run` needs no generator; here they are proved to be what it makes.
.PHONY: check-generated
check-generated:
	@templates=$$(find . -name '*.templ' -not -path './.git/*' | wc -l); \
	if [ "$$templates" -gt 0 ]; then \
		sums() { find . -name '*_templ.go' -not -path './.git/*' -print0 | sort -z | xargs -0r sha256sum; }; \
		before=$$(sums); go tool templ generate -log-level error >/dev/null; after=$$(sums); \
		if [ "$$before" != "$$after" ]; then \
			echo "generated files were not what their .templ files make (now they are; add them to the change):"; \
			diff <(echo "$$before") <(echo "$$after") | awk '/^[<>]/ && $$3 != "" {print "  " $$3}' | sort -u; exit 1; \
		fi; \
	fi

.PHONY: check-modules
check-modules:
	go mod verify
	go mod tidy -diff

.PHONY: test
test: ## Run the tests of every package
	@folder=$$(tests/folder.sh); trap 'rm -rf "$$folder"' EXIT; export GOTMPDIR="$${TMPDIR:-/tmp}" TMPDIR="$$folder"; \
	go test -vet=off -p $(TEST_PARALLEL) -timeout $(TEST_TIMEOUT) $(LONGEST) $$(go list ./... | grep -v $(patsubst ./%,-e '/%$$',$(LONGEST)))

.PHONY: mutants
mutants: ## Take rules out, one at a time: the tests must notice each
	go run ./tests/mutants -set quick -tests-timeout $(TEST_TIMEOUT)

.PHONY: check-long
check-long: export RAPID_CHECKS = 200
check-long: tools check-source ## The long night: more schedules, the race detector, fuzzing, every mutant
	SAFAR_KILLS=50 SAFAR_ATTACKS=20000 SAFAR_SCHEDULES=50000 SAFAR_EVERY_APPEARANCE=1 go test -p $(TEST_PARALLEL) -timeout 90m ./...
	CGO_ENABLED=1 go test -race -p $(TEST_PARALLEL) -timeout 60m $(CONCURRENT)
	$(MAKE) fuzz
	go run ./tests/mutants -set all -tests-timeout $(TEST_TIMEOUT)

.PHONY: fuzz
fuzz: ## Fuzz each target for a while (FUZZ_TIME=20s)
	@grep -rEl --include='*_test.go' '^func Fuzz[A-Z]' . | while read -r file; do \
		for target in $$(sed -nE 's/^func (Fuzz[A-Za-z0-9_]+)\(.*/\1/p' "$$file"); do \
			echo "fuzz $$(dirname "$$file") $$target"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZ_TIME) "$$(dirname "$$file")"; \
		done; \
	done

# The operations that are only read are made once and kept here (120 MB, and 2.5 GB for the long curve), so that the next run begins with
# measuring. Remove the folder after a change to what is stored.
BENCH_KEEP ?= $(or $(TMPDIR),/tmp)/safar-bench
bench bench-long: export SAFAR_BENCH_KEEP = $(BENCH_KEEP)

.PHONY: bench
bench: tools ## Measure what people wait for, each beside a reference; tables at the end (below 12 minutes)
	go test -run '^$$' -bench 'Import$$' -benchtime 1x ./exchange/intake
	go test -run '^$$' -bench 'Journeys$$|Packing$$' ./field/figures
	go test -run '^$$' -bench 'Check$$' ./kernel/verify
	go test -run '^$$' -bench 'Pages|Site|Arrivals|Demo|Check' -benchtime 1x -timeout 30m ./tests/bench
	go test -run '^$$' -bench SlowLinks -benchtime 1x -timeout 15m ./tests/browser

.PHONY: bench-long
bench-long: ## The curve of lists, searches and files to 1.2 million people (below 25 minutes where they are kept)
	SAFAR_BENCH_LONG=1 go test -run '^$$' -bench 'Pages|Site|Loading' -benchtime 1x -v -timeout 120m ./tests/bench

# MATCH_FLAGS says what else is measured: -folder FOLDER -seconds 30 -only PATTERN -made d20400,e401600 -cbc ""
.PHONY: bench-match
bench-match: ## Measure how good plans of `safar match` are, and how soon, beside cbc where it is installed (MATCH_FLAGS="-folder ...")
	go run ./tests/plans $(MATCH_FLAGS)

.PHONY: bench-weeks
bench-weeks: ## Measure how well households are placed who come week by week, with an earlier year known and without, against hindsight (WEEKS_FLAGS="-file ... -before ..."; without a file a year is made up)
	go run ./tests/weeks $(WEEKS_FLAGS)

.PHONY: bench-parts
bench-parts: tools ## Run the benchmarks of every package
	go test -p 1 -run '^$$' -bench . -benchmem -timeout 60m $$(go list ./... | grep -v /tests/bench)

.PHONY: demo
demo: ## Fill a folder with the demo operation and serve it on this machine
	go run ./cmd/safar demo

.PHONY: dist
dist: ## Build the static binaries, their checksums and their bill of materials into dist/
	@rm -rf dist && mkdir -p dist
	@for platform in $(PLATFORMS); do \
		os=$${platform%/*}; arch=$${platform#*/}; \
		out="dist/safar-$(VERSION)-$$os-$$arch"; if [ "$$os" = windows ]; then out="$$out.exe"; fi; \
		echo "$$out"; \
		GOOS=$$os GOARCH=$$arch go build -trimpath -buildvcs=false -ldflags '-s -w -X main.version=$(VERSION)' -o "$$out" ./cmd/safar; \
	done
	@go run ./release/sbom -version "$(VERSION)" dist/safar-*
	@cd dist && sha256sum safar-* > SHA256SUMS
	@ls -l dist

.PHONY: tools
tools: ## Install what the tests run against, where it is missing: PostgreSQL and Chromium
	@tests/tools.sh

.PHONY: picture
picture: tools ## Take the picture of the start page that stands in the README anew
	go test -count=1 -run 'TheDemo$$/start_page' ./tests/browser -picture "$(CURDIR)/docs/start-page.png"

.PHONY: screens
screens: tools ## Take the pictures of the main pages in docs/screens anew
	go test -count=1 -run 'TheDemo$$/main_pages' ./tests/browser -screens "$(CURDIR)/docs/screens"

.PHONY: generate
generate: ## Write the Go files of the pages anew, and what programs are told of the field's types
	go tool templ generate
	go test ./web/api -run TestDescribedAsTheCommentsSay -update >/dev/null

.PHONY: fmt
fmt: ## Format Go and page files
	@find . -name '*.go' -not -name '*_templ.go' -not -path './.git/*' -not -path '*/testdata/*' -print0 | xargs -0r gofmt -w
	@if [ -n "$$(find . -name '*.templ' -not -path './.git/*')" ]; then go tool templ fmt . >/dev/null; fi
