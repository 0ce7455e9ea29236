"""The contract of behaviour: what every engine answers, by name, over a `ledger` fixture."""
