# make run    install when needed, then serve; prints the address
# make test   install when needed, then the whole test suite
# make lint   install when needed, then style, types, layers, and the names that code must not know
#             (and known weaknesses of the packages, where the index can be asked)
# make lock   requirements.lock, the versions for deployment; make sbom: what they are, as a bill of materials
# make widget build the embeddable chat anew (only after changing widget/; wants Node 18 or newer)
#
# PYTHON chooses the interpreter that makes .venv (3.11 or newer): make run PYTHON=python3.12

PYTHON ?= python3
# Processes of the test suite; each takes up to 2 GB.
WORKERS ?= 2
VENV := .venv
RELEASE_TOOLS := "uv>=0.9" "cyclonedx-bom>=7"
BIN := $(VENV)/bin
# Installed anew when pyproject.toml changes, not when a checkout merely touches it.
KEY := $(shell cksum < pyproject.toml | cut -d ' ' -f 1)
CORE := $(VENV)/.installed-$(KEY)
TEST := $(VENV)/.installed-test-$(KEY)

.PHONY: run test lint lock sbom widget
.DELETE_ON_ERROR:

run: $(CORE)
	@$(BIN)/python app.py

test: $(TEST)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

lint: $(TEST)
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@! git grep -nE '重庆|长寿|渝经信|绿效码|绿色工厂' -- assistant/
	@$(BIN)/python -m eval.supply audit

# In an environment of their own: a package that they bring makes every start of ours a second slower.
lock sbom: $(BIN)/python
	@$(PYTHON) -m venv $(VENV)-release
	@$(VENV)-release/bin/python -m pip install --quiet --disable-pip-version-check $(RELEASE_TOOLS)
	@$(VENV)-release/bin/python -m eval.supply $@

widget:
	@cd widget && npm ci --silent && npm run --silent build

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is %d.%d; set PYTHON, e.g. make run PYTHON=python3.12" % sys.version_info[:2])'
	@$(PYTHON) -m venv $(VENV)

$(CORE): $(BIN)/python
	@echo "Installing (about three minutes and 2 GB the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(TEST): $(BIN)/python
	@echo "Installing with test tools (about three minutes and 2 GB the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(CORE)
