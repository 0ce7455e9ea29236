"""A small model of the rulebook, for tests only: random histories are judged by it and by the engines alike.

One module per noun of the catalogue. It holds plain Python values, knows no chain and no storage, and leaves out
check 2 (shape) and signature recovery: it is told which addresses signed. Records are frozen, so a refused command is
undone by going back to the dictionaries as they were.
"""

from tests.model.ledger import Accepted, Model

__all__ = ["Accepted", "Model"]
