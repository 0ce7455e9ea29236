"""Random histories: commands that are mostly right, sometimes wrong in one place, for any engine and the model.

An `Author` draws a command and its signing keys from what the model holds. Which command is accepted is not decided
here: the engine and the model each answer, and the test compares. One module per noun, each with a `draw`.
"""

from tests.conformance.histories.author import YEAR, Author, Drawn
from tests.conformance.histories.roles import CAST

__all__ = ["CAST", "YEAR", "Author", "Drawn"]
