# make setup   .venv, node_modules and Go modules, all pinned; does only what is not done yet
# make run     the opening day on the embedded engine, then the service over it (ONCE=1 opens its doors and leaves)
# make test    every check and every test; what CI runs
# make lint    formatting, types, imports, and that generated files are current
# make audit   static analysis and symbolic proof of the contracts
# make bench   the measurements
# make campaign  long campaigns against the service and the ledger (CAMPAIGN=name for one)
# make clean   back to a fresh checkout; ledgers under var/ are kept

VENV := .venv
BIN := $(VENV)/bin
NODE_BIN := node_modules/.bin
STAMPS := build/stamps
PYTHON_FILES := requirements.txt requirements-dev.txt requirements-telemetry.txt requirements-matching.txt
GO_FILES := $(wildcard chaincode/go.mod chaincode/go.sum)

# Tried by running it: a name on the PATH may stand for an interpreter that is not installed. Debian ships ensurepip apart.
PYTHON_FITS := import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 13))
ifndef PYTHON
PYTHON := $(shell for each in python3.11 python3.12 python3; do \
	if $$each -c '$(PYTHON_FITS)' 2>/dev/null; then echo $$each; break; fi; done)
endif
NODE_FITS := const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)

.PHONY: help tools setup postgresql run test lint audit bench campaign clean
.PHONY: lint-python lint-contracts lint-chaincode lint-web lint-generated
.NOTPARALLEL:
.DELETE_ON_ERROR:

help:
	@sed -n 's/^# make/make/p' Makefile

# --- Setup ---------------------------------------------------------------------------------------------------------

setup: tools $(STAMPS)/python $(BIN)/hanotex node_modules/.package-lock.json $(STAMPS)/go

tools:
	@missing=; say() { echo "$$1" >&2; missing=1; }; \
	for tool in git curl node npm go; do \
		command -v $$tool >/dev/null || say "$$tool is missing: install it, then run make again."; \
	done; \
	test -n "$(PYTHON)" || say "Python 3.11 or 3.12 with venv is missing: install it (Debian: python3 and python3-venv) or name it with PYTHON=..."; \
	if command -v node >/dev/null; then node -e '$(NODE_FITS)' || say "Node.js is too old: 20.19 or newer is needed, this is $$(node --version)."; fi; \
	test -z "$$missing"

$(STAMPS)/python: $(PYTHON_FILES)
	@mkdir -p $(@D)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
		$(foreach file,$(PYTHON_FILES),-r $(file))
	@touch $@

# The application runs from the work tree. A build would fetch a build backend that no hash pins.
$(BIN)/hanotex: $(STAMPS)/python Makefile
	@echo '$(CURDIR)' > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/hanotex.pth"
	@printf '%s\n' '#!$(CURDIR)/$(BIN)/python' 'from api.cli.main import app' '' 'app()' > $@
	@chmod +x $@

# npm writes this file last. No package's own script runs: forge and esbuild come as ready binaries.
node_modules/.package-lock.json: package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(STAMPS)/go: $(GO_FILES)
	@mkdir -p $(@D)
	$(if $(GO_FILES),cd chaincode && go mod download)
	@touch $@

# Slither and halmos stand in an environment of their own: their pins would hold back the application's.
$(STAMPS)/audit: requirements-audit.txt
	@mkdir -p $(@D)
	test -x .venv-audit/bin/python || $(PYTHON) -m venv .venv-audit
	.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r $<
	@touch $@

# An independent client that imports the embedded chain's blocks. Only tests need it; building it takes minutes, once.
GETH_VERSION := v1.17.7
GETH := build/geth/$(GETH_VERSION)/geth
$(GETH):
	GOBIN=$(CURDIR)/$(@D) go install -ldflags='-s -w' github.com/ethereum/go-ethereum/cmd/geth@$(GETH_VERSION)

# The server's programs alone: tests make a cluster of their own in a temporary directory and run it as nobody of note.
POSTGRESQL_HERE := command -v initdb || ls /usr/lib/postgresql/*/bin/initdb
postgresql:
	@{ $(POSTGRESQL_HERE); } >/dev/null 2>&1 || { \
		command -v apt-get >/dev/null && test "$$(id -u)" = 0 || { \
			echo "PostgreSQL's server is missing: install it (Debian: sudo apt-get install postgresql)." >&2; exit 1; }; \
		apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null; }

# --- Use -----------------------------------------------------------------------------------------------------------

run: setup
	$(BIN)/python scripts/run.py

bench: setup
	$(BIN)/python scripts/bench.py

campaign: setup postgresql $(GETH)
	GETH=$(CURDIR)/$(GETH) $(BIN)/python scripts/campaign.py $(CAMPAIGN)

audit: setup $(STAMPS)/audit
	$(BIN)/python scripts/audit.py

test: setup postgresql $(STAMPS)/audit $(GETH)
	GETH=$(CURDIR)/$(GETH) $(BIN)/python scripts/run_tests.py

# --- Checks --------------------------------------------------------------------------------------------------------

lint: lint-python lint-contracts lint-chaincode lint-web lint-generated

lint-python: setup
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

lint-contracts: setup
	cd contracts && ../$(NODE_BIN)/forge fmt --check $$(find src test -name '*.sol' -not -path '*/generated/*')

lint-chaincode: setup
	@unformatted="$$(gofmt -l chaincode)"; test -z "$$unformatted" || { echo "gofmt: $$unformatted"; exit 1; }
	cd chaincode && go vet ./...

lint-web: setup
	npm run --silent check:web

lint-generated: setup
	$(BIN)/python scripts/generate.py --check
	$(BIN)/python scripts/compile_contracts.py --check
	$(BIN)/python scripts/make_vectors.py --check
	$(BIN)/python scripts/refusal_table.py --check
	cd contracts && ../$(NODE_BIN)/forge snapshot --match-contract GasTest --check .gas-snapshot >/dev/null
	$(BIN)/python scripts/make_certificate_vectors.py --check
	$(BIN)/python scripts/make_openapi.py --check
	$(BIN)/python scripts/make_authorisation.py --check
	$(BIN)/python scripts/make_client.py --check

clean:
	rm -rf build contracts/out* contracts/cache* $(VENV) .venv-audit node_modules *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .schemathesis
	find api ledger marketplace scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +
