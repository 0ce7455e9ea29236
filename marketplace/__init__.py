"""What the market does with recorded facts: tables folded from events, and what is served from them.

May import `ledger`, never `api`.
"""
