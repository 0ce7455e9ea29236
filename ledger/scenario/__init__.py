"""Scenarios: business stories in YAML that run on any engine (examples/opening-day/README.md).

`format` reads a file, `human` turns its fields into signed commands, `runner` submits them and compares every answer,
`queries` asks the record. Imports the ledger's values and its port, never an engine.
"""
