"""The suites that `scripts/run_tests.py` runs: how each is called, and how its own report is counted."""
