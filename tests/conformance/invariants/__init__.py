"""The 25 invariants of docs/specs/domain.md, each a test by its number, on every engine.

Each shows what is accepted and what is refused, with its values, and reads what is left from the events.
"""
