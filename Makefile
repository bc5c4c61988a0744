# Two commands for a newcomer: `make demo` and `make test`. Each makes its own environment first.
PYTHON ?= python3
VENV ?= .venv
RUN = $(VENV)/bin
STAMP = $(VENV)/.installed

.PHONY: demo test lint docs bench clean

demo: $(VENV)/.demo
	$(RUN)/multipolar assess China Russia

test: $(STAMP)
	$(RUN)/python -m pytest -n auto --dist loadfile

lint: $(STAMP)
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy

docs: $(STAMP)
	$(RUN)/python docs/generate.py
	$(RUN)/python docs/check_pages.py --write
	$(RUN)/mkdocs build --strict

bench: $(STAMP)
	$(RUN)/python benchmarks/foundations.py

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --upgrade pip

$(VENV)/.demo: $(VENV)/bin/python pyproject.toml
	$(RUN)/python -m pip install --quiet --editable .
	touch $@

$(STAMP): $(VENV)/bin/python pyproject.toml
	$(RUN)/python -m pip install --quiet --editable ".[dev]"
	touch $@ $(VENV)/.demo

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
