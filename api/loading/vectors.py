"""Vectors of a set's texts, made in a process of their own while commands are sent: neither waits for the other's core.

They are derived, so whatever keeps them from being made is left to whoever asks for a match, which makes them as well.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from marketplace.market_set import MarketSet

_SECONDS = 5.0  # between two words of what is waited for


@contextmanager
def made_meanwhile(
    market: MarketSet, folder: Path, embedder: str, waiting: Callable[[int, int], None]
) -> Iterator[None]:
    """folder: of the service. embedder: as the setting has it. At the end it is waited for, unless something failed.

    waiting: told every few seconds of that wait how many texts are done, and of how many. To be begun before threads
    are: the process is a fork.
    """
    forking = multiprocessing.get_context("fork")
    counted = forking.Array("i", 2)
    process = forking.Process(target=_make, args=(market, folder, embedder, counted, os.getpid()), daemon=True)
    process.start()
    try:
        yield
        while process.is_alive():
            waiting(*counted[:])
            process.join(_SECONDS)
    finally:
        process.kill()
        process.join()


def _make(market: MarketSet, folder: Path, name: str, counted: Any, parent: int) -> None:
    from api.ranking.market import embedder_in
    from marketplace.matching.candidates import texts_to_embed
    from marketplace.matching.embedding import EmbedderUnavailable

    texts = [*texts_to_embed(market.technologies), *texts_to_embed(market.needs)]

    def done(so_far: int, of: int) -> None:
        counted[:] = so_far, of
        if os.getppid() != parent:
            os._exit(1)

    # Ctrl-C is for whoever started it, who then ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        embedder_in(folder, name or None, done).embed(texts)
    except (EmbedderUnavailable, OSError):
        os._exit(1)
