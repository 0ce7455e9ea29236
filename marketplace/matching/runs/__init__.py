"""A ranking run as a document that cannot be changed unseen: canonical, with a Merkle root, and made again by replay.

Pure: no database, no ledger. docs/specs/ranking-runs.md says what is promised.
"""
