"""The ledger as Python sees it: signed commands in, events out, everything else derived.

Imports nothing of `marketplace` or `api`.
"""

# First of all, in every process: it bounds what the rest may do.
from . import recursion  # noqa: F401
