"""The interpreter's bound on recursion, which a library of the EVM and of keystores raises to 100,000 on import.

Python's parsers recurse in C: with that bound 1 MB of nested JSON overflows a thread's stack of 8 MB, and the process
ends. What is set here is an error long before: a level of JSON takes less than 160 bytes of the stack.
"""

from __future__ import annotations

import sys

# It raises the bound when it is imported first: whoever imports it later finds this done.
import py_ecc  # noqa: F401

# py-evm's own: 1024 calls within calls, at most 12 frames each. Our contracts' are three deep.
MOST_FRAMES = 12 * 1024

sys.setrecursionlimit(MOST_FRAMES)
