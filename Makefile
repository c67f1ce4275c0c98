# phys4d-studio: every target sets up what it needs. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
# gpu-check installs nothing: it uses the interpreter it is given.
GPU_PYTHON ?= python3
DEMO_PHOTO := resources/samples/coffee.jpg

# An interpreter that pyproject's requires-python accepts.
PYTHON ?= $(shell for p in python3 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2>/dev/null && echo $$p && break; done)

# System libraries that Qt, OpenGL and the headless display need.
APT_PACKAGES := xvfb libegl1 libgl1 libgl1-mesa-dri libglx-mesa0 libxkbcommon-x11-0 libxcb-cursor0 \
	libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-image0 libxcb-render-util0 libxcb-xkb1 \
	libdbus-1-3 libfontconfig1 fonts-dejavu-core

# A browser in which the tests play the web page that the studio exports.
TEST_APT_PACKAGES := chromium

.PHONY: help demo run test test-slow lint bench gpu-check clean pictures

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.system: Makefile
	@test -n "$(PYTHON)" || { echo "phys4d-studio needs Python 3.11 or 3.12: install one of them and run make again" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "python's venv module is missing: install it (Debian: apt-get install python3-venv)" >&2; exit 2; }
	@bash tools/system_packages.sh $(APT_PACKAGES)
	@touch $@

$(VENV)/.installed: $(VENV)/.system pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.developer: $(VENV)/.installed
	@bash tools/system_packages.sh $(TEST_APT_PACKAGES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python tools/convert_lpips_weights.py
	@touch $@

demo: $(VENV)/.installed ## turn a bundled photo into a 4D video and a saved project, in demo/
	@bash tools/demo.sh $(BIN)/phys4d-studio $(DEMO_PHOTO) demo

run: $(VENV)/.installed ## open the studio
	$(BIN)/phys4d-studio

lint: $(VENV)/.developer ## ruff, mypy and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: $(VENV)/.developer lint ## everything that finishes within ten minutes on two cores
	$(BIN)/python -m pytest -m "not slow and not gpu" --numprocesses auto --dist loadfile --timeout 300

test-slow: $(VENV)/.developer ## the longer checks as well
	$(BIN)/python -m pytest -m "not gpu" --timeout 1800

bench: $(VENV)/.developer ## all benchmarks; results go to benchmarks/results
	$(BIN)/phys4d-studio bench pipeline --json benchmarks/results/pipeline.json
	$(BIN)/python -m benchmarks.run_all

pictures: $(VENV)/.developer ## take the pictures of the guide and of every panel
	for chapters in "empty busy candidates stage failures" guide; do \
	  xvfb-run -a -s "-screen 0 1920x1280x24" $(BIN)/python -m tools.window_pictures --only $$chapters || exit 1; \
	done

gpu-check: ## CUDA tests with the interpreter given by GPU_PYTHON; installs nothing
	$(GPU_PYTHON) tools/gpu_check.py

clean: ## remove the environment and build products
	rm -rf $(VENV) build dist demo *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
