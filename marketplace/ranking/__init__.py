"""The log of all ranking runs of a service, what came of its suggestions, and what of it the ledger has.

Durable: nothing can make it again. May import `ledger` and `marketplace.matching.runs`, never `api`.
"""
