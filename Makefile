# Every target does its own set-up; `make demo` and `make test` are the two to know.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= auto
BENCHES := eligibility intake council tick post
ROOMS := events domain projections mail workflows desk tests benchmarks

.DEFAULT_GOAL := help
.PHONY: help setup lock demo test fast check lint types arrows format browser chaos bench docs clean

help: ## show the targets
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.ready: requirements-dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

setup: $(VENV)/.ready ## install everything into .venv, locked with hashes

demo: setup ## play the believable year: real flows, real SMTP on loopback, a simulated clock
	$(BIN)/sovang demo

test: setup ## every test but the many kills and the browser; as root PostgreSQL and Postfix are installed if they are missing
	PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/with_postgres.sh sh tests/with_postfix.sh $(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder -m "not chaos and not browser" $(ARGS)

fast: setup ## the fast lane: no Prefect, no PostgreSQL
	$(BIN)/python -m pytest -q -m "not slow and not postgres and not chaos and not browser" $(ARGS)

check: lint types arrows ## lint, types and arrows, as CI runs them

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

arrows: setup
	$(BIN)/lint-imports

format: setup ## put the code in its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

browser: setup ## the pages in Chromium: core tasks by role with script and without, by keyboard, axe at three widths
	sh tests/with_chromium.sh $(BIN)/python -m pytest -q -m browser $(ARGS)

chaos: setup ## thirty kills of the engine, forty of two clocks and two mailrooms, a thousand secret votes
	$(BIN)/python -m pytest -q -m chaos $(ARGS)

bench: setup ## the benchmarks: ratios against a yardstick in the same run
	PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/with_postgres.sh $(BIN)/python -m benchmarks $(ARGS)
	PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/with_postgres.sh $(BIN)/python -m benchmarks.tick --backend postgres
	for bench in $(BENCHES); do $(BIN)/python -m benchmarks.$$bench || exit 1; done

docs: setup ## make the generated pages: lifecycle, law index, schemas
	$(BIN)/python -m docs.generate

lock: setup ## choose versions anew and write the two requirements files
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml -o requirements-dev.txt

clean: ## remove what the targets made
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
