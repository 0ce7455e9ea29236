"""Comparing what a service tells with what a node of one's own has: `hanotex node audit` (docs/specs/audit.md).

Everything is compared as of a block that the node has, so that a service that moves on meanwhile gives no false alarm.
"""
