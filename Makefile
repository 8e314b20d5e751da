# Needs only python3 (3.11 or later, with venv) and make. Everything else goes into .venv.
PYTHON ?= python3
export UV_SYSTEM_CERTS ?= 1
export UV_PROJECT_ENVIRONMENT = .venv
export UV_PYTHON_DOWNLOADS = never
RUN = .venv/bin/
# Tests of the server wait for processes more than they compute.
WORKERS ?= 4
# What the server's tests keep things in: local (SQLite and a folder), shared (PostgreSQL and S3).
STORES ?= local

.PHONY: install demo test test-all check format clean

install: .venv/installed

.venv/installed: pyproject.toml uv.lock
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.6"
	@.venv/bin/uv sync --frozen --inexact --all-extras --quiet --python .venv/bin/python
	@touch $@

demo: install
	@$(RUN)typecut demo

# CI has both stores.
test: install
	TYPECUT_TEST_STORE="$(STORES)" $(RUN)python -m pytest -n $(WORKERS) -m "not slow" $(ARGS)

test-all: install
	$(RUN)python -m pytest -n $(WORKERS)

check: install
	$(RUN)ruff format --check .
	$(RUN)ruff check .
	$(RUN)pyright
	$(RUN)lint-imports
	$(RUN)python -m typecut.cli.reference --check
	$(RUN)python -m typecut.cli.skill_pages --check

format: install
	$(RUN)ruff format .
	$(RUN)ruff check --fix .

clean:
	rm -rf .venv dist build demo
