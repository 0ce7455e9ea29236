"""How an organisation comes to the ledger: a form that says which keys act for it, signed with its public digital
signature, checked, kept, and committed to as the party's profile.

`examination` reads files of strangers and runs in a process of its own. May import `api.tables` and `ledger`.
"""
