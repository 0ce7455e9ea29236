"""What the market shows: entries with versions, moderated and bound to the ledger.

Durable, because nothing can make it again. May import `ledger` and the derived tables, to be read.
"""
