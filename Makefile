.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help report paper lesson gallery test lint notebooks bench lab lock clean

help: ## list these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

# One environment for all targets, with the exact versions of the lock: through uv where it is there, else through pip.
.venv/.stamp: pyproject.toml requirements.lock
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv -q --allow-existing .venv && \
	  uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock && \
	  uv pip install -q --python $(BIN)/python --no-deps -e . ; \
	else \
	  $(PYTHON) -m venv .venv && \
	  $(BIN)/python -m pip install -q --disable-pip-version-check -U pip && \
	  $(BIN)/python -m pip install -q --require-hashes -r requirements.lock && \
	  $(BIN)/python -m pip install -q --no-deps -e . ; \
	fi
	@touch $@

report: .venv/.stamp ## score the teaching collection and write its report to reports/january/index.html
	$(BIN)/framing report january --out reports/january

paper: .venv/.stamp ## write the paper of the teaching collection to reports/paper, and check it
	$(BIN)/framing paper january --out reports/paper
	$(BIN)/framing paper january --out reports/paper --check

lesson: .venv/.stamp ## write three lessons for a browser to reports/lesson.html
	$(BIN)/framing lesson january --out reports/lesson.html

gallery: .venv/.stamp ## put every figure of the two collections on one page: reports/gallery.html
	$(BIN)/framing report january --out reports/january
	$(BIN)/framing report news-2017 --out reports/news-2017
	$(BIN)/python tools/write_gallery.py reports/gallery.html reports/january reports/news-2017

test: .venv/.stamp ## run the tests
	@command -v chromium >/dev/null || echo "No chromium on this machine: the tests that need a browser are left out."
	$(BIN)/python -m pytest -n 2

lint: .venv/.stamp ## check style and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

notebooks: .venv/.stamp ## take the outputs out of the notebooks (make report runs them and shows the figures)
	$(BIN)/jupyter nbconvert --log-level=ERROR --clear-output --inplace notebooks/*.ipynb

bench: .venv/.stamp ## measure speed, memory and accuracy
	$(BIN)/python benchmarks/speed.py

lab: .venv/.stamp ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks/00-start-here.ipynb

lock: ## write requirements.lock anew from pyproject.toml (needs uv)
	uv lock -q --upgrade
	uv export -q --format requirements.txt --no-emit-project --no-header --group dev -o requirements.lock
	@rm -f uv.lock

clean: ## remove what can be made again
	rm -rf .venv reports data/processed/*/ .pytest_cache .mypy_cache .ruff_cache
