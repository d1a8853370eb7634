# Two commands do all the set-up: `make demo` and `make test`. Each installs into .venv what it needs.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# A pyenv shim may be on the PATH and still refuse to run, so each candidate is asked.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& { echo $$p; break; }; done)

# Tests run on all cores; threads of libraries inside them would only get in each other's way.
CORES := -n logical --maxprocesses 8 --dist worksteal
test slow: export OMP_NUM_THREADS := 1
test slow: export OPENBLAS_NUM_THREADS := 1

.PHONY: demo warm test slow check lint docs viz lock clean
.DELETE_ON_ERROR:

demo: $(READY)
	$(BIN)/forerun demo

# Compiled once, before the tests share it: else every process would compile what has changed.
warm: $(READY)
	$(BIN)/python -m forerun.warm

test: warm
	$(BIN)/python -m pytest $(CORES)

slow: warm
	$(BIN)/python -m pytest $(CORES) -m slow

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: test lint

# Writes docs/reference, and what the blocks of README and docs print; not what takes minutes:
# figures that are measured (python -m forerun.reference --measure) and slow blocks (--slow).
docs: $(READY)
	$(BIN)/python -m forerun.reference
	$(BIN)/python -m forerun.reference.cookbook --texts
	$(BIN)/python -m tests.docs.write

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Forerun needs Python 3.11, 3.12 or 3.13 on the PATH."; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m forerun.warm
	touch $@

viz: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-viz.lock

# Needs uv. The lock holds versions and hashes and no address of any host.
# The browser view has a lock of its own: it would double what a first install fetches.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --quiet --extra test --extra sql --extra cluster --extra notebooks --extra dev \
		pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --quiet --extra viz --constraint requirements.lock \
		pyproject.toml -o requirements-viz.lock

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache runs
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
