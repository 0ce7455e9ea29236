"""A client of the service, for programs elsewhere: it stands on httpx alone and imports nothing else of this project.

`Client` has a method for each operation of docs/specs/openapi.json, written by `scripts/make_client.py`, and above them
what takes several requests: a command followed to its outcome, pages to their end, events across broken lines.
"""

from __future__ import annotations

from . import models
from .client import Client
from .errors import BeyondBound, OutcomeUnknown, ServiceProblem, UnexpectedAnswer
from .signing import for_eth_account, with_signatures

__all__ = [
    "BeyondBound",
    "Client",
    "OutcomeUnknown",
    "ServiceProblem",
    "UnexpectedAnswer",
    "for_eth_account",
    "models",
    "with_signatures",
]
