"""Loading a market set (examples/market/README.md): commands into the ledger of a home, entries into its catalogue.

Of a demonstration alone: it signs for every organisation of the set. May import `ledger` and `marketplace`.
"""
