# `make` lists the targets. All set-up is in setup.sh.
SHELL := /bin/sh
SUITES ?= ../shared/suites
UV ?= uv
BIN := .venv/bin

# What is typed as URL=... or ARGS='...' reaches the program as it was typed: make expands nothing in it,
# and the shell runs nothing in it; ARGS is split into words as a shell splits them.
unexport URL ARGS
quoted = '$(subst ','\'',$(value $(1)))'
with-args = $(BIN)/python -c 'import os, shlex, sys; os.execv(sys.argv[2], sys.argv[2:] + shlex.split(sys.argv[1]))' $(call quoted,ARGS)

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev scan test coverage lint bench lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

setup: ## set up .venv, Chromium, axe-core and QualWeb (only what lacks)
	@./setup.sh runtime

setup-dev: ## the same, and what the tests need
	@./setup.sh dev

scan: setup ## scan URL=https://... [ARGS='--max-pages 50']; without URL the bundled sample site
	@$(with-args) $(BIN)/tilgaengelig scan $(if $(value URL),$(call quoted,URL),--sample)

test: lint ## lint, then the tests
	$(BIN)/pytest $(TESTING)

coverage: setup-dev ## the tests, and which lines of ours they ran; slower
	$(BIN)/pytest $(TESTING) --cov=tilgaengelig --cov-report=term-missing:skip-covered

# Half as many again as there are processors, since browsers and servers are often waited for. A file stays with one
# worker, or what it is about would be scanned by two; tests/conftest.py says which begin. The slowest are told, since
# CI is to stay short.
WORKERS ?= $(shell echo $$(( $$(nproc) * 3 / 2 )))
TESTING := --numprocesses=$(WORKERS) --dist=loadfile --no-loadscope-reorder --durations=30 --durations-min=10

lint: setup-dev ## ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy & $(BIN)/lint-imports; imports=$$?; wait $$! && exit $$imports

bench: setup ## measure speed and rightness; SUITES=folder of the external test cases
	SUITES=$(call quoted,SUITES) $(BIN)/python bench/run.py

lock: ## renew lock/ after a change of dependencies (needs uv); LOCK_FLAGS=--upgrade takes newer versions
	@command -v $(UV) >/dev/null || { echo 'make lock needs uv: pip install uv, or say UV=/path/to/uv' >&2; exit 1; }
	$(UV) pip compile $(LOCK_OPTIONS) --extra dev -o lock/dev.txt pyproject.toml lock/build.in
	$(UV) pip compile $(LOCK_OPTIONS) --constraint lock/dev.txt -o lock/runtime.txt pyproject.toml lock/build.in
	$(UV) pip compile $(LOCK_OPTIONS) --extra traces --constraint lock/dev.txt -o lock/image.txt pyproject.toml lock/build.in

# For Python 3.11 to 3.13 on any system; no address of an index is written.
LOCK_OPTIONS = -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate $(LOCK_FLAGS)

clean: ## remove all that make made, back to a fresh clone
	rm -rf .venv .setup build dist src/tilgaengelig/vendor
	rm -rf .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
