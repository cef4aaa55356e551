# Python. What is installed is pinned with its hashes: requirements/*.txt, written by `make lock`.
.PHONY: language-install language-build language-lint language-format language-test language-start lock

PYTHON ?= python3
BIN := .venv/bin

language-install: .venv/installed

.venv/installed: requirements/dev.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	touch $@

language-build:
	$(BIN)/python -m compileall -q pipeline

language-lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy pipeline tests

language-format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

language-test:
	$(BIN)/pytest

language-start:
	exec $(BIN)/python -m pipeline run

lock: ## Write requirements/*.txt anew from requirements/*.in
	$(PYTHON) -m venv .cache/lock
	.cache/lock/bin/pip install --quiet --disable-pip-version-check pip-tools
	cd requirements && ../.cache/lock/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-annotate --no-header --no-emit-options --output-file run.txt run.in
	cd requirements && ../.cache/lock/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-annotate --no-header --no-emit-options --output-file dev.txt dev.in
