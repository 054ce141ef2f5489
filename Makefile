# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
DEMO := chainprospect-demo

.PHONY: demo test check lint types floors tests system bench sample wheels clean help

help:
	@echo "make demo    environment, sample loaded, leads printed, map and lead list written to $(DEMO)/"
	@echo "make test    environment, what the tests need, then all of them"
	@echo "make check   lint, types and floor plan alone"
	@echo "make bench   speed and memory beside named peers"
	@echo "make sample  the sample data made anew from its seed"
	@echo "make wheels  everything for an offline installation, in dist/wheels"
	@echo "make clean   the environment and everything built"

demo: .make/run
	$(BIN)/chainprospect demo -o $(DEMO)

test: system .make/dev
	$(MAKE) --no-print-directory check tests

check: lint types floors

lint: .make/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .make/dev
	$(BIN)/mypy

floors: .make/dev
	$(BIN)/lint-imports

tests: .make/dev
	$(BIN)/python -m pytest -n auto --dist loadfile

system:
	@sh tools/system-packages.sh

bench: .make/bench
	$(BIN)/python -m benchmarks all

sample: .make/run
	$(BIN)/python sample_data/generate.py

wheels: .make/run
	$(BIN)/python -m pip --disable-pip-version-check wheel --quiet --wheel-dir dist/wheels .

.make/venv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; install it and repeat."; exit 1; }
	@mkdir -p .make
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); sh tools/system-packages.sh venv && $(PYTHON) -m venv $(VENV); }
	$(PIP) --upgrade "pip>=25.1"
	@touch $@

.make/run: .make/venv pyproject.toml
	$(PIP) --editable .
	@touch $@

.make/dev: .make/run
	$(PIP) --group dev
	@touch $@

.make/bench: .make/dev
	$(PIP) --group bench
	@touch $@

clean:
	rm -rf $(VENV) .make build dist $(DEMO) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
