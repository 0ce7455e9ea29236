"""A small model of the rulebook, for tests only: random histories are judged by it and by the engines alike.

It holds plain Python values, knows no chain and no storage, and leaves out check 2 (shape) and signature
recovery: it is told which addresses signed.
"""

from tests.model.ledger import Model

__all__ = ["Model"]
