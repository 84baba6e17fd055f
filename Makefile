PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 7860
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: run test install check unit eval eval-pr mutations bench clean

## Install, index the sample documents and open the chat page.
run: $(VENV)/.installed
	$(BIN)/shirube ingest ingest/samples
	$(BIN)/shirube chat --host $(HOST) --port $(PORT)

## Everything that continuous integration checks.
test: $(VENV)/.installed-dev check unit eval

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

eval: $(VENV)/.installed-dev
	$(BIN)/shirube eval

## The packaged sets alone: no torch, no server, well under a minute.
eval-pr: $(VENV)/.installed-dev
	$(BIN)/shirube eval --tier pr

## What the gate catches; part of the tests, printed here.
mutations: $(VENV)/.installed-dev
	$(BIN)/python -m assistant.measuring.mutation_table

bench: $(VENV)/.installed-dev
	$(BIN)/python -m evals.benchmarks

install: $(VENV)/.installed

# torch first and by its exact version: another specification may fetch gigabytes of GPU libraries.
$(VENV)/.torch:
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet torch==2.13.0
	touch $@

$(VENV)/.installed: $(VENV)/.torch pyproject.toml constraints.txt
	$(PIP) install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.torch pyproject.toml constraints.txt
	$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) .shirube dist build
