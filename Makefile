# What CI runs, a newcomer runs. One word each; `make` lists them.
PY := .venv/bin/python
SHELL := /bin/bash
.DEFAULT_GOAL := help

.PHONY: help setup web tools demo run check types test test-web test-server bench soak faults screenshots protocol lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: .venv/.ready web/node_modules/.ready ## install what the project needs, in this folder only

.venv/.ready: requirements.lock
	python3 -m venv .venv
	$(PY) -m pip install --quiet --require-hashes --requirement requirements.lock
	@touch $@

web/node_modules/.ready: web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

WEB := $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -type f -print)
web/dist/index.html: web/node_modules/.ready $(WEB)
	cd web && npm run --silent build

web: web/dist/index.html ## build the web application

tools: ## PostgreSQL, Redis, Chromium and a C compiler (installed where apt and root are at hand)
	@scripts/tools

demo: setup web ## a synthetic community with simulated responders on http://localhost:8000
	$(PY) -m server demo

run: setup web ## serve, on the embedded engine, with the data in var/
	$(PY) -m server serve

check: setup ## style, types, import contract, protocol freshness
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m server protocol --check
	cd web && npm run --silent check

test: setup web tools test-web test-server ## every suite: rules, contract, gateway, privacy, processes, browser

test-web: web/node_modules/.ready
	cd web && npm test --silent

test-server:
	$(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder

bench: ## figures as JSON on standard output, beside Node's socket.io and stock python-socketio
	@$(MAKE) --no-print-directory setup web tools >&2
	@$(PY) -m bench

MINUTES := 60
soak: ## an hour of steady load on the production shape (MINUTES=2 tries it); docs/soak.json
	@$(MAKE) --no-print-directory setup web tools >&2
	@$(PY) -m bench.soak --minutes $(MINUTES)

faults: setup tools ## break it on purpose (an hour): kill -9, no Redis, no database, full disk…; a table, faults.json
	$(PY) -m tests.faults

screenshots: setup web tools ## every step of an alert, photographed into docs/screenshots
	$(PY) scripts/screenshots.py

protocol: setup ## write web/src/protocol.ts, docs/asyncapi.yaml, docs/openapi.yaml
	$(PY) -m server protocol

lock: ## resolve the ranges of pyproject.toml anew (needs uv)
	uv pip compile pyproject.toml --extra dev --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --python-version 3.11 --quiet --output-file requirements.lock

clean: ## remove what was built here (never the data in var/)
	rm -rf .venv web/node_modules web/dist bench/load/dist bench/node/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
