# A few aliases. `make demo` and `make test` need nothing but Python 3.11 or newer.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo test lint browser drills bench lock clean

# one installation per extras set, renewed when the lock or the project changes
$(VENV)/.run: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements-dev.lock $(VENV)/.run
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.run ## install and run the main job on the packaged seeds
	$(BIN)/tracker demo

test: $(VENV)/.test ## install and run the test suite
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/.test
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

browser: $(VENV)/.test ## tests in a headless Chromium (needs one on the machine)
	$(BIN)/python -m pytest -m browser

drills: $(VENV)/.test ## slow fault drills
	$(BIN)/python -m pytest -m drill --timeout 3600

bench: $(VENV)/.test ## benchmarks, each against a peer or a limit (the round of 10,000 feeds takes an hour)
	$(BIN)/python -m tests.bench

lock: ## renew the lock files (names, versions, hashes; no addresses)
	$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --all-build-deps -o requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --extra test --extra browser --extra dev --extra dkim -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
