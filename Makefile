# make demo   install into .venv, analyze the sample corpus, show a comparison
# make test   install into .venv, check style and types, run all tests
# make bench  install the peers into .venv-bench, measure speed beside them
# make clean  remove what these made
#
# Another interpreter: make test PYTHON=python3.12

PYTHON ?= python3
VENV   ?= .venv
OUT    ?= demo-results

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check

.PHONY: help demo test lint types tests bench clean
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# \(make .*\)/\1/p' $(firstword $(MAKEFILE_LIST))

# --- environments: each is made once, and again only when pyproject.toml changes ---

define make_venv
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "error: no '$(PYTHON)' found; install Python 3.10 or newer, or name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { echo "error: Python 3.10 or newer is needed, '$(PYTHON)' is $$($(PYTHON) -V 2>&1); name another: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "error: '$(PYTHON)' lacks the venv module; on Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "==> making $(1)"
	@$(PYTHON) -m venv $(1)
endef

$(BIN)/python:
	$(call make_venv,$(VENV))

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "==> installing policytext into $(VENV)"
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	@echo "==> installing policytext and what its checks need into $(VENV)"
	@$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.installed

# --- what people ask for ---

demo: $(VENV)/.installed
	@echo "==> analyzing corpora/docs"
	@$(BIN)/policytext analyze corpora/docs -o $(OUT)
	@echo "==> comparing cities by the environment that their measures serve"
	@$(BIN)/policytext compare $(OUT) --by city --of environment
	@echo "Tables: $(OUT)/tables.xlsx and $(OUT)/tables/*.csv, *.parquet"
	@echo "Report: $(OUT)/report.html (open it in a browser)"

# All three run, whatever the ones before say, so that a fault of style never hides a failing test.
test: $(VENV)/.installed-dev
	@failed=; for check in lint types tests; do $(MAKE) --no-print-directory $$check || failed="$$failed $$check"; done; \
	  [ -z "$$failed" ] || { echo "failed:$$failed" >&2; exit 1; }

lint: $(VENV)/.installed-dev
	@echo "==> ruff"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet src tests || { echo "some files are not formatted; run: $(BIN)/ruff format src tests" >&2; exit 1; }

types: $(VENV)/.installed-dev
	@echo "==> mypy"
	@$(BIN)/mypy

tests: $(VENV)/.installed-dev
	@echo "==> pytest"
	@$(BIN)/pytest --quiet --numprocesses 2

# The peers have an environment of their own: one of them overwrites a module that policytext needs.
.venv-bench/.installed: bench/requirements-peers.txt
	$(call make_venv,.venv-bench)
	@echo "==> installing the peers into .venv-bench"
	@.venv-bench/bin/python -m pip install -qq --disable-pip-version-check --requirement bench/requirements-peers.txt
	@touch $@

bench: $(VENV)/.installed .venv-bench/.installed
	@echo "==> measuring"
	@$(BIN)/python bench/speed.py
	@$(BIN)/python bench/body.py
	@$(BIN)/python bench/normalize.py
	@$(BIN)/python bench/quantities.py
	@$(BIN)/pip install -qq --disable-pip-version-check jieba
	@$(BIN)/python bench/agencies.py

clean:
	rm -rf $(VENV) .venv-bench $(OUT) .mypy_cache .pytest_cache .ruff_cache .hypothesis
