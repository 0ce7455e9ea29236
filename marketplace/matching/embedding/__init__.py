"""Texts as vectors whose inner product says how near they are in meaning: what an embedder is, and which there are.

`open_embedder` chooses one. Nothing here ranks anything.
"""

from __future__ import annotations

from marketplace.matching.embedding.centred import Centring, centre
from marketplace.matching.embedding.choice import EmbedderUnavailable, open_embedder
from marketplace.matching.embedding.port import Embedder, Vectors

__all__ = ["Centring", "Embedder", "EmbedderUnavailable", "Vectors", "centre", "open_embedder"]
