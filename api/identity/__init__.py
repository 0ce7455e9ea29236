"""Who asks: passwords with a second factor, passkeys, wallets, OpenID Connect, API keys, client certificates, sessions.

Signing in never replaces signing: nothing here can make a command that the ledger accepts. May import `api.tables`,
`api.settings` and `ledger`; never a route.
"""
