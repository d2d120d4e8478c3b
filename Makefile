# Each verb is one line; anything that needs logic is a script or Swift. `make` lists the verbs.
SWIFT ?= swift
SANITIZE_ARGS ?=
# XCTest leaks by itself, and would fail the leak check before the first test.
SANITIZED = --disable-xctest --sanitize

help: ## list the verbs
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 20
build: ## debug build
	$(SWIFT) build
test: ## all tests
	$(SWIFT) test
check: lint test ## what must hold before a commit
lint: ## the formatter's rules
	$(SWIFT) format lint --strict -r Sources Tests $(wildcard Benchmarks) Package.swift
format: ## lay out all Swift files
	$(SWIFT) format format -i -r Sources Tests $(wildcard Benchmarks) Package.swift
golden: ## write what the tests produce as the new expected results; read the diff
	KIN_UPDATE=1 $(SWIFT) test
bench: ## measure speed: make bench DATA=folder of CSV files
	$(SWIFT) run -c release kin-bench import $(DATA)
release: ## build/kin: one static binary
	$(SWIFT) build -c release --product kin -Xswiftc -static-executable --scratch-path .build/static
	mkdir -p build && strip -o build/kin .build/static/release/kin
sanitize: ## tests under the address, leak and thread sanitizers
	ASAN_OPTIONS=detect_leaks=1 $(SWIFT) test $(SANITIZED)=address --scratch-path .build/asan $(SANITIZE_ARGS)
	$(SWIFT) test $(SANITIZED)=thread --scratch-path .build/tsan $(SANITIZE_ARGS)
reliability: ## crash, power loss and damage, at the sizes of each commit
	scripts/reliability.sh commit
reliability-night: ## the same, at the sizes of a night
	scripts/reliability.sh night
.PHONY: help build test check lint format golden bench release sanitize reliability reliability-night
