"""The version of the rules."""

from __future__ import annotations

# The version that the contracts state; a change of the rules or of a reading is a new one. Version 1 had parties,
# assets and licences; version 2 is the whole catalogue.
RULEBOOK = 2
