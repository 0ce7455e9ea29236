"""What goes in and out, as pydantic models: the source of the service's description (OpenAPI).

The models of commands are made from the annotations of `ledger.commands`, as every other rendering of them is. Commands
are parsed by `ledger.wire` alone, so that they have one spelling everywhere; a test compares the two.
"""
