"""The ledger as Python sees it: signed commands in, events out, everything else derived.

Imports nothing of `marketplace` or `api`.
"""
