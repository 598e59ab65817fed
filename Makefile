# Each target installs what is missing on Debian 12 and Ubuntu 24.04 and says what it does. `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help demo up down test faults bench check format

swift_sources := Shared Services Tests Package.swift

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## the main job on real companies; leaves the console running unless KEEP=0
	@infra/scripts/prerequisites
	@infra/local/demo

up: ## every service on a private PostgreSQL and RabbitMQ; ONLY=scoring,assignment starts just those; writes .local/env
	@infra/scripts/prerequisites
	@infra/local/stack up

down: ## stops what up or demo started; the data stay
	@infra/local/stack down

test: ## everything that proves it works; ONLY=ScoringTests runs one test target; ends with "N passed, N failed"
	@infra/scripts/test

faults: ## every fault of infra/docs/reliability.md by itself, 5,000 leads each; ends with "N passed, N failed"
	@FILON_FAULTS=full ONLY=FaultTests infra/scripts/test

bench: ## measures the promises beside bare C and a peer; ONLY=messaging runs one area; writes .local/bench/summary.json
	@infra/scripts/bench

check: ## format, lint and the rules of the house
	@infra/scripts/prerequisites
	@infra/scripts/check

format: ## rewrites the Swift files in the house's format
	@swift format --in-place --parallel --recursive $(swift_sources)
