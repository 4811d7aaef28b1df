# Works with GNU make 3.81 and later. README gives the same commands without make.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
INDEX := $(VENV)/.index
DEV := $(VENV)/.dev
# The first Python from 3.11 to 3.13 that can make an environment.
PYTHON := $(shell for p in python3 python3.13 python3.12 python3.11; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
# Compiled modules are kept, whatever the shell says: each command and each test that starts one would compile all anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test quick lint types check bench docs supply screenshots learned lock clean

help:
	@echo "make demo         start everything on this machine and open the local Slack page"
	@echo "make test         run the tests"
	@echo "make quick        types, import rules and the tests that tell the story, in about a minute"
	@echo "make check        formatting, types, import rules, tests"
	@echo "make bench        measure answers, screening and speed against simple baselines"
	@echo "make docs         write docs/settings.md, commands.md, architecture.md and where.md from the code"
	@echo "make supply       parts list (CycloneDX), licences and known vulnerabilities of what is installed, in build/supply"
	@echo "make screenshots  take the pictures in docs/ again"
	@echo "make learned      learn to read and rank from the bank of written messages anew"
	@echo "make lock         write constraints.txt anew"

$(STAMP): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Marque needs Python 3.11, 3.12 or 3.13 with ensurepip. On Debian or Ubuntu: apt-get install python3 python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --progress-bar off -c constraints.txt -e '.[evidence]'
	@touch $(STAMP)

# The index is made here once: every home copies it, and its first answer waits for nothing.
$(INDEX): $(STAMP)
	HF_HUB_OFFLINE=1 $(BIN)/marque --home .marque guidance index
	@touch $(INDEX)

$(DEV): $(STAMP)
	$(BIN)/python -m pip install --progress-bar off -c constraints.txt -e . --group dev
	@touch $(DEV)

demo: $(INDEX)
	HF_HUB_OFFLINE=1 $(BIN)/marque --home .marque demo

# Four at once, since tests of processes and browsers wait; in the order of the folders: modules of few and long tests first, so
# that no core is idle at the end.
test: $(DEV) $(INDEX)
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -n 4 --dist loadscope --no-loadscope-reorder

# The records, every sentence, and four scenarios through the front door: ask, alert, draft and approve, clocks. A minute of
# processor time on two cores, half of it by the clock; what needs an outside program is left to `make test`.
QUICK := tests/unit/domain tests/unit/test_sentences.py $(patsubst %,tests/scenario/test_%.py,questions alerts drafts deadlines)

quick: types
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -q -n 2 -m "not program" $(QUICK)

lint: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(DEV)
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint types test

bench: $(DEV)
	HF_HUB_OFFLINE=1 $(BIN)/python -m tests.benchmarks

docs: $(DEV)
	$(BIN)/python -m bot.cli.reference
	HF_HUB_OFFLINE=1 $(BIN)/python -m tests.structure.drawing
	$(BIN)/python -m tests.structure.where

# Tools of their own environment, so that none of what they need stands in ours.
supply: $(DEV)
	$(PYTHON) -m venv build/supply
	build/supply/bin/python -m pip install --quiet cyclonedx-bom==7.5.0 pip-licenses==5.5.5 pip-audit==2.10.1
	build/supply/bin/cyclonedx-py environment $(BIN)/python --of JSON -o build/supply/sbom.json
	build/supply/bin/pip-licenses --python $(BIN)/python --with-urls --format=csv --output-file=build/supply/licences.csv
	build/supply/bin/pip-audit --disable-pip --no-deps -r constraints.txt

screenshots: $(DEV)
	HF_HUB_OFFLINE=1 $(BIN)/python -m tests.browser.screenshots docs/pictures

learned: $(DEV)
	HF_HUB_OFFLINE=1 $(BIN)/python -m knowledge.topic_training
	HF_HUB_OFFLINE=1 $(BIN)/python -m knowledge.training  # ends by weighing what topics tell beside refusals
	$(BIN)/python -m knowledge.seam_training
	$(BIN)/python -m knowledge.neighbour_training
	HF_HUB_OFFLINE=1 $(BIN)/python -m knowledge.unasked_training

lock:
	$(PYTHON) .ci/lock.py

clean:
	rm -rf $(VENV) .marque dist build
