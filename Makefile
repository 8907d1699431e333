# Every target bootstraps .venv itself; nothing else has to be installed by hand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
APPLICATIONS ?= 500
ASSESSOR ?= local
MINUTES ?= 2
.DEFAULT_GOAL := help
.PHONY: help demo test test-fast lint format bench chaos evals fuzz pictures run lock clean

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/.ready: requirements.txt setup.cfg pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
	@touch $@

demo: $(VENV)/.ready  ## score a requisition end to end on this machine (APPLICATIONS=500 ASSESSOR=local|claude)
	$(BIN)/icims-scoring demo --applications $(APPLICATIONS) --assessor $(ASSESSOR)

test: $(VENV)/.ready  ## run every test
	$(BIN)/python -m pytest --numprocesses 2 --dist loadgroup

test-fast: $(VENV)/.ready  ## run the tests of pure code: no server needed
	$(BIN)/python -m pytest --quiet tests/scoring

lint: $(VENV)/.ready  ## ruff, mypy --strict, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.ready  ## format and fix what ruff can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.ready  ## how fast is it? ratios measured in one run
	$(BIN)/python -m bench

chaos: $(VENV)/.ready  ## kill workers, Redis and PostgreSQL during runs and count what is lost or doubled
	$(BIN)/python -m bench.chaos

evals: $(VENV)/.ready  ## how good is the scoring?
	$(BIN)/python -m evals

fuzz: $(VENV)/.ready  ## what breaks the readers and parsers? (MINUTES=2 for each; installs atheris)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-fuzz.txt
	nice -n 19 $(BIN)/python -m fuzz --minutes $(MINUTES)

pictures: $(VENV)/.ready  ## take the pictures of docs/dashboard.md anew (needs chromium)
	$(BIN)/python -m demo.pictures

run: $(VENV)/.ready  ## all of the Procfile, for the tenant configured in the environment or .env
	$(BIN)/icims-scoring run

lock: $(VENV)/.ready  ## pin every dependency with its hashes, for every platform
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --extra dev --python-version 3.11 \
	  --no-header --output-file requirements.txt setup.cfg requirements-build.in
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	  --no-header --output-file requirements-fuzz.txt requirements-fuzz.in

clean:  ## remove the virtual environment and everything in var/
	rm -rf $(VENV) var
